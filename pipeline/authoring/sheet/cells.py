"""The texts of cells: how a value is written in one, and what a person or a program has made of it there."""

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from decimal import Decimal, InvalidOperation

from pipeline.authoring.sheet.columns import TRUTHS, SheetColumn, ValueKind
from pipeline.authoring.sheet.table import Content, RawCell
from pipeline.model.dates import date_meant, read_date
from pipeline.model.list_slips import parts_of
from pipeline.model.wording import quoted
from pipeline.source.parse.yaml_tree import Plain
from pipeline.source.text import LINE_ENDING

BETWEEN = "; "
# A date as programs of many countries write it: day or month first.
NUMBERED = re.compile(r"([0-9]{1,2})[./-]([0-9]{1,2})[./-]([0-9]{4})")
# A day as a spreadsheet counts it.
SERIAL = re.compile(r"[0-9]{5}")
FIRST_DAY = dt.date(1899, 12, 30)
# A text that a spreadsheet takes for a date, and what it may make of it: `1-3` becomes `3-Jan` or `03.01.2026`.
LIKE_A_DATE = re.compile(r"[0-9]{1,4}\s?[-/.]\s?[0-9]{1,2}(?:\s?[-/.]\s?[0-9]{1,4})?")
MADE_A_DATE = re.compile(
    r"[0-9]{1,2}[-. ]{1,2}[^\W\d_]{3,4}\.?|[^\W\d_]{3,4}\.?[- ][0-9]{2}|[0-9]{1,4}([-/.][0-9]{1,4}){2}"
)
# What the names in a list stand between.
NAMES_END = re.compile(r"[;\n]")


class CellFault(Exception):  # noqa: N818 - its text is for the person
    """A cell whose text cannot become a value, in words."""


def shown(front: Mapping[str, Plain], column: SheetColumn) -> str | None:
    """The text of the cell for a field as a page has it; None if no cell can hold it."""
    found = front.get(column.field)
    if found is None or isinstance(found, str):
        return found or ""
    if isinstance(found, list) and column.is_list:
        items = [item for item in found if isinstance(item, str)]
        text = BETWEEN.join(items)
        return text if len(items) == len(found) and value_of(text, column) == tuple(items) else None
    return None


def value_of(text: str, column: SheetColumn) -> str | tuple[str, ...]:
    """The value that the text of a cell stands for."""
    if column.kind is ValueKind.IDS:
        return tuple(text[slice(*part)] for part in parts_of(text))
    if column.kind is ValueKind.NAMES:
        return tuple(filter(None, (part.strip() for part in NAMES_END.split(text))))
    return text


def is_day_first(cells: Iterable[RawCell]) -> bool | None:
    """True if the dates of a file can only be read with the day first, False if only with the month; else None."""
    found = [match for cell in cells if (match := NUMBERED.fullmatch(cell.text.strip()))]
    day_first = all(_numbered(match, day_first=True) for match in found)
    month_first = all(_numbered(match, day_first=False) for match in found)
    return day_first if day_first != month_first else None


def entered(cell: RawCell, column: SheetColumn, before: str, *, day_first: bool | None) -> str:
    """The text that a person meant; raises CellFault where a program has changed it beyond that.

    `before` is the text of the cell as it was made. A cell that shows the same in another form has not changed.
    """
    text, original = LINE_ENDING.sub("\n", cell.text).strip(), before
    before = LINE_ENDING.sub("\n", before).strip()
    if cell.content is Content.FORMULA:
        raise CellFault("holds a formula; write its result as text")
    if cell.content is Content.ERROR:
        raise CellFault(f"holds an error of the spreadsheet, {quoted(text)}; write the text again")
    if text == before:
        return original
    if column.kind is ValueKind.DATE:
        meant = _date(cell, text, before, day_first)
        return original if meant == before else meant
    if cell.content is Content.DAY:
        raise CellFault(
            f"holds the date {text}, which the spreadsheet may have made of {quoted(before) if before else 'a text'};"
            " give the cell the format Text and write it again"
        )
    if text.startswith("="):
        raise CellFault("begins with `=`, as formulas do; write its result as text")
    if _same_number(text, before) or (cell.content is Content.TRUTH and text.casefold() == before.casefold()):
        return original
    if LIKE_A_DATE.fullmatch(before) and MADE_A_DATE.fullmatch(text):
        raise CellFault(
            f"holds {quoted(text)}, which the spreadsheet may have made of {quoted(before)};"
            " give the cell the format Text and write it again"
        )
    return text.casefold() if column.options == TRUTHS else text


def _date(cell: RawCell, text: str, before: str, day_first: bool | None) -> str:
    """The text of a date as front matter has it."""
    if cell.day:
        return cell.day.isoformat()
    if not text or read_date(text):
        return text
    if SERIAL.fullmatch(text):
        day = (FIRST_DAY + dt.timedelta(int(text))).isoformat()
        if day == before:
            return before
        raise CellFault(f"holds {text}, the number of a day in a spreadsheet; did you mean `{day}`?")
    if match := NUMBERED.fullmatch(text):
        readings = {_numbered(match, day_first=True), _numbered(match, day_first=False)} - {None}
        known = _numbered(match, day_first=day_first) if day_first is not None else None
        day_meant = known or (readings.pop() if len(readings) == 1 else None)
        if day_meant is None and len(readings) > 1:
            one, other = sorted(str(day) for day in readings)
            raise CellFault(f"holds {quoted(text)}, which may be {one} or {other}; write one of these")
    else:
        day_meant = date_meant(text)
    return day_meant.isoformat() if day_meant else text


def _numbered(match: re.Match[str], *, day_first: bool) -> dt.date | None:
    one, other, year = map(int, match.groups())
    try:
        return dt.date(year, other, one) if day_first else dt.date(year, one, other)
    except ValueError:
        return None


def _same_number(text: str, before: str) -> bool:
    """True for what a spreadsheet makes of digits: `007` becomes 7."""
    try:
        return bool(text and before) and Decimal(text.replace(",", ".")) == Decimal(before)
    except InvalidOperation:
        return False
