import re
from collections.abc import Iterator
from functools import cache

from pipeline.model.context import Context
from pipeline.model.entry import Entry
from pipeline.model.snippet import PLACEHOLDER
from pipeline.model.wording import quoted
from pipeline.rule import Finding, rule
from pipeline.text import Span


@rule(Entry)
def placeholder_text(entry: Entry, context: Context) -> Iterator[Finding]:
    """A placeholder was left in the text.

    Readers meet an unfinished page, or words such as "Loading…" that were copied along with a web page.

    Bad:
        Learners name what they felt. TODO: add a second scene.

    Good:
        Learners name what they felt, and then what helped.
    """
    placeholders = (*context.settings.words.placeholders, PLACEHOLDER)
    page = entry.document.source.text.casefold()
    if not any(text.casefold().split()[0] in page for text in placeholders):
        return  # the common case, a hundred times as fast as the pattern
    pattern = _pattern(placeholders)
    for field in ("title", "summary"):
        for scalar in entry.scalars(field):
            for match in pattern.finditer(scalar.text):
                yield _finding(match.group(), scalar.part(*match.span()))
    for inline in entry.body.inlines:
        for match in pattern.finditer(inline.prose):
            yield _finding(match.group(), inline.locate(*match.span()))


def _finding(text: str, span: Span) -> Finding:
    return Finding(span, f"{quoted(text)} is a placeholder", "write what belongs here, or remove it")


@cache
def _pattern(placeholders: tuple[str, ...]) -> re.Pattern[str]:
    """Any placeholder as a whole word; those in capitals only in capitals (`todo` is a word in some languages).

    Several that only marks part (`TODO: write this section`) are one.
    """
    parts = []
    for text in sorted(placeholders, key=len, reverse=True):
        left = r"(?<!\w)" if text[0].isalnum() else ""
        right = r"(?!\w)" if text[-1].isalnum() else ""
        flag = "" if text.isupper() else "i"
        words = re.escape(text).replace(r"\ ", r"\s+")
        parts.append(f"(?{flag}:{left}{words}{right})")
    one = f"(?:{'|'.join(parts)})"
    return re.compile(rf"{one}(?:[\s:.,;–—-]+{one})*")
