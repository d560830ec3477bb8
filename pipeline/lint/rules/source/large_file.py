from collections.abc import Iterator

from pipeline.lint.rule import Finding, rule
from pipeline.model.context import Context
from pipeline.model.diagnostics import Severity
from pipeline.source.parse import Document


@rule(Document, severity=Severity.WARNING)
def large_file(document: Document, context: Context) -> Iterator[Finding]:
    r"""A page is much longer than pages are.

    Few readers reach the end of a page as long as a book.

    Bad:
        # path: strategies.toml
        [limits]
        large_file_size = 1000

    Good:
        # path: strategies.toml
        [limits]
        large_file_size = 256000
    """
    limit = context.settings.limits.large_file_size
    size = len(document.source.text)
    if document.readable and document.front_span is not None and size > limit:
        yield Finding(
            document.source.line_span(0),
            f"this page has {size:,} characters, more than {limit:,}",
            "divide it into two strategies, or take out what was pasted in by mistake",
        )
