"""Cells that spreadsheet programs show as the text they are, and the way back.

These programs run some texts as formulas, and turn others into dates and numbers: `3-5` into May 3, `007` into 7,
`1e5` into 100000, sixteen digits into fifteen and a zero.
"""

import re

# A cell that a spreadsheet program may take for a formula, behind quotes and spaces that it passes over.
FORMULA = re.compile(r"[' ]*[=+\-@\t\r\n\0|%＝＋－＠]")
QUOTE = "'"
# A text as the value of a formula. No raw text begins like it: one that does gets a quote.
TEXT = re.compile(r'="((?:[^"]|"")*)"')
# What a formula takes as one text at most.
MOST_OF_TEXT = 255
# A number that is shown as it is written. With more digits it becomes 1.23E+11.
PLAIN_NUMBER = re.compile(r"0|[1-9][0-9]{0,10}")
# A word. Chinese and Japanese write dates with these signs for year, month, day, hour, minute and second.
WORD = re.compile(r"(?:(?![年月日時时分秒])[^\W\d_])+")
# Words beside which there may be one more, such as the month in any language: Tuesday, May 1, 5 pm.
BESIDE = frozenset(["am", "pm", "a", "p", "mon", "tue", "tues", "wed", "thu", "thur", "thurs", "fri", "sat", "sun"])
BESIDE |= {f"{day}day" for day in ("mon", "tues", "wednes", "thurs", "fri", "satur", "sun")}
TRUTHS = frozenset({"true", "false"})


def neutralised(text: str) -> str:
    """Put a quote before a text that would be taken for a formula; make one of a text that would be changed."""
    if FORMULA.match(text):
        return QUOTE + text
    return '="' + text.replace('"', '""') + '"' if is_changed(text) else text


def restored(cell: str) -> str:
    """Give back the text that `neutralised` made a cell of; any other cell stays."""
    if cell.startswith(QUOTE) and FORMULA.match(cell[1:]):
        return cell[1:]
    text = TEXT.fullmatch(cell)
    return text[1].replace('""', '"') if text else cell


def is_changed(text: str) -> bool:
    """True when a spreadsheet program may take a text for a date, a time, a number or a truth value.

    That is a text with a digit and at most one word, such as `3-5`, `May 1`, `SEPT2`, `1e5`, `50 %`. More is
    protected than any one program changes in any one language: it is shown the same.
    """
    if len(text) > MOST_OF_TEXT or "\n" in text or PLAIN_NUMBER.fullmatch(text):
        return False
    if not any(map(str.isdigit, text)):
        return text.strip().casefold() in TRUTHS
    return sum(word.casefold() not in BESIDE for word in WORD.findall(text)) <= 1
