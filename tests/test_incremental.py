"""What is taken over from an earlier run is what would be made anew, byte by byte, whatever was changed meanwhile."""

from __future__ import annotations

import multiprocessing
import os
import re
import sys
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from conftest import TODAY
from releases import state

from benchmarks.corpus import generate
from pipeline.incremental.memo import Memo
from pipeline.incremental.parallel import Processes, here, over
from pipeline.incremental.tasks import Tasks
from pipeline.incremental.workspace import Workspace
from pipeline.model.catalog import Catalog
from pipeline.model.diagnostics import Severity
from pipeline.publish.exporter import exporters_of
from pipeline.publish.publication_inputs import publication_inputs, site_options
from pipeline.publish.release.aggregate_writer import AggregateWriter
from pipeline.publish.release.publication import PublishRequest, publish
from pipeline.source.git import Commit
from pipeline.source.paths import CATEGORIES_PATH, FACTORS_PATH, REFERENCES_PATH
from tests.memo_edits.author import BASE, PAGES, edit
from tests.memo_edits.judge import added, faults_of_records, run
from tests.memo_edits.trial import Trial, prepared

# `python -m tests.memo_edits` makes thousands of them.
SEQUENCES = 40


@pytest.fixture(autouse=True)
def more_rules() -> Iterator[None]:
    with added():
        yield


@pytest.fixture
def root(library: Path) -> Path:
    return prepared(library)


@pytest.mark.parametrize("seed", range(2))
def test_warm_is_cold_after_any_edits(seed: int, tmp_path: Path) -> None:
    trial = Trial(tmp_path, seed)
    for _ in range(SEQUENCES // 2):
        trial.sequence()
    assert trial.counts["published"] > SEQUENCES / 2 / 3


VANISHED: dict[str, tuple[str, Callable[[str], str]]] = {
    "factors/zeal/": (FACTORS_PATH, partial(re.sub, "- {id: zeal.*\n", "")),
    "categories/zed/": (CATEGORIES_PATH, partial(re.sub, "- {id: zed.*\n", "")),
    "strategies/student-voice/": (
        f"{PAGES}/student-voice.md",
        lambda text: text.replace("status: published", "status: draft"),
    ),
}


@pytest.mark.parametrize("end", VANISHED)
def test_a_link_to_what_is_no_longer_there_is_found(end: str, root: Path, tmp_path: Path) -> None:
    """By its whole address, on a page that names nothing that changed and is taken over as it is."""
    path, vanish = VANISHED[end]
    linking = f"{PAGES}/lateral-reading.md"
    edit(root, FACTORS_PATH, lambda text: text + "- {id: zeal, name: Zeal, definition: The wish to do a thing.}\n")
    edit(root, CATEGORIES_PATH, lambda text: text + "- {id: zed, name: Zed, description: The last of all.}\n")
    edit(root, f"{PAGES}/building-trust.md", partial(re.sub, r"student-voice, |\[([^]]*)\]\(strategy:[^)]*\)", r"\1"))
    edit(root, f"{PAGES}/morning-circle.md", lambda text: text.replace("by: student-voice", "by: building-trust"))
    link = f" See [more]({BASE}/{end}).\n\n## Example"
    assert edit(root, linking, lambda text: text.replace("\n\n## Example", link, 1))
    assert run(root, tmp_path / "warm", Tasks(Memo.of(root))).published
    before = state((tmp_path / "warm/latest").resolve())
    assert edit(root, path, vanish)
    outcome = run(root, tmp_path / "warm", Tasks(Memo.of(root)))
    assert outcome == run(root, tmp_path / "cold", Tasks())
    assert (linking, "own-address") in [(found.span.path, found.rule) for found in outcome.findings]
    assert state((tmp_path / "warm/latest").resolve()) == before
    edit(root, linking, lambda text: text.replace(link, "\n\n## Example"))
    assert run(root, tmp_path / "warm", Tasks(Memo.of(root))).published


CHANGED_WORKS = {
    "title": ("Checking Sources with Pupils\n", "Checking All Sources\n"),
    "day": ('issued: "2022-03"', 'issued: "2023"'),
    "DOI": ("DOI: 10.5555/", "DOI: 10.5556/"),
    "place": ("archive: ERIC", "archive: Shelf"),
}


@pytest.mark.parametrize("what", CHANGED_WORKS)
def test_a_changed_work_changes_the_pages_that_cite_it_and_no_others(what: str, root: Path, tmp_path: Path) -> None:
    assert run(root, tmp_path / "warm", Tasks(Memo.of(root))).published
    before = state((tmp_path / "warm/latest").resolve())
    assert edit(root, REFERENCES_PATH, lambda text: text.replace(*CHANGED_WORKS[what]))
    assert run(root, tmp_path / "warm", Tasks(Memo.of(root))) == run(root, tmp_path / "cold", Tasks())
    after = state((tmp_path / "warm/latest").resolve())
    assert after == state((tmp_path / "cold/latest").resolve())
    changed = {path for path in before.keys() | after.keys() if before.get(path) != after.get(path)}
    of_strategies = {path.split("/")[2] for path in changed if path.startswith("html/strategies/")}
    assert of_strategies == {"lateral-reading"}
    assert {path for path in changed if path.startswith("json/strategies/")} == {"json/strategies/lateral-reading.json"}


def test_a_work_taken_away_is_missed_where_it_is_cited(root: Path, tmp_path: Path) -> None:
    assert run(root, tmp_path / "warm", Tasks(Memo.of(root))).published
    assert edit(root, REFERENCES_PATH, lambda text: text[: text.index("- id: ito-2021")])
    outcome = run(root, tmp_path / "warm", Tasks(Memo.of(root)))
    assert outcome == run(root, tmp_path / "cold", Tasks())
    assert not outcome.published
    assert {(found.span.path, found.rule) for found in outcome.findings if found.severity is Severity.ERROR} == {
        (f"{PAGES}/{name}.md", "unknown-reference") for name in ("lateral-reading", "quiet-corner")
    }


@pytest.mark.parametrize("pages", [0, 1])
def test_hardly_anything_is_published_too(pages: int, root: Path, tmp_path: Path) -> None:
    for path in sorted((root / PAGES).iterdir())[pages:]:
        path.unlink()
    for path in (root / PAGES).iterdir():
        edit(root, f"{PAGES}/{path.name}", partial(re.sub, r"(?m)^related: .*$", "related: []"))
        edit(root, f"{PAGES}/{path.name}", partial(re.sub, r"\[([^]]*)\]\(strategy:[^)]*\)", r"\1"))
    found = [run(root, tmp_path / str(number), tasks) for number, tasks in enumerate((Tasks(Memo.of(root)), Tasks()))]
    assert [outcome.published for outcome in found] == [True, True], found
    assert state((tmp_path / "0/latest").resolve()) == state((tmp_path / "1/latest").resolve())
    assert faults_of_records((tmp_path / "0/latest").resolve()) == []


def spread_over(executor: Any) -> Callable[[Any, Any], Any]:
    return lambda function, items: over(executor, function, items, 2)


def test_any_spread_gives_the_same_bytes(root: Path, tmp_path: Path) -> None:
    """One process, two, and an executor from elsewhere; with an empty cache, with a full one, without."""
    found = []
    with ThreadPoolExecutor(2) as threads:
        for number, spread in enumerate((here, Processes(1), Processes(2), Processes(5), spread_over(threads))):
            folder = tmp_path / f"memo-{number}"
            for kept, memo in enumerate((Memo(), Memo.of(root, folder), Memo.of(root, folder))):
                out = tmp_path / f"{number}-{kept}"
                assert run(root, out, Tasks(memo, spread)).published
                found.append(state((out / "latest").resolve()))
    assert all(other == found[0] for other in found)


@pytest.mark.skipif(sys.platform != "linux", reason="processes are made by fork on Linux only")
def test_an_interrupted_run_leaves_no_process_and_no_staging(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Else the processes would go on to write while staging is swept."""

    def interrupt(joining: AggregateWriter, shard: bytes) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(AggregateWriter, "add", interrupt)
    root, out = tmp_path / "library", tmp_path / "out"
    generate(root, 400)
    with pytest.raises(KeyboardInterrupt):
        run(root, out, Tasks(ordered_map=Processes(2)))
    assert multiprocessing.active_children() == []
    assert [path.name for path in (out / "releases").iterdir()] == [".lock"]


def test_nothing_is_published_when_nothing_changed(root: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    run(root, out, Tasks(Memo.of(root)))
    before = {path: path.stat().st_mtime_ns for path in (out / "latest").resolve().rglob("*")}
    run(root, out, Tasks(Memo.of(root)))
    assert {path: path.stat().st_mtime_ns for path in (out / "latest").resolve().rglob("*")} == before


def test_what_did_not_change_is_not_made_again(root: Path, tmp_path: Path) -> None:
    run(root, tmp_path, Tasks(Memo.of(root)))
    edit(root, f"{PAGES}/student-voice.md", lambda text: text.replace("two", "three"))
    tasks: list[tuple[str, list[Any]]] = []

    def noting(function: Callable[[Any], Any], items: Iterable[Any]) -> Generator[Any, None, None]:
        done = list(items)
        tasks.extend((type(function).__name__, item) for item in done)
        return here(function, done)

    run(root, tmp_path, Tasks(Memo.of(root), noting))
    (_, [(page, _)]), (_, [(strategy, _)]) = tasks
    assert [name for name, _ in tasks] == ["PageChecker", "StrategyRenderer"]
    assert (page, strategy.id) == (f"{PAGES}/student-voice.md", "student-voice")


def test_no_file_of_a_release_is_one_of_another(root: Path, tmp_path: Path) -> None:
    """Who overwrites a file damages one release only."""
    for units in ("two", "three", "four", "five"):
        edit(root, f"{PAGES}/student-voice.md", lambda text: re.sub(r"\b(two|three|four|five)\b", units, text))  # noqa: B023
        assert run(root, tmp_path, Tasks(Memo.of(root))).published
        files = [path for path in (tmp_path / "releases").rglob("*") if path.is_file()]
        assert len({path.stat().st_ino for path in files}) == len(files)
        assert {path.stat().st_nlink for path in files} == {1}


def test_a_run_that_fails_on_the_way_does_no_harm(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    releases = []
    for number in range(4):
        edit(root, f"{PAGES}/student-voice.md", lambda text: text + f"\nAnd {number}.\n")  # noqa: B023
        if number == 3:
            monkeypatch.setattr(AggregateWriter, "finish", lambda joining: (tmp_path / "nowhere").read_bytes())
            with pytest.raises(FileNotFoundError):
                run(root, tmp_path, Tasks(Memo.of(root)))
            monkeypatch.undo()
            assert (tmp_path / "latest").resolve() == releases[-1]
            assert faults_of_records(releases[-1]) == []
            assert releases[-2].is_dir()
        assert run(root, tmp_path, Tasks(Memo.of(root))).published
        releases.append((tmp_path / "latest").resolve())
    run(root, tmp_path / "cold", Tasks())
    assert state(releases[-1]) == state((tmp_path / "cold" / "latest").resolve())


def test_a_system_that_writes_little_at_a_time(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write = os.write
    monkeypatch.setattr(os, "write", lambda file, data: write(file, data[:1000]))
    assert run(root, tmp_path / "warm", Tasks(Memo.of(root))).published
    assert edit(root, f"{PAGES}/student-voice.md", lambda text: text.replace("two", "three"))
    assert run(root, tmp_path / "warm", Tasks(Memo.of(root))).published
    monkeypatch.undo()
    assert run(root, tmp_path / "cold", Tasks()).published
    assert state((tmp_path / "warm/latest").resolve()) == state((tmp_path / "cold/latest").resolve())


@pytest.mark.parametrize(
    "path", ["html/strategies/student-voice/index.html", "csv/strategies.csv", "html/about/index.html"]
)
def test_a_touched_release_is_not_taken_for_good(path: str, root: Path, tmp_path: Path) -> None:
    run(root, tmp_path, Tasks(Memo.of(root)))
    release = (tmp_path / "latest").resolve()
    good = (release / path).read_bytes()
    (release / path).write_bytes(good.replace(b"e", b"E", 1))
    edit(root, f"{PAGES}/building-trust.md", lambda text: text.replace("two", "three") + "\n")
    run(root, tmp_path, Tasks(Memo.of(root)))
    assert faults_of_records((tmp_path / "latest").resolve()) == []
    run(root, tmp_path / "cold", Tasks())
    assert state((tmp_path / "latest").resolve()) == state((tmp_path / "cold" / "latest").resolve())


def test_another_commit_of_the_same_content_is_told_beside_the_release(root: Path, tmp_path: Path) -> None:
    def publish_from(commit: str) -> Path:
        workspace = Workspace(root, tasks=Tasks(Memo.of(root)))
        catalog = Catalog.of(workspace.report(TODAY, render=True))
        edition = publication_inputs(workspace, catalog, site_options(workspace, search=False))
        source = Commit(commit, changed=False)
        publication = PublishRequest(edition, exporters_of(["json"]), source, tasks=workspace.tasks)
        return publish(publication, tmp_path / "out").release

    first, second = publish_from("1" * 40), publish_from("2" * 40)
    assert first == second
    assert "2" * 40 in second.with_name(f"{second.name}.provenance.json").read_text(encoding="utf-8")
    assert [path.name for path in second.parent.iterdir() if path.name.startswith(".staging")] == []
