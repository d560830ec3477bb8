"""Runs over thousands of generated pages and libraries, in several processes; the same seed finds the same."""

from __future__ import annotations

import gc
import os
import random
import re
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from itertools import count
from pathlib import Path
from typing import NamedTuple

from pipeline.incremental.parallel import Processes

from .exports import IN_BUNDLE, Fault, Trial, tried
from .house import small_house
from .libraries import Made, library
from .losses import losses
from .pages import page
from .reduction import reduced, reduced_library, reduced_page, suspects

# Pages that are checked together; how often a library is tried again without what was at fault.
BATCH, AGAIN = 50, 4
# Libraries after which a process collects what is left of them: some 10 MB each.
COLLECT = 16
# Of a hundred libraries so many get an index for full-text search, which takes a second.
SEARCH = 3
EVERY = 20.0  # seconds between two lines of progress


class Lost(NamedTuple):
    """Words that vanished in one way, and the first page that shows it."""

    where: str
    kind: str
    times: int
    page: str
    note: str  # the first of them


class Outcome(NamedTuple):
    """What came of one library: exports that passed, odd pages in them, faults with their libraries, losses."""

    passed: bool
    exports: int
    published: int
    faults: list[tuple[Fault, Made, bool]]
    lost: list[Lost]


@dataclass
class Findings:
    """What went wrong, by kind; the first of each kind is made small and kept in a folder."""

    out: Path
    scratch: Path
    counts: Counter[str] = field(default_factory=Counter)
    notes: list[str] = field(default_factory=list)

    def lines(self) -> Iterator[str]:
        """What to print at the end."""
        yield from self.notes
        yield from (f"{times:7} {kind}" for kind, times in self.counts.most_common())

    def add_loss(self, item: Lost) -> None:
        """Count a loss, and keep the first of its kind."""
        kind = f"words: {item.where}: {item.kind}"
        self.counts[kind] += item.times
        if self.counts[kind] == item.times:
            small = item.page if item.where in IN_BUNDLE else reduced_page(item.page, item.where, item.kind)
            self._keep(kind, {"page.md": small.encode("utf-8", "surrogateescape"), "loss.txt": item.note.encode()})

    def add_fault(self, fault: Fault, made: Made, *, search: bool) -> None:
        """Count a fault, and keep the first of its kind."""
        self.counts[fault.kind] += 1
        if self.counts[fault.kind] == 1:
            small, message = reduced_library(made, fault.kind, self.scratch / "reduction", search=search)
            self._keep(fault.kind, small.files | {"fault.txt": message.encode("utf-8", "backslashreplace")})

    def _keep(self, kind: str, files: dict[str, bytes]) -> None:
        folder = self.out / re.sub(r"[^a-z0-9]+", "-", kind.lower()).strip("-")[:100]
        for path, data in files.items():
            target = folder / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data)
        say(f"new: {kind}; see {folder}")


def say(message: str) -> None:
    """Tell how far it is."""
    sys.stderr.write(message + "\n")
    sys.stderr.flush()


def run_bodies(seed: str, pages: int, jobs: int, findings: Findings) -> None:
    """Search pages for words that vanish."""
    begun = said = time.monotonic()
    for number, lost in enumerate(Processes(jobs)(partial(search_batch, seed), range(-(-pages // BATCH))), 1):
        for item in lost:
            findings.add_loss(item)
        if time.monotonic() - said > EVERY:
            said = time.monotonic()
            say(f"{number * BATCH} of {pages} pages searched, {number * BATCH / (said - begun):.0f} a second")
    seconds = time.monotonic() - begun
    findings.notes.append(f"{pages} pages searched for words that vanish in {seconds:.0f} s")


def search_batch(seed: str, number: int) -> list[Lost]:
    """What vanishes of one batch of pages, by kind."""
    house = small_house()
    pages = [page(random.Random(f"{seed} {number} {each}"), house) for each in range(BATCH)]
    found: dict[tuple[str, str], Lost] = {}
    for loss in losses(pages):
        key = (loss.where, loss.kind)
        before = found.get(key, Lost(*key, 0, loss.source.text, str(loss)))
        found[key] = before._replace(times=before.times + 1)
    return list(found.values())


def run_libraries(seed: str, wanted: tuple[int, int], jobs: int, findings: Findings) -> None:
    """Export libraries until there are enough of them, and enough odd pages in them."""
    begun = said = time.monotonic()
    made = passed = exports = published = 0
    for outcome in Processes(jobs)(partial(try_library, seed, findings.scratch), count()):
        made, passed = made + 1, passed + outcome.passed
        exports, published = exports + outcome.exports, published + outcome.published
        for fault, library_, search in outcome.faults:
            findings.add_fault(fault, library_, search=search)
        for item in outcome.lost:
            findings.add_loss(item)
        if time.monotonic() - said > EVERY:
            said = time.monotonic()
            say(f"{made} libraries made, {exports} exported, {published} odd pages in them; {said - begun:.0f} s")
        if passed >= wanted[0] and published >= wanted[1]:
            break
    seconds = time.monotonic() - begun
    findings.notes.append(
        f"{made} libraries made, {passed} passed the check, {exports} exported and verified "
        f"with {published} odd pages, in {seconds:.0f} s"
    )


def try_library(seed: str, scratch: Path, number: int) -> Outcome:
    """Try one library; again without what was at fault, so that one fault hides no other."""
    chance = random.Random(f"{seed} library {number}")
    made, search = library(chance), chance.random() * 100 < SEARCH
    folder = scratch / str(os.getpid())
    outcome = Outcome(False, 0, 0, [], [])
    for _ in range(AGAIN):
        trial = tried(made, folder, search=search)
        outcome = outcome._replace(passed=outcome.passed or trial.passed)
        if trial.fault is None:
            break
        outcome.faults.append((trial.fault, trial.made, search))
        made = _without_fault(trial, trial.fault, folder, search=search)
    if trial.passed and trial.fault is None:
        outcome = outcome._replace(exports=1, published=trial.published)
    for loss in trial.losses:
        outcome.lost.append(Lost(loss.where, loss.kind, 1, loss.source.text, str(loss)))
    if number % COLLECT == 0:
        gc.collect()  # a process collects only what is young between two pieces of work
    return outcome


def _without_fault(trial: Trial, fault: Fault, folder: Path, *, search: bool) -> Made:
    """The library without the pages and files that the fault needs."""
    made = trial.made
    if named := set(suspects(made, fault.message)):
        return made.plainly(named)

    def fails(some: Made) -> bool:
        found = tried(some, folder, search=search).fault
        return found is not None and found.kind == fault.kind

    parts = sorted(made.odd | {path for path in made.files if not path.endswith((".md", ".yaml"))})

    def with_parts(some: set[str]) -> Made:
        gone = set(parts).difference(some)
        return made.plainly(gone & made.odd).without(gone - made.odd)

    needed = reduced(parts, lambda some: fails(with_parts(set(some))))
    return with_parts(set(parts).difference(needed))
