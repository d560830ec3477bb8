import re
from collections.abc import Iterator
from itertools import compress, islice
from operator import eq

from pipeline.lint.rule import Finding, rule
from pipeline.lint.rules._glance import folded, folded_text, prose_of, unusual_in
from pipeline.lint.rules._texts import inlines_of, texts_of
from pipeline.model.context import Context
from pipeline.model.diagnostics import Fix, Safety, Severity
from pipeline.source.parse import Document
from pipeline.source.text import Edit, Span

# A word of letters (with the accents that stand on them), white space, the same word again.
DOUBLED = re.compile(
    r"(?<![\w\u0300-\u036f'’-])([^\W\d_](?:[^\W\d_]|[\u0300-\u036f])*)(\s+)(\1)(?![\w\u0300-\u036f'’-])", re.IGNORECASE
)
# Single letters that are words; others are initials.
ONE_LETTER_WORDS = frozenset("aio")
# The bytes of words as they are, blanks for the others; what is not of ASCII belongs to a word.
WORDS = bytes(byte if byte > 127 or chr(byte).isalnum() or byte == ord("_") else 32 for byte in range(256))
# Accents that stand on the letter before them.
ACCENTS = frozenset(map(chr, range(0x300, 0x370)))


@rule(Document, severity=Severity.WARNING, fixes=(Safety.UNSAFE,))
def doubled_word(document: Document, context: Context) -> Iterator[Finding]:
    """A word stands twice in a row.

    Readers stumble, and lose a little of their trust in the page.

    Bad:
        Learners share the the plan with a partner.

    Good:
        Learners share the plan with a partner.
    """
    if not document.readable:
        return
    allowed = context.settings.words.allowed_doubles
    doubt = may_double(folded_text(document))
    for text in texts_of(document):
        # One that stands in the file letter by letter has been asked with the file.
        for match in _doubles(text.text, allowed) if doubt or not text.exact else ():
            place = text.part(match.start(3), match.end(3))
            surplus = text.part(match.end(1), match.end(3)) if text.exact else None
            yield _finding(match, place, surplus)
    for inline in inlines_of(document) if doubt else ():
        for match in _doubles(prose_of(inline), allowed) if may_double(folded(inline.content)) else ():
            surplus = inline.locate(match.end(1), match.end(3))
            written = inline.source.slice(surplus)
            # Over a line break a quote's or list's marks may stand between the two: then a person must look.
            clean = written == inline.content[match.end(1) : match.end(3)]
            yield _finding(match, inline.locate(*match.span(3)), surplus if clean else None)


def may_double(text: str) -> bool:
    """False when in a text without capitals no word is followed by itself, only blanks or a quote's marks between."""
    written = text.encode()  # in which all is found in half of the time
    for sign in () if text.isascii() else set(unusual_in(text)):
        if not sign.isalnum() and sign not in ACCENTS:
            written = written.replace(sign.encode(), b" ")  # part of no word
    words = written.translate(WORDS).split()
    twins = set(compress(words, map(eq, words, islice(words, 1, None))))
    return any(_stands_twice(written, word) for word in twins)


def _stands_twice(text: bytes, word: bytes) -> bool:
    """True when only blanks or a quote's marks stand between a word and the next that is the same."""
    return any(not between.decode().replace(">", " ").strip() for between in text.split(word)[1:-1])


def _doubles(text: str, allowed: tuple[str, ...]) -> Iterator[re.Match[str]]:
    for match in DOUBLED.finditer(text):
        word = match[1].casefold()
        if word not in map(str.casefold, allowed) and (len(word) > 1 or word in ONE_LETTER_WORDS):
            yield match


def _finding(match: re.Match[str], place: Span, surplus: Span | None) -> Finding:
    fix = Fix(f"remove the second `{match[3]}`", (Edit(surplus, ""),), Safety.UNSAFE) if surplus else None
    return Finding(place, f"`{match[3]}` stands twice in a row", "remove one of the two", fix=fix)
