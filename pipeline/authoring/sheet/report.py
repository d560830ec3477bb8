"""The faults of a work-list, for the person who filled it in."""

from collections.abc import Iterable, Iterator

from pipeline.authoring.sheet.reading import SheetFault


def lines_of(faults: Iterable[SheetFault]) -> Iterator[str]:
    """Each fault with its row and column as the spreadsheet shows them, its words, and further lines below."""
    for fault in faults:
        column = f", column {fault.letter}" if fault.letter else ""
        where = f"row {fault.row}{column}: " if fault.row else ""
        yield f"{where}{fault.words}"
        yield from (f"    {line}" for line in fault.more if line)
