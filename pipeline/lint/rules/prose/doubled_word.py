import re
from collections.abc import Iterator

from pipeline.lint.rule import Finding, rule
from pipeline.lint.rules._texts import readable_texts
from pipeline.model.context import Context
from pipeline.model.diagnostics import Fix, Safety, Severity
from pipeline.source.parse import Document
from pipeline.source.text import Edit, Span

# What is before a word, a word of letters (with the accents on them), white space, the same word again.
DOUBLED = re.compile(
    r"[^\w\u0300-\u036f'’-]([^\W\d_]++(?:[\u0300-\u036f]|[^\W\d_])*+)(\s++)((?i:\1))(?![\w\u0300-\u036f'’-])"
)
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
    for text, locate in readable_texts(document):
        for match in DOUBLED.finditer(f" {text}"):
            word = match[1].casefold()
            if word not in allowed and (len(word) > 1 or word in ONE_LETTER_WORDS):
                after, start, end = match.end(1) - 1, match.start(3) - 1, match.end(3) - 1
                surplus = locate(after, end)
                # Over a line break the marks of a quote or list may be between the two words.
                exact = document.source.slice(surplus) == text[after:end]
                yield _finding(match[3], locate(start, end), surplus if exact else None)


def _finding(word: str, span: Span, surplus: Span | None) -> Finding:
    fix = Fix(f"remove the second `{word}`", (Edit(surplus, ""),), Safety.UNSAFE) if surplus else None
    return Finding(span, f"`{word}` stands twice in a row", "remove one of the two", fix=fix)
