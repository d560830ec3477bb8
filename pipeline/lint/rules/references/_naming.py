"""Finds factors that a text calls by name: whole words, whatever the case, hyphens and line breaks between them."""

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from pipeline.model.vocabulary import Factor
from pipeline.source.names import SEPARATORS, Names, folded

# A word with the accents that stand on its letters; an apostrophe or hyphen parts words.
WORD = re.compile(r"[^\W_][\w\u0300-\u036f]*")
# What makes the letters next to it part of the same word.
JOINED_BEFORE = re.compile(r"\w[-_'’]")
JOINED_AFTER = re.compile(r"[-_'’]\w")
# Names of factors are no longer than this; it bounds how far a search looks ahead.
LONGEST = 8


class Named(NamedTuple):
    """Where a factor's name stands in a text."""

    start: int
    end: int


def named_in(text: str, names: Names) -> Iterator[Named]:
    """Every name in a text, the longest where several begin at one word; none overlap."""
    words = [match for match in WORD.finditer(text) if match.group().casefold() != "and"]
    gaps = (text[one.end() : other.start()] for one, other in pairwise(words))
    goes_on = [not folded(gap) for gap in gaps] + [False]
    at = 0
    while at < len(words):
        count = _longest(words, goes_on, at, names)
        if count:
            named = Named(words[at].start(), words[at + count - 1].end())
            if not _is_part_of_a_word(text, named):
                yield named
        at += count or 1


def _longest(words: list[re.Match[str]], goes_on: list[bool], at: int, names: Names) -> int:
    """Number of words of the longest name that begins at a word; 0 when none does."""
    form, found = "", 0
    for count in range(1, min(LONGEST, len(words) - at) + 1):
        form = f"{form} {words[at + count - 1].group().casefold()}".lstrip()
        if form in names.forms:
            found = count
        if not goes_on[at + count - 1]:
            break
    return found


def _is_part_of_a_word(text: str, named: Named) -> bool:
    """True for the `attention` of `attention-seeking` and `attention's`."""
    before, after = text[max(0, named.start - 2) : named.start], text[named.end : named.end + 2]
    return bool(JOINED_BEFORE.fullmatch(before) or JOINED_AFTER.fullmatch(after))


def is_form_of(factor: Factor, written: str) -> bool:
    """True when a factor goes by these words. One with inner capitals (`ACEs`) only as it is written."""
    for form in (factor.name, *factor.aliases):
        if folded(form) == folded(written):
            inner = any(letter.isupper() for word in SEPARATORS.split(form) if word for letter in word[1:])
            if not inner or form == written:
                return True
    return False
