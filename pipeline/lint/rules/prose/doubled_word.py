import re
from collections.abc import Iterator
from itertools import islice
from operator import eq

from pipeline.lint.rule import Finding, rule
from pipeline.lint.rules._texts import folded, readable_texts, unusual_in
from pipeline.model.context import Context
from pipeline.model.diagnostics import Fix, Safety, Severity
from pipeline.source.parse import Document
from pipeline.source.text import Edit, Span

# What is before a word, a word of letters (with the accents on them), white space, the same word again.
DOUBLED = re.compile(
    r"[^\w\u0300-\u036f'’-]([^\W\d_]++(?:[\u0300-\u036f]|[^\W\d_])*+)(\s++)((?i:\1))(?![\w\u0300-\u036f'’-])"
)
# Accents that are part of a word, and the bytes of words as they are with blanks for all other bytes.
ACCENTS = frozenset(map(chr, range(0x300, 0x370)))
WORDS = bytes(byte if byte > 127 or chr(byte).isalnum() or byte == ord("_") else 32 for byte in range(256))
# Single letters that are words; others are initials.
ONE_LETTER_WORDS = frozenset("aio")


@rule(Document, severity=Severity.WARNING, fixes=(Safety.UNSAFE,))
def doubled_word(document: Document, context: Context) -> Iterator[Finding]:
    """A word stands twice in a row.

    Readers stumble, and lose a little of their trust in the page.

    Bad:
        Learners share the the plan with a partner.

    Good:
        Learners share the plan with a partner.
    """
    allowed = {word.casefold() for word in context.settings.words.allowed_doubles}
    texts = list(readable_texts(document))
    for text, locate in texts if _may_double("\n".join(text for text, _ in texts)) else ():
        for match in DOUBLED.finditer(f" {text}"):
            word = match[1].casefold()
            if word not in allowed and (len(word) > 1 or word in ONE_LETTER_WORDS):
                after, start, end = match.end(1) - 1, match.start(3) - 1, match.end(3) - 1
                surplus = locate(after, end)
                # Over a line break the marks of a quote or list may be between the two words.
                exact = document.source.slice(surplus) == text[after:end]
                yield _finding(match[3], locate(start, end), surplus if exact else None)


def _may_double(text: str) -> bool:
    """False when no word is followed by itself, whatever is between them: most pages need no slow pattern."""
    for sign in set(unusual_in(text)) - ACCENTS:
        text = text if sign.isalnum() else text.replace(sign, " ")
    words = folded(text).encode("utf-8", "surrogatepass").translate(WORDS).split()
    return any(map(eq, words, islice(words, 1, None)))


def _finding(word: str, span: Span, surplus: Span | None) -> Finding:
    fix = Fix(f"remove the second `{word}`", (Edit(surplus, ""),), Safety.UNSAFE) if surplus else None
    return Finding(span, f"`{word}` stands twice in a row", "remove one of the two", fix=fix)
