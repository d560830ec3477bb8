"""CSV: the tables say of each strategy, and of each vocabulary, what the records say."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pipeline.model.published import StrategyV1
from pipeline.publish.checks.documents import listing
from pipeline.publish.inspection import Fault, Inspection, check
from pipeline.publish.manifest import MANIFEST
from pipeline.publish.tables import Table, sound_table

STRATEGIES, TOMBSTONES = "csv/strategies.csv", "csv/tombstones.csv"
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
# Tables of one row a thing: the JSON document and its list, and which column holds which part.
VOCABULARIES: Mapping[str, tuple[str, str, tuple[str, ...]]] = {
    "factors": ("factors", "factors", ("id", "name", "definition", "deprecated", "replaced_by")),
    "categories": ("categories", "categories", ("id", "name", "description")),
    "learner_models": ("learner-models", "learner_models", ("id", "name", "description")),
    "tombstones": ("tombstones", "tombstones", ("id", "title", "updated", "replaced_by")),
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


@check("csv")
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
                yield from _same_list(group.path, strategy, rows)
            elif rows:
                yield from _same_row(strategy, rows[0])
    if read and inspection.sound:
        for group in groups:
            yield from _strays(group.path, group.rest() if group.path != STRATEGIES else [])


def _strays(path: str, ids: list[str]) -> Iterator[Fault]:
    for id_ in dict.fromkeys(ids):
        yield Fault(path, id_, "no published strategy has this id, or the rows are not sorted")


def _same_list(path: str, strategy: StrategyV1, rows: list[dict[str, str]]) -> Iterator[Fault]:
    name, columns = JOINS[path.removeprefix("csv/").removesuffix(".csv")]
    items = getattr(strategy, name)
    if len(rows) != len(items):
        yield Fault(
            path, strategy.id, f"it has {len(rows)} rows; the record lists {len(items)} {name.replace('_', ' ')}"
        )
        return
    for number, (row, item) in enumerate(zip(rows, items, strict=True), 1):
        wanted = {"position": str(number)} | {column: _cell(item, part) for column, part in columns.items()}
        yield from _differences(path, strategy.id, row, wanted)


def _same_row(strategy: StrategyV1, row: dict[str, str]) -> Iterator[Fault]:
    wanted = {name: _cell(strategy, name) for name in ("title", "summary", "status", "updated", "content_sha256")}
    wanted["category"] = strategy.category.id
    for section in strategy.sections:
        wanted[_column(section.id)] = section.text
        if section.disclaimer:
            wanted[f"disclaimer_{_column(section.disclaimer.id)}"] = section.disclaimer.text
    for part in ("title", "url", "retrieved"):
        wanted[f"source_{part}"] = _cell(strategy.source, part) if strategy.source else ""
    yield from _differences(STRATEGIES, strategy.id, row, wanted)


def _differences(path: str, record: str, row: dict[str, str], wanted: Mapping[str, str]) -> Iterator[Fault]:
    for column, value in wanted.items():
        if row.get(column) != value:
            yield Fault(path, record, f"`{column}` is not what the record says")


def _cell(item: object, part: str) -> str:
    """A part of an item as a cell holds it; the item itself when it has no parts."""
    value = getattr(item, part) if part else item
    return "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)


def _column(id_: str) -> str:
    return id_.replace("-", "_")


@check("csv")
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


@check("csv")
def vocabulary_tables(inspection: Inspection) -> Iterator[Fault]:
    """Factors, categories, learner models and tombstones are those of the JSON documents."""
    tombs = sound_table(inspection, TOMBSTONES)
    if tombs and "id" in tombs.header:
        yield from listing(TOMBSTONES, [row["id"] for row in tombs.rows()], inspection.manifest.retired)
    for name, (document, key, columns) in VOCABULARIES.items():
        path = f"csv/{name}.csv"
        if path not in inspection.paths:
            yield Fault(path, "", "it is missing")
        table = sound_table(inspection, path)
        content = inspection.document(f"json/{document}.json") if inspection.holds("json") else None
        if table is None or content is None:
            continue
        items = content[key]
        assert isinstance(items, list)
        wanted = {item["id"]: {column: _plain(item[column]) for column in columns} for item in items}
        rows = {row.get("id", ""): row for row in table.rows()}
        for id_ in sorted(wanted.keys() ^ rows.keys()):
            yield Fault(path, id_, f"it stands in only one of {path} and json/{document}.json")
        for id_ in sorted(wanted.keys() & rows.keys()):
            yield from _differences(path, id_, rows[id_], wanted[id_])


def _plain(value: object) -> str:
    return "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)
