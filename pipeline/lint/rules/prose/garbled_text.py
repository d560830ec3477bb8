import re
from collections.abc import Iterator
from functools import cache

from pipeline.lint.rule import Finding, rule
from pipeline.model.context import Context
from pipeline.model.diagnostics import Fix, Safety, Severity
from pipeline.model.wording import quoted
from pipeline.source.parse import Document
from pipeline.source.text import Edit

# The encodings with which programs for Windows misread UTF-8.
READ_AS = ("cp1252", "latin-1")
# What a decoder puts in the place of a byte that it cannot read.
LOST = "\ufffd"
# What garbled text starts with.
FIRST = f"ÃÂâ{LOST}"


@rule(Document, severity=Severity.WARNING, fixes=(Safety.UNSAFE,))
def garbled_text(document: Document, context: Context) -> Iterator[Finding]:
    """Letters or quotation marks were garbled when the text went from one program to another.

    Readers meet signs such as `â€™` in the middle of words.

    Bad:
        Learners say what theyâ€™d like to try next.

    Good:
        Learners say what they'd like to try next.
    """
    if not document.readable or not any(first in document.source.text for first in FIRST):
        return
    for match in _pattern().finditer(document.source.text):
        span, shown = document.source.span(*match.span()), quoted(match.group())
        if match.group()[0] == LOST:
            message = f"{shown} stands where a character was lost"
            yield Finding(span, message, "write the character that belongs here")
        elif original := _original(match.group()):
            fix = Fix(f"write {quoted(original)}", (Edit(span, original),), Safety.UNSAFE)
            message = f"{shown} is garbled; it was probably {quoted(original)}"
            yield Finding(span, message, "write what was meant", fix=fix)


@cache
def _pattern() -> re.Pattern[str]:
    """The bytes of a UTF-8 character as those programs show them, or lost characters."""
    shown = "".join(bytes(range(0x80, 0xC0)).decode(name, "ignore") for name in READ_AS)
    further = f"[{re.escape(shown)}]"  # bytes after the first
    return re.compile(f"(?=[{FIRST}])(?:(?:Ã{further}|(?<![«„“‘])Â{further}|â{further}{{2}})+|â€|{LOST}+)")


def _original(text: str) -> str | None:
    """The text as it was before it was garbled, if that has letters or signs."""
    if text == "â€":
        return "”"  # its last byte has no sign, and some programs drop it
    read = b"".join(map(_byte, text)).decode(errors="ignore")
    return read if read.strip() and read.isprintable() else None


def _byte(character: str) -> bytes:
    try:
        return character.encode(READ_AS[0])
    except UnicodeEncodeError:
        return character.encode(READ_AS[1], "ignore")
