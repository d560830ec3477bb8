import re
from collections.abc import Iterator
from functools import cache

from pipeline.lint.rule import Finding, rule
from pipeline.lint.rules._texts import folded, readable_texts
from pipeline.model.author_texts import PLACEHOLDERS
from pipeline.model.context import Context
from pipeline.model.diagnostics import Severity
from pipeline.model.wording import quoted
from pipeline.source.parse import Document


@rule(Document, draft_severity=Severity.WARNING)
def placeholder_text(document: Document, context: Context) -> Iterator[Finding]:
    """A placeholder was left in the text.

    Readers meet an unfinished page, or words such as "Loading…" that were copied along with a web page.

    Bad:
        Learners name what they felt. TODO: add a second scene.

    Good:
        Learners name what they felt, and then what helped.
    """
    placeholders = (*context.settings.words.placeholders, *PLACEHOLDERS.values())
    texts = list(readable_texts(document))
    if not may_contain_placeholder(folded("\n\n".join(text for text, _ in texts)), placeholders):
        return
    for text, locate in texts:
        for match in _pattern(placeholders).finditer(text):
            message = f"{quoted(match.group())} is a placeholder"
            yield Finding(locate(*match.span()), message, "write what belongs here, or remove it")


def may_contain_placeholder(text: str, placeholders: tuple[str, ...]) -> bool:
    """False if a text without capitals contains the words of no placeholder."""
    return any(word in text and phrase.search(text) for word, phrase in _phrases(placeholders))


@cache
def _phrases(placeholders: tuple[str, ...]) -> list[tuple[str, re.Pattern[str]]]:
    """The first word of each placeholder and all of its words, without capitals."""
    phrases = [folded(text).split() for text in placeholders if text.strip()]
    return [(words[0], re.compile(r"\s+".join(map(re.escape, words)))) for words in phrases]


@cache
def _pattern(placeholders: tuple[str, ...]) -> re.Pattern[str]:
    """Any placeholder as a complete word; those in capitals only in capitals (`todo` is a word in some languages).

    Several with only punctuation between them (`TODO: write this section`) are one.
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
