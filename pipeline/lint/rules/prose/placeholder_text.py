import re
from collections.abc import Iterator
from functools import cache

from pipeline.lint.rule import Finding, rule
from pipeline.lint.rules._glance import folded, folded_text, prose_of
from pipeline.lint.rules._texts import inlines_of, texts_of
from pipeline.model.context import Context
from pipeline.model.diagnostics import Severity
from pipeline.model.snippet import PLACEHOLDER
from pipeline.model.wording import quoted
from pipeline.source.parse import Document
from pipeline.source.text import Span


@rule(Document, draft_severity=Severity.WARNING)
def placeholder_text(document: Document, context: Context) -> Iterator[Finding]:
    """A placeholder was left in the text.

    Readers meet an unfinished page, or words such as "Loading…" that were copied along with a web page.

    Bad:
        Learners name what they felt. TODO: add a second scene.

    Good:
        Learners name what they felt, and then what helped.
    """
    if not document.readable:
        return
    placeholders = (*context.settings.words.placeholders, PLACEHOLDER)
    doubt = may_hold_placeholder(document.source.text, folded_text(document), placeholders)
    for text in texts_of(document):
        if doubt or not text.exact:  # else it has been asked with the file
            for match in _pattern(placeholders).finditer(text.text):
                yield _finding(match.group(), text.part(*match.span()))
    for inline in inlines_of(document) if doubt else ():
        for match in _pattern(placeholders).finditer(prose_of(inline)):
            yield _finding(match.group(), inline.locate(*match.span()))


def _finding(text: str, span: Span) -> Finding:
    return Finding(span, f"{quoted(text)} is a placeholder", "write what belongs here, or remove it")


def may_hold_placeholder(text: str, small: str, placeholders: tuple[str, ...]) -> bool:
    """False when a text holds no placeholder, whatever blanks or quote's marks part its words.

    `small` is the text without capitals. It is asked for all but the placeholders in capitals.
    """
    capital, other = _shapes(placeholders)
    return any(word in text for word in capital) or any(word in small and shape.search(small) for word, shape in other)


@cache
def _shapes(placeholders: tuple[str, ...]) -> tuple[list[str], list[tuple[str, re.Pattern[str]]]]:
    """The first word of each placeholder in capitals; that of each other, with the whole of it, without capitals."""
    capital = [text.split()[0] for text in placeholders if text.isupper()]
    phrases = [folded(text).split() for text in placeholders if text.strip() and not text.isupper()]
    return capital, [(words[0], re.compile(r"[\s>]+".join(map(re.escape, words)))) for words in phrases]


@cache
def _pattern(placeholders: tuple[str, ...]) -> re.Pattern[str]:
    """Any placeholder as a whole word; those in capitals only in capitals (`todo` is a word in some languages).

    Several that only marks part (`TODO: write this section`) are one.
    """
    parts = []
    for text in sorted(filter(str.strip, placeholders), key=len, reverse=True):
        left = r"(?<!\w)" if text[0].isalnum() else ""
        right = r"(?!\w)" if text[-1].isalnum() else ""
        flag = "" if text.isupper() else "i"
        words = re.escape(text).replace(r"\ ", r"\s+")
        parts.append(f"(?{flag}:{left}{words}{right})")
    one = f"(?:{'|'.join(parts)})"
    return re.compile(rf"{one}(?:[\s:.,;–—-]+{one})*")
