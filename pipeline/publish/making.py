"""Makes a bundle in a staging folder: the shares of all strategies, what frames them, and the rest; and proves it."""

from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from itertools import islice
from math import ceil

from pipeline.exporter import Exporter, File, Frame
from pipeline.means import Means
from pipeline.model.manifest import ManifestV1
from pipeline.model.records import Records
from pipeline.parallel import chunks, cores
from pipeline.publish.bundle import FolderBundle
from pipeline.publish.checks.links import Wanted, wanted_faults
from pipeline.publish.earlier import Earlier
from pipeline.publish.fault import Fault
from pipeline.publish.framing import Framing
from pipeline.publish.inspection import Inspection
from pipeline.publish.manifest import MANIFEST, SUMS, encode, manifest_of, sums_of
from pipeline.publish.proof import Proof
from pipeline.publish.share import Made, Share, ShareMaker
from pipeline.publish.staging import Staging
from pipeline.publish.verify import each_checks, whole_checks
from pipeline.schema import schema_files

# Strategies that a process makes in one go: enough that handing them over costs nothing, few enough to be shared out.
CHUNK = 32


class NotWhole(Exception):  # noqa: N818 - names what the bundle is
    """What was written does not hold what a bundle promises; nothing was published."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(sorted(set(faults)))
        super().__init__("\n".join(map(str, self.faults)))


@dataclass(frozen=True)
class Making:
    """One bundle in the making. What the `earlier` release holds of it is taken from there."""

    records: Records
    exporters: Sequence[Exporter]
    staging: Staging
    means: Means = field(default_factory=Means)
    earlier: Earlier | None = None

    def make(self) -> ManifestV1:
        """Write all files, the manifest last; raises NotWhole when a promise is not kept."""
        frames = {frame.path: frame for exporter in self.exporters for frame in exporter.frames()}
        with self.means.stages("take what did not change"):
            if self.earlier:
                self.staging.take(self.earlier.taken, self.earlier.folder)
        with self.means.stages("make strategies"):
            faults, wanted = self._make_shares(frames)
            proved = list(self.staging.files)
        with self.means.stages("make the rest"):
            self._make_rest()
        formats = {exporter.format for exporter in self.exporters}
        with self.means.stages("write the manifest"):
            manifest = manifest_of(self.records, formats, self.staging.files.values())
            encoded = encode(manifest)
            self.staging.write(File(MANIFEST, encoded))
            self.staging.write(File(SUMS, sums_of(manifest, encoded)))
        with self.means.stages("verify"):
            faults += self._faults(manifest, frames, proved, wanted)
        if faults:
            raise NotWhole(faults)
        return manifest

    def _make_rest(self) -> None:
        for exporter in self.exporters:
            if self.earlier and self.earlier.keeps_rest(exporter):
                continue
            before = len(self.staging.files)
            for file in exporter.rest(self.staging):
                self.staging.write(file)
            if self.earlier:
                self.earlier.note_rest(exporter, list(self.staging.files)[before:])
        for name, data in schema_files().items():
            self.staging.write(File(f"schemas/{name}", data))

    def _make_shares(self, frames: Mapping[str, Frame]) -> tuple[list[Fault], Wanted]:
        """Make what is not taken over, and fill the frames with all of it."""
        ids, earlier = [head.id for head in self.records.heads], self.earlier
        runs = list(earlier.runs(ids)) if earlier else [ids]
        kept = earlier.kept if earlier else frozenset()
        gathered = Gathered()
        with ExitStack() as stack:
            framings = {}
            for path, frame in frames.items():
                former = earlier.former(frame) if earlier else None
                framings[path] = stack.enter_context(Framing(self.staging.bundle, frame, former))
            # Closed at whatever goes wrong: else the processes would still write while staging is swept.
            new = [run for run in runs if run[0] not in kept]
            made = stack.enter_context(closing(self._made(frames, new, gathered)))
            for run in runs if ids else ():
                if earlier and run[0] in kept:
                    for path, framing in framings.items():
                        framing.copy(*earlier.extent(path, run[0], run[-1]))
                    continue
                for each in islice(made, ceil(len(run) / CHUNK)):
                    parts = each.read()
                    for path, (start, end) in each.extents.items():
                        framings[path].add(parts[start:end])
            # Only now, for it is no good to fork while there are threads. They read and hash at the same time.
            with ThreadPoolExecutor(cores()) as threads:
                for file in threads.map(Framing.finish, framings.values()):
                    self.staging.add(file)
        if earlier:
            earlier.note(frames.values(), gathered.shares)
        return gathered.faults, gathered.wanted

    def _made(
        self, frames: Mapping[str, Frame], runs: Sequence[Sequence[str]], gathered: "Gathered"
    ) -> Generator[Made, None, None]:
        """Make the shares of runs of strategies, group by group, and gather what there is to know of them."""
        staging, total, done = self.staging, sum(map(len, runs)), 0
        formats = frozenset(exporter.format for exporter in self.exporters)
        proof = Proof(self.records, staging.bundle, formats)
        maker = ShareMaker(self.exporters, frames, proof, staging.bundle, staging.parts)
        tell = self.means.watch("making strategies")
        with closing(self.means.spread(maker, (group for run in runs for group in chunks(run, CHUNK)))) as pieces:
            for made in pieces:
                gathered.take(made, staging)
                yield made
                done += len(made.shares)
                tell(done, total)

    def _faults(
        self, manifest: ManifestV1, frames: Mapping[str, Frame], proved: Iterable[str], wanted: Wanted
    ) -> Iterator[Fault]:
        """What the shares' proofs leave open: what stands around them, and where their links lead."""
        bundle = FolderBundle(self.staging.bundle)
        if self.earlier and self.earlier.kept:
            # What stands there was put there in this run, file by file; to list it all once more takes its time.
            bundle.paths = frozenset(self.staging.files)
        taken = self.earlier.taken if self.earlier else {}
        kept = [self.earlier and self.earlier.keeps_rest(exporter) for exporter in self.exporters]
        whole = Inspection(bundle, manifest, proved=frozenset(proved).union(taken), heads=self.records.heads)
        yield from wanted_faults(whole, wanted)
        made = {exporter.format for exporter, same in zip(self.exporters, kept, strict=True) if not same}
        for check in whole_checks(made):
            yield from check.function(whole)
        without = Inspection(WithoutStrategies(bundle, frames), _without_strategies(manifest), proved=frozenset(frames))
        for check in each_checks(manifest.formats):
            yield from check.function(without)


@dataclass
class Gathered:
    """What there is to know of all shares that were made."""

    shares: dict[str, Share] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    wanted: Wanted = field(default_factory=dict)

    def take(self, made: Made, staging: Staging) -> None:
        """Add some shares, and count their files."""
        self.faults += made.faults
        for place, first in made.wanted.items():
            self.wanted.setdefault(place, first)
        for share in made.shares:
            self.shares[share.id] = share
            for file in share.files:
                staging.add(file)


@dataclass
class WithoutStrategies:
    """A bundle as it would be if the library had no strategy: frames without pieces, everything else as it is."""

    bundle: FolderBundle
    frames: Mapping[str, Frame]
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
        return self.frames[path].joined(()) if path in self.frames else self.bundle.read(path)


def _without_strategies(manifest: ManifestV1) -> ManifestV1:
    carried = [item.model_copy(update={"strategies": 0}) for item in manifest.disclaimers]
    return manifest.model_copy(update={"published": [], "disclaimers": carried})
