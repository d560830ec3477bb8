"""What some strategies give to a bundle, or an exporter besides, made, written and proved in whatever process."""

import hashlib
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate, islice, pairwise
from pathlib import Path
from typing import NamedTuple
from zlib import crc32

from pipeline.exporter import Exporter, File, Frame, InMemory
from pipeline.lazy import lazy
from pipeline.model.published import RelatedV1, StrategyV1
from pipeline.model.records import Records
from pipeline.publish.manifest import MANIFEST
from pipeline.publish.on_disk import OnDisk
from pipeline.publish.staging import write_file
from pipeline.publish.verify.checks.images import content_faults, is_image
from pipeline.publish.verify.expected import Expected
from pipeline.publish.verify.fault import Fault
from pipeline.publish.verify.leads import card_of, unresolved
from pipeline.publish.verify.links import Wanted, is_of_site, own_leads, site_file_faults
from pipeline.publish.verify.strategies import verify_staged
from pipeline.publish.verify.view import Staged
from pipeline.tree import write_all

# What may be known of the bundle by what is made beside the shares.
NOTHING = InMemory()


class Share(NamedTuple):
    """The files of one strategy, as they were written, and the size in bytes of its piece of each frame.

    `leads` is what links by whole addresses want of the site (see `own_leads`).
    """

    id: str
    files: Sequence[OnDisk]
    pieces: Mapping[str, int]
    leads: Wanted


class Gift(NamedTuple):
    """What one strategy gives to a bundle, as it was made: its record, its files, and its piece of each frame."""

    record: StrategyV1
    files: list[File]
    pieces: dict[str, bytes]


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

    records: Records
    exporters: Sequence[Exporter]
    frames: Mapping[str, Frame]
    expected: Expected
    folder: Path
    parts: Path

    def __call__(self, task: Task) -> Made:
        """Make and prove what a task asks for."""
        return self._rest(task) if isinstance(task, Rest) else self._shares(task)

    def _rest(self, rest: Rest) -> Made:
        made = Made(self.parts / str(rest.exporter), rest=rest)
        for item in self.exporters[rest.exporter].rest(NOTHING):
            made.files.append(write_file(self.folder, item))
            made.faults += self._rest_faults(made.files[-1], made.wanted)
        return made

    def _rest_faults(self, file: OnDisk, wanted: Wanted) -> Iterator[Fault]:
        """What is wrong with a file of the site besides; of other files, the checks of the whole bundle tell."""
        if not (is_of_site(file.path) or is_image(file.path)):
            return
        data = self._read(file.path, file.bytes)
        if hashlib.sha256(data).hexdigest() != file.sha256:
            yield Fault(file.path, "", "it does not read as it was written")
        if is_image(file.path):
            yield from content_faults(file.path, data)
            return
        try:
            yield from site_file_faults(self.expected.base, file.path, data.decode(), wanted)
        except UnicodeDecodeError:
            yield Fault(file.path, "", "it cannot be read as UTF-8")

    def _shares(self, runs: Sequence[Run]) -> Made:
        made, gifts = Made(self.parts / runs[0][0]), self._gifts([id_ for run in runs for id_ in run])
        files = [tuple(write_file(self.folder, file) for file in gift.files) for gift in gifts]
        read = [{file.path: self._read(file.path, len(file.data)) for file in gift.files} for gift in gifts]
        staged = [
            Staged(gift.record.id, written, gift.pieces, gift.record) for gift, written in zip(gifts, read, strict=True)
        ]
        found = verify_staged(staged, self.expected)
        for gift, written, given, findings in zip(gifts, files, read, found, strict=True):
            made.faults += findings.faults
            made.faults += self._own_faults(gift, given)
            if findings.leads:
                made.faults += unresolved(findings.leads, self._cards, self._known, self._factors)
            sizes = {path: len(piece) for path, piece in gift.pieces.items()}
            leads = own_leads(self.expected.base, findings.wanted)
            made.shares.append(Share(gift.record.id, written, sizes, leads))
        for findings in reversed(found):  # of the first that wants something its place is kept
            made.wanted |= findings.wanted
        self._set_aside(made, runs, gifts)
        return made

    def _own_faults(self, gift: Gift, written: Mapping[str, bytes]) -> Iterator[Fault]:
        """What only the one who makes a bundle can see."""
        record = gift.record
        for file in gift.files:
            if written[file.path] != file.data:
                yield Fault(file.path, record.id, "it does not read as it was written")
        carried = {section.disclaimer.id for section in record.sections if section.disclaimer}
        if carried != set(self.records.by_id[record.id].carried):
            yield Fault(MANIFEST, record.id, "the disclaimers that are counted are not those of its record")

    def _read(self, path: str, size: int) -> bytes:
        """The bytes of a file, and one more if there is one: in a third of the time that `Path` takes."""
        place = os.open(f"{self.folder}/{path}", os.O_RDONLY)
        try:
            return os.read(place, size + 1)
        finally:
            os.close(place)

    @lazy
    def _cards(self) -> Mapping[str, RelatedV1]:
        return {head.id: card_of(head) for head in self.records.heads}

    @lazy
    def _known(self) -> frozenset[str]:
        catalog = self.records.catalog
        return frozenset(page.id for page in (*catalog.published, *catalog.retired))

    @lazy
    def _factors(self) -> frozenset[str]:
        return frozenset(factor.id for factor in self.records.catalog.vocabulary.factors)

    def _gifts(self, ids: Sequence[str]) -> list[Gift]:
        """What some strategies give: of one exporter for all of them, then of the next, as `Examiner` runs rules."""
        records = self.records
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
