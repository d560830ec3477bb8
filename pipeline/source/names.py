"""Suggestions: the known name nearest to the one that an author wrote."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple
from unicodedata import normalize

from pipeline.source.memoise import cached_property

# Least similarity of a suggestion (rapidfuzz `ratio`, at most 100); below it a suggestion misleads.
NEAR = 75
# Least similarity of one of several choices (`WRatio`, which finds parts of names).
NEARLY = 60
# Separators of words, which do not distinguish names.
SEPARATORS = re.compile(r"[\s\-_/&–—]+")


def composed(text: str) -> str:
    """The text with each accented letter as one character; some systems store two."""
    return text if text.isascii() else normalize("NFC", text)


def storage_difference(one: str, other: str) -> str:
    """The difference in how two texts with the same letters are stored, in words; empty if their letters differ."""
    if one == other or composed(one) != composed(other):
        return ""
    letter = next((each for each in composed(one) if one.count(each) != other.count(each)), "")
    return f"they look the same, but `{letter}` is stored as one character in one and as two in the other"


def folded(text: str) -> str:
    """Fold case, separators, the word "and" and the storage of accents, none of which distinguishes names."""
    text = composed(text)
    return " ".join(word for word in SEPARATORS.sub(" ", text.casefold()).split() if word != "and")


# Separators of ids where authors forget a comma.
BETWEEN_IDS = re.compile(r"[\s/.+]+")


class Suggestion(NamedTuple):
    """The id that was probably meant; `certain` if the author wrote another known form of it."""

    id: str
    certain: bool


@dataclass(frozen=True)
class Names:
    """Known forms (ids, names, aliases, former ids) and the ids they represent."""

    forms: dict[str, set[str]] = field(default_factory=dict)

    @classmethod
    def of(cls, ids: Iterable[str]) -> "Names":
        """Names that represent themselves."""
        names = cls()
        for id_ in ids:
            names.add(id_, id_)
        return names

    def add(self, id_: str, *forms: str) -> None:
        """Add forms that represent an id."""
        for form in forms:
            self.forms.setdefault(folded(form), set()).add(id_)

    @cached_property
    def _sorted_forms(self) -> list[str]:
        return sorted(self.forms)

    @cached_property
    def ids(self) -> frozenset[str]:
        """Every id."""
        return frozenset().union(*self.forms.values())

    def ids_in(self, text: str) -> tuple[str, ...]:
        """The ids in a text that is a list of ids without commas; empty for any other text."""
        words = tuple(word for word in BETWEEN_IDS.split(text) if word not in ("", "and", "&"))
        return words if len(words) > 1 and self.ids.issuperset(words) else ()

    def suggest(self, text: str) -> Suggestion | None:
        """Find the id that was probably meant, or None. Ties go to the first in the alphabet."""
        form = folded(text)
        known = self.forms.get(form)
        if known:
            return Suggestion(min(known), certain=len(known) == 1)
        from rapidfuzz import fuzz, process  # loaded only when something is wrong

        scored = process.extract(form, self._sorted_forms, scorer=fuzz.ratio, score_cutoff=NEAR, limit=1)
        return Suggestion(min(self.forms[scored[0][0]]), certain=False) if scored else None

    def nearest(self, text: str) -> list[str]:
        """The ids that may be meant, the nearest first."""
        found = _near(self.forms, folded(text))
        return list(dict.fromkeys(id_ for form in found for id_ in sorted(self.forms[form])))


def _near(forms: Iterable[str], form: str) -> list[str]:
    """Forms that hold a text, then those that are like it, the nearest first."""
    from rapidfuzz import fuzz, process  # loaded only when something is wrong

    known = sorted(forms)
    scored = process.extract(form, known, scorer=fuzz.WRatio, score_cutoff=NEARLY, limit=len(known))
    return [*(each for each in known if form in each), *(each for each, _, _ in scored)]


def did_you_mean(known: Iterable[str], text: str, otherwise: str = "") -> str:
    """Words for the end of a message that suggest the known id nearest to a text; `otherwise` if none is near."""
    meant = Names.of(known).suggest(text)
    return f"; did you mean `{meant.id}`?" if meant else otherwise
