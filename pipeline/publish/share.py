"""What some strategies give to a bundle, or an exporter besides, made, written and proved in whatever process."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple
from zlib import crc32

from pipeline.exporter import Exporter, File, Frame, InMemory
from pipeline.publish.checks.links import Wanted
from pipeline.publish.fault import Fault
from pipeline.publish.on_disk import OnDisk
from pipeline.publish.proof import Gift, Proof
from pipeline.publish.staging import write_file

# What may be known of the bundle by what is made beside the shares.
NOTHING = InMemory()


class Share(NamedTuple):
    """The files of one strategy, as they were written, and the size in bytes of its piece of each frame."""

    id: str
    files: Sequence[OnDisk]
    pieces: Mapping[str, int]


class Rest(NamedTuple):
    """What an exporter makes besides shares; `exporter` is its place among all."""

    exporter: int


# What is made in one go: the shares of strategies that stand next to each other, by their ids, or a rest.
Task = Sequence[str] | Rest


@dataclass(slots=True)
class Made:
    """Shares of some strategies, what is wrong with them, and what their links want of the rest of the bundle.

    Or the files of a `rest`.

    Their pieces wait in the file `parts`, with what stands between them, frame after frame: `extents` says from which
    byte to which, and the checksum of what was written there. To send them to another process took longer than to
    make them.
    """

    parts: Path
    extents: dict[str, tuple[int, int, int]] = field(default_factory=dict)
    shares: list[Share] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    wanted: Wanted = field(default_factory=dict)
    rest: Rest | None = None
    files: list[OnDisk] = field(default_factory=list)

    def read(self) -> bytes:
        """The bytes of `parts`, which are then gone from the disk; their checksums go with them to the end."""
        data = self.parts.read_bytes()
        self.parts.unlink()
        return data


@dataclass(frozen=True)
class Maker:
    """Makes the bundle in a folder, task by task; one object serves one library, and is used by all processes."""

    exporters: Sequence[Exporter]
    frames: Mapping[str, Frame]
    proof: Proof
    folder: Path
    parts: Path

    def __call__(self, task: Task) -> Made:
        """Make and prove what a task asks for."""
        return self._rest(task) if isinstance(task, Rest) else self._shares(task)

    def _rest(self, rest: Rest) -> Made:
        made = Made(self.parts / str(rest.exporter), rest=rest)
        for item in self.exporters[rest.exporter].rest(NOTHING):
            made.files.append(write_file(self.folder, item))
            made.faults += self.proof.rest_faults(made.files[-1], made.wanted)
        return made

    def _shares(self, ids: Sequence[str]) -> Made:
        made, gifts = Made(self.parts / ids[0]), self._gifts(ids)
        for gift in gifts:
            files = tuple(write_file(self.folder, file) for file in gift.files)
            made.shares.append(Share(gift.record.id, files, {path: len(piece) for path, piece in gift.pieces.items()}))
        made.faults += self.proof.faults(gifts, made.wanted)
        self._set_aside(made, gifts)
        return made

    def _gifts(self, ids: Sequence[str]) -> list[Gift]:
        """What some strategies give: of one exporter for all of them, then of the next, as `Examiner` runs rules."""
        records = self.proof.records
        renditions = [records.rendition(id_) for id_ in ids]
        gifts = [
            Gift(records.record_of(records.by_id[id_], rendition), [], {})
            for id_, rendition in zip(ids, renditions, strict=True)
        ]
        for exporter in self.exporters:
            for gift, rendition in zip(gifts, renditions, strict=True):
                for item in exporter.share(gift.record, rendition):
                    if isinstance(item, File):
                        gift.files.append(item)
                    else:
                        gift.pieces[item.path] = item.data
        for gift in gifts:
            assert gift.pieces.keys() == self.frames.keys()  # each strategy has a piece, if an empty one, in each frame
        return gifts

    def _set_aside(self, made: Made, gifts: Sequence[Gift]) -> None:
        joined = {
            path: frame.between.join([gift.pieces[path] for gift in gifts]) for path, frame in self.frames.items()
        }
        start = 0
        for path, data in joined.items():
            made.extents[path] = (start, start + len(data), crc32(data))
            start += len(data)
        made.parts.write_bytes(b"".join(joined.values()))
