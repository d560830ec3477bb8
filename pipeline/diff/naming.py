"""What people call the things that changed: titles, names, and what is said of new pages."""

from collections.abc import Iterable, Mapping

from pipeline.diff.snapshot import Snapshot
from pipeline.publish.schema.difference import ChangeV1


def with_title(change: ChangeV1, old: Snapshot, new: Snapshot) -> ChangeV1:
    """The change with the title of its thing, and with the summary of a strategy that is new."""
    strategy = new.strategies.get(change.id) if change.thing == "strategy" else None
    summary = strategy.summary if strategy and change.kind in ("added", "restored") else None
    return change.model_copy(update={"title": _title(change, old, new), "summary": summary})


def titles_of(changes: Iterable[ChangeV1], old: Snapshot, new: Snapshot) -> dict[str, str]:
    """The title of each strategy that a change names."""
    ids = {id_ for change in changes for id_ in (*change.strategies, change.leads_to, change.renamed_to) if id_}
    found = {id_: strategy_title(id_, old, new) for id_ in sorted(ids)}
    return {id_: title for id_, title in found.items() if title}


def strategy_title(id_: str, old: Snapshot, new: Snapshot) -> str | None:
    """The title of a strategy as it is now, or was."""
    for side in (new, old):
        strategy = side.strategies.get(id_) or side.tombstones.get(id_)
        if strategy:
            return strategy.title
    return None


def _title(change: ChangeV1, old: Snapshot, new: Snapshot) -> str | None:
    if change.thing == "strategy":
        return strategy_title(change.id, old, new)
    return next((name for side in (new, old) if (name := _names(change, side).get(change.id))), None)


def _names(change: ChangeV1, side: Snapshot) -> Mapping[str, str]:
    if change.thing == "factor":
        return {factor.id: factor.name for factor in side.factors.values()}
    if change.thing == "category":
        return {category.id: category.name for category in side.categories.values()}
    if change.thing == "learner-model":
        return {model.id: model.name for model in side.learner_models.values()}
    return {}
