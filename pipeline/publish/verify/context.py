"""The context that checks of a bundle share: the bundle, its manifest, and what was verified already."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from pipeline.publish.bundle import Bundle, Unreadable
from pipeline.publish.schema.base import PublishedModel
from pipeline.publish.schema.manifest import ManifestV1
from pipeline.publish.schema.records import StrategyV1
from pipeline.publish.strategy_summary import StrategySummary, summary_of
from pipeline.publish.verify.descriptor import DESCRIPTOR, described_tables
from pipeline.publish.verify.expected import Expected
from pipeline.publish.verify.links import LinkTargets
from pipeline.publish.verify.references import CrossReferences
from pipeline.publish.verify.shapes import LINES, lines_of, read_json, shape_violations, without_envelope
from pipeline.publish.verify.tables import TableReader
from pipeline.publish.verify.view import own_document
from pipeline.publish.verify.violation import Violation
from pipeline.source.memoise import cached_property

# Tables with the days of strategies.
DATED = ("csv/strategies.csv", "csv/tombstones.csv")
LEARNER_MODELS, TOMBSTONES = "json/learner-models.json", "json/tombstones.json"


@dataclass(frozen=True)
class VerifyContext:
    """A bundle that is verified. Of its files only the verdicts are stored.

    `records` are those that the bundle was built from by id, if the caller has them; a bundle without JSON has none.
    `verified` are files that need no further check. `link_targets` are what links of verified files require of other
    files. `cross_references` are what strategies say of each other, and `summaries` what lists say of them, by id;
    `days` are those of their last changes. `disclaimers_of_sections` are the ids of the disclaimers that sections open
    with.
    """

    bundle: Bundle
    manifest: ManifestV1
    records: Mapping[str, StrategyV1] = field(default_factory=dict)
    verified: set[str] = field(default_factory=set)
    summaries: dict[str, StrategySummary] = field(default_factory=dict)
    days: set[str] = field(default_factory=set)
    link_targets: LinkTargets = field(default_factory=dict)
    cross_references: list[CrossReferences] = field(default_factory=list)
    disclaimers_of_sections: dict[str, str] = field(default_factory=dict)
    _shapes: dict[str, tuple[Violation, ...]] = field(default_factory=dict)
    _named: dict[PublishedModel, PublishedModel] = field(default_factory=dict)

    @cached_property
    def expected(self) -> Expected:
        """Expected values of each strategy besides its record; no tables when their descriptor is invalid."""
        document: dict[str, Any] = self.document(LEARNER_MODELS) or {}
        grades = {model["id"]: model["grades"] for model in document.get("learner_models", ())}
        return Expected.of(self.manifest, described_tables(self.text(DESCRIPTOR)), grades)

    @property
    def paths(self) -> frozenset[str]:
        """Path of every file that exists."""
        return self.bundle.paths

    def below(self, folder: str, suffix: str = "") -> list[str]:
        """Paths of all files below a folder with this suffix, sorted."""
        return sorted(path for path in self.paths if path.startswith(folder + "/") and path.endswith(suffix))

    def holds(self, format_: str) -> bool:
        """True when the manifest names a format."""
        return format_ in self.manifest.formats

    def text(self, path: str) -> str | None:
        """The text of a file; None when it does not exist or is not UTF-8, which other checks report."""
        return None if (data := self.data(path)) is None else data.decode()

    def data(self, path: str) -> bytes | None:
        """The bytes of a text file, or None for the same reasons."""
        if path not in self.paths:
            return None
        try:
            data = self.bundle.read(path)
            data.decode()
        except (Unreadable, UnicodeDecodeError):
            return None
        return data

    def shape_violations(self, path: str) -> tuple[Violation, ...]:
        """What is wrong with the shape of a JSON document."""
        if path not in self._shapes:
            data = self.data(path)
            unreadable = (Violation(path, "", "it cannot be read as UTF-8"),)
            self._shapes[path] = unreadable if data is None else shape_violations(path, data)
        return self._shapes[path]

    def documents(self, path: str) -> Iterator[dict[str, object]]:
        """The JSON documents of a file, one a line or only one; none when the shape of any is wrong."""
        if path in self.paths and not self.shape_violations(path):
            data = self.data(path) or b""
            yield from map(read_json, lines_of(data) if path.endswith(LINES) else (data,))

    def document(self, path: str) -> dict[str, object] | None:
        """A JSON document with its right shape, or None."""
        return next(self.documents(path), None)

    def table(self, path: str) -> TableReader | None:
        """A table that can be read to its end, or None; the check `tables` reports the reason."""
        text = self.text(path)
        table = None if text is None else TableReader(path, text)
        return None if table is None or table.malformed() else table

    def record(self, id_: str) -> StrategyV1 | None:
        """The record of a strategy from its own JSON document; None when its shape is wrong."""
        if not self.holds("json"):
            return self.records.get(id_)
        document = self.document(own_document(id_))
        return StrategyV1.model_validate(without_envelope(document)) if document else None

    def add(self, record: StrategyV1) -> None:
        """Store the little of a record that checks of the complete bundle use."""
        self.summaries[record.id] = summary_of(record, self._named)
        self.days.add(record.updated)
        self.cross_references.append(CrossReferences.of(record))
        shown = ((section.id, section.disclaimer) for section in record.sections)
        self.disclaimers_of_sections.update({id_: disclaimer.id for id_, disclaimer in shown if disclaimer})

    def newest_day(self) -> str | None:
        """The newest day on which a published or retired strategy changed, as far as the bundle says it."""
        document: dict[str, Any] = self.document(TOMBSTONES) or {}
        days = self.days.union(item["updated"] for item in document.get("tombstones", ()))
        tables = () if self.holds("json") else map(self.table, DATED)
        rows = (row for table in tables if table and "updated" in table.header for row in table.rows())
        return max(days.union(row["updated"] for row in rows), default=None)

    @property
    def complete(self) -> bool:
        """True when every record can be read; otherwise comparing them all would only add noise."""
        return not self.holds("json") or len(self.summaries) == len(self.manifest.published)
