"""CSV: the tables of strategies have a column for all that records say, list every strategy, carry each disclaimer."""

from collections.abc import Iterator

from pipeline.publish.manifest import MANIFEST
from pipeline.publish.verify.columns import DISCLAIMER, STRATEGIES, column_of, missing
from pipeline.publish.verify.context import VerifyContext, check
from pipeline.publish.verify.descriptor import described_tables
from pipeline.publish.verify.expected import Expected
from pipeline.publish.verify.tables import valid_table
from pipeline.publish.verify.violation import Violation

DESCRIPTOR = "csv/datapackage.json"


@check("csv")
def columns(context: VerifyContext) -> Iterator[Violation]:
    """Every column leads to a place in the records, and every place in the records that is not of JSON only has one."""
    tables = described_tables(context.text(DESCRIPTOR))
    if not tables:
        return  # that they are not described is told elsewhere
    cells = Expected.of(context.manifest, tables).cells
    for each in cells.values():
        yield from each.faults()
    yield from missing(cells)


@check("csv", each=True)
def carried_disclaimers(context: VerifyContext) -> Iterator[Violation]:
    """strategies.csv carries each disclaimer in as many rows as the manifest says, word for word."""
    table = valid_table(context, STRATEGIES)
    for item in context.manifest.disclaimers if table else ():
        column = DISCLAIMER + column_of(item.id)
        assert table is not None
        if column not in table.header:
            yield Violation(STRATEGIES, "row 1", f"the column `{column}` is missing")
            continue
        cells = [row[column] for row in table.rows() if row[column]]
        if len(cells) != item.strategies or set(cells) - {item.text}:
            yield Violation(STRATEGIES, column, f"its cells do not carry the disclaimer as {MANIFEST} says")
