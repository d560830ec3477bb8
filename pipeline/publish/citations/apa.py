"""Citations in the style of the American Psychological Association, seventh edition (https://apastyle.apa.org)."""

from collections.abc import Sequence
from typing import NamedTuple

from pipeline.publish.citations.cited_work import CitedWork

# Of more authors than these, the first ones and the last are named.
MOST_AUTHORS = 20
# Marks after which no full stop is written.
ENDS = (".", "?", "!", "…", "。", "؟")


class ApaCitation(NamedTuple):
    """A citation in three parts; the one in the middle is set in italics."""

    before: str
    title: str
    after: str

    def __str__(self) -> str:
        return "".join(self)


def apa(work: CitedWork, day: str, version: str) -> ApaCitation:
    """The citation of a page; `day` and `version` are in the language of the library, as the style has them.

    The style wants titles in sentence case and names with initials, which nobody can make of a text that may hold
    names; both stay as they are.
    """
    after = [_sentence(f"{work.container} ({version})"), *([_sentence(work.publisher)] if work.publisher else [])]
    end = "" if work.title.endswith(ENDS) else "."
    return ApaCitation(
        f"{_sentence(_names([author.name for author in work.authors]))} ({day}). ",
        work.title,
        " ".join((end, *after, work.url)).rstrip(),
    )


def _names(names: Sequence[str]) -> str:
    *first, last = names
    if len(names) > MOST_AUTHORS:
        return f"{', '.join(names[: MOST_AUTHORS - 1])}, … {last}"
    if len(first) < 2:
        return " & ".join(names)
    return f"{', '.join(first)}, & {last}"


def _sentence(text: str) -> str:
    return text if text.endswith(ENDS) else f"{text}."
