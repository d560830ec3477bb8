"""What an export may take from the release before it: shares, pieces and other files that would come out the same."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import accumulate
from pathlib import Path

from pipeline.beside import cores
from pipeline.exporter import Exporter, Frame
from pipeline.lazy import lazy
from pipeline.model.records import Records
from pipeline.publish.ledger import FrameEntry, Ledger, ShareEntry, key_of
from pipeline.publish.on_disk import unchanged
from pipeline.publish.share import Share
from pipeline.publish.staging import Staging
from pipeline.publish.verify.links import Wanted


@dataclass(frozen=True)
class Earlier:
    """The release that `ledger` tells of, in a folder, as a bundle of these records would use it.

    `fresh` becomes the ledger of the new release. `kept` are strategies whose shares are taken over, `kept_rests` what
    exporters made besides that is, `taken` all files of both, `damaged` files that are not what was published.
    """

    records: Records
    exporters: Sequence[Exporter]
    ledger: Ledger
    folder: Path
    fresh: Ledger
    kept: set[str] = field(default_factory=set)
    kept_rests: dict[str, Sequence[str]] = field(default_factory=dict)
    taken: set[str] = field(default_factory=set)
    damaged: set[str] = field(default_factory=set)

    @lazy
    def _contents(self) -> Mapping[str, str]:
        """The hash of each strategy's page."""
        store = self.records.store
        assert store is not None
        return {page.id: store.content(page) for page in self.records.catalog.published}

    @lazy
    def _around(self) -> Mapping[str, str]:
        """For each strategy the key of all that its share shows of others and of terms: the same while lists are."""
        records, known = self.records, self.ledger.shares
        if self.ledger.lists == records.lists:
            return {id_: known[id_].around for id_ in self._contents}
        category, model, factor = self._terms
        return {
            head.id: key_of(
                head.path,
                [records.card(id_) for id_ in head.related],
                [category[head.category.id], *(category[records.card(id_).category] for id_ in head.related)],
                [model[each.id] for each in head.learner_models],
                [factor[each.id] for each in head.factors],
                [exporter.around(head) for exporter in self.exporters],
            )
            for head in records.heads
        }

    @lazy
    def _terms(self) -> list[Mapping[str, str]]:
        """A key of each category, learner model and factor, by id."""
        terms = self.records.catalog.vocabulary
        return [
            {term.id: key_of(term) for term in each} for each in (terms.categories, terms.learner_models, terms.factors)
        ]

    @property
    def whole(self) -> bool:
        """True when nothing changed that the release was made from."""
        same = self.ledger.lists == self.records.lists
        return same and all(self._is_same(id_) for id_ in self._contents)

    def _is_same(self, id_: str) -> bool:
        """True when the share of a strategy would come out the same."""
        known = self.ledger.shares.get(id_)
        return known is not None and known[:2] == (self._contents[id_], self._around[id_])

    def take_over(self, staging: Staging) -> None:
        """Take over what would come out the same and still is what was published; all else is made anew."""
        shares = {id_: self.ledger.shares[id_].files for id_ in self._contents if self._is_same(id_)}
        if shares:
            self._look_at_frames()
        if self.damaged:  # pieces could not be copied from there
            shares = {}
        rests = self._same_rests
        paths = [path for group in (*shares.values(), *rests.values()) for path in group]
        lost = staging.take({path: self.ledger.files[path] for path in paths}, self.folder)
        self.damaged.update(lost)
        self.kept.update(id_ for id_, group in shares.items() if lost.isdisjoint(group))
        self.kept_rests.update((name, group) for name, group in rests.items() if lost.isdisjoint(group))
        for group in (*self.kept_rests.values(), *(shares[id_] for id_ in self.kept)):
            self.taken.update(group)
        staging.drop(set(paths) - lost - self.taken)

    def _look_at_frames(self) -> None:
        """Compare the hashes of the earlier frames, side by side, for they are large."""
        files = [self.ledger.files[path] for path in self.ledger.frames]
        with ThreadPoolExecutor(cores()) as threads:
            found = threads.map(lambda file: unchanged(f"{self.folder}/{file.path}", file), files)
            self.damaged.update(file.path for file, same in zip(files, found, strict=True) if not same)

    @property
    def _same_rests(self) -> Mapping[str, Sequence[str]]:
        """What exporters made besides shares and would make again, by exporter."""
        if self.ledger.lists != self.records.lists:
            return {}
        names = (type(exporter).__name__ for exporter in self.exporters if not exporter.reads_shares)
        return {name: self.ledger.rests[name] for name in names if name in self.ledger.rests}

    @property
    def leads(self) -> Wanted:
        """What links in shares that are taken over want of the bundle, where that may no longer be there."""
        found = (lead for id_ in sorted(self.kept) for lead in self.ledger.shares[id_].leads)
        return {(target, anchor): (address, path) for target, anchor, address, path in found}

    def keeps_rest(self, exporter: Exporter) -> bool:
        """True when what an exporter makes besides shares is taken over."""
        return type(exporter).__name__ in self.kept_rests

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
        self.fresh.lists = self.records.lists
        for id_, content in self._contents.items():
            if id_ in made:
                share = made[id_]
                files, leads = [file.path for file in share.files], [(*place, *by) for place, by in share.leads.items()]
                self.fresh.shares[id_] = ShareEntry(content, self._around[id_], files, share.pieces, leads)
            else:
                self.fresh.shares[id_] = self.ledger.shares[id_]
        self.fresh.rests |= self.kept_rests

    def note_rest(self, exporter: Exporter, paths: Sequence[str]) -> None:
        """Note what an exporter made besides."""
        self.fresh.rests[type(exporter).__name__] = paths
