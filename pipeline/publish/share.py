"""What one strategy gives to a bundle, made, written and proved in one go, in whatever process."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from pipeline.exporter import Exporter, File, Piece
from pipeline.publish.checks.links import Wanted
from pipeline.publish.fault import Fault
from pipeline.publish.proof import Proof
from pipeline.publish.staging import OnDisk, write_file


@dataclass(frozen=True, slots=True)
class Share:
    """The files of one strategy, as they were written, and its pieces of the frames by path."""

    id: str
    files: tuple[OnDisk, ...]
    pieces: dict[str, bytes]

    @property
    def sizes(self) -> "Sizes":
        """The same without the pieces."""
        return Sizes([file.path for file in self.files], {path: len(piece) for path, piece in self.pieces.items()})


class Sizes(NamedTuple):
    """The paths of a share's files, and the size in bytes of its piece of each frame."""

    files: Sequence[str]
    pieces: Mapping[str, int]


@dataclass(slots=True)
class Made:
    """Shares of some strategies, what is wrong with them, and what their links want of the rest of the bundle."""

    shares: list[Share] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    wanted: Wanted = field(default_factory=dict)


@dataclass(frozen=True)
class ShareMaker:
    """Makes shares for the bundle in a folder; one object serves one library, and is used by all processes."""

    exporters: Sequence[Exporter]
    proof: Proof
    folder: Path

    def __call__(self, ids: Sequence[str]) -> Made:
        """Make and prove the shares of some strategies."""
        made, records = Made(), self.proof.records
        for id_ in ids:
            rendition = records.rendition(id_)
            record = records.record_of(records.by_id[id_], rendition)
            items = [item for exporter in self.exporters for item in exporter.share(record, rendition)]
            files = tuple(write_file(self.folder, item) for item in items if isinstance(item, File))
            share = Share(id_, files, {item.path: item.data for item in items if isinstance(item, Piece)})
            made.faults += self.proof.faults(record, share.files, share.pieces, made.wanted)
            made.shares.append(share)
        return made
