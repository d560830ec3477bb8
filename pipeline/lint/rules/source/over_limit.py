from collections.abc import Iterator

from pipeline.lint.rule import Finding, rule
from pipeline.model.context import Context
from pipeline.source.parse import Document

# Message and help by what is too large; the message takes the number reached.
WORDS = {
    "file": ("this file has {} characters", "divide it, or take out what was pasted in by mistake"),
    "bytes": ("this file has {} bytes", "make it smaller, or link to a place where it is kept"),
    "folders": ("this folder stands inside {} others", "move it up"),
    "path": ("the path of this file has {} characters", "give the file and its folders shorter names"),
    "front matter": ("the front matter has {} characters", "move what is text to the sections below it"),
    "depth": ("lists stand inside one another {} deep", "write a simple list"),
    "values": ("there are {} values here", "take out what was pasted in by mistake"),
    "keys": ("there are {} keys here", "take out what was pasted in by mistake"),
    "sections": ("this page has {} sections", "divide it, or take out what was pasted in by mistake"),
    "links": ("this page has {} links", "divide it, or take out what was pasted in by mistake"),
    "images": ("this page has {} images", "divide it, or take out what was pasted in by mistake"),
    "addresses": (
        "the addresses of link definitions come to {} characters, counted once for each link that uses them",
        "use shorter addresses or fewer links to them",
    ),
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
        limit, found = f"{int(problem.data['limit']):,}", problem.data.get("found")
        # Reading ends at some limits, so what lies beyond is not counted.
        number, allowed = (f"{int(found):,}", f"; {limit} are allowed") if found else (f"more than {limit}", "")
        yield Finding(problem.span, message.format(number) + allowed, remedy)
