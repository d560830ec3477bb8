"""The tables for spreadsheet programs hold the cells of the raw ones, neutralised and with a byte-order mark."""

from collections.abc import Iterator
from itertools import zip_longest

from pipeline.publish.exporter import EXCEL_FORMAT
from pipeline.publish.spreadsheet import restored
from pipeline.publish.verify.context import VerifyContext, check
from pipeline.publish.verify.tables import BOM, MalformedTable, TableReader, row_name, valid_table
from pipeline.publish.verify.violation import Violation


@check(EXCEL_FORMAT)
def spreadsheets(context: VerifyContext) -> Iterator[Violation]:
    """Each raw table has its twin, and the twin's cells are the raw ones once their quote is taken off."""
    raw = {path.removeprefix("csv/") for path in context.below("csv", ".csv")}
    twins = {path.removeprefix(f"{EXCEL_FORMAT}/") for path in context.below(EXCEL_FORMAT, ".csv")}
    for name in sorted(raw ^ twins if context.holds("csv") else ()):
        yield Violation(f"{EXCEL_FORMAT}/{name}", "", f"it stands in only one of csv and {EXCEL_FORMAT}")
    for name in sorted(twins):
        path = f"{EXCEL_FORMAT}/{name}"
        text = context.text(path)
        if text is None or not text.startswith(BOM):
            yield Violation(path, "", "it is not UTF-8 with a byte-order mark")
            continue
        try:
            yield from _same_cells(TableReader(path, text.removeprefix(BOM)), valid_table(context, f"csv/{name}"))
        except MalformedTable as error:
            yield Violation(path, "", str(error))


def _same_cells(twin: TableReader, raw: TableReader | None) -> Iterator[Violation]:
    rows = zip_longest(twin.rows(), raw.rows() if raw else ())
    for number, (row, wanted) in enumerate(rows, 2):
        if raw and {name: restored(cell) for name, cell in (row or {}).items()} != (wanted or {}):
            yield Violation(twin.path, row_name(number, row or wanted or {}), f"its cells are not those of {raw.path}")
