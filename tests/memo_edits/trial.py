"""A library that is edited again and again, and whether its memo ever shows."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Collection
from pathlib import Path

from conftest import LIBRARY
from images import PNG
from releases import state

from pipeline.incremental.memo import Memo
from pipeline.incremental.parallel import OrderedMap, Processes, here
from pipeline.incremental.tasks import Tasks
from pipeline.publish.exporter import default_formats
from tests.memo_edits.author import BASE, IMAGES, Author, edit
from tests.memo_edits.damage import accepted, damaged
from tests.memo_edits.judge import Outcome, faults_of_records, run

# Edits of a sequence, and sequences after which all begins anew, so that the library stays small.
MOST_EDITS, FRESH = 5, 25
# One in so many sequences is made by two processes; of one in so many, the bundle is verified.
SPREAD, VERIFIED = 50, 20
# All of one in so many are exported with the site, which takes most of the time. The others have an exporter that shows
# whatever an exporter is handed, beside the data.
WITH_SITE, DATA = 8, ("csv", "json")


def prepared(library: Path) -> Path:
    """The test library with a page policy of its own, an address that its site will have, and more images."""
    edit(library, "content/library.yaml", lambda text: text + f"base_url: {BASE}\n")
    if not (library / "schemas").exists():
        (library / "schemas").mkdir()
        shutil.copy(LIBRARY.parent.parent / "schemas" / "strategy-page.yaml", library / "schemas")
    for name in ("square.png", "two words.png"):
        (library / IMAGES / name).write_bytes(PNG)
    return library


class Trial:
    """Sequences of edits with one memo for all of them, so that it is full of what came before."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.folder, self.seed, self.counts = folder, seed, Counter[str]()
        self.start = folder / "start"
        shutil.copytree(LIBRARY, self.start, ignore=shutil.ignore_patterns(".cache"))
        root = shutil.copytree(prepared(self.start), folder / "library")
        self.author = Author(root, seed)
        self.author.keep(folder / "good")

    def sequence(self) -> None:
        """Run after each of some edits; what the last run found and published is what one without a memo does."""
        number, chance = self.counts["sequences"], self.author.chance
        if number % FRESH == FRESH - 1:
            self.author.go_back_to(self.start)
        formats = DATA if number % WITH_SITE else default_formats()
        ways: list[str] = []
        outcome = Outcome(False, ())
        for last in range(-chance.randint(0, MOST_EDITS - 1), 1):
            if ways:
                self._settle(outcome)
            way = chance.choice(self.author.ways)
            ways.append(way.__name__.removeprefix("edit_"))
            way()
            outcome = self._warm(formats, Processes(2) if not last and number % SPREAD == SPREAD - 1 else here)
        self._compare(outcome, formats, f"seed {self.seed}, sequence {number}: {', '.join(ways)}")
        self.counts.update(sequences=1, edits=len(ways), published=outcome.published)
        self._settle(outcome)

    @property
    def said(self) -> str:
        """What was tried so far."""
        each = self.counts
        return f"{each['sequences']} sequences, {each['edits']} edits, {each['published']} bundles compared"

    def changed_values(self, most: int) -> tuple[int, int]:
        """Change stored values, so many at most; how many, and how many of them the memo took for good."""
        self._warm(default_formats(), here)
        return accepted(self._memo, most)

    def damage(self) -> None:
        """Damage the file of the memo; the next run and the one after it are like one without a memo."""
        chance = self.author.chance
        chance.choice(self.author.ways)()
        self._warm(DATA, here)
        self._memo.write_bytes(damaged(self._memo.read_bytes(), chance))
        for _ in range(2):
            shutil.rmtree(self.folder / "warm", ignore_errors=True)
            outcome = self._warm(DATA, here)
            self._compare(outcome, DATA, f"seed {self.seed}, a damaged file")
        self._settle(outcome)

    @property
    def _memo(self) -> Path:
        (path,) = (self.folder / "memo").glob("*.sqlite")
        return path

    def _warm(self, formats: Collection[str], spread: OrderedMap) -> Outcome:
        memo = Memo.of(self.author.root, self.folder / "memo")
        try:
            return run(self.author.root, self.folder / "warm", Tasks(memo, spread), formats)
        finally:
            memo.close()

    def _compare(self, outcome: Outcome, formats: Collection[str], which: str) -> None:
        """Compare with a run from nothing: findings, why it was not published, and every byte."""
        warm, cold = self.folder / "warm", self.folder / "cold"
        shutil.rmtree(cold, ignore_errors=True)
        assert run(self.author.root, cold, Tasks(), formats) == outcome, which
        if not outcome.published:
            return
        assert state((warm / "latest").resolve()) == state((cold / "latest").resolve()), which
        if self.counts["sequences"] % VERIFIED == 0:
            assert faults_of_records((warm / "latest").resolve()) == [], which

    def _settle(self, outcome: Outcome) -> None:
        """Go on from what could be published, or most of the time go back to it."""
        if outcome.published:
            self.author.keep(self.folder / "good")
        elif self.author.chance.random() < 0.7:
            self.author.go_back_to(self.folder / "good")
