"""Changes of strategies: added, removed, retired, moved or changed."""

from collections.abc import Iterable, Iterator

from pipeline.diff.details import is_renamed, items, means_another, own_values, prose, value
from pipeline.diff.snapshot import Snapshot
from pipeline.publish.changes.classes import OF_STRATEGIES, class_of
from pipeline.publish.changes.places import LANGUAGES, REFERENCES, facts_of, values_at
from pipeline.publish.schema.difference import ChangeV1, ClassV1, DetailV1, KindV1
from pipeline.publish.schema.records import SectionV1, StrategyV1


def strategy_changes(old: Snapshot, new: Snapshot) -> Iterator[ChangeV1]:
    """All changes of strategies, tombstones and former ids, in any order."""
    came_from = {new.former_ids[id_] for id_ in old.strategies if id_ in new.former_ids and id_ not in new.strategies}
    for id_ in old.strategies.keys() | new.strategies.keys():
        before, after = old.strategies.get(id_), new.strategies.get(id_)
        if before and after:
            yield from _changed(before, after, old, new)
        elif before:
            yield _gone(before, old, new)
        elif id_ in old.tombstones or (id_ in old.former_ids and new.leads_to(old.former_ids[id_]) != id_):
            yield _returned(id_, old, new)
        elif id_ not in came_from:  # else the change of the old id reports it
            yield _change("added", id_, new, strategies=new.linked_from.get(id_, []))
    for id_ in old.tombstones.keys() - new.strategies.keys():
        yield from _tombstone_changes(id_, old, new)
    for alias in old.former_ids.keys() - new.strategies.keys():
        yield from _former_id_changes(alias, old, new)


def _changed(before: StrategyV1, after: StrategyV1, old: Snapshot, new: Snapshot) -> Iterator[ChangeV1]:
    details = [*strategy_details(before, after), *_translations(before.id, old, new)]
    if not details:
        return
    neighbours = sorted({*old.linked_from.get(before.id, []), *new.linked_from.get(before.id, [])})
    if means_another([(before.title, after.title), (before.summary, after.summary)]):
        change = _change("reused", before.id, new, details=details, strategies=neighbours)
    else:
        on_cards = any(detail.place in ("title", "summary", "category") for detail in details)
        change = _change("changed", before.id, new, details=details, strategies=neighbours if on_cards else [])
    yield _with_remark(change, before, after)


def _translations(id_: str, old: Snapshot, new: Snapshot) -> Iterator[DetailV1]:
    """Languages in which the text is another than before."""
    for language, texts in new.translations.items():
        before, after = old.translations.get(language, {}).get(id_), texts.get(id_)
        if before and after and before != after:
            yield DetailV1(place=f"{LANGUAGES}/{language}", class_="wording")


def _with_remark(change: ChangeV1, before: StrategyV1, after: StrategyV1) -> ChangeV1:
    """The change, which says so if the text changed and the day in `updated` did not."""
    stale = before.updated == after.updated and _words(before) != _words(after)
    return change.model_copy(update={"stale_updated": str(after.updated)}) if stale else change


def _words(strategy: StrategyV1) -> list[str]:
    """The words that readers see; white space, links and emphasis do not count."""
    texts = [strategy.title, strategy.summary]
    for section in strategy.sections:
        texts += [section.heading, section.text]
    return [word for text in texts for word in text.split()]


def _gone(before: StrategyV1, old: Snapshot, new: Snapshot) -> ChangeV1:
    neighbours = old.linked_from.get(before.id, [])
    owner = new.former_ids.get(before.id)
    if owner and owner in new.strategies:
        after = new.strategies[owner]
        if owner in old.strategies:
            return _change("moved", before.id, new, strategies=neighbours)
        details = list(strategy_details(before, after))
        return _with_remark(_change("moved", before.id, new, details=details, strategies=neighbours), before, after)
    kind: KindV1 = "retired" if new.knows(before.id) else "removed"
    return _change(kind, before.id, new, vanished=kind == "removed", strategies=neighbours)


def _returned(id_: str, old: Snapshot, new: Snapshot) -> ChangeV1:
    """A strategy whose id was that of a retired one, or led to another: restored, or reused."""
    owner = old.former_ids.get(id_)
    reused = owner in new.strategies or _means_another(id_, old, new)
    class_: ClassV1 = "breaking" if reused else "additive"
    details = [*value("leads_to", old.leads_to(id_), id_, class_), *_text_details(id_, old, new)]
    neighbours = sorted({*old.linked_from.get(id_, []), *new.linked_from.get(id_, [])})
    return _change("reused" if reused else "restored", id_, new, details=details, strategies=neighbours)


def _former_id_changes(alias: str, old: Snapshot, new: Snapshot) -> Iterator[ChangeV1]:
    """The change of a former id that is not the id of a strategy."""
    owner, before, now = old.former_ids[alias], old.leads_to(alias), new.leads_to(alias)
    if not new.knows(alias):
        detail = DetailV1(place="aliases", class_="breaking", removed=[alias])
        yield _change("removed", alias, new, details=[detail], vanished=True, strategies=[owner])
        return
    # Targets that it may have by following its strategy, which may have moved or been retired since.
    followed = {new.leads_to(id_) for id_ in (owner, before) if id_ and new.knows(id_)}
    if now == before or now in followed or not (followed or _means_another(alias, old, new)):
        return
    kind: KindV1 = "changed" if before is None else "reused" if now else "retired"
    details = [
        *value("leads_to", before, now, "additive" if before is None else "breaking"),
        *_text_details(alias, old, new),
    ]
    yield _change(kind, alias, new, details=details, strategies=sorted({owner, now or owner}))


def _means_another(id_: str, old: Snapshot, new: Snapshot) -> bool:
    """True when an id, as a former one or not, seems to mean another strategy."""
    before, after = old.texts(id_), new.texts(id_)
    shared = [(before[field], after[field]) for field in before if field in after]
    return is_renamed(*shared[0]) if len(shared) == 1 else means_another(shared)


def _text_details(id_: str, old: Snapshot, new: Snapshot) -> Iterator[DetailV1]:
    """Differences in the texts that say which strategy an id means."""
    before, after = old.texts(id_), new.texts(id_)
    for field in before:
        if field in after:
            yield from prose(field, before[field], after[field])


def _tombstone_changes(id_: str, old: Snapshot, new: Snapshot) -> Iterator[ChangeV1]:
    """The change of a tombstone."""
    if not new.knows(id_):
        yield _change("removed", id_, new, vanished=True)
        return
    details = list(value("replaced_by", old.leads_to(id_), new.leads_to(id_), "additive"))
    if id_ in new.tombstones:
        details += _text_details(id_, old, new)
        for field in ("updated", "retired"):
            before, after = (getattr(side.tombstones[id_], field) for side in (old, new))
            details += value(field, before, after, "wording")
    if details:
        another = id_ in new.tombstones and _means_another(id_, old, new)
        yield _change("reused" if another else "changed", id_, new, details=details)


def _change(
    kind: KindV1,
    id_: str,
    new: Snapshot,
    *,
    details: list[DetailV1] | None = None,
    strategies: list[str] | None = None,
    vanished: bool = False,
) -> ChangeV1:
    return ChangeV1(
        thing="strategy",
        id=id_,
        kind=kind,
        class_=class_of(kind, details or []),
        leads_to=None if id_ in new.strategies else new.leads_to(id_),
        vanished=vanished,
        details=details or [],
        strategies=strategies or [],
        consumers=OF_STRATEGIES[kind],
    )


def strategy_details(before: StrategyV1, after: StrategyV1) -> Iterator[DetailV1]:
    """All differences between two records of a strategy."""
    found = [
        *prose("title", before.title, after.title),
        *prose("summary", before.summary, after.summary),
        *value("category", before.category.id, after.category.id, "additive"),
        *_lists(before, after, ("learner_models", "factors", "related", "aliases")),
        *_sections(before, after),
        *_lists(before, after, ("images", "videos", "resources", "references")),
        *_facts(before, after),
        *own_values(before.fields, after.fields),
        *items("authors", before.authors, after.authors, "wording"),
        *items("languages", before.languages, after.languages),
        *value("source", before.source and before.source.url, after.source and after.source.url, "wording"),
        *value("updated", before.updated, after.updated, "wording"),
        *value("published", before.published, after.published, "wording"),
    ]
    yield from found or value("content_sha256", before.content_sha256, after.content_sha256, "wording")


def _lists(before: StrategyV1, after: StrategyV1, places: Iterable[str]) -> Iterator[DetailV1]:
    for place in places:
        yield from items(place, values_at(before, place) or [], values_at(after, place) or [])


def _facts(before: StrategyV1, after: StrategyV1) -> Iterator[DetailV1]:
    """What is said of works that both cite."""
    old = {work.id: work for work in before.references if work.id}
    for work in after.references:
        if work.id in old:
            yield from items(f"{REFERENCES}/{work.id}", facts_of(old[work.id]), facts_of(work), "wording")


def _sections(before: StrategyV1, after: StrategyV1) -> Iterator[DetailV1]:
    old, new = {s.id: s for s in before.sections}, {s.id: s for s in after.sections}
    yield from items("sections", list(old), list(new))
    for id_ in old:
        if id_ in new:
            yield from _section(old[id_], new[id_])


def _section(old: SectionV1, new: SectionV1) -> Iterator[DetailV1]:
    place = f"sections/{old.id}"
    yield from prose(f"{place}/heading", old.heading, new.heading)
    before, after = (section.disclaimer.id if section.disclaimer else None for section in (old, new))
    yield from value(f"{place}/disclaimer", before, after, "additive")
    if old.text != new.text:
        yield from prose(place, old.text, new.text)
    elif old.html != new.html:  # links or emphasis changed, the words did not
        yield from prose(place, old.markdown, new.markdown)
