"""Causes of changes: pages name a term by its new id, or no longer name one that is gone."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from pipeline.diff.snapshot import Snapshot
from pipeline.diff.strategies import strategy_details
from pipeline.diff.vocabulary import KINDS, named_texts
from pipeline.diff.words import similarity
from pipeline.publish.schema.difference import ChangeV1, DetailV1, ThingV1
from pipeline.source.names import folded

# Fields of a strategy that hold ids, and of what.
NAMED: Mapping[str, ThingV1] = {
    "category": "category",
    "factors": "factor",
    "learner_models": "learner-model",
    "related": "strategy",
    "replaced_by": "strategy",
    "sections": "section",
}
# From this similarity of names or of descriptions on, from 0 to 1, two things are taken for one.
ALIKE = 0.8
# A link to a factor or a strategy: its words and its address.
LINK = re.compile(r"\[([^\[\]]*)\]\(((?:factor|strategy|reference):[^()\s]*)\)")
# What is gone, as `factor:<id>`, with the id of its successor, if there is one.
Gone = Mapping[str, str | None]


def with_causes(changes: Sequence[ChangeV1], old: Snapshot, new: Snapshot) -> list[ChangeV1]:
    """The changes, each with those that caused it; removed things with the id that they seem to have now."""
    renamed = dict(_renamed(changes, old, new))
    gone = {
        change.key: change.leads_to or renamed.get(change.key)
        for change in changes
        if change.kind in ("removed", "retired", "moved")
    }
    added_by = {f"{key.partition(':')[0]}:{id_}": key for key, id_ in renamed.items()}
    found = []
    for change in changes:
        key = change.key
        causes = [added_by[key]] if key in added_by else _causes(change, gone, old, new)
        update: dict[str, object] = {"caused_by": causes}
        if key in renamed:
            details = list(_details(change, renamed[key], old, new))
            update |= {"renamed_to": renamed[key].rpartition("/")[2], "details": details}
        found.append(change.model_copy(update=update))
    return found


def _causes(change: ChangeV1, gone: Gone, old: Snapshot, new: Snapshot) -> list[str]:
    """The changes that explain all of a change; none if they leave any of it open."""
    if change.kind != "changed" or change.thing not in ("strategy", "learner-model"):
        return []
    found: dict[str, None] = {}
    for detail in change.details:
        if detail.place == "updated":
            continue
        if change.thing == "strategy" and detail.place.startswith("sections/"):
            section = detail.place.removeprefix("sections/")
            causes = _causes_in_text(_markdown(old, change.id, section), _markdown(new, change.id, section), gone)
        elif change.thing == "strategy" and detail.place.startswith("fields/"):
            key = f"field:{detail.place.removeprefix('fields/')}"
            causes = [key] if key in gone and not detail.added else _causes_in_field(detail, gone, old)
        else:
            causes = _causes_in_list(change, detail, gone)
        if not causes:
            return []
        found |= dict.fromkeys(causes)
    return list(found)


def _causes_in_list(change: ChangeV1, detail: DetailV1, gone: Gone) -> list[str]:
    """What took ids out of a list, if only their successors came in."""
    in_group = change.thing == "learner-model" and detail.place.startswith("groups/")
    thing = "factor" if in_group else NAMED.get(detail.place) if change.thing == "strategy" else None
    keys = [f"{thing}:{id_}" for id_ in detail.removed]
    is_explained = gone.keys() >= set(keys) and {gone[key] for key in keys}.issuperset(detail.added)
    return keys if is_explained else []


def _causes_in_field(detail: DetailV1, gone: Gone, old: Snapshot) -> list[str]:
    """What took terms out of a field, if only their successors came in."""
    field = old.fields.get(detail.place.removeprefix("fields/"))
    keys = [f"term:{field.target}/{id_}" for id_ in detail.removed] if field else []
    successors = {(gone.get(key) or "").partition("/")[2] for key in keys}
    return keys if gone.keys() >= set(keys) and successors.issuperset(detail.added) else []


def _causes_in_text(before: str, after: str, gone: Gone) -> list[str]:
    """What changed the links of a section, if its words are the same."""
    keys = sorted({link[2] for link in LINK.finditer(before)} - {link[2] for link in LINK.finditer(after)})
    is_explained = gone.keys() >= set(keys) and LINK.sub(r"\1", before) == LINK.sub(r"\1", after)
    return keys if is_explained else []


def _renamed(changes: Iterable[ChangeV1], old: Snapshot, new: Snapshot) -> Iterator[tuple[str, str]]:
    """Keys of what is removed and seems to have another id now, each with that id."""
    added: dict[str, list[ChangeV1]] = {}
    for change in changes:
        if change.kind == "added":
            added.setdefault(change.thing, []).append(change)
    for change in changes:
        if change.new_id:  # its names say so
            yield change.key, change.new_id
            continue
        candidates = added.get(change.thing, []) if change.kind == "removed" and change.thing != "field" else []
        texts = named_texts(old, change.thing, change.id)
        likeness = [(_likeness(texts, named_texts(new, each.thing, each.id)), n) for n, each in enumerate(candidates)]
        best, n = max(likeness, key=lambda item: (item[0], -item[1]), default=(0.0, 0))
        if best >= ALIKE:
            yield change.key, candidates.pop(n).id


def _details(change: ChangeV1, successor: str, old: Snapshot, new: Snapshot) -> Iterator[DetailV1]:
    """Differences between a thing that is removed and the one that it seems to be now."""
    if change.thing == "strategy":
        yield from strategy_details(old.strategies[change.id], new.strategies[successor])
    for kind in KINDS:
        if kind.thing == change.thing:
            yield from kind.details(kind.terms(old)[change.id], kind.terms(new)[successor])


def _likeness(old: Sequence[str], new: Sequence[str]) -> float:
    """Similarity of two things by name or description, whichever is more alike, from 0 to 1."""
    pairs = [(before, after) for before, after in zip(old, new, strict=False) if before and after]
    return max((similarity(folded(before), folded(after)) for before, after in pairs), default=0.0)


def _markdown(side: Snapshot, strategy: str, section: str) -> str:
    sections = side.strategies[strategy].sections if strategy in side.strategies else []
    return next((each.markdown for each in sections if each.id == section), "")
