import re
from collections.abc import Iterator
from functools import cache

from pipeline.lint.rule import Finding, rule
from pipeline.model.context import Context
from pipeline.model.diagnostics import Fix, Safety, Severity
from pipeline.model.wording import quoted
from pipeline.source.parse import Document
from pipeline.source.text import Edit

# Encodings by which programs for Windows read text that is none of theirs, and how a garbled character begins.
READ_AS = ("cp1252", "latin-1")
LOST = "\ufffd"


@rule(Document, severity=Severity.WARNING, fixes=(Safety.UNSAFE,))
def garbled_text(document: Document, context: Context) -> Iterator[Finding]:
    """Letters or quotation marks were garbled when the text went from one program to another.

    Readers meet signs such as `â€™` in the middle of words.

    Bad:
        Learners say what theyâ€™d like to try next.

    Good:
        Learners say what they'd like to try next.
    """
    if not document.readable:
        return
    source = document.source
    for match in _pattern().finditer(source.text):
        read = _meant(match.group())
        if match.group()[0] == LOST:
            message = f"{quoted(match.group())} stands where a character was lost"
            yield Finding(source.span(*match.span()), message, "write the character that belongs here")
        elif read:
            fix = Fix(f"write {quoted(read)}", (Edit(source.span(*match.span()), read),), Safety.UNSAFE)
            message = f"{quoted(match.group())} is garbled; it was probably {quoted(read)}"
            yield Finding(source.span(*match.span()), message, "write what was meant", fix=fix)


@cache
def _pattern() -> re.Pattern[str]:
    """A first and all further bytes of a character of UTF-8, as those programs show them; or a lost one."""
    shown = (bytes([byte]).decode(name, "ignore") for byte in range(0x80, 0xC0) for name in READ_AS)
    further = "".join(sorted(set("".join(shown))))
    signs = f"[{re.escape(further)}]"
    return re.compile(f"(?=[ÃÂâ{LOST}])(?:(?:Ã{signs}|(?<![«„“‘])Â{signs}|â{signs}{{2}})+|â€|{LOST}+)")


def _meant(text: str) -> str | None:
    """The text as it was before it was garbled, if that has letters or signs."""
    if text == "â€":
        return "”"  # its last byte has no sign, and some program took it away
    read = b"".join(map(_byte, text)).decode(errors="ignore")
    return read if read.strip() and read.isprintable() else None


def _byte(character: str) -> bytes:
    try:
        return character.encode(READ_AS[0])
    except UnicodeEncodeError:
        return character.encode(READ_AS[1], "ignore")
