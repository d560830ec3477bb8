"""What checks of a bundle look at, and what they find."""

from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from pipeline.model.identifiers import Identifiers
from pipeline.publish.bundle import Bundle, Unreadable
from pipeline.publish.manifest import MANIFEST
from pipeline.publish.schema.manifest import ManifestV1
from pipeline.publish.schema.records import PublishedModel, StrategyV1
from pipeline.publish.strategy_summary import StrategySummary, summary_of
from pipeline.publish.verify.links import LinkTargets
from pipeline.publish.verify.references import CrossReferences
from pipeline.publish.verify.shapes import LINES, lines_of, read_json, shape_violations, shaped, without_envelope
from pipeline.publish.verify.view import OWN
from pipeline.publish.verify.violation import Violation

# Documents that are kept, for those who ask for the same one after the other, and the size of the largest.
MOST_DOCUMENTS = 16
MOST_BYTES = 1_000_000


@dataclass(frozen=True)
class Check:
    """One promise of the bundle. `format` is the one it is about; None when it is about all.

    One about `each` strategy is kept while a bundle is made by proving each share, and by what stands around them.
    """

    function: Callable[["VerifyContext"], Iterator[Violation]]
    format: str | None
    each: bool


def check(
    format_: str | None = None, *, each: bool = False
) -> Callable[[Callable[["VerifyContext"], Iterator[Violation]]], Check]:
    """Make a check of a generator function; it runs when the bundle holds the format."""
    return lambda function: Check(function, format_, each)


@dataclass(frozen=True)
class VerifyContext:
    """A bundle under context. Of its files it keeps verdicts and the latest documents.

    `records` are those that the bundle was built from, if the caller has them; a bundle without JSON has none.
    `verified` are files that need no further check. `link_targets` are what links of verified files require of other
    files. `cross_references` are what strategies say of each other, and `summaries` what lists say of them, by id.
    """

    bundle: Bundle
    manifest: ManifestV1
    records: Sequence[StrategyV1] = ()
    verified: set[str] = field(default_factory=set)
    summaries: dict[str, StrategySummary] = field(default_factory=dict)
    link_targets: LinkTargets = field(default_factory=dict)
    cross_references: list[CrossReferences] = field(default_factory=list)
    _verdicts: dict[str, tuple[Violation, ...]] = field(default_factory=dict)
    _tables: dict[str, str] = field(default_factory=dict)
    _documents: dict[str, dict[str, object]] = field(default_factory=dict)
    _named: dict[PublishedModel, PublishedModel] = field(default_factory=dict)

    @property
    def base(self) -> str:
        """Where the site will stand, with a slash at its end; only a slash when nobody said."""
        return (self.manifest.library.base_url or "").rstrip("/") + "/"

    @cached_property
    def identifiers(self) -> Identifiers:
        """Makes the identifiers of the library."""
        return Identifiers(self.manifest.library.id)

    @property
    def paths(self) -> frozenset[str]:
        """Path of every file that is there."""
        return self.bundle.paths

    def below(self, folder: str, suffix: str = "") -> list[str]:
        """Paths of all files below a folder that end so, sorted."""
        first, last = (bisect_left(self._sorted, folder + mark) for mark in "/0")  # `0` comes next after `/`
        return [path for path in self._sorted[first:last] if path.endswith(suffix)]

    @cached_property
    def _sorted(self) -> list[str]:
        return sorted(self.paths)

    def holds(self, format_: str) -> bool:
        """True when the bundle says that it holds a format."""
        return format_ in self.manifest.formats

    def text(self, path: str) -> str | None:
        """A file's text; None when it is not there or is not UTF-8, which is reported elsewhere."""
        return None if (data := self.data(path)) is None else data.decode()

    def data(self, path: str) -> bytes | None:
        """The bytes of a file's text, or None for the same reasons."""
        if path not in self.paths:
            return None
        try:
            data = self.bundle.read(path)
            data.decode()
        except (Unreadable, UnicodeDecodeError):
            return None
        return data

    def shape_violations(self, path: str) -> tuple[Violation, ...]:
        """What is wrong with the shape of a JSON document; judged once."""
        if path not in self._verdicts:
            data = self.data(path)
            if data is None:
                self._verdicts[path] = (Violation(path, "", "it cannot be read as UTF-8"),)
            elif path.endswith(LINES):
                self._verdicts[path] = shape_violations(path, data)
            else:
                document, self._verdicts[path] = shaped(path, data)
                if document is not None and not self._verdicts[path]:
                    self._keep(path, document, len(data))
        return self._verdicts[path]

    def _keep(self, path: str, document: dict[str, object], size: int) -> None:
        if size <= MOST_BYTES:
            if len(self._documents) >= MOST_DOCUMENTS:
                del self._documents[next(iter(self._documents))]
            self._documents[path] = document

    def table_fault(self, path: str, read: Callable[[], str]) -> str:
        """What is wrong with a table, as `read` finds it, or empty; judged once."""
        if path not in self._tables:
            self._tables[path] = read()
        return self._tables[path]

    def documents(self, path: str) -> Iterator[dict[str, object]]:
        """The JSON documents of a file, one a line or only one; none when the shape of any is not sound."""
        if path not in self.paths or self.shape_violations(path):
            return
        if path in self._documents:
            yield self._documents[path]
            return
        data = self.data(path) or b""
        for part in lines_of(data) if path.endswith(LINES) else (data,):
            document = read_json(part)
            if not path.endswith(LINES):
                self._keep(path, document, len(part))
            yield document

    def document(self, path: str) -> dict[str, object] | None:
        """A JSON document of sound shape, or None."""
        return next(self.documents(path), None)

    def record(self, id_: str) -> StrategyV1 | None:
        """The record of a strategy from its own JSON document; None when that is not sound."""
        if not self.holds("json"):
            return self._records.get(id_)
        document = self.document(f"{OWN}{id_}.json")
        return StrategyV1.model_validate(without_envelope(document)) if document else None

    def note(self, record: StrategyV1) -> None:
        """Keep what the bundle as a whole is asked for, for all of them are little."""
        self.summaries[record.id] = summary_of(record, self._named)
        self.cross_references.append(CrossReferences.of(record))

    @cached_property
    def _records(self) -> Mapping[str, StrategyV1]:
        return {strategy.id: strategy for strategy in self.records}

    @property
    def complete(self) -> bool:
        """True when every record can be read; otherwise comparing them all would only add noise."""
        return not self.holds("json") or len(self.summaries) == len(self.manifest.published)


def listing(path: str, found: list[str], wanted: list[str]) -> Iterator[Violation]:
    """Compare the ids in a file with those it should list, in their order."""
    for id_ in sorted(set(wanted) - set(found)):
        yield Violation(path, id_, f"it is missing; {MANIFEST} lists it")
    for id_ in sorted(set(found) - set(wanted)):
        yield Violation(path, id_, f"{MANIFEST} lists no such id")
    if set(found) == set(wanted) and found != wanted:
        yield Violation(path, "", "the ids are not sorted, or one stands twice")
