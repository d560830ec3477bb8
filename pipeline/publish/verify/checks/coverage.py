"""Coverage: the numbers of the document and of the table are those that follow from the records."""

from collections import Counter
from collections.abc import Iterator

from pipeline.lazy import kept
from pipeline.model.published import CoverageV1
from pipeline.publish.verify.fault import Fault
from pipeline.publish.verify.inspection import Inspection, check
from pipeline.publish.verify.tables import sound_table

DOCUMENT, TABLE = "json/coverage.json", "csv/coverage.csv"
# A learner model, a factor and a category, by their ids.
Cell = tuple[str, str, str]


@check("json")
def coverage_document(inspection: Inspection) -> Iterator[Fault]:
    """Each number of the document, and the sum of each factor."""
    document = inspection.document(DOCUMENT)
    if document is None or not inspection.sound:
        return
    counted = _counted(inspection)
    for model in CoverageV1.model_validate(document).learner_models:
        for row in model.factors:
            for cell in row.categories:
                place = (model.learner_model, row.factor, cell.category)
                yield from _same(DOCUMENT, place, cell.strategies, counted[place])
            total = sum(cell.strategies for cell in row.categories)
            if row.strategies != total:
                yield Fault(
                    DOCUMENT, row.factor, f"it counts {row.strategies} strategies; by category there are {total}"
                )


@check("csv")
def coverage_table(inspection: Inspection) -> Iterator[Fault]:
    """Each number of the table."""
    table = None if TABLE in inspection.proved else sound_table(inspection, TABLE)
    if table is None or not {"learner_model", "factor", "category", "strategies"} <= set(table.header):
        return
    counted = _counted(inspection)
    if not counted:
        return  # a bundle of tables alone has no records to compare with
    for row in table.rows():
        if row["strategies"].isdecimal():
            place = (row["learner_model"], row["factor"], row["category"])
            yield from _same(TABLE, place, int(row["strategies"]), counted[place])


@kept
def _counted(inspection: Inspection) -> Counter[Cell]:
    return Counter(
        (model.id, factor.id, strategy.category.id)
        for strategy in inspection.outlines()
        for model in strategy.learner_models
        for factor in strategy.factors
    )


def _same(path: str, place: Cell, said: int, counted: int) -> Iterator[Fault]:
    if said != counted:
        yield Fault(path, ", ".join(place), f"it counts {said} strategies; there are {counted}")
