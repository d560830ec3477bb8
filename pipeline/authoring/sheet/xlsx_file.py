"""Work-lists as workbooks: choices as drop-downs, the digests in a hidden column."""

import datetime as dt
import io
import re
from typing import TYPE_CHECKING, Any

from pipeline.authoring.sheet.columns import DIGEST, ID, PATH, SheetColumn, ValueKind
from pipeline.authoring.sheet.table import EMPTY, Content, NewSheet, RawCell, RawTable, letter
from pipeline.authoring.tables import sheets
from pipeline.model.dates import read_date

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

PAGES, CHOICES = "pages", "choices"
AS_TEXT, AS_DATE = "@", "yyyy-mm-dd"
WIDTHS = {"title": 32, "summary": 60, "factors": 50, "related": 50}
WIDTH, WIDTH_OF_ID = 20, 28
# Earlier days cannot be stored as dates.
FIRST_DAY = dt.date(1901, 1, 1)
# The longest text of a cell, in UTF-16 units.
MOST_UNITS = 32_767
# Characters that XML cannot hold or changes, and the underscore of a text that reads as their escape.
UNWRITABLE = re.compile(r"[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")
ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
CONTENTS = {"f": Content.FORMULA, "e": Content.ERROR, "b": Content.TRUTH, "n": Content.NUMBER, "d": Content.DAY}


def fits(text: str) -> bool:
    """True if a cell can hold a text, here and in CSV."""
    return (
        "\0" not in text
        and len(UNWRITABLE.sub("_xFFFF_", text).encode("utf-16-le", "surrogatepass")) // 2 <= MOST_UNITS
    )


def write(sheet: NewSheet) -> bytes:
    """The work-list as a workbook."""
    from openpyxl import Workbook  # of an extra
    from openpyxl.styles import Font

    book = Workbook()
    pages, choices = book.active, book.create_sheet(CHOICES)
    pages.title = PAGES
    header = [ID, PATH, *(column.field for column in sheet.columns), DIGEST]
    _write_row(pages, 1, header, [])
    for number, row in enumerate(sheet.rows, 2):
        _write_row(pages, number, [row.id, row.path, *row.cells, row.digest], sheet.columns)
    ranges = _write_choices(choices, sheet)
    for index, column in enumerate(sheet.columns):
        _guide(pages, letter(index + 2), column, ranges)
        pages.column_dimensions[letter(index + 2)].width = WIDTHS.get(column.field, WIDTH)
    last = letter(len(header) - 1)
    for name in ("A", "B"):
        pages.column_dimensions[name].width = WIDTH_OF_ID
    pages.column_dimensions[last].hidden = True
    pages.auto_filter.ref = f"A1:{last}{len(sheet.rows) + 1}"
    for each, pane in ((pages, "C2"), (choices, "A2")):
        each.freeze_panes = pane
        for cell in each[1]:
            cell.font = Font(bold=True)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _write_row(pages: "Worksheet", number: int, texts: list[str], columns: Any) -> None:
    from openpyxl.styles import Alignment

    kinds = [None, None, *(column.kind for column in columns), None]
    for index, text in enumerate(texts, 1):
        cell = pages.cell(number, index)
        kind = kinds[index - 1] if index <= len(kinds) else None
        day = read_date(text) if kind is ValueKind.DATE else None
        if day and day >= FIRST_DAY:
            cell.value = day
        elif text:
            cell.value = UNWRITABLE.sub(_escape, text)
            cell.data_type = "s"  # no text becomes a formula
        cell.number_format = AS_DATE if kind is ValueKind.DATE else AS_TEXT
        cell.alignment = Alignment(wrap_text=number > 1, vertical="top")


def _write_choices(target: "Worksheet", sheet: NewSheet) -> dict[str, str]:
    """Write each list of ids and names; returns where the ids of each stand."""
    ranges = {}
    for index, (name, terms) in enumerate(sheet.choices.items()):
        at = 2 * index + 1
        column = [(name, f"name of {name}"), *terms]
        for number, texts in enumerate(column, 1):
            for offset, text in enumerate(texts):
                if text and fits(text):
                    cell = target.cell(number, at + offset, UNWRITABLE.sub(_escape, text))
                    cell.data_type, cell.number_format = "s", AS_TEXT
        target.column_dimensions[letter(at - 1)].width = target.column_dimensions[letter(at)].width = WIDTH_OF_ID
        ranges[name] = f"{CHOICES}!${letter(at - 1)}$2:${letter(at - 1)}${max(2, len(column))}"
    return ranges


def _guide(pages: "Worksheet", at: str, column: SheetColumn, ranges: dict[str, str]) -> None:
    """Give the cells of a column a drop-down or a hint."""
    from openpyxl.worksheet.datavalidation import DataValidation

    rule = DataValidation(allow_blank=not column.required, showInputMessage=True)
    rule.promptTitle, rule.prompt = column.field, column.description
    if column.kind is ValueKind.CHOICE:
        rule.type, rule.formula1 = "list", ranges[column.choices]
        rule.showErrorMessage, rule.errorTitle = True, column.field
        rule.error = f"Choose from the list; the sheet {CHOICES} shows the names."
    elif column.is_list:
        what = f"Ids from the column “{column.choices}” of the sheet {CHOICES}" if column.choices else "Each"
        rule.prompt = f"{what}, with a semicolon between."
    pages.add_data_validation(rule)
    rule.add(f"{at}2:{at}{max(2, pages.max_row)}")


def read(data: bytes) -> RawTable:
    """The table in the first sheet of a workbook that has ids; raises NotADocument for anything else."""
    table = RawTable.of(())
    for sheet in sheets(data, results=False):
        table = RawTable.of(tuple(_cell(cell, sheet.epoch) for cell in row) for row in sheet.rows)
        if ID in table.header:
            break
    return table


def _cell(cell: Any, epoch: dt.datetime) -> RawCell:
    value, content = cell.value, CONTENTS.get(cell.data_type, Content.TEXT)
    if value is None:
        return EMPTY
    if content is Content.FORMULA:
        return RawCell(str(getattr(value, "text", value)), content)
    if isinstance(value, dt.datetime | dt.date):
        day = value.date() if isinstance(value, dt.datetime) else value
        return RawCell(day.isoformat(), Content.DAY, day)
    if isinstance(value, bool):
        return RawCell(str(value).upper(), Content.TRUTH)
    if isinstance(value, int | float):
        text = str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
        return RawCell(text, Content.NUMBER, _counted(value, epoch))
    text = ESCAPE.sub(lambda match: chr(int(match[1], 16)), str(value))
    return RawCell(text, content if content is Content.ERROR else Content.TEXT) if text.strip() else EMPTY


def _counted(days: float, epoch: dt.datetime) -> dt.date | None:
    """The day with a number, if that is a day of this or the next century or the last one."""
    return (epoch + dt.timedelta(int(days))).date() if 10_000 <= days < 100_000 else None


def _escape(match: re.Match[str]) -> str:
    return f"_x{ord(match.group()):04X}_"
