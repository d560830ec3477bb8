from collections.abc import Iterator

from pipeline.lint.rule import Finding, rule
from pipeline.model.context import Context
from pipeline.model.diagnostics import Severity
from pipeline.source.parse import Document


@rule(Document, required=True, draft_severity=Severity.WARNING)
def nested_too_deep(document: Document, context: Context) -> Iterator[Finding]:
    """Quotes or lists stand inside one another more often than a page can show.

    Text nested too deep would be left out of the published page without a word.

    Bad:
        > > > > > > > > > > > > > > > > > > > > > A thought within a thought.

    Good:
        > > A thought within a thought.
    """
    for problem in document.noted("nested-too-deep"):
        yield Finding(
            problem.span,
            f"quotes, lists or brackets are nested more than {problem.data['limit']} deep",
            "write this with fewer levels",
        )
