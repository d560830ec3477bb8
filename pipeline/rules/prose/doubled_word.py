import re
from collections.abc import Iterator
from itertools import compress, islice
from operator import eq

from pipeline.diagnostics import Fix, Safety, Severity
from pipeline.model.context import Context
from pipeline.model.entry import Entry
from pipeline.rule import Finding, rule
from pipeline.rules._glance import fields_of, has_only_ascii_words, prose_of
from pipeline.text import Edit, Span

# A word of letters (with the accents that stand on them), white space, the same word again.
DOUBLED = re.compile(
    r"(?<![\w\u0300-\u036f'’-])([^\W\d_](?:[^\W\d_]|[\u0300-\u036f])*)(\s+)(\1)(?![\w\u0300-\u036f'’-])", re.IGNORECASE
)
# Single letters that are words; others are initials.
ONE_LETTER_WORDS = frozenset("aio")
# What of bytes to keep of a text's words: those of ASCII letters, digits and `_`, in small letters.
WORDS = bytes(byte if byte < 128 and (chr(byte).isalnum() or byte == ord("_")) else 32 for byte in range(256)).lower()


@rule(Entry, severity=Severity.WARNING, fixes=(Safety.UNSAFE,))
def doubled_word(entry: Entry, context: Context) -> Iterator[Finding]:
    """A word stands twice in a row.

    Readers stumble, and lose a little of their trust in the page.

    Bad:
        Learners share the the plan with a partner.

    Good:
        Learners share the plan with a partner.
    """
    allowed = {word.casefold() for word in context.settings.words.allowed_doubles}
    for scalar in (*fields_of(entry)["title"], *fields_of(entry)["summary"]):
        for match in _doubles(scalar.text, allowed) if may_double(scalar.text) else ():
            place = scalar.part(match.start(3), match.end(3))
            surplus = scalar.part(match.end(1), match.end(3)) if scalar.exact else None
            yield _finding(match, place, surplus)
    for inline in entry.body.inlines if may_double(entry.document.source.text) else ():
        for match in _doubles(prose_of(inline), allowed) if may_double(inline.content) else ():
            surplus = inline.locate(match.end(1), match.end(3))
            written = inline.source.slice(surplus)
            # Over a line break a quote's or list's marks may stand between the two: then a person must look.
            clean = written == inline.content[match.end(1) : match.end(3)]
            yield _finding(match, inline.locate(*match.span(3)), surplus if clean else None)


def may_double(text: str) -> bool:
    """False when all words are of ASCII and no two in a row are the same with blanks or a quote's marks between."""
    if not has_only_ascii_words(text):
        return True
    words = text.encode().translate(WORDS).split()
    twins = set(compress(words, map(eq, words, islice(words, 1, None))))
    return any(_stands_twice(text.lower(), word.decode()) for word in twins)


def _stands_twice(text: str, word: str) -> bool:
    """True when only blanks or a quote's marks stand between a word and the next that is the same."""
    return any(not between.replace(">", " ").strip() for between in text.split(word)[1:-1])


def _doubles(text: str, allowed: set[str]) -> Iterator[re.Match[str]]:
    for match in DOUBLED.finditer(text):
        word = match[1].casefold()
        if word not in allowed and (len(word) > 1 or word in ONE_LETTER_WORDS):
            yield match


def _finding(match: re.Match[str], place: Span, surplus: Span | None) -> Finding:
    fix = Fix(f"remove the second `{match[3]}`", (Edit(surplus, ""),), Safety.UNSAFE) if surplus else None
    return Finding(place, f"`{match[3]}` stands twice in a row", "remove one of the two", fix=fix)
