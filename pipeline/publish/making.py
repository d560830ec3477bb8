"""Makes a bundle in a staging folder: the shares of all strategies, what frames them, and the rest; and proves it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass

from pipeline.exporter import Exporter, File, Frame
from pipeline.model.manifest import ManifestV1
from pipeline.model.records import Records
from pipeline.parallel import Spread, chunks, here
from pipeline.publish.bundle import FolderBundle
from pipeline.publish.checks.links import Wanted, wanted_faults
from pipeline.publish.fault import Fault
from pipeline.publish.inspection import Inspection
from pipeline.publish.manifest import MANIFEST, SUMS, encode, manifest_of, sums_of
from pipeline.publish.proof import Proof
from pipeline.publish.share import ShareMaker
from pipeline.publish.staging import Framing, Staging
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
    """One bundle in the making."""

    records: Records
    exporters: Sequence[Exporter]
    staging: Staging
    spread: Spread = here

    def make(self) -> ManifestV1:
        """Write all files, the manifest last; raises NotWhole when a promise is not kept."""
        frames = {frame.path: frame for exporter in self.exporters for frame in exporter.frames()}
        faults, wanted = self._make_shares(frames)
        proved = frozenset(self.staging.files)
        for exporter in self.exporters:
            for file in exporter.rest(self.staging):
                self.staging.write(file)
        for name, data in schema_files().items():
            self.staging.write(File(f"schemas/{name}", data))
        formats = {exporter.format for exporter in self.exporters}
        manifest = manifest_of(self.records, formats, self.staging.files.values())
        encoded = encode(manifest)
        self.staging.write(File(MANIFEST, encoded))
        self.staging.write(File(SUMS, sums_of(manifest, encoded)))
        faults += self._faults(manifest, frames, proved, wanted)
        if faults:
            raise NotWhole(faults)
        return manifest

    def _make_shares(self, frames: Mapping[str, Frame]) -> tuple[list[Fault], Wanted]:
        faults: list[Fault] = []
        wanted: Wanted = {}
        ids = [head.id for head in self.records.heads]
        formats = frozenset(exporter.format for exporter in self.exporters)
        maker = ShareMaker(self.exporters, Proof(self.records, self.staging.bundle, formats), self.staging.bundle)
        with ExitStack() as stack:
            framings = {
                path: stack.enter_context(Framing(self.staging.bundle, frame)) for path, frame in frames.items()
            }
            for made in self.spread(maker, chunks(ids, CHUNK)):
                faults += made.faults
                for place, first in made.wanted.items():
                    wanted.setdefault(place, first)
                for share in made.shares:
                    for file in share.files:
                        self.staging.add(file)
                    for path, piece in share.pieces.items():
                        framings[path].add(piece)
            for framing in framings.values():
                self.staging.add(framing.finish())
        return faults, wanted

    def _faults(
        self, manifest: ManifestV1, frames: Mapping[str, Frame], proved: frozenset[str], wanted: Wanted
    ) -> Iterator[Fault]:
        """What the shares' proofs leave open: what stands around them, and where their links lead."""
        bundle = FolderBundle(self.staging.bundle)
        whole = Inspection(bundle, manifest, proved=proved, heads=self.records.heads)
        yield from wanted_faults(whole, wanted)
        for check in whole_checks(manifest.formats):
            yield from check.function(whole)
        without = Inspection(WithoutStrategies(bundle, frames), _without_strategies(manifest), proved=frozenset(frames))
        for check in each_checks(manifest.formats):
            yield from check.function(without)


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
