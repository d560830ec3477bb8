"""Cells that spreadsheet programs show as text instead of running them as formulas, and the way back."""

import re

# A cell that a spreadsheet program may take for a formula, behind quotes and spaces that it passes over.
FORMULA = re.compile(r"[' ]*[=+\-@\t\r\n\0|%＝＋－＠]")
QUOTE = "'"


def neutralised(text: str) -> str:
    """Put a quote before a text that would be taken for a formula."""
    return QUOTE + text if FORMULA.match(text) else text


def restored(cell: str) -> str:
    """Take off the quote that `neutralised` put before a text; any other quote stays."""
    return cell[1:] if cell.startswith(QUOTE) and FORMULA.match(cell[1:]) else cell
