from collections.abc import Iterator

from pipeline.lint.rule import Finding, rule
from pipeline.model.context import Context
from pipeline.model.diagnostics import Safety
from pipeline.source.parse import Document


@rule(Document, required=True, fixes=(Safety.UNSAFE,))
def invalid_yaml(document: Document, context: Context) -> Iterator[Finding]:
    """The fields of a file cannot be read.

    Nothing of the page can be shown to readers until they can.

    Bad:
        title: Reflection: a weekly habit

    Good:
        title: "Reflection: a weekly habit"
    """
    for problem in document.noted("invalid-yaml"):
        from pipeline.lint.rules.frontmatter._unread import unread  # much, and of use to few files

        if found := unread(document, problem):
            yield found
