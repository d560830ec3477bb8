"""Properties of changes over generated libraries: no reference breaks, and only the wanted bytes change."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from conftest import TODAY
from effort import sample
from generator.libraries import library as generated

from pipeline.authoring.changes.change import LibraryChange
from pipeline.authoring.changes.merging import merge
from pipeline.authoring.changes.named import Named, ids_by_kind
from pipeline.authoring.changes.relations import link
from pipeline.authoring.changes.renaming import rename
from pipeline.authoring.changes.retiring import retire
from pipeline.authoring.changes.trial import Trial, tried
from pipeline.incremental.workspace import Workspace
from pipeline.lint.configuration import ConfigurationFault
from pipeline.model.own_fields import STRATEGY
from pipeline.model.report import Report
from pipeline.source.environment import EnvironmentFault
from pipeline.source.names import folded

SEEDS = sample(range(12), 3)
# An id that no generated library has.
NEW = "zz9-new-id"
Act = Callable[[LibraryChange, Report, Named], None]


class Case:
    """A generated library on disk."""

    def __init__(self, root: Path, seed: int) -> None:
        self.chance = random.Random(seed)
        self.made = generated(self.chance, most=9)
        for path, data in self.made.files.items():
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_bytes(data)
        self.workspace = Workspace(root)
        self.report = self.workspace.report(TODAY)

    def named(self) -> Iterator[Named]:
        """A few of each kind."""
        for kind, ids in ids_by_kind(self.report.library).items():
            for id_ in self.chance.sample(sorted(ids), min(3, len(ids))):
                yield Named(kind, id_, ids[id_])

    def other(self, named: Named) -> str | None:
        others = sorted(ids_by_kind(self.report.library)[named.kind].keys() - {named.id})
        return self.chance.choice(others) if others else None

    def change(self, act: Act, named: Named) -> tuple[LibraryChange, Trial] | None:
        """A change that was made in memory, and its check; None if it was refused with words."""
        change = LibraryChange(self.workspace)
        try:
            act(change, self.report, named)
        except EnvironmentFault as fault:
            assert str(fault)  # noqa: PT017 - it may be raised, and then it has words
            return None
        return change, tried(change, self.report, TODAY)


@pytest.fixture(params=SEEDS)
def case(request: pytest.FixtureRequest, tmp_path: Path) -> Case:
    try:
        return Case(tmp_path, request.param)
    except (ConfigurationFault, EnvironmentFault):
        pytest.skip("this library cannot be opened")


def test_a_new_name_reaches_every_reference_and_nothing_else(case: Case) -> None:
    for named in case.named():
        if (done := case.change(lambda change, report, old: rename(change, report.library, old, NEW), named)) is None:
            continue
        change, trial = done
        assert not trial.errors, (named, trial.errors)
        former = {target: path for path, target in change.moved.items()}
        for path, source in change.written.items():
            before = change.before[former.get(path, path)].text
            back = source.text.replace(NEW, named.id)
            if back != before:
                assert former.get(path, path) == named.path, path
                assert folded(named.id) in folded(inserted(before, back)), path
        assert len(change.before) >= 1


def inserted(before: str, after: str) -> str:
    """The one text that was put into another; fails if anything else changed."""
    start = next((n for n, (one, other) in enumerate(zip(before, after, strict=False)) if one != other), len(before))
    end = len(before) - start
    assert after.endswith(before[start:]), "more than one place changed"
    return after[start : len(after) - end]


def test_what_is_retired_or_merged_breaks_no_reference(case: Case) -> None:
    for named in case.named():
        successor = case.other(named)
        if successor is None:
            continue
        into = Named(named.kind, successor, ids_by_kind(case.report.library)[named.kind][successor])

        def retired(change: LibraryChange, report: Report, old: Named, successor: str = successor) -> None:
            retire(change, report.library, old, successor, TODAY.isoformat())

        def merged(change: LibraryChange, report: Report, old: Named, into: Named = into) -> None:
            merge(change, report.library, old, into, TODAY.isoformat())

        for act in (retired, merged):
            done = case.change(act, named)
            if done is None:
                continue
            change, trial = done
            unknown = [
                each for each in trial.errors if each.rule.startswith("unknown-") and f"`{named.id}`" in each.message
            ]
            assert not unknown, (named, successor, unknown)
            touched = {path for path in change.written if named.id in change.before[path].text}
            assert change.written.keys() <= touched | {named.path, into.path}


def test_linked_strategies_name_each_other(case: Case) -> None:
    entries = [entry for entry in case.report.library.by_id.values() if entry.strategy]
    if len(entries) < 2:
        return
    one, other = case.chance.sample(entries, 2)
    named = Named(STRATEGY, one.id, one.path)
    done = case.change(lambda change, report, old: link(change, one, other), named)
    if done is not None:
        library = done[1].after.library
        assert other.id in library.by_path[one.path].facts.texts("related")
        assert one.id in library.by_path[other.path].facts.texts("related")
