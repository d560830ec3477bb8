"""Makes a bundle in a staging folder: the shares of all strategies, what frames them, and the rest; and proves it."""

from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from io import BytesIO
from itertools import chain
from typing import BinaryIO

from pipeline.beside import cores
from pipeline.exporter import Exporter, ExportFault, File, Frame, makes_rest
from pipeline.exporters.csv_descriptor import schema_of
from pipeline.exporters.csv_tables import path_of
from pipeline.lazy import lazy
from pipeline.means import Means
from pipeline.model.manifest import ManifestV1
from pipeline.model.records import Records
from pipeline.model.tables import tables
from pipeline.publish.bundle import FolderBundle
from pipeline.publish.earlier import Earlier
from pipeline.publish.framing import Framing
from pipeline.publish.manifest import MANIFEST, SUMS, encode, manifest_of, sums_of
from pipeline.publish.on_disk import OnDisk
from pipeline.publish.share import Made, Maker, Rest, Run, Share, Stretch, Task, tasks_of
from pipeline.publish.staging import Staging
from pipeline.publish.theme_faults import theme_fault
from pipeline.publish.verify import each_checks, whole_checks
from pipeline.publish.verify.checks.images import is_image
from pipeline.publish.verify.checks.links import wanted_faults
from pipeline.publish.verify.expected import Expected
from pipeline.publish.verify.fault import Fault
from pipeline.publish.verify.inspection import Inspection
from pipeline.publish.verify.links import Wanted, is_of_site
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
        """Write all files, the manifest last.

        Raises NotWhole when a promise is not kept, ExportFault when that is the library's fault.
        """
        frames = {frame.path: frame for exporter in self.exporters for frame in exporter.frames()}
        with self.means.stages("take what did not change"):
            if self.earlier:
                self.earlier.take_over(self.staging)
        with self.means.stages("make strategies and lists"):
            gathered = self._make(frames)
        with self.means.stages("make the rest"):
            self._make_rest()
        formats = {exporter.format for exporter in self.exporters}
        with self.means.stages("write the manifest"):
            manifest = manifest_of(self.records, formats, self.staging.files.values())
            encoded = encode(manifest)
            self.staging.write(File(MANIFEST, encoded))
            self.staging.write(File(SUMS, sums_of(manifest, encoded)))
        with self.means.stages("verify"):
            faults = [*gathered.faults, *self._faults(manifest, frames, gathered)]
        if faults:
            raise theme_fault(faults, self.records.site) or NotWhole(faults)
        return manifest

    def _make_rest(self) -> None:
        """Make what is made of files that were written before."""
        for exporter in self.exporters:
            if exporter.reads_shares:
                for file in exporter.rest(self.staging):
                    self.staging.write(file)
        for name, data in schema_files().items():
            self.staging.write(File(f"schemas/{name}", data))

    def _make(self, frames: Mapping[str, Frame]) -> "Gathered":
        """Make what is not taken over, and fill the frames with all of it."""
        ids, earlier = [head.id for head in self.records.heads], self.earlier
        runs = list(earlier.runs(ids)) if earlier else [ids] if ids else []
        kept = earlier.kept if earlier else ()
        gathered = Gathered()
        with ExitStack() as stack:
            framings = {}
            for path, frame in frames.items():
                former = earlier.former(frame) if earlier else None
                framings[path] = stack.enter_context(Framing(self.staging.bundle, frame, former))
            # Closed at whatever goes wrong: else the processes would still write while staging is swept.
            new = [run for run in runs if run[0] not in kept]
            made = stack.enter_context(closing(self._made(frames, new, gathered)))
            for _ in self._rests:
                next(made)
            self._fill(framings, runs, made)
            # Only now, for it is no good to fork while there are threads. They read and hash at the same time.
            with ThreadPoolExecutor(cores()) as threads:
                for file in threads.map(Framing.finish, framings.values()):
                    self.staging.add(file)
        gathered.proved |= frames.keys()
        if earlier:
            gathered.proved |= earlier.taken
            gathered.leads |= earlier.leads
            earlier.note(frames.values(), gathered.shares)
            for rest, files in gathered.rests.items():
                earlier.note_rest(self.exporters[rest.exporter], [file.path for file in files])
        return gathered

    def _fill(self, framings: Mapping[str, Framing], runs: Iterable[Run], made: Generator[Made, None, None]) -> None:
        """Fill the frames: with what is made, and with what stands in the earlier release already."""
        stretches = _stretches(made)
        for run in runs:
            if self.earlier and run[0] in self.earlier.kept:
                for path, framing in framings.items():
                    framing.copy(*self.earlier.extent(path, run[0], run[-1]))
                continue
            left = len(run)
            while left:
                parts, stretch = next(stretches)
                for path, (start, end, checksum) in stretch.extents.items():
                    framings[path].add(parts[start:end], checksum)
                left -= stretch.strategies

    @lazy
    def _rests(self) -> list[Rest]:
        """What is to be made besides shares that hangs on no other file."""
        earlier = self.earlier
        return [
            Rest(place)
            for place, exporter in enumerate(self.exporters)
            if makes_rest(exporter) and not (exporter.reads_shares or (earlier and earlier.keeps_rest(exporter)))
        ]

    def _made(
        self, frames: Mapping[str, Frame], runs: Sequence[Run], gathered: "Gathered"
    ) -> Generator[Made, None, None]:
        """Make the rests, then the shares of runs of strategies, and gather what there is to know of them."""
        staging, total, done = self.staging, sum(map(len, runs)), 0
        formats = frozenset(exporter.format for exporter in self.exporters)
        texts = {item.id: item.text for item in self.records.disclaimers}
        rows = {path_of(table): schema_of(table) for table in tables(self.records) if table.rows_of}
        expected = Expected(self.records.library, texts, formats, rows)
        maker = Maker(self.records, self.exporters, frames, expected, staging.bundle, staging.parts)
        tell = self.means.watch("making strategies")
        tasks: Iterable[Task] = chain(self._rests, tasks_of(runs, CHUNK))
        with closing(self.means.spread(maker, tasks)) as pieces:
            for made in pieces:
                gathered.take(made, staging)
                yield made
                done += len(made.shares)
                tell(done, total)

    def _faults(self, manifest: ManifestV1, frames: Mapping[str, Frame], gathered: "Gathered") -> Iterator[Fault]:
        """What the shares' proofs leave open: what stands around them, and where their links lead."""
        bundle = FolderBundle(self.staging.bundle)
        # What stands there was put there in this run, file by file; to list it all once more takes its time.
        bundle.paths = frozenset(self.staging.files)
        whole = Inspection(bundle, manifest, proved=set(gathered.proved), heads=self.records.heads)
        if lost := sorted(wanted_faults(whole, gathered.leads)):
            lines = [f"{self.records.by_id[fault.path.split('/')[2]].path}: {fault.message}" for fault in lost]
            raise ExportFault("links to this very site lead nowhere; mend them on their pages", *lines)
        yield from wanted_faults(whole, gathered.wanted)
        made = {self.exporters[rest.exporter].format for rest in gathered.rests}
        for check in whole_checks(made | {exporter.format for exporter in self.exporters if exporter.reads_shares}):
            yield from check.function(whole)
        without = Inspection(WithoutStrategies(bundle, frames), _without_strategies(manifest), proved=set(frames))
        for check in each_checks(manifest.formats):
            yield from check.function(without)


def _stretches(made: Iterable[Made]) -> Iterator[tuple[bytes, Stretch]]:
    """Each stretch of what is made, with the bytes that its extents are places in."""
    for each in made:
        parts = each.read()
        yield from ((parts, stretch) for stretch in each.stretches)


@dataclass
class Gathered:
    """What there is to know of all shares and rests that were made.

    `proved` are files that need no further proof; `leads` are of shares that were taken over, too.
    """

    shares: dict[str, Share] = field(default_factory=dict)
    rests: dict[Rest, Sequence[OnDisk]] = field(default_factory=dict)
    proved: set[str] = field(default_factory=set)
    faults: list[Fault] = field(default_factory=list)
    wanted: Wanted = field(default_factory=dict)
    leads: Wanted = field(default_factory=dict)

    def take(self, made: Made, staging: Staging) -> None:
        """Add some shares or a rest, and count their files."""
        self.faults += made.faults
        for place, first in made.wanted.items():
            self.wanted.setdefault(place, first)
        for share in made.shares:
            self.shares[share.id] = share
            self.leads |= share.leads
            for file in share.files:
                staging.add(file)
                self.proved.add(file.path)
        if made.rest is not None:
            self.rests[made.rest] = made.files
            for file in made.files:
                staging.add(file)
            self.proved.update(file.path for file in made.files if is_of_site(file.path) or is_image(file.path))


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

    def stream(self, path: str) -> BinaryIO:
        """A file to be read piece by piece."""
        return BytesIO(self.read(path))


def _without_strategies(manifest: ManifestV1) -> ManifestV1:
    carried = [item.model_copy(update={"strategies": 0}) for item in manifest.disclaimers]
    return manifest.model_copy(update={"published": [], "disclaimers": carried})
