"""XLSX: the workbook holds the cells of the tables and the disclaimers, as text, numbers and days, and nothing else."""

import datetime as dt
from collections.abc import Iterator
from itertools import chain, zip_longest

from pipeline.publish.bundle import Unreadable
from pipeline.publish.table import Cell
from pipeline.publish.verify.check import check
from pipeline.publish.verify.context import VerifyContext
from pipeline.publish.verify.package import tables_of
from pipeline.publish.verify.violation import Violation, id_differences
from pipeline.publish.verify.workbook import MalformedWorkbook, WorkbookReader
from pipeline.publish.workbook import CONTINUED, PATH, Sheet, SheetCell, first_sheets, sheets

# The day that a workbook numbers 0.
DAY_0 = dt.date(1899, 12, 30)
STRATEGIES, TOMBSTONES = "strategies", "tombstones"


@check("xlsx")
def workbook(context: VerifyContext) -> Iterator[Violation]:
    """Each sheet holds what its table does; without the tables, what the manifest says."""
    if PATH not in context.paths:
        yield Violation(PATH, "", "it is missing")
        return
    try:
        yield from _violations(context, WorkbookReader(context.bundle.read(PATH)))
    except Unreadable:
        return  # `files` reports it
    except MalformedWorkbook as error:
        yield Violation(PATH, "", str(error))


def _violations(context: VerifyContext, reader: WorkbookReader) -> Iterator[Violation]:
    library, tables = context.manifest.library, tables_of(context)
    disclaimers = [(item.id, item.text) for item in context.manifest.disclaimers]
    properties = reader.properties
    if (properties.get("title"), properties.get("creator")) != (library.title, library.publisher):
        yield Violation(PATH, "", "its title or its author is not that of the library")
    expected = sheets(library, disclaimers, tables) if tables else list(first_sheets(library, disclaimers))
    names = tuple(sheet.name for sheet in expected)
    if reader.sheets != names and (tables or reader.sheets[: len(names)] != names):
        yield Violation(PATH, "", f"its sheets are not {', '.join(names)}")
        return
    for sheet in expected:
        yield from _differences(reader, sheet)
    for name, ids in ((STRATEGIES, context.manifest.published), (TOMBSTONES, context.manifest.retired)):
        rows = list(reader.rows(name)) if name in reader.sheets else []
        yield from id_differences(PATH, [str(row[0]) for row in rows[1:]], ids)
    if not tables:
        for name in reader.sheets:
            list(reader.rows(name))  # it must be possible to read each


def _differences(reader: WorkbookReader, sheet: Sheet) -> Iterator[Violation]:
    """Rows that are not those that should be there; the first says enough."""
    wanted = (tuple(map(_stored, row)) for row in chain([sheet.header], sheet.rows))
    for number, (row, expected) in enumerate(zip_longest(reader.rows(sheet.name), wanted), 1):
        if row != expected or list(map(type, row)) != list(map(type, expected)):
            source = "the tables and the manifest do" if sheet.name != CONTINUED else "the long cells of the tables do"
            record = f"{sheet.name}, row {number} ({(row or expected or ('',))[0]})"
            yield Violation(PATH, record, f"it does not say what {source}")
            return


def _stored(cell: SheetCell) -> Cell:
    """A value as a workbook stores it: a day is a number."""
    return (cell - DAY_0).days if isinstance(cell, dt.date) else cell
