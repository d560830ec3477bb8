"""What checks of a bundle look at, and what they find."""

from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from pipeline.lazy import lazy
from pipeline.model.head import Head, head_of
from pipeline.model.identifiers import Identifiers
from pipeline.model.manifest import ManifestV1
from pipeline.model.published import Published, StrategyV1
from pipeline.publish.bundle import Bundle, Unreadable
from pipeline.publish.verify.fault import Fault
from pipeline.publish.verify.shapes import LINES, bare, digest_of, lines_of, read_json, shape_faults, shaped

# Where the strategies' own documents stand.
OWN = "json/strategies/"
# Documents that are kept, for those who ask for the same one after the other, and the size of the largest.
MOST_DOCUMENTS = 16
MOST_BYTES = 1_000_000
# Records that are kept, some 20 MB: a dozen checks ask for all of them, and to read one takes 0.1 ms.
MOST_RECORDS = 512


@dataclass(frozen=True)
class Check:
    """One promise of the bundle. `format` is the one it is about; None when it is about all.

    One about `each` strategy is kept while a bundle is made by proving each share, and by what stands around them.
    """

    function: Callable[["Inspection"], Iterator[Fault]]
    format: str | None
    each: bool


def check(
    format_: str | None = None, *, each: bool = False
) -> Callable[[Callable[["Inspection"], Iterator[Fault]]], Check]:
    """Make a check of a generator function; it runs when the bundle holds the format."""
    return lambda function: Check(function, format_, each)


@dataclass(frozen=True)
class Inspection:
    """A bundle under inspection. Of its files it keeps verdicts, the latest documents, and some strategies' records.

    `given` are the records it was made from, where they are at hand: a bundle without JSON has them not.
    `proved` are files that were checked while they were made, strategy by strategy; `heads` is then what lists say
    of the strategies.
    """

    bundle: Bundle
    manifest: ManifestV1
    given: Sequence[StrategyV1] = ()
    proved: frozenset[str] = frozenset()
    heads: Sequence[Head] = ()
    _verdicts: dict[str, tuple[Fault, ...]] = field(default_factory=dict)
    _tables: dict[str, str] = field(default_factory=dict)
    _documents: dict[str, dict[str, object]] = field(default_factory=dict)
    _records: dict[str, StrategyV1] = field(default_factory=dict)
    _digests: dict[str, bytes] = field(default_factory=dict)
    _heads: dict[str, Head] = field(default_factory=dict)
    _named: dict[Published, Published] = field(default_factory=dict)

    @property
    def base(self) -> str:
        """Where the site will stand, with a slash at its end; only a slash when nobody said."""
        return (self.manifest.library.base_url or "").rstrip("/") + "/"

    @lazy
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

    @lazy
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

    def shape_faults(self, path: str) -> tuple[Fault, ...]:
        """What is wrong with the shape of a JSON document; judged once."""
        if path not in self._verdicts:
            data = self.data(path)
            if data is None:
                self._verdicts[path] = (Fault(path, "", "it cannot be read as UTF-8"),)
            elif path.endswith(LINES):
                self._verdicts[path] = shape_faults(path, data)
            else:
                document, self._verdicts[path] = shaped(path, data)
                if document is not None and not self._verdicts[path]:
                    self._keep(path, document, len(data))
        return self._verdicts[path]

    def _keep(self, path: str, document: dict[str, object], size: int) -> None:
        if path.startswith(OWN) and path not in self._digests:
            self._digests[path] = digest_of(bare(document))
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
        if path not in self.paths or self.shape_faults(path):
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

    def is_own(self, id_: str, record: dict[str, object]) -> bool:
        """True when a record reads as the one in the strategy's own document, which was looked at before."""
        digest = self._digests.get(f"{OWN}{id_}.json")
        return bool(digest) and digest == digest_of(record)

    def strategy(self, id_: str) -> StrategyV1 | None:
        """The record of a strategy from its own JSON document; None when that is not sound."""
        if not self.holds("json"):
            return self._given.get(id_)
        if id_ in self._records:
            return self._records[id_]
        document = self.document(f"{OWN}{id_}.json")
        record = StrategyV1.model_validate(bare(document)) if document else None
        if record is not None:
            self._heads.setdefault(id_, head_of(record, self._named))
            if len(self._records) < MOST_RECORDS:
                self._records[id_] = record
        return record

    @lazy
    def _given(self) -> Mapping[str, StrategyV1]:
        return {strategy.id: strategy for strategy in self.given}

    def strategies(self) -> Iterator[StrategyV1]:
        """The records that the other formats must agree with, one after another."""
        if not self.holds("json"):
            yield from self.given
            return
        for id_ in self.manifest.published:
            record = self.strategy(id_)
            if record is not None:
                yield record

    def outlines(self) -> Iterator[Head]:
        """What lists say of the strategies, one after another: kept, for all of them are little."""
        if self.heads or not self.holds("json"):
            yield from self.heads or (head_of(strategy, self._named) for strategy in self.given)
            return
        for id_ in self.manifest.published:
            if id_ in self._heads or self.strategy(id_) is not None:
                yield self._heads[id_]

    @lazy
    def sound(self) -> bool:
        """True when every strategy's record can be read: else what compares them all would only add noise."""
        if self.heads or not self.holds("json"):
            return True
        return None not in map(self.strategy, self.manifest.published)
