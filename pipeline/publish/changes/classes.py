"""Classes of changes, the steps of a version that they need, and who is affected by them."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import get_args

from pipeline.publish.changes.version import BUMPS
from pipeline.publish.schema.difference import BumpV1, ChangeV1, ClassV1, CountsOfClassesV1, DetailV1, KindV1, ThingV1

CLASSES: tuple[ClassV1, ...] = ("wording", "additive", "breaking")
THINGS: tuple[ThingV1, ...] = get_args(ThingV1)
STEP: Mapping[ClassV1, BumpV1] = {"breaking": "major", "additive": "minor", "wording": "patch"}
ANYBODY = "whoever uses any of it"
WHO_KEEPS_IDENTIFIERS = "whoever keeps identifiers of the graph, the linked data or the feed: all of them are new"
OF_STRATEGIES: Mapping[KindV1, str] = {
    "removed": "whoever keeps this id or links to it: nothing says what became of it",
    "retired": "whoever keeps this id or links to it: json/tombstones.json says where it leads",
    "moved": "whoever keeps this id or links to it: it is an alias now",
    "reused": "whoever keeps this id or links to it: it seems to mean another strategy now",
    "added": "whoever lists or counts strategies",
    "restored": "whoever dropped this id when it was retired",
    "changed": "whoever shows or stores this strategy",
}
OF_TERMS: Mapping[KindV1, str] = {
    "removed": "whoever keeps this id",
    "moved": "whoever keeps this id: it is another name of the new one now",
    "reused": "whoever keeps this id: it seems to mean something else now",
    "added": "whoever lists or counts",
    "changed": "whoever shows or stores it",
}


def class_of(kind: KindV1, details: Sequence[DetailV1]) -> ClassV1:
    """The class of a change of some kind."""
    if kind == "changed":
        return gravest(details)
    return "additive" if kind in ("added", "restored") else "breaking"


def gravest(details: Iterable[DetailV1]) -> ClassV1:
    """The gravest class of some details."""
    return max((detail.class_ for detail in details), key=CLASSES.index, default="wording")


def counts_of(changes: Iterable[ChangeV1]) -> CountsOfClassesV1:
    """How many changes of each class."""
    counts = Counter(change.class_ for change in changes)
    return CountsOfClassesV1(**{name: counts[name] for name in CLASSES})


def sort_key(change: ChangeV1) -> tuple[int, int, str]:
    """The position of a change among all: the gravest first, then by kind of thing and id."""
    return -CLASSES.index(change.class_), THINGS.index(change.thing), change.id


def bump_of(changes: Iterable[ChangeV1]) -> BumpV1:
    """The smallest step of the version that changes need."""
    steps: list[BumpV1] = ["none", *(STEP[change.class_] for change in changes)]
    return max(steps, key=BUMPS.index)


def consumers_of(thing: ThingV1, kind: KindV1) -> tuple[str, ...]:
    """What may be said of those whom a change affects."""
    if thing == "library":
        return ANYBODY, WHO_KEEPS_IDENTIFIERS
    said = (OF_STRATEGIES if thing == "strategy" else OF_TERMS).get(kind)
    return () if said is None else (said,)
