"""Lines of Arabic as they are drawn: each letter in the form that its neighbours ask for, from left to right.

The forms are those of Unicode's blocks of presentation forms. A text that needs more than them, such as vowel marks or
the full algorithm for two directions (https://unicode.org/reports/tr9), is refused.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Literal

Form = Literal["isolated", "initial", "medial", "final"]
# Code points of presentation forms.
BLOCKS = (range(0xFB50, 0xFDFC), range(0xFE70, 0xFEFD))
LAM, ALEFS = "\u0644", "\u0622\u0623\u0625\u0627"
LETTERS_AND_PAIRS = frozenset([*map(chr, range(0x0621, 0x06D6)), *(LAM + alef for alef in ALEFS)])
KINDS: Mapping[str, "Form"] = {
    "<isolated>": "isolated",
    "<initial>": "initial",
    "<medial>": "medial",
    "<final>": "final",
}
ARABIC = re.compile("[\u0600-\u06ff]")
# Words and numbers that run from left to right inside a line; what may stand between words and between digits.
LEFT_TO_RIGHT = re.compile(r"[A-Za-zÀ-ɏ]+(?:[ '’-][A-Za-zÀ-ɏ]+)*|[0-9٠-٩۰-۹]+(?:[.,:٫][0-9٠-٩۰-۹]+)*")
# All else that a line may hold: blanks and marks that look the same, or have a twin, in the other direction.
NEUTRAL = frozenset(' .!:،؛؟–-·…"«»()[]&/')
MIRRORED = str.maketrans("()[]«»", ")(][»«")


def is_arabic(text: str) -> bool:
    """True for a text with any Arabic letter: its line begins at the right."""
    return ARABIC.search(text) is not None


def is_simple(text: str) -> bool:
    """True if the order and the forms of all letters are known."""
    rest = LEFT_TO_RIGHT.sub("", text)
    return all(character in NEUTRAL or character in forms() for character in rest)


def drawn(line: str) -> str:
    """The characters of a simple line in the order and the forms in which they are drawn, the leftmost first."""
    runs, end = [], 0
    for run in LEFT_TO_RIGHT.finditer(line):
        runs += [_reversed(line[end : run.start()]), run.group()]
        end = run.end()
    runs.append(_reversed(line[end:]))
    return "".join(reversed(runs))


def _reversed(text: str) -> str:
    return "".join(_shaped(text))[::-1].translate(MIRRORED)


def _shaped(text: str) -> Iterator[str]:
    """Each letter in its form; a lam and an alef after it are one."""
    units = re.findall(f"{LAM}[{ALEFS}]|.", text)
    for place, unit in enumerate(units):
        known = forms().get(unit)
        if known is None:
            yield unit
            continue
        before = forms().get(units[place - 1], {}) if place else {}
        after = forms().get(units[place + 1], {}) if place + 1 < len(units) else {}
        joined = "initial" in before and "final" in known
        joins = "initial" in known and "final" in after
        form: Form = ("medial" if joins else "final") if joined else "initial" if joins else "isolated"
        yield known.get(form, unit)


@cache
def forms() -> Mapping[str, Mapping[Form, str]]:
    """The forms of each letter, and of a lam with an alef."""
    found: dict[str, dict[Form, str]] = {}
    for code in (code for block in BLOCKS for code in block):
        kind, *letters = unicodedata.decomposition(chr(code)).split() or [""]
        text = "".join(chr(int(letter, 16)) for letter in letters)
        form = KINDS.get(kind)
        if form and text in LETTERS_AND_PAIRS:
            found.setdefault(text, {}).setdefault(form, chr(code))
    return found
