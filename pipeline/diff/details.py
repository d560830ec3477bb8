"""Differences between two versions of one item: fields, lists, prose."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from pipeline.diff.words import difference, likeness, similarity
from pipeline.publish.changes.places import shown_value
from pipeline.publish.schema.difference import ClassV1, DetailV1
from pipeline.publish.schema.records import FieldValueV1
from pipeline.source.names import folded

# An id is taken to mean something else if every text about it has less than this share of words in common.
SAME = 0.5
# From this share of common letters on, two names are forms of the same: Exit Ticket, Exit Tickets.
NEARLY = 0.9


def prose(place: str, old: str | None, new: str | None, class_: ClassV1 = "wording") -> Iterator[DetailV1]:
    """Words that readers see."""
    if old != new:
        yield DetailV1(place=place, class_=class_, words=difference(old or "", new or ""))


def value(place: str, old: object, new: object, class_: ClassV1) -> Iterator[DetailV1]:
    """A field with a single value."""
    if old != new:
        yield DetailV1(place=place, class_=class_, removed=_shown(old), added=_shown(new))


def items(place: str, old: Sequence[str], new: Sequence[str], class_: ClassV1 = "additive") -> Iterator[DetailV1]:
    """A list: removed and added items; another order alone is wording."""
    removed, added = [item for item in old if item not in set(new)], [item for item in new if item not in set(old)]
    if removed or added:
        yield DetailV1(place=place, class_=class_, removed=removed, added=added)
    elif list(old) != list(new):
        yield DetailV1(place=place, class_="wording")


def own_values(old: Mapping[str, FieldValueV1], new: Mapping[str, FieldValueV1]) -> Iterator[DetailV1]:
    """The values of the library's own fields."""
    for id_ in dict.fromkeys((*old, *new)):
        yield from items(f"fields/{id_}", shown_value(old.get(id_)), shown_value(new.get(id_)))


def means_another(texts: Iterable[tuple[str, str]], *, suffices: Callable[[Iterable[bool]], bool] = all) -> bool:
    """True when an id seems to mean something else, because all texts about it were rewritten.

    `suffices` is `any` where one rewritten text is enough. A text that neither side has does not count.
    """
    anew = [similarity(folded(old), folded(new)) < SAME for old, new in texts if old or new]
    return bool(anew) and suffices(anew)


def is_renamed(old: str, new: str) -> bool:
    """True when a name, with nothing else known of the thing, became another; half of the words are not enough."""
    old, new = folded(old), folded(new)
    return similarity(old, new) <= SAME and likeness(old, new) < NEARLY


def _shown(item: object) -> list[str]:
    return [] if item is None else [str(item).lower() if isinstance(item, bool) else str(item)]
