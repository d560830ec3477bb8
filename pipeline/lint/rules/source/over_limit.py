from collections.abc import Iterator

from pipeline.lint.rule import Finding, rule
from pipeline.model.context import Context
from pipeline.source.parse import Document, Problem


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
        yield Finding(problem.span, *_words(problem))


def _words(problem: Problem) -> tuple[str, str]:
    limit = f"{int(problem.data['limit']):,}"
    match problem.data["what"]:
        case "file":
            return f"this file has more than {limit} characters", "divide it, or take out what was pasted in by mistake"
        case "bytes":
            return f"this file has more than {limit} bytes", "make it smaller, or link to a place where it is kept"
        case "folders":
            return f"this folder stands inside more than {limit} others", "move it up"
        case "front matter":
            return f"the front matter has more than {limit} characters", "move what is text to the sections below it"
        case "depth":
            return f"lists stand inside one another more than {limit} deep", "write a simple list"
        case _:
            return f"there are more than {limit} values here", "take out what was pasted in by mistake"
