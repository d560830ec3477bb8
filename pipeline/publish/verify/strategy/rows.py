"""CSV: the rows of a strategy say what its record says, in each column."""

from collections.abc import Iterator

from pipeline.publish.verify.columns import STRATEGIES
from pipeline.publish.verify.expected import Expected, each
from pipeline.publish.verify.view import StrategyView
from pipeline.publish.verify.violation import Violation


@each("csv")
def rows(view: StrategyView, expected: Expected) -> Iterator[Violation]:
    """The rows that follow from the record are there, in its order, and none more."""
    for path, cells in expected.cells.items():
        if path not in view.rows:
            continue
        yield from cells.faults()
        found, wanted = view.rows[path], cells.rows(view.record)
        if found == wanted:
            continue
        if len(found) == len(wanted):
            for row, due in zip(found, wanted, strict=True):
                yield from column_differences(path, view.id, row, due)
        elif path == STRATEGIES:
            yield Violation(path, view.id, f"it has {len(found)} rows; it should have one")
        else:
            listed = cells.listed.replace("_", " ")
            yield Violation(path, view.id, f"it has {len(found)} rows; the record lists {len(wanted)} {listed}")


def column_differences(path: str, record: str, row: dict[str, str], wanted: dict[str, str]) -> Iterator[Violation]:
    """Give each column of a row that does not hold what it should."""
    for column, value in wanted.items():
        if row.get(column) != value:
            yield Violation(path, record, f"`{column}` is not what the record says")
