"""Builds a bundle in a staging folder: takes over what would come out the same, makes all else, proves it."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from io import BytesIO
from typing import BinaryIO

from pipeline.incremental.tasks import Tasks
from pipeline.publish.bundle import FolderBundle
from pipeline.publish.edition import Edition
from pipeline.publish.exporter import Aggregate, Exporter, ExportFault, File
from pipeline.publish.exporters.csv_descriptor import schema_of
from pipeline.publish.exporters.csv_tables import path_of
from pipeline.publish.manifest import MANIFEST, SUMS, encode, manifest_of, sums_of
from pipeline.publish.records import Records
from pipeline.publish.release.aggregate_writer import AggregateWriter
from pipeline.publish.release.previous import FileEntry, PreviousRelease, ShardIndex
from pipeline.publish.release.staging import Staging
from pipeline.publish.schema.json_schema import schema_files
from pipeline.publish.schema.manifest import ManifestV1
from pipeline.publish.tables import strategy_tables
from pipeline.publish.tasks import (
    RenderedBytes,
    RenderedFiles,
    SiteRenderer,
    StrategyRenderer,
    decoded,
    is_verified_alone,
    site_faults,
)
from pipeline.publish.theme_faults import theme_fault
from pipeline.publish.verify import each_checks, whole_checks
from pipeline.publish.verify.checks.links import wanted_faults
from pipeline.publish.verify.context import VerifyContext
from pipeline.publish.verify.expected import Expected
from pipeline.publish.verify.links import LinkTargets
from pipeline.publish.verify.references import CrossReferences, related_of, unresolved
from pipeline.publish.verify.violation import Violation


class VerificationError(Exception):
    """What was written does not hold what a bundle promises; nothing was published."""

    def __init__(self, faults: Iterable[Violation]) -> None:
        self.faults = tuple(sorted(set(faults)))
        super().__init__("\n".join(map(str, self.faults)))


@dataclass(frozen=True)
class Build:
    """One bundle in the making: what it holds, where it grows, and the release before."""

    edition: Edition
    exporters: Sequence[Exporter]
    staging: Staging
    tasks: Tasks = field(default_factory=Tasks)
    previous: PreviousRelease | None = None

    @property
    def site(self) -> Records:
        """The records of the library."""
        return self.edition.site

    def make(self) -> tuple[ManifestV1, ShardIndex]:
        """Write all files, the manifest last; gives also where the shards stand.

        Raises NotWhole when a promise is not kept, ExportFault when that is the library's fault.
        """
        stages, formats = self.tasks.timings, {exporter.format for exporter in self.exporters}
        aggregates = {each.path: each for exporter in self.exporters for each in exporter.aggregates(self.site)}
        gathered = BuildResults()
        with ExitStack() as stack:
            if self.previous:
                stack.enter_context(closing(self.previous))
                with stages("look at the release before"):
                    self.previous.open(aggregates)
            with stages("make lists"):
                self._make_site(gathered)
            with stages("make strategies"):
                index = self._make_strategies(aggregates.values(), formats, gathered)
        with stages("make the rest"):
            for exporter in self.exporters:
                for file in exporter.render_last(self.site, self.staging):
                    self.staging.write(file)
                    if is_verified_alone(file.path):
                        gathered.proved.add(file.path)
                        gathered.faults += site_faults(self._expected(formats).base, file, gathered.wanted)
            for name, data in schema_files().items():
                self.staging.write(File(f"schemas/{name}", data))
        self.staging.drop_the_rest()
        with stages("write the manifest"):
            manifest = manifest_of(self.site, formats, self.staging.files.values())
            encoded = encode(manifest)
            self.staging.write(File(MANIFEST, encoded))
            self.staging.write(File(SUMS, sums_of(manifest, encoded)))
        with stages("verify"):
            self.staging.read_again()
            faults = [*gathered.faults, *self._faults(manifest, aggregates, gathered)]
        if faults:
            raise theme_fault(faults, self.site.site) or VerificationError(faults)
        return manifest, index

    def _make_site(self, gathered: "BuildResults") -> None:
        """Make what is about the library as a whole."""
        renderer = SiteRenderer(self.site)
        items = [(renderer.key(exporter), exporter) for exporter in self.exporters]
        known = {key for key, exporter in items if self.previous and exporter.name in self.previous.index.exporters}
        for _, rendered, made in self.tasks.run(
            "making lists",
            items,
            renderer,
            decoded,
            holds=lambda key, made: key in known and self._take(key, made),
            size=1,
        ):
            if made:
                self._write(rendered, made, gathered)
            gathered.proved.update(entry.path for entry in rendered.files if is_verified_alone(entry.path))

    def _make_strategies(
        self, aggregates: Collection[Aggregate], formats: Collection[str], gathered: "BuildResults"
    ) -> ShardIndex:
        """Make the files of strategies, and join their shards."""
        renderer = StrategyRenderer(
            self.exporters, [each.path for each in aggregates], self._expected(formats), self.edition.limits
        )
        items = [(renderer.key(strategy), strategy) for strategy in self.edition.strategies]
        with ExitStack() as stack:
            joinings = [stack.enter_context(AggregateWriter(self.staging, each)) for each in aggregates]
            done = self.tasks.run(
                "making strategies",
                items,
                renderer,
                decoded,
                lambda strategy: (strategy, self.edition.shown(strategy)),
                holds=lambda key, rendered: self._holds(key) and self._take(key, rendered),
            )
            for key, rendered, made in stack.enter_context(closing(done)):
                if made:
                    self._write(rendered, made, gathered)
                gathered.leads |= rendered.wanted
                gathered.proved.update(entry.path for entry in rendered.files)
                shards = made.shards if made else self._shards(key)
                for joining, shard in zip(joinings, shards, strict=True):
                    joining.add(shard)
            for joining in joinings:
                self.staging.add(joining.finish())
        gathered.proved.update(each.path for each in aggregates)
        entries = [self.staging.file(each.path) for each in aggregates]
        return ShardIndex(
            [exporter.name for exporter in self.exporters],
            [key for key, _ in items],
            [FileEntry(entry.path, entry.bytes, entry.sha256) for entry in entries],
            [joining.places for joining in joinings],
        )

    def _holds(self, key: str) -> bool:
        """True when the release before has the shards of a strategy."""
        return self.previous is not None and self.previous.holds(key)

    def _take(self, key: str, rendered: RenderedFiles) -> bool:
        """Take what was made before from the release before, if all of it is still there."""
        return self.previous is not None and self.previous.take(rendered.files, self.staging)

    def _shards(self, key: str) -> Iterable[bytes]:
        assert self.previous is not None
        return self.previous.shards(key)

    def _write(self, rendered: RenderedFiles, made: RenderedBytes, gathered: "BuildResults") -> None:
        for file, entry in zip(made.files, rendered.files, strict=True):
            self.staging.put(file.path, file.data, entry.sha256)
        gathered.faults += made.faults
        gathered.names += [made.names] if made.names else []
        for place, first in made.wanted.items():
            gathered.wanted.setdefault(place, first)

    def _expected(self, formats: Collection[str]) -> Expected:
        """What the checks of a strategy know besides what is made of it."""
        texts = {item.id: item.text for item in self.site.disclaimers}
        rows = {path_of(table): schema_of(table) for table in strategy_tables(self.site.policy)}
        return Expected(self.site.library, texts, frozenset(formats), rows)

    def _faults(
        self, manifest: ManifestV1, aggregates: Mapping[str, Aggregate], gathered: "BuildResults"
    ) -> Iterator[Violation]:
        """What the proofs of single strategies leave open: what stands around them, and where their links lead."""
        bundle = FolderBundle(self.staging.bundle)
        # What stands there was put there in this run, file by file; to list it all once more takes its time.
        bundle.paths = frozenset(self.staging.files)
        whole = VerifyContext(bundle, manifest, proved=set(gathered.proved), heads=self.site.heads)
        if lost := sorted(wanted_faults(whole, gathered.leads)):
            lines = [f"{self.site.by_id[fault.path.split('/')[2]].path}: {fault.message}" for fault in lost]
            raise ExportFault("links to this very site lead nowhere; mend them on their pages", *lines)
        yield from wanted_faults(whole, gathered.wanted)
        yield from self._unresolved(gathered)
        for check in whole_checks(manifest.formats):
            yield from check.function(whole)
        bare = WithoutStrategies(bundle, aggregates)
        without = VerifyContext(bare, _without_strategies(manifest), proved=set(aggregates))
        for check in each_checks(manifest.formats):
            yield from check.function(without)

    def _unresolved(self, gathered: "BuildResults") -> Iterator[Violation]:
        """What strategies say of others and is not so."""
        cards = {head.id: related_of(head) for head in self.site.heads}
        known = {*cards, *(tombstone.id for tombstone in self.site.tombstones)}
        factors = {factor.id for factor in self.site.factors}
        for names in gathered.names:
            yield from unresolved(names, cards, known, factors)


@dataclass
class BuildResults:
    """What there is to know of all that was made; `leads` are of what was taken over, too."""

    faults: list[Violation] = field(default_factory=list)
    wanted: LinkTargets = field(default_factory=dict)
    leads: LinkTargets = field(default_factory=dict)
    proved: set[str] = field(default_factory=set)
    names: list[CrossReferences] = field(default_factory=list)


@dataclass
class WithoutStrategies:
    """A bundle as it would be if the library had no strategy: aggregates without shards, everything else as it is."""

    bundle: FolderBundle
    aggregates: Mapping[str, Aggregate]
    name: str = "without strategies"

    @property
    def paths(self) -> frozenset[str]:
        """Path of every plain file."""
        return self.bundle.paths

    @property
    def oddities(self) -> Mapping[str, str]:
        """Entries that a bundle may not hold."""
        return self.bundle.oddities

    def read(self, path: str) -> bytes:
        """The bytes of a file."""
        return self.aggregates[path].joined(()) if path in self.aggregates else self.bundle.read(path)

    def stream(self, path: str) -> BinaryIO:
        """A file to be read piece by piece."""
        return BytesIO(self.read(path))


def _without_strategies(manifest: ManifestV1) -> ManifestV1:
    carried = [item.model_copy(update={"strategies": 0}) for item in manifest.disclaimers]
    return manifest.model_copy(update={"published": [], "disclaimers": carried})
