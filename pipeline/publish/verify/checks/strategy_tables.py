"""CSV: the tables say of each strategy what its record says."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pipeline.model.published import StrategyV1
from pipeline.publish.manifest import MANIFEST
from pipeline.publish.verify.checks.documents import listing
from pipeline.publish.verify.fault import Fault
from pipeline.publish.verify.inspection import Inspection, check
from pipeline.publish.verify.tables import Table, cell, differences, sound_table

STRATEGIES = "csv/strategies.csv"
# Tables whose rows belong to a strategy: the record's list, and which column holds which part of an item.
JOINS: Mapping[str, tuple[str, Mapping[str, str]]] = {
    "strategy_factors": ("factors", {"factor": "id", "group": "group"}),
    "strategy_related": ("related", {"related": "id"}),
    "strategy_learner_models": ("learner_models", {"learner_model": "id"}),
    "strategy_authors": ("authors", {"author": ""}),
    "strategy_aliases": ("aliases", {"alias": ""}),
    "resources": ("resources", {name: name for name in ("kind", "title", "url", "description")}),
    "videos": ("videos", {name: name for name in ("section", "title", "provider", "video_id", "url", "embed_url")}),
    "references": ("references", {name: name for name in ("text", "url", "doi")}),
}


@dataclass
class Groups:
    """The rows of a table by strategy, taken in the order of the records: no table is ever held whole."""

    path: str
    rows: Iterator[dict[str, str]]
    key: str

    def __post_init__(self) -> None:
        self._next = next(self.rows, None)

    @classmethod
    def of(cls, table: Table, key: str) -> "Groups":
        """The rows of a table that names its strategy in the column `key`."""
        return cls(table.path, table.rows() if key in table.header else iter(()), key)

    def take(self, id_: str) -> tuple[list[dict[str, str]], list[str]]:
        """The rows of a strategy, and the ids of rows before them that no record claimed."""
        rows, strays = [], []
        while self._next is not None and self._next[self.key] <= id_:
            if self._next[self.key] == id_:
                rows.append(self._next)
            else:
                strays.append(self._next[self.key])
            self._next = next(self.rows, None)
        return rows, strays

    def rest(self) -> list[str]:
        """The ids of the rows that are left."""
        left = [self._next, *self.rows] if self._next is not None else []
        return [row[self.key] for row in left]


@check("csv", each=True)
def strategy_tables(inspection: Inspection) -> Iterator[Fault]:
    """Each strategy has one row in strategies.csv, and in every list's table the rows of its list, in its order."""
    names = {STRATEGIES: "id"} | {f"csv/{name}.csv": "strategy" for name in JOINS}
    missing = sorted(names.keys() - inspection.paths)
    for path in missing:
        yield Fault(path, "", "it is missing")
    tables = {path: table for path in names if (table := sound_table(inspection, path))}
    if STRATEGIES in tables and "id" in tables[STRATEGIES].header:
        found = [row["id"] for row in tables[STRATEGIES].rows()]
        yield from listing(STRATEGIES, found, inspection.manifest.published)
    groups = [Groups.of(table, names[path]) for path, table in tables.items()]
    read = False
    for strategy in inspection.strategies():
        read = True
        for group in groups:
            rows, strays = group.take(strategy.id)
            if group.path != STRATEGIES:
                yield from _strays(group.path, strays)
                yield from same_list(group.path, strategy, rows)
            elif rows:
                yield from same_row(strategy, rows[0])
    if read and inspection.sound:
        for group in groups:
            yield from _strays(group.path, group.rest() if group.path != STRATEGIES else [])


def _strays(path: str, ids: list[str]) -> Iterator[Fault]:
    for id_ in dict.fromkeys(ids):
        yield Fault(path, id_, "no published strategy has this id, or the rows are not sorted")


def same_list(path: str, strategy: StrategyV1, rows: list[dict[str, str]]) -> Iterator[Fault]:
    """The rows of a strategy in a table say what the list of its record says."""
    name, columns = JOINS[path.removeprefix("csv/").removesuffix(".csv")]
    items = getattr(strategy, name)
    if len(rows) != len(items):
        yield Fault(
            path, strategy.id, f"it has {len(rows)} rows; the record lists {len(items)} {name.replace('_', ' ')}"
        )
        return
    for number, (row, item) in enumerate(zip(rows, items, strict=True), 1):
        wanted = {"strategy": strategy.id, "position": str(number)}
        for column, part in columns.items():
            wanted[column] = _cell(item, part)
        if row != wanted:
            yield from differences(path, strategy.id, row, wanted)


def same_row(strategy: StrategyV1, row: dict[str, str]) -> Iterator[Fault]:
    """The row of a strategy says what its record says."""
    wanted = {name: _cell(strategy, name) for name in ("title", "summary", "status", "updated", "content_sha256")}
    wanted["category"] = strategy.category.id
    for section in strategy.sections:
        wanted[_column(section.id)] = section.text
        if section.disclaimer:
            wanted[f"disclaimer_{_column(section.disclaimer.id)}"] = section.disclaimer.text
    for part in ("title", "url", "retrieved"):
        wanted[f"source_{part}"] = _cell(strategy.source, part) if strategy.source else ""
    yield from differences(STRATEGIES, strategy.id, row, wanted)


def _cell(item: object, part: str) -> str:
    """A part of an item as a cell holds it; the item itself when it has no parts."""
    return cell(getattr(item, part) if part else item)


def _column(id_: str) -> str:
    return id_.replace("-", "_")


@check("csv", each=True)
def carried_disclaimers(inspection: Inspection) -> Iterator[Fault]:
    """strategies.csv carries each disclaimer in as many rows as the manifest says, word for word."""
    table = sound_table(inspection, STRATEGIES)
    for item in inspection.manifest.disclaimers if table else ():
        column = f"disclaimer_{_column(item.id)}"
        assert table is not None
        if column not in table.header:
            yield Fault(STRATEGIES, "row 1", f"the column `{column}` is missing")
            continue
        cells = [row[column] for row in table.rows() if row[column]]
        if len(cells) != item.strategies or set(cells) - {item.text}:
            yield Fault(STRATEGIES, column, f"its cells do not carry the disclaimer as {MANIFEST} says")
