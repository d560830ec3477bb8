"""What differs in one thing: its fields, its lists, its prose."""

from collections.abc import Callable, Iterable, Iterator, Sequence

from pipeline.diff.words import difference, likeness, similarity
from pipeline.publish.schema.difference import ClassV1, DetailV1
from pipeline.source.names import folded

CLASSES: tuple[ClassV1, ...] = ("wording", "additive", "breaking")
# Below this share of common words in every text that says what a thing is, its id is taken to mean something else.
SAME = 0.5
# From this share of common letters on, two names are forms of one: Exit Ticket, Exit Tickets.
NEARLY = 0.9


def gravest(details: Sequence[DetailV1]) -> ClassV1:
    """The class of all of them together."""
    return max((detail.class_ for detail in details), key=CLASSES.index, default="wording")


def prose(place: str, old: str | None, new: str | None) -> Iterator[DetailV1]:
    """Words that readers see."""
    if old != new:
        yield DetailV1(place=place, class_="wording", words=difference(old or "", new or ""))


def value(place: str, old: object, new: object, class_: ClassV1) -> Iterator[DetailV1]:
    """A field that is one thing or another."""
    if old != new:
        yield DetailV1(place=place, class_=class_, removed=_shown(old), added=_shown(new))


def items(place: str, old: Sequence[str], new: Sequence[str], class_: ClassV1 = "additive") -> Iterator[DetailV1]:
    """A list: what went and what came; only another order is but wording."""
    removed, added = [item for item in old if item not in set(new)], [item for item in new if item not in set(old)]
    if removed or added:
        yield DetailV1(place=place, class_=class_, removed=removed, added=added)
    elif list(old) != list(new):
        yield DetailV1(place=place, class_="wording")


def means_another(texts: Iterable[tuple[str, str]], *, suffices: Callable[[Iterable[bool]], bool] = all) -> bool:
    """True when an id seems to mean another thing: all that says what it is was written anew.

    `suffices` is `any` where one of the texts is enough. A text that neither side has says nothing.
    """
    anew = [similarity(folded(old), folded(new)) < SAME for old, new in texts if old or new]
    return bool(anew) and suffices(anew)


def is_renamed(old: str, new: str) -> bool:
    """True when a name that is all that is known of a thing became another: half of its words say too little."""
    old, new = folded(old), folded(new)
    return similarity(old, new) <= SAME and likeness(old, new) < NEARLY


def _shown(item: object) -> list[str]:
    return [] if item is None else [str(item).lower() if isinstance(item, bool) else str(item)]
