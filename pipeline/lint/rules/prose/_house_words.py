"""The words that a page policy does not want, as one pattern for all of them."""

import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

from pipeline.lint.rules._texts import folded
from pipeline.model.house_words import cased, form_of
from pipeline.model.policy import PagePolicy, WordRule
from pipeline.source.memoise import memoised

# What may not be next to a word: a letter or digit, or an accent stored by itself.
BEFORE, AFTER = r"(?<!\w)", r"(?![\w\u0300-\u036f])"
WORD = re.compile(r"\w+")
# A word before another in English whose form depends on it.
ARTICLE = re.compile(r"(?<!\w)(?:a|an)\s+$", re.IGNORECASE)
VOWELS = frozenset("aeiou")


class UnwantedWord(NamedTuple):
    """A word of a text that is not to be written, its position, and what is to be written instead, if that is known."""

    start: int
    end: int
    term: WordRule
    replacement: str


class HouseWords(NamedTuple):
    """All words that a page policy names, those to write too: `young learner` is found before `learner` in it.

    `terms` has the term of each word that is not to be written, in its folded form. `parts` has the words that each
    named word consists of, folded: a text without one of them does not hold it.
    """

    terms: dict[str, WordRule]
    parts: dict[str, frozenset[str]]

    def pattern(self, text: str) -> re.Pattern[str] | None:
        """A pattern for the words that a text may hold, given the text folded; None if it holds none.

        One pattern for all words would take a hundred times as long: each is tried at each letter.
        """
        found = set(WORD.findall(text))
        named = [word for word, parts in self.parts.items() if parts <= found]
        if not any(form_of(word) in self.terms for word in named):
            return None
        return re.compile("|".join(map(_pattern, named)), re.IGNORECASE)

    def found_in(self, text: str, pattern: re.Pattern[str]) -> Iterator[UnwantedWord]:
        """The words of a text that are not to be written."""
        for match in pattern.finditer(text):
            term = self.terms.get(form_of(match.group()))
            if term is not None:
                replacement = cased(term.write, match.group()) if term.write else ""
                if replacement != match.group():
                    yield UnwantedWord(*match.span(), term, replacement)


def changes_article(before: str, old: str, new: str) -> bool:
    """True if `a` or `an` stands before a word, and may be wrong before its replacement."""
    return ARTICLE.search(before) is not None and (old[:1].lower() in VOWELS) != (new[:1].lower() in VOWELS)


@memoised
def house_words(policy: PagePolicy) -> HouseWords | None:
    """The words of a page policy, or None if it names none."""
    terms = {form_of(word): term for term in policy.terms for word in term.not_}
    if not terms:
        return None
    words = {word for term in policy.terms for word in (*term.not_, *filter(None, [term.write]))}
    stored = {unicodedata.normalize(form, word) for word in words for form in ("NFC", "NFD")}
    longest_first = sorted(stored, key=lambda word: (-len(word), word))
    return HouseWords(terms, {word: frozenset(WORD.findall(folded(word))) for word in longest_first})


def _pattern(word: str) -> str:
    """A pattern for a complete word, or for several with any white space between them."""
    before, after = BEFORE if word[0].isalnum() else "", AFTER if word[-1].isalnum() else ""
    return before + r"\s+".join(map(re.escape, word.split())) + after
