from collections.abc import Iterator

from pipeline.lint.rule import Finding, rule
from pipeline.lint.rules.vocabulary._wording import first_uses
from pipeline.model.context import Context
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
        message = f"`{problem.data['key']}` stands here a second time"
        yield Finding(problem.span, message, "keep one of the two", first_uses(problem))
