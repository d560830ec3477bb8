import re
import unicodedata
from collections.abc import Iterator

from pipeline.diagnostics import Fix, Safety
from pipeline.model.context import Context
from pipeline.parse import Document
from pipeline.rule import Finding, rule
from pipeline.text import Edit

# Controls but tab and line ends; marks of direction; separators; zero-width characters; tags. One run is one finding.
INVISIBLE = re.compile(
    "[\x01-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ufffe\uffff"
    "\U000e0001\U000e0020-\U000e007f]+"
)
# They part words, so a space must stand in their place.
SEPARATORS = frozenset("\x0b\x0c\x1c\x1d\x1e\x1f\x85\u2028\u2029")
JOINERS = frozenset("\u200c\u200d")
# Scripts whose spelling needs joiners: Arabic to Thaana and N'Ko, the scripts of India, Myanmar, Khmer, Mongolian.
JOINING = re.compile("[\u0600-\u08ff\u0900-\u0dff\u1000-\u109f\u1780-\u18af\ufb50-\ufdff\ufe70-\ufefc]")
# What a joiner or a tag may follow in an emoji: pictures, skin tones, the emoji form mark, other tags.
EMOJI = re.compile("[\u00a9\u00ae\u2190-\u2bff\u3030\u303d\ufe0f\U0001f000-\U0001faff\U000e0020-\U000e007f]")
NAMES = {"\x85": "next line", "\x7f": "delete", "\x1b": "escape", "\x08": "backspace"}


@rule(Document, required=True, fixes=(Safety.SAFE,), rewrites=True)
def invisible_characters(document: Document, context: Context) -> Iterator[Finding]:
    r"""The text holds characters that nobody can see.

    They make a word look right and be another, turn the order of letters around, or keep search from finding it.

    Bad:
        Learners choose a to\u200bpic and a part\u202ener.

    Good:
        Learners choose a topic and a partner.
    """
    if any(document.noted("unreadable-file")):
        return
    text = document.source.text
    for match in INVISIBLE.finditer(text):
        start = match.start() + int(match.start() == 0 and text[0] == "\ufeff")
        found = text[start : match.end()]
        if not found or _belongs(text, start, match.end()):
            continue
        span = document.source.span(start, match.end())
        instead = " " if SEPARATORS.intersection(found) else ""
        count = (
            f"{len(found)} characters that nobody can see stand"
            if len(found) > 1
            else "a character that nobody can see stands"
        )
        yield Finding(
            span,
            f"{count} here: {', '.join(dict.fromkeys(map(_name, found)))}",
            "remove it; it may have come along with text copied from elsewhere",
            fix=Fix("replace with a space" if instead else "remove", (Edit(span, instead),), Safety.SAFE),
        )


def _belongs(text: str, start: int, end: int) -> bool:
    """True for a joiner that the spelling of a word or an emoji needs, and for the tags of a flag."""
    before, after = text[start - 1 : start], text[end : end + 1]
    if all("\U000e0020" <= character <= "\U000e007f" for character in text[start:end]):
        return before == "\U0001f3f4"
    if end - start > 1 or text[start] not in JOINERS:
        return False
    in_word = bool(JOINING.match(before)) and (bool(JOINING.match(after)) or not after.isalnum())
    in_emoji = text[start] == "\u200d" and bool(EMOJI.match(before)) and bool(EMOJI.match(after))
    return in_word or in_emoji


def _name(character: str) -> str:
    name = NAMES.get(character) or unicodedata.name(character, "control character").lower()
    return f"{name} (U+{ord(character):04X})"
