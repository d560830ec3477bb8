"""Invisible characters, and the places where spelling or an emoji needs them."""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from itertools import groupby

from pipeline.lint.rules._texts import unusual_in

# Controls but tab and line ends, soft hyphens, marks and overrides of direction, separators, zero-width characters,
# blank letters, tags, and the code points that are no characters at all.
UNSEEN = (
    "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u034f\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0"
    "\ufff9-\ufffb\ufffe\uffff\U0001d173-\U0001d17a\U000e0001\U000e0020-\U000e007f"
)
RUN = re.compile(f"[{UNSEEN}]+")
# Characters between words, to be replaced with a space.
SEPARATORS = frozenset("\x0b\x0c\x1c\x1d\x1e\x1f\x85\u2028\u2029")
# Scripts whose spelling needs joiners: Arabic to Thaana and N'Ko, those of India, Tibet, Myanmar, Khmer, Mongolian.
JOINING = "\u0600-\u08ff\u0900-\u0dff\u0f00-\u109f\u1780-\u18af\ufb50-\ufdff\ufe70-\ufefc"
# Scripts that separate words by a zero-width space: Thai, Lao, Tibetan, Myanmar, Khmer, New Tai Lue and Tai Tham.
UNSPACED = "\u0e00-\u109f\u1780-\u17ff\u1980-\u19ff\u1a20-\u1aaf"
# Characters that a joiner may connect in an emoji: pictures, skin tones, the mark of the emoji form.
EMOJI = "\u00a9\u00ae\u2190-\u2bff\u3030\u303d\ufe0f\U0001f000-\U0001faff"
NAMES = {"\x00": "NUL", "\x08": "backspace"}
NAMES |= {"\x0b": "vertical tab", "\x0c": "form feed", "\x1b": "escape", "\x7f": "delete"}
NAMES |= {"\x85": "next line", "\ufeff": "byte-order mark", "\ufffe": "no character", "\uffff": "no character"}
# Number of different characters of a run that a message names.
NAMED = 3


@cache
def _needed() -> re.Pattern[str]:
    """A pattern of unseen characters that are needed. Few files need it, and it is slow to compile."""
    return re.compile(
        f"(?<=[{JOINING}])[\u200c\u200d](?![A-Za-z0-9{UNSEEN}])|(?<=[{UNSPACED}])\u200b(?=[{UNSPACED}])"
        f"|(?<=[{EMOJI}])\u200d(?=[{EMOJI}])|(?<=\U0001f3f4)[\U000e0020-\U000e007e]+\U000e007f"
    )


def unseen_runs(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of every run of unseen characters that are not needed."""
    if not RUN.search(unusual_in(text)):
        return
    needed = {offset for match in _needed().finditer(text) for offset in range(*match.span())}
    for match in RUN.finditer(text):
        for is_needed, group in groupby(range(*match.span()), needed.__contains__):
            offsets = list(group)
            if not is_needed:
                yield offsets[0], offsets[-1] + 1


def without_unseen(text: str) -> str:
    """The text without unseen characters."""
    return RUN.sub("", text)


def named(characters: str) -> str:
    """Names and numbers of characters, each once."""
    different = list(dict.fromkeys(characters))
    more = ", …" if len(different) > NAMED else ""
    return ", ".join(map(_name, different[:NAMED])) + more


def _name(character: str) -> str:
    name = NAMES.get(character) or unicodedata.name(character, "control character").lower()
    return f"{name} (U+{ord(character):04X})"
