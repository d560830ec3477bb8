"""Changes that follow from others: pages that name a term by its new id, or no longer name what is gone."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from pipeline.diff.snapshot import Snapshot
from pipeline.diff.strategies import strategy_details
from pipeline.diff.vocabulary import KINDS
from pipeline.diff.words import similarity
from pipeline.publish.schema.difference import ChangeV1, DetailV1, ThingV1
from pipeline.source.names import folded

# What the lists of a strategy name.
NAMED: Mapping[str, ThingV1] = {
    "category": "category",
    "factors": "factor",
    "learner_models": "learner-model",
    "related": "strategy",
    "replaced_by": "strategy",
}
# From this likeness of names, or of what is said of them, from 0 to 1, two things are taken for one.
ALIKE = 0.8
# A link to a factor or a strategy, its words alone and its address alone.
LINK = re.compile(r"\[([^\[\]]*)\]\((factor|strategy):([^()\s]*)\)")


class _Gone(NamedTuple):
    """An id that is gone, and the one that stands in its place, if there is one."""

    key: str
    successor: str | None


class _Trace(NamedTuple):
    """Everything that is gone, by thing and id."""

    gone: Mapping[tuple[str, str], _Gone]
    old: Snapshot
    new: Snapshot

    def causes(self, change: ChangeV1) -> list[str]:
        """The changes from which all of a change follows; empty when anything of it does not."""
        if change.kind != "changed" or change.thing not in ("strategy", "learner-model"):
            return []
        found: dict[str, None] = {}
        for detail in change.details:
            if detail.place == "updated":
                continue
            keys = list(self._keys(change, detail))
            if not keys:
                return []
            found |= dict.fromkeys(keys)
        return list(found)

    def _keys(self, change: ChangeV1, detail: DetailV1) -> Iterator[str]:
        """What one detail follows from; nothing when it does not."""
        if change.thing == "learner-model":
            thing = "factor" if detail.place.startswith("groups/") else None
        elif detail.place.startswith("sections/"):
            yield from self._of_section(change.id, detail.place.removeprefix("sections/"))
            return
        else:
            thing = NAMED.get(detail.place)
        gone = [self.gone.get((thing or "", id_)) for id_ in detail.removed]
        if gone and all(gone) and {each.successor for each in gone if each}.issuperset(detail.added):
            yield from (each.key for each in gone if each)

    def _of_section(self, strategy: str, section: str) -> Iterator[str]:
        """What made the links of a section others, if its words stayed."""
        before, after = (_markdown(side, strategy, section) for side in (self.old, self.new))
        linked = {(match[2], match[3]) for match in LINK.finditer(before)} - {
            (match[2], match[3]) for match in LINK.finditer(after)
        }
        gone = [self.gone.get(link) for link in sorted(linked)]
        if gone and all(gone) and LINK.sub(r"\1", before) == LINK.sub(r"\1", after):
            yield from (each.key for each in gone if each)


def with_causes(changes: Sequence[ChangeV1], old: Snapshot, new: Snapshot) -> list[ChangeV1]:
    """The changes, each with those that it follows from."""
    renamed = dict(_renamed(changes, old, new))
    gone: dict[tuple[str, str], _Gone] = {
        (change.thing, change.id): _Gone(change_key(change), change.leads_to or renamed.get(change_key(change)))
        for change in changes
        if change.kind in ("removed", "retired", "moved")
    }
    trace = _Trace(gone, old, new)
    came_from = {f"{key.partition(':')[0]}:{id_}": key for key, id_ in renamed.items()}
    found = []
    for change in changes:
        key = change_key(change)
        update: dict[str, object] = {"caused_by": [came_from[key]] if key in came_from else trace.causes(change)}
        if key in renamed:
            details = list(_details(change, renamed[key], old, new))
            update |= {"renamed_to": renamed[key], "details": details}
        found.append(change.model_copy(update=update))
    return found


def change_key(change: ChangeV1) -> str:
    """What a change is called by others."""
    return f"{change.thing}:{change.id}"


def _renamed(changes: Iterable[ChangeV1], old: Snapshot, new: Snapshot) -> Iterator[tuple[str, str]]:
    """What is gone and seems to stand under another id now, each with that id."""
    added: dict[str, list[ChangeV1]] = {}
    for change in changes:
        if change.kind == "added":
            added.setdefault(change.thing, []).append(change)
    for change in changes:
        candidates = added.get(change.thing, []) if change.kind == "removed" else []
        said = _said(change, old)
        likeness = [(_likeness(said, _said(other, new)), n) for n, other in enumerate(candidates)]
        best, n = max(likeness, key=lambda item: (item[0], -item[1]), default=(0.0, 0))
        if best >= ALIKE:
            yield change_key(change), candidates.pop(n).id


def _details(change: ChangeV1, successor: str, old: Snapshot, new: Snapshot) -> Iterator[DetailV1]:
    """What differs between a thing that is gone and the one that it seems to be now."""
    if change.thing == "strategy":
        yield from strategy_details(old.strategies[change.id], new.strategies[successor])
    for kind in KINDS:
        if kind.thing == change.thing:
            yield from kind.between(change.id, successor, old, new)


def _likeness(old: tuple[str, str], new: tuple[str, str]) -> float:
    """How alike two things are by what is said of them, from 0 to 1; by their names where nothing is."""
    pairs = [(before, after) for before, after in zip(old, new, strict=True) if before and after]
    return max((similarity(folded(before), folded(after)) for before, after in pairs), default=0.0)


def _said(change: ChangeV1, side: Snapshot) -> tuple[str, str]:
    """The name of a thing, and what it is in a sentence."""
    id_ = change.id
    if change.thing == "strategy" and id_ in side.strategies:
        return side.strategies[id_].title, side.strategies[id_].summary
    if change.thing == "factor" and id_ in side.factors:
        return side.factors[id_].name, side.factors[id_].definition
    if change.thing == "category" and id_ in side.categories:
        return side.categories[id_].name, side.categories[id_].description
    if change.thing == "learner-model" and id_ in side.learner_models:
        return side.learner_models[id_].name, side.learner_models[id_].description or ""
    return "", ""


def _markdown(side: Snapshot, strategy: str, section: str) -> str:
    sections = side.strategies[strategy].sections if strategy in side.strategies else []
    return next((each.markdown for each in sections if each.id == section), "")
