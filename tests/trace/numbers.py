"""Figures in prose: digits, percentages and number words, each in one form: `5818`, `0.59`, `57%`, `18`, `hundreds`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

UNITS = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9}
TEENS = {"ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16} | {
    "seventeen": 17,
    "eighteen": 18,
    "nineteen": 19,
}
TENS = {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90}
ORDINALS = {"third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9, "tenth": 10} | {
    "eleventh": 11,
    "twelfth": 12,
}
BIG = {"hundred": 100, "thousand": 1000, "million": 1_000_000}
# `first` and `second` put things in order, unless they are grades; `one` is seldom a count.
GRADES = {"first": 1, "second": 2}
COUNTS = {"twice": 2, "decade": 10, "dozen": 12, "century": 100}
WORDS = {word: value for word, value in (UNITS | TEENS | ORDINALS | TENS | COUNTS).items() if value > 1}
# Words for a share, and for a range of numbers: at least the one, and less than the other.
PARTS = {"half": "50%", "quarter": "25%"}
RANGES = {
    "dozens": (24, 1000),
    "hundreds": (200, 10_000),
    "thousands": (2000, 1_000_000),
    "millions": (2_000_000, 10**9),
}

FIGURE = re.compile(
    rf"""(?:
      (?<![A-Za-z\d.]) (?P<digits>\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)? | \d*\.\d+ | \d+)  # not the 2 of `H2O`
    | \b(?P<vague>{"|".join([*RANGES, *PARTS])})\b
    | \b(?:(?P<times>{"|".join(UNITS | TEENS)})[ -])? (?P<big>{"|".join(BIG)})\b
    | \b(?P<grade>{"|".join(GRADES)})\b(?=-?[ ]?(?:grade | (?:to|and|through|or)[ ]\w+[ -]grade))
    | \b(?P<tens>{"|".join(TENS)})-(?P<unit>{"|".join(UNITS)})\b
    | \b(?P<word>{"|".join(WORDS)})s?\b
    )(?P<percent>[ ]?%|[ ]percent\b)?""",
    re.VERBOSE | re.IGNORECASE,
)


@dataclass(frozen=True)
class Figure:
    """A figure in its one form, and where it stands: half-open, in code points."""

    value: str
    start: int
    end: int


def figures_in(text: str) -> Iterator[Figure]:
    """All figures of a text, in order."""
    for found in FIGURE.finditer(text):
        parts = {name: part.lower() for name, part in found.groupdict().items() if part}
        percent = "%" if parts.pop("percent", "") else ""
        yield Figure(_value(parts) + percent, *found.span())


def _value(parts: dict[str, str]) -> str:
    match parts:
        case {"digits": digits}:
            plain = digits.replace(",", "")
            return f"0{plain}" if plain.startswith(".") else plain
        case {"vague": word}:
            return word
        case {"big": word}:
            return str((UNITS | TEENS)[parts.get("times", "one")] * BIG[word])
        case {"tens": tens, "unit": unit}:
            return str(TENS[tens] + UNITS[unit])
    (word,) = parts.values()
    return str((WORDS | GRADES)[word])
