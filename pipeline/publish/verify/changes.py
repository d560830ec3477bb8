"""Changes that a bundle tells of: what it says of the same things now."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from pydantic import BaseModel

from pipeline.publish.changes.classes import bump_of, class_of, consumers_of, counts_of, sort_key
from pipeline.publish.changes.places import texts_at, values_at
from pipeline.publish.changes.term_names import has_name
from pipeline.publish.changes.version import Version, is_honest
from pipeline.publish.manifest import MANIFEST
from pipeline.publish.schema.changes import ChangesV1
from pipeline.publish.schema.difference import ChangeV1, DetailV1, ThingV1, WordsV1
from pipeline.publish.schema.records import FieldsV1, FieldValueV1, LibraryV1, StrategyV1, TombstoneV1
from pipeline.publish.strategy_summary import StrategySummary

# Things whose ids may go without a trace.
MAY_GO = frozenset({"disclaimer", "section", "field", "vocabulary"})
# Details about where an id leads.
LEADS = frozenset({"leads_to", "replaced_by"})


class ComparedLibrary(LibraryV1):
    """A library with the values of its own fields about itself, as changes name them."""

    fields: FieldsV1


def library_with(library: LibraryV1, fields: Mapping[str, FieldValueV1]) -> ComparedLibrary:
    """A library and what it says of itself in its own fields."""
    return ComparedLibrary(**{name: getattr(library, name) for name in LibraryV1.model_fields}, fields=dict(fields))


@dataclass(frozen=True)
class BundleState:
    """Things in a bundle, by id. `terms` are all but strategies; `record` reads that of a published strategy."""

    summaries: Mapping[str, StrategySummary] | Mapping[str, StrategyV1]
    tombstones: Mapping[str, TombstoneV1]
    terms: Mapping[ThingV1, Mapping[str, BaseModel]]
    record: Callable[[str], StrategyV1 | None]

    @cached_property
    def former_ids(self) -> Mapping[str, str]:
        """Former ids, each with the id of its strategy, which may be retired."""
        former = {alias: each.id for each in self.tombstones.values() for alias in each.aliases}
        return former | {alias: each.id for each in self.summaries.values() for alias in each.aliases}

    def title(self, id_: str) -> str | None:
        """The title of a published or retired strategy."""
        found = self.summaries.get(id_) or self.tombstones.get(id_)
        return found.title if found else None

    def knows(self, id_: str) -> bool:
        """True for an id, or a former id, of a published or retired strategy."""
        return id_ in self.summaries or id_ in self.tombstones or id_ in self.former_ids

    def leads_to(self, id_: str) -> str | None:
        """The published strategy that an id leads to."""
        id_ = self.former_ids.get(id_, id_)
        if id_ in self.tombstones:
            successor = self.tombstones[id_].replaced_by
            return successor if successor is None else self.former_ids.get(successor, successor)
        return id_ if id_ in self.summaries else None

    def target(self, change: ChangeV1) -> BaseModel | None:
        """What the details of a change compare the former state with."""
        id_ = change.new_id or change.id
        if change.thing != "strategy":
            return self.terms[change.thing].get(id_)
        id_ = self.former_ids.get(id_, id_)
        return self.record(id_) if id_ in self.summaries else self.tombstones.get(id_)


def changes_faults(told: ChangesV1, library: LibraryV1, state: BundleState | None) -> Iterator[tuple[str, str]]:
    """Sentences about the changes that a library tells of, each after the change. Without a state less is compared."""
    yield from (("", fault) for fault in _own_faults(told, library))
    if state is None:
        return
    for change in told.changes:
        yield from ((change.key, fault) for fault in _change_faults(change, state))
    ids = {id_ for each in told.changes for id_ in (*each.strategies, each.leads_to, each.new_id) if id_}
    for id_ in sorted({*ids, *told.titles}):
        title = state.title(id_)  # the last title of a former id is nowhere else
        if id_ not in ids or (title is not None and told.titles.get(id_) != title):
            yield "titles", f"that of {id_} is missing, superfluous or another one"


def _own_faults(told: ChangesV1, library: LibraryV1) -> Iterator[str]:
    """Sentences about a document that contradicts itself, or the version of the library."""
    if told.library != library:
        yield f"its library is not that of {MANIFEST}"
    if told.bump != bump_of(told.changes):
        yield f"the changes need another step than {told.bump}"
    if told.counts != counts_of(told.changes):
        yield "the counts are not those of the changes"
    if told.changes != sorted(told.changes, key=sort_key):
        yield "the changes are not sorted"
    try:
        if not is_honest(Version.parse(told.since), Version.parse(told.library.version), told.bump):
            yield f"version {told.library.version} says too little about what changed since {told.since}"
    except ValueError as error:
        yield str(error)
    keys = {change.key for change in told.changes}
    for cause in sorted({cause for change in told.changes for cause in change.caused_by} - keys):
        yield f"it does not list the change {cause}, which caused another one"


def _change_faults(change: ChangeV1, state: BundleState) -> Iterator[str]:
    """Sentences about a change that contradicts the bundle."""
    if change.class_ != class_of(change.kind, change.details):
        yield f"its class does not follow from what changed: {change.class_}"
    if change.vanished or (change.kind == "removed" and change.thing not in MAY_GO):
        yield "it vanished, which no published version may let happen"
    if change.consumers not in consumers_of(change.thing, change.kind):
        yield "its `consumers` are none that this tool knows"
    if change.kind == "changed" and not change.details:
        yield "it changed, and no detail of it did"
    yield from _strategy_faults(change, state) if change.thing == "strategy" else _term_faults(change, state)
    target = state.target(change) if change.details else None
    for detail in change.details:
        if fault := _detail_fault(change, detail, state, target):
            yield f"{detail.place}: {fault}"


def _strategy_faults(change: ChangeV1, state: BundleState) -> Iterator[str]:
    is_published = change.id in state.summaries
    if change.kind in ("added", "restored") and not is_published:
        yield f"it was {change.kind}, and is no published strategy"
    if change.kind in ("retired", "moved") and is_published:
        yield f"it was {change.kind}, and is a published strategy"
    if not state.knows(change.id):
        yield "nothing in the bundle has this id"
    if change.leads_to != (None if is_published else state.leads_to(change.id)):
        yield f"it does not lead to {change.leads_to}"
    title = state.title(change.id)
    if title is not None and change.title != title:
        yield "its title is another one"
    is_new = is_published and change.kind in ("added", "restored")
    if change.summary != (state.summaries[change.id].summary if is_new else None):
        yield "its summary is another one"
    owner = state.summaries.get(state.former_ids.get(change.id, change.id))
    if change.stale_updated and (owner is None or owner.updated != change.stale_updated):
        yield f"its day is not {change.stale_updated}"
    for id_ in (*change.strategies, *([change.new_id] if change.new_id else [])):
        if not state.knows(id_):
            yield f"it names {id_}, which is not in the bundle"


def _term_faults(change: ChangeV1, state: BundleState) -> Iterator[str]:
    terms = state.terms[change.thing]
    if (change.id in terms) != (change.kind not in ("removed", "moved")):
        yield f"it was {change.kind}, and is {'still' if change.id in terms else 'not'} in the bundle"
    elif change.id in terms and change.title != _name_of(terms[change.id]):
        yield "its name is another one"
    if change.kind == "moved" and not has_name(terms.get(change.new_id or "", change), change.id):
        yield "no other one has it as a name"
    if change.new_id and change.new_id not in terms:
        yield f"it seems to be {change.new_id}, which is not in the bundle"
    if change.summary or change.stale_updated or change.leads_to:
        yield "it says what is only said of strategies"
    for id_ in change.strategies:
        if not state.knows(id_):
            yield f"it names {id_}, which is not in the bundle"


def _name_of(term: BaseModel) -> str | None:
    """The name of a term, the heading of a section, or the word for terms; a disclaimer has none."""
    found = (getattr(term, field, None) for field in ("name", "heading", "many"))
    return next((name for name in found if isinstance(name, str)), None)


def _detail_fault(change: ChangeV1, detail: DetailV1, state: BundleState, target: BaseModel | None) -> str:
    """What is wrong with a detail, or nothing."""
    if change.thing == "strategy" and detail.place in LEADS:
        leads = change.id if change.id in state.summaries else state.leads_to(change.id)
        return "" if detail.added == ([leads] if leads else []) else "it leads elsewhere"
    if target is None:
        return "nothing in the bundle says what it is now"
    values, texts = values_at(target, detail.place), texts_at(target, detail.place)
    if values is None and not texts:
        return "there is no such field or section"
    if detail.words:
        return "" if any(_fits(detail.words, text) for text in texts or [""]) else "it reads otherwise now"
    now = set(values or ())
    return "" if now.issuperset(detail.added) and now.isdisjoint(detail.removed) else "it holds something else now"


def _fits(words: list[WordsV1], text: str) -> bool:
    """True when the words that stay or come are in a text, in this order; of long stretches some are left out."""
    text, position = " ".join(text.split()), 0
    for part in words:
        pieces = {"keep": part.text.split("…"), "add": [part.text], "remove": []}[part.op]
        for piece in map(str.strip, pieces):
            found = text.find(piece, position)
            if found < 0:
                return False
            position = found + len(piece)
    return True
