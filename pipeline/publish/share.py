"""What some strategies give to a bundle, or an exporter besides, made, written and proved in whatever process."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate, islice, pairwise
from pathlib import Path
from typing import NamedTuple
from zlib import crc32

from pipeline.exporter import Exporter, File, Frame, InMemory
from pipeline.publish.on_disk import OnDisk
from pipeline.publish.proof import Gift, Proof
from pipeline.publish.staging import write_file
from pipeline.publish.verify.checks.links import Wanted
from pipeline.publish.verify.fault import Fault
from pipeline.tree import write_all

# What may be known of the bundle by what is made beside the shares.
NOTHING = InMemory()


class Share(NamedTuple):
    """The files of one strategy, as they were written, and the size in bytes of its piece of each frame.

    `leads` is what links by whole addresses want of the site (see `Proof`).
    """

    id: str
    files: Sequence[OnDisk]
    pieces: Mapping[str, int]
    leads: Wanted


class Rest(NamedTuple):
    """What an exporter makes besides shares; `exporter` is its place among all."""

    exporter: int


# Ids of strategies that stand next to each other.
Run = Sequence[str]
# What is made in one go: the shares of some runs of strategies, or a rest.
Task = Sequence[Run] | Rest


class Stretch(NamedTuple):
    """What a run of so many strategies, or a part of one, puts into each frame.

    Its `extents` are places in a file: from which byte to which, and the checksum of what was written there.
    """

    strategies: int
    extents: Mapping[str, tuple[int, int, int]]


def tasks_of(runs: Iterable[Run], most: int) -> Iterator[list[Run]]:
    """Pack runs into tasks of so many strategies, but for the last; one that is too long is taken apart."""
    task: list[Run] = []
    room = most
    for run in runs:
        start = 0
        while start < len(run):
            part = run[start : start + room]
            task.append(part)
            start += len(part)
            room -= len(part)
            if not room:
                yield task
                task, room = [], most
    if task:
        yield task


@dataclass(slots=True)
class Made:
    """Shares of some strategies, what is wrong with them, and what their links want of the rest of the bundle.

    Or the files of a `rest`.

    Their pieces wait in the file `parts`, with what stands between them, run after run and frame after frame. To send
    them to another process took longer than to make them.
    """

    parts: Path
    stretches: list[Stretch] = field(default_factory=list)
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

    def _shares(self, runs: Sequence[Run]) -> Made:
        made, gifts = Made(self.parts / runs[0][0]), self._gifts([id_ for run in runs for id_ in run])
        files = [tuple(write_file(self.folder, file) for file in gift.files) for gift in gifts]
        made.faults += self.proof.faults(gifts)
        for gift, written in zip(gifts, files, strict=True):
            sizes = {path: len(piece) for path, piece in gift.pieces.items()}
            made.shares.append(Share(gift.record.id, written, sizes, self.proof.leads(gift.wanted)))
        for gift in reversed(gifts):  # of the first that wants something its place is kept
            made.wanted |= gift.wanted
        self._set_aside(made, runs, gifts)
        return made

    def _gifts(self, ids: Sequence[str]) -> list[Gift]:
        """What some strategies give: of one exporter for all of them, then of the next, as `Examiner` runs rules."""
        records = self.proof.records
        renditions = [records.rendition(id_) for id_ in ids]
        gifts = [
            Gift(records.record_of(records.by_id[id_], rendition), [], {}, {})
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

    def _set_aside(self, made: Made, runs: Sequence[Run], gifts: Iterable[Gift]) -> None:
        given, size = iter(gifts), 0
        with made.parts.open("xb", buffering=0) as file:
            for run in runs:
                pieces = [gift.pieces for gift in islice(given, len(run))]
                joined = [frame.between.join([each[path] for each in pieces]) for path, frame in self.frames.items()]
                ends = list(accumulate(map(len, joined), initial=size))
                extents = [(*place, crc32(data)) for place, data in zip(pairwise(ends), joined, strict=True)]
                made.stretches.append(Stretch(len(run), dict(zip(self.frames, extents, strict=True))))
                write_all(file.fileno(), b"".join(joined))
                size = ends[-1]
