"""Coverage: the document and the table say what follows from the records and the vocabulary."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from pipeline.publish.verify.check import check
from pipeline.publish.verify.checks.documents import CATEGORIES, MODELS, grouped_factors, items
from pipeline.publish.verify.context import VerifyContext
from pipeline.publish.verify.references import FACTORS
from pipeline.publish.verify.violation import Violation

DOCUMENT, TABLE = "json/coverage.json", "csv/coverage.csv"
COLUMNS = frozenset({"learner_model", "factor", "category", "factor_group", "strategies"})
# A factor with so many strategies or fewer is thin.
THIN = 2
# A learner model, a factor and a category, by their ids.
Cell = tuple[str, str, str]


@check("json")
def coverage_document(context: VerifyContext) -> Iterator[Violation]:
    """Each number and each list of the document."""
    document: dict[str, Any] | None = context.document(DOCUMENT)
    if document is None or not context.complete:
        return
    found, expected = document["learner_models"], list(_models(context))
    differing = [
        (model["learner_model"], row["factor"])
        for found_model, model in zip(found, expected, strict=False)
        for row, expected_row in zip(found_model["factors"], model["factors"], strict=False)
        if row != expected_row
    ]
    for row in differing:
        yield Violation(DOCUMENT, ", ".join(row), "its numbers or its group are not what the records say")
    if found != expected and not differing:
        yield Violation(DOCUMENT, "learner_models", "it does not say what the records do")
    for name, listed in _lists(context):
        if document[name] != listed:
            yield Violation(DOCUMENT, name, "it is not the list that follows from the records")


def _in_use(context: VerifyContext, path: str) -> list[dict[str, Any]]:
    """The terms of a document but deprecated ones."""
    return [term for term in items(context, path) if not term["deprecated"]]


def _models(context: VerifyContext) -> Iterator[dict[str, Any]]:
    """The expected numbers of each learner model."""
    counted = _counted(context)
    categories = [item["id"] for item in _in_use(context, CATEGORIES)]
    for model in _in_use(context, MODELS):
        rows = []
        for group, factor in grouped_factors(model):
            counts = [{"category": id_, "strategies": counted[model["id"], factor, id_]} for id_ in categories]
            total = sum(cell["strategies"] for cell in counts)
            rows.append({"factor": factor, "group": group, "strategies": total, "categories": counts})
        yield {"learner_model": model["id"], "factors": rows}


def _lists(context: VerifyContext) -> Iterator[tuple[str, list[Any]]]:
    """The expected lists of the document by their names."""
    used = Counter(factor.id for summary in context.summaries.values() for factor in summary.factors)
    usable = [factor["id"] for factor in _in_use(context, FACTORS)]
    yield "unused_factors", [id_ for id_ in usable if not used[id_]]
    yield "thin_factors", [id_ for id_ in usable if 0 < used[id_] <= THIN]
    ids = context.summaries.keys()
    related = sorted((id_, other) for id_ in ids for other in context.summaries[id_].related if other in ids)
    back = {(target, source) for source, target in related}
    yield "one_way_relations", [{"source": one, "target": other} for one, other in related if (one, other) not in back]
    yield "islands", _islands(sorted(ids), related)


def _islands(ids: list[str], related: list[tuple[str, str]]) -> list[list[str]]:
    """Groups of related strategies apart from the largest group."""
    group = {id_: {id_} for id_ in ids}
    for one, other in related:
        if group[one] is not group[other]:
            small, large = sorted((group[one], group[other]), key=len)
            large |= small
            group.update(dict.fromkeys(small, large))
    groups = [sorted(each) for each in {id(each): each for each in group.values()}.values()]
    return sorted(sorted(groups, key=lambda each: (-len(each), each))[1:])


@check("csv")
def coverage_table(context: VerifyContext) -> Iterator[Violation]:
    """Each number of the table; with JSON, each group, and that no row is missing."""
    table = None if TABLE in context.verified else context.table(TABLE)
    if table is None:
        return
    for name in sorted(COLUMNS ^ set(table.header)):
        yield Violation(TABLE, "row 1", f"the column `{name}` is missing, or nothing is known of it")
    counted = _counted(context)
    if not set(table.header) >= COLUMNS or not counted:
        return  # a bundle of tables alone has no records to compare with
    groups = {
        (model["id"], factor): group for model in _in_use(context, MODELS) for group, factor in grouped_factors(model)
    }
    found = set()
    for row in table.rows():
        cell = (row["learner_model"], row["factor"], row["category"])
        found.add(cell)
        if row["strategies"] != str(counted[cell]):
            message = f"it counts {row['strategies']} strategies; there are {counted[cell]}"
            yield Violation(TABLE, ", ".join(cell), message)
        if groups and groups.get(cell[:2]) != row["factor_group"]:
            yield Violation(TABLE, ", ".join(cell), f"its group is not that of {MODELS}")
    expected = {(model, factor, item["id"]) for model, factor in groups for item in _in_use(context, CATEGORIES)}
    for cell in sorted(expected ^ found if groups else ()):
        yield Violation(TABLE, ", ".join(cell), f"it is missing, or {MODELS} knows no such row")


def _counted(context: VerifyContext) -> Counter[Cell]:
    return Counter(
        (model.id, factor.id, summary.category.id)
        for summary in context.summaries.values()
        for model in summary.learner_models
        for factor in summary.factors
    )
