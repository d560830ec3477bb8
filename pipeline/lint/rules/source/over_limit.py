from collections.abc import Iterator

from pipeline.lint.rule import Finding, rule
from pipeline.model.context import Context
from pipeline.source.parse import Document

# Message and help by what is too large.
WORDS = {
    "file": ("this file has more than {:,} characters", "divide it, or take out what was pasted in by mistake"),
    "bytes": ("this file has more than {:,} bytes", "make it smaller, or link to a place where it is kept"),
    "folders": ("this folder stands inside more than {:,} others", "move it up"),
    "front matter": ("the front matter has more than {:,} characters", "move what is text to the sections below it"),
    "depth": ("lists stand inside one another more than {:,} deep", "write a simple list"),
    "values": ("there are more than {:,} values here", "take out what was pasted in by mistake"),
}


@rule(Document, required=True)
def over_limit(document: Document, context: Context) -> Iterator[Finding]:
    """A file, or something in it, is far larger than a page ever is, so it is not read.

    A page of that size would keep readers waiting, and a file made so on purpose could stop the whole library
    from being published.

    Bad:
        authors: [[[[[[[[[[[[[[[[[[Ada Ruiz]]]]]]]]]]]]]]]]]]

    Good:
        authors: [Ada Ruiz]
    """
    for problem in document.noted("over-limit"):
        message, remedy = WORDS[problem.data["what"]]
        yield Finding(problem.span, message.format(int(problem.data["limit"])), remedy)
