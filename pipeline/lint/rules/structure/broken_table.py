from collections.abc import Iterator

from pipeline.lint.rule import Finding, rule
from pipeline.lint.rules.links._unlisted import unlisted_lines
from pipeline.lint.rules.structure._redrawn import table_finding
from pipeline.lint.rules.structure._text_tables import text_tables
from pipeline.model.context import Context
from pipeline.model.diagnostics import Safety, Severity
from pipeline.model.entry import Entry


@rule(Entry, severity=Severity.WARNING, fixes=(Safety.UNSAFE,))
def broken_table(entry: Entry, context: Context) -> Iterator[Finding]:
    """A table is drawn in a way that pages do not show as a table.

    Readers meet its cells run together, with bars, tabs or hyphens between.

    Bad:
        | Day    | Task      |
        | Monday | Look back |

    Good:
        | Day    | Task      |
        | ------ | --------- |
        | Monday | Look back |
    """
    for table in text_tables(entry.document):
        reported = unlisted_lines(entry, context).intersection(range(table.first, table.stop))
        if not table.underlined and not reported:  # `unknown-section` reports a table that begins a section
            yield table_finding(entry.document.source, table)
