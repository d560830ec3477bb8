"""What an export may take from the release before it: shares, pieces and other files that would come out the same."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path

from pipeline.exporter import Exporter, Frame
from pipeline.lazy import lazy
from pipeline.model.records import Records
from pipeline.publish.ledger import FrameEntry, Ledger, RestEntry, ShareEntry, key_of
from pipeline.publish.on_disk import OnDisk
from pipeline.publish.share import Share


@dataclass(frozen=True)
class Earlier:
    """The release that `ledger` tells of, in a folder, as a bundle of these records would use it.

    `fresh` becomes the ledger of the new release.
    """

    records: Records
    exporters: Sequence[Exporter]
    ledger: Ledger
    folder: Path
    fresh: Ledger

    @lazy
    def keys(self) -> Mapping[str, str]:
        """For each strategy the key of all that its share hangs on."""
        records, store = self.records, self.records.store
        assert store is not None
        return {
            head.id: key_of(
                store.content(records.catalog.by_id[head.id]),
                head.path,
                [records.card(id_) for id_ in head.related],
                [exporter.around(head) for exporter in self.exporters],
            )
            for head in records.heads
        }

    @lazy
    def whole(self) -> str:
        """The key of all that the bundle hangs on."""
        return key_of(self.keys, self.records.lists)

    @lazy
    def kept(self) -> frozenset[str]:
        """Strategies whose shares are taken over."""
        if not self.ledger.stands(self.folder, self.ledger.frames):
            return frozenset()
        known = self.ledger.shares
        return frozenset(
            id_
            for id_, key in self.keys.items()
            if id_ in known and known[id_].key == key and self.ledger.stands(self.folder, known[id_].files)
        )

    def _rest_key(self, exporter: Exporter) -> str:
        return key_of(type(exporter).__name__, self.records.lists)

    def keeps_rest(self, exporter: Exporter) -> bool:
        """True when what an exporter makes besides shares is taken over."""
        return type(exporter).__name__ in self._kept_rests

    @lazy
    def _kept_rests(self) -> Mapping[str, RestEntry]:
        found = {}
        for exporter in self.exporters:
            name = type(exporter).__name__
            entry = self.ledger.rests.get(name)
            same = entry is not None and entry.key == self._rest_key(exporter) and not exporter.reads_shares
            if entry and same and self.ledger.stands(self.folder, entry.files):
                found[name] = entry
        return found

    @lazy
    def taken(self) -> Mapping[str, OnDisk]:
        """Every file that is taken over, by path."""
        paths = [path for id_ in sorted(self.kept) for path in self.ledger.shares[id_].files]
        paths += [path for entry in self._kept_rests.values() for path in entry.files]
        return {path: self.ledger.files[path] for path in paths}

    def former(self, frame: Frame) -> Path | None:
        """The same frame as it was, if pieces of it are taken over."""
        return self.folder / frame.path if self.kept else None

    def runs(self, ids: Sequence[str]) -> Iterator[list[str]]:
        """Strategies in groups: such as are taken over and stood in this order before, and such as are made."""
        places = {id_: place for place, id_ in enumerate(self.ledger.shares)}
        run: list[str] = []
        for id_ in ids:
            kept = id_ in self.kept
            if run and (kept != (run[-1] in self.kept) or (kept and places[id_] != places[run[-1]] + 1)):
                yield run
                run = []
            run.append(id_)
        if run:
            yield run

    def extent(self, frame: str, first: str, last: str) -> tuple[int, int]:
        """Where the pieces from one strategy to another stand in a frame as it was, from byte to byte."""
        starts = self._starts[frame]
        return starts[first], starts[last] + self.ledger.shares[last].pieces[frame]

    @lazy
    def _starts(self) -> Mapping[str, Mapping[str, int]]:
        found = {}
        for path, frame in self.ledger.frames.items():
            sizes = (share.pieces[path] + frame.between for share in self.ledger.shares.values())
            found[path] = dict(zip(self.ledger.shares, accumulate(sizes, initial=frame.head), strict=False))
        return found

    def note(self, frames: Iterable[Frame], made: Mapping[str, Share]) -> None:
        """Note what every share of the new release hangs on and holds."""
        for frame in frames:
            self.fresh.frames[frame.path] = FrameEntry(len(frame.head), len(frame.between))
        for id_, key in self.keys.items():
            if id_ in made:
                files, pieces = made[id_].files, made[id_].pieces
                self.fresh.shares[id_] = ShareEntry(key, [file.path for file in files], pieces)
            else:
                self.fresh.shares[id_] = self.ledger.shares[id_]
        self.fresh.rests |= self._kept_rests

    def note_rest(self, exporter: Exporter, paths: Sequence[str]) -> None:
        """Note what an exporter made besides."""
        self.fresh.rests[type(exporter).__name__] = RestEntry(self._rest_key(exporter), paths)
