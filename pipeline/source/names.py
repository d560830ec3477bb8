"""Did you mean: the known name nearest to what an author wrote."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple
from unicodedata import normalize

# A near miss scores at least this much of 100 (rapidfuzz `ratio`); below it a suggestion misleads.
NEAR = 75
# What parts words and does not tell names apart.
SEPARATORS = re.compile(r"[\s\-_/&–—]+")


def composed(text: str) -> str:
    """The same text with each accented letter as one character: some systems store it as two."""
    return text if text.isascii() else normalize("NFC", text)


def storage_difference(one: str, other: str) -> str:
    """How two texts that look the same are stored differently, in words; empty when their letters differ."""
    if one == other or composed(one) != composed(other):
        return ""
    letter = next((each for each in composed(one) if one.count(each) != other.count(each)), "")
    return f"they look the same, but `{letter}` is stored as one character in one and as two in the other"


def folded(text: str) -> str:
    """Fold what does not tell names apart: capitals, what parts words, the word "and", how accents are stored."""
    text = composed(text)
    return " ".join(word for word in SEPARATORS.sub(" ", text.casefold()).split() if word != "and")


# What may stand between two ids where a comma belongs.
BETWEEN_IDS = re.compile(r"[\s/.+]+")


class Suggestion(NamedTuple):
    """The id that was probably meant; `certain` when it was a known other form of it."""

    id: str
    certain: bool


@dataclass(frozen=True)
class Names:
    """Known forms (ids, names, aliases, former ids) and the id each stands for."""

    forms: dict[str, set[str]] = field(default_factory=dict)

    @classmethod
    def of(cls, ids: Iterable[str]) -> "Names":
        """Names that stand for themselves."""
        names = cls()
        for id_ in ids:
            names.add(id_, id_)
        return names

    def add(self, id_: str, *forms: str) -> None:
        """Add forms that stand for an id."""
        for form in forms:
            self.forms.setdefault(folded(form), set()).add(id_)

    @cached_property
    def ids(self) -> frozenset[str]:
        """Every id."""
        return frozenset().union(*self.forms.values())

    def ids_in(self, text: str) -> tuple[str, ...]:
        """The ids that a text consists of when commas are missing between them; none when it is no such text."""
        words = tuple(word for word in BETWEEN_IDS.split(text) if word not in ("", "and", "&"))
        return words if len(words) > 1 and self.ids.issuperset(words) else ()

    def suggest(self, text: str) -> Suggestion | None:
        """Find the id that was probably meant, or None. Ties go to the first in the alphabet."""
        wanted = folded(text)
        known = self.forms.get(wanted)
        if known:
            return Suggestion(min(known), certain=len(known) == 1)
        from rapidfuzz import fuzz, process  # loaded only when something is wrong

        scored = process.extract(wanted, sorted(self.forms), scorer=fuzz.ratio, score_cutoff=NEAR, limit=1)
        return Suggestion(min(self.forms[scored[0][0]]), certain=False) if scored else None


def did_you_mean(known: Iterable[str], text: str, otherwise: str = "") -> str:
    """Words for the end of a message that suggest the known id nearest to a text; `otherwise` if none is near."""
    meant = Names.of(known).suggest(text)
    return f"; did you mean `{meant.id}`?" if meant else otherwise
