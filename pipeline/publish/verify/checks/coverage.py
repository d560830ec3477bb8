"""Coverage: all that the document and the table say follows from the records and the vocabulary."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from pipeline.publish.verify.checks.graph import items
from pipeline.publish.verify.checks.references import CATEGORIES, MODELS
from pipeline.publish.verify.context import VerifyContext, check
from pipeline.publish.verify.references import FACTORS
from pipeline.publish.verify.tables import valid_table
from pipeline.publish.verify.violation import Violation
from pipeline.source.memoise import memoised

DOCUMENT, TABLE = "json/coverage.json", "csv/coverage.csv"
COLUMNS = frozenset({"learner_model", "factor", "category", "group", "strategies"})
# A factor is thin with so many strategies or fewer.
THIN = 2
# A learner model, a factor and a category, by their ids.
Cell = tuple[str, str, str]


@check("json")
def coverage_document(context: VerifyContext) -> Iterator[Violation]:
    """Each number of the document, and each list."""
    document = context.document(DOCUMENT)
    if document is None or not context.complete:
        return
    said, due = document["learner_models"], list(_models(context))
    assert isinstance(said, list)
    told = False
    for found, wanted in zip(said, due, strict=False):
        for row, expected in zip(found["factors"], wanted["factors"], strict=False):
            if row != expected:
                told = True
                place = f"{wanted['learner_model']}, {row['factor']}"
                yield Violation(DOCUMENT, place, "its numbers or its group are not what the records say")
    if said != due and not told:
        yield Violation(DOCUMENT, "learner_models", "it does not say what the records do")
    for name, listed in _lists(context):
        if document[name] != listed:
            yield Violation(DOCUMENT, name, "it is not the list that follows from the records")


def _models(context: VerifyContext) -> Iterator[dict[str, Any]]:
    """What must be said of each learner model."""
    counted = _counted(context)
    categories = [item["id"] for item in items(context, CATEGORIES)]
    for model in items(context, MODELS):
        rows = []
        grouped = [(each["name"], factor) for each in model["groups"] for factor in each["factors"]]
        for group, factor in grouped:
            counts = [{"category": id_, "strategies": counted[model["id"], factor, id_]} for id_ in categories]
            total = sum(cell["strategies"] for cell in counts)
            rows.append({"factor": factor, "group": group, "strategies": total, "categories": counts})
        yield {"learner_model": model["id"], "factors": rows}


def _lists(context: VerifyContext) -> Iterator[tuple[str, list[Any]]]:
    """The lists of the document by their names."""
    used = Counter(factor.id for head in context.summaries.values() for factor in head.factors)
    usable = [factor["id"] for factor in items(context, FACTORS) if not factor["deprecated"]]
    yield "unused_factors", [id_ for id_ in usable if not used[id_]]
    yield "thin_factors", [id_ for id_ in usable if 0 < used[id_] <= THIN]
    ids = {head.id for head in context.summaries.values()}
    related = sorted((head.id, id_) for head in context.summaries.values() for id_ in head.related if id_ in ids)
    back = {(target, source) for source, target in related}
    yield "one_way_relations", [{"source": one, "target": other} for one, other in related if (one, other) not in back]
    yield "islands", _islands(sorted(ids), related)


def _islands(ids: list[str], related: list[tuple[str, str]]) -> list[list[str]]:
    """Strategies that no relation joins to the largest part, joined ones together."""
    part = {id_: {id_} for id_ in ids}
    for one, other in related:
        if part[one] is not part[other]:
            small, large = sorted((part[one], part[other]), key=len)
            large |= small
            part.update(dict.fromkeys(small, large))
    parts = [sorted(each) for each in {id(each): each for each in part.values()}.values()]
    return sorted(sorted(parts, key=lambda each: (-len(each), each))[1:])


@check("csv")
def coverage_table(context: VerifyContext) -> Iterator[Violation]:
    """Each number of the table, and with JSON each group, and that no row is lost."""
    table = None if TABLE in context.verified else valid_table(context, TABLE)
    if table is None:
        return
    for name in sorted(COLUMNS ^ set(table.header)):
        yield Violation(TABLE, "row 1", f"the column `{name}` is missing, or nothing is known of it")
    if not set(table.header) >= COLUMNS:
        return
    counted = _counted(context)
    if not counted:
        return  # a bundle of tables alone has no records to compare with
    groups = {
        (model["id"], factor): group["name"]
        for model in items(context, MODELS)
        for group in model["groups"]
        for factor in group["factors"]
    }
    cells = set()
    for row in table.rows():
        place = (row["learner_model"], row["factor"], row["category"])
        cells.add(place)
        if row["strategies"] != str(counted[place]):
            words = f"it counts {row['strategies']} strategies; there are {counted[place]}"
            yield Violation(TABLE, ", ".join(place), words)
        if groups and groups.get(place[:2]) != row["group"]:
            yield Violation(TABLE, ", ".join(place), f"its group is not that of {MODELS}")
    due = {(model, factor, item["id"]) for model, factor in groups for item in items(context, CATEGORIES)}
    for place in sorted(due ^ cells if groups else ()):
        yield Violation(TABLE, ", ".join(place), f"it is missing, or {MODELS} knows no such row")


@memoised
def _counted(context: VerifyContext) -> Counter[Cell]:
    return Counter(
        (model.id, factor.id, strategy.category.id)
        for strategy in context.summaries.values()
        for model in strategy.learner_models
        for factor in strategy.factors
    )
