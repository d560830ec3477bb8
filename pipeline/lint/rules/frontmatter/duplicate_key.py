from collections.abc import Iterator

from pipeline.lint.rule import Finding, rule
from pipeline.model.context import Context
from pipeline.model.diagnostics import Note
from pipeline.source.parse import Document


@rule(Document, required=True)
def duplicate_key(document: Document, context: Context) -> Iterator[Finding]:
    """A field stands twice.

    Nobody can tell which of the two values is meant, and readers would be shown only one.

    Bad:
        title: Weekly Reflection
        title: A Look Back

    Good:
        title: Weekly Reflection
    """
    for problem in document.noted("duplicate-key"):
        key = problem.data["key"]
        yield Finding(
            problem.span,
            f"`{key}` stands here a second time",
            "keep one of the two",
            notes=tuple(Note(span, "it stands here first") for span in problem.related),
        )
