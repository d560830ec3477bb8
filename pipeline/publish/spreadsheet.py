"""Escaping of cells so that spreadsheet programs show them as text, and the way back.

These programs run some texts as formulas, and turn others into dates and numbers: `3-5` into May 3, `007` into 7,
`1e5` into 100000, sixteen digits into fifteen and a zero.
"""

import re

# A cell that a spreadsheet program may take for a formula, after quotes and spaces that it ignores.
FORMULA = re.compile(r"[' ]*[=+\-@\t\r\n\0|%＝＋－＠]")
QUOTE = "'"
# A text as the value of a formula. A raw text that begins like it gets a quote.
TEXT = re.compile(r'="((?:[^"]|"")*)"')
# Longest text that a formula may hold.
MAX_TEXT = 255
# A number that is shown as it is written. With more digits it becomes 1.23E+11.
PLAIN_NUMBER = re.compile(r"0|[1-9][0-9]{0,10}")
# A word. Chinese and Japanese write dates with these signs for year, month, day, hour, minute and second.
WORD = re.compile(r"(?:(?![年月日時时分秒])[^\W\d_])+")
# Words of dates and times. One more word may follow, such as the month in any language: Tuesday, May 1, 5 pm.
DATE_WORDS = frozenset(["am", "pm", "a", "p", "mon", "tue", "tues", "wed", "thu", "thur", "thurs", "fri", "sat", "sun"])
DATE_WORDS |= {f"{day}day" for day in ("mon", "tues", "wednes", "thurs", "fri", "satur", "sun")}
TRUTHS = frozenset({"true", "false"})


def neutralised(text: str) -> str:
    """Quote a text that would be taken for a formula; turn a text that would be changed into a formula."""
    if FORMULA.match(text):
        return QUOTE + text
    return '="' + text.replace('"', '""') + '"' if is_changed(text) else text


def restored(cell: str) -> str:
    """The text behind a cell made by `neutralised`; any other cell is unchanged."""
    if cell.startswith(QUOTE) and FORMULA.match(cell[1:]):
        return cell[1:]
    text = TEXT.fullmatch(cell)
    return text[1].replace('""', '"') if text else cell


def is_changed(text: str) -> bool:
    """True when a spreadsheet program may take a text for a date, a time, a number or a truth value.

    That is a text with a digit and at most one word, such as `3-5`, `May 1`, `SEPT2`, `1e5`, `50 %`. This protects
    more texts than any program changes, but a protected text looks the same.
    """
    if len(text) > MAX_TEXT or "\n" in text or PLAIN_NUMBER.fullmatch(text):
        return False
    if not any(map(str.isdigit, text)):
        return text.strip().casefold() in TRUTHS
    return sum(word.casefold() not in DATE_WORDS for word in WORD.findall(text)) <= 1
