"""An export with nothing to do: it answers at once, and only then."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from command import FACTORS, TODAY, VOICE, Run, replace
from releases import state
from repository import environment

from pipeline.cli import exporting

INFO = "content/library.yaml"
BUNDLE = "exports/latest"
pytestmark = pytest.mark.usefixtures("own_memo")
# The stages of a run that answered at once.
AT_ONCE = ["ask the memo"]


class Exports:
    """Exports a library, and tells whether that was done at once."""

    def __init__(self, run: Run, library: Path) -> None:
        self.run, self.library = run, library

    def __call__(self, *options: str, day: str = TODAY) -> tuple[str, bool]:
        """What the command prints, and whether it answered at once."""
        outcome = self.run("export", "--no-search", day, "--timings", *options, folder=self.library)
        assert outcome.code == 0, outcome.out + outcome.err
        return outcome.out, [line.split("s  ")[1] for line in outcome.err.splitlines()] == AT_ONCE


@pytest.fixture
def export(run: Run, library: Path) -> Exports:
    return Exports(run, library)


def test_the_second_of_two_says_the_same(export: Exports) -> None:
    first, at_once = export()
    assert not at_once
    assert "left out:" in first
    assert "retired:" in first
    for _ in range(2):
        assert export() == (first, True)


def test_it_needs_no_parser_then(export: Exports) -> None:
    export()
    script = "import sys; from pipeline.cli import main\ntry:\n    main()\nfinally:\n    print(*sys.modules)"
    command = [sys.executable, "-c", script, "export", "--no-search", TODAY]
    loaded = subprocess.run(command, cwd=export.library, capture_output=True, encoding="utf-8", check=True).stdout
    assert "click" in loaded.split()
    assert {"yaml", "markdown_it", "pydantic", "jinja2"}.isdisjoint(loaded.split())


def write(path: str, text: str) -> Callable[[Path], object]:
    def change(library: Path) -> None:
        (library / path).parent.mkdir(exist_ok=True)
        (library / path).write_text(text, encoding="utf-8")

    return change


def overwrite(path: str) -> Callable[[Path], object]:
    """Change a byte of a file where it stands."""

    def change(library: Path) -> None:
        data = (library / path).read_bytes()
        (library / path).write_bytes(data[:-2] + bytes([data[-2] ^ 1]) + data[-1:])

    return change


CHANGES: dict[str, Callable[[Path], object]] = {
    "a page": lambda library: replace(library / VOICE, "Having a say", "Having their say"),
    "a draft's name": lambda library: draft(library).rename(library / "content/strategies/another.md"),
    "the version": lambda library: replace(library / INFO, "version: ", "version: 1"),
    "a definition": lambda library: replace(library / FACTORS, "definition: ", "definition: All "),
    "the settings": write("strategies.toml", '[severity]\ndoubled-word = "off"\n'),
    "a style": write("static/more.css", "p { color: black }\n"),
    "a template": write("templates/about.html", '{% extends "default/about.html" %}\n'),
    "a draft less": lambda library: draft(library).unlink(),
}


def draft(library: Path) -> Path:
    pages = (library / "content/strategies").glob("*.md")
    return next(path for path in pages if "\nstatus: draft\n" in path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", CHANGES)
def test_what_changed_in_the_library_is_seen(name: str, export: Exports, tmp_path: Path) -> None:
    export()
    CHANGES[name](export.library)
    said, at_once = export()
    assert not at_once
    export("--no-cache", "--out", str(tmp_path / "anew"))
    assert state(export.library / BUNDLE) == state(tmp_path / "anew/latest")
    assert export() == (said, True)


TOUCHES: dict[str, Callable[[Path], object]] = {
    "a file of it": overwrite(f"{BUNDLE}/json/strategies.json"),
    "a file is gone": lambda library: (library / BUNDLE / "json/strategies.json").unlink(),
    "the pointer is gone": lambda library: (library / BUNDLE).unlink(),
    "the release is gone": lambda library: shutil.rmtree((library / BUNDLE).resolve()),
    "its origin": lambda library: [
        path.write_text("{}") for path in (library / "exports/releases").glob("*.provenance.json")
    ],
}


@pytest.mark.parametrize("name", TOUCHES)
def test_what_happened_to_the_release_is_mended(name: str, export: Exports) -> None:
    said, _ = export()
    before = state(export.library / "exports/releases")
    TOUCHES[name](export.library)
    assert export() == (said, False)
    assert state(export.library / "exports/releases") == before
    assert export() == (said, True)


def test_what_is_asked_for_counts(export: Exports) -> None:
    export()
    for options in (["--formats", "json"], ["--formats", "csv"], ["--out", "elsewhere"]):
        said, at_once = export(*options)
        assert not at_once
        assert export(*options) == (said, True)
    for options in (["--no-cache"], ["--archive"], ["--since", BUNDLE]):
        assert not export(*options)[1]


def test_a_release_with_changes_is_none_without_them(export: Exports) -> None:
    """They are of the state that it was compared with, which may be another one tomorrow."""
    export()
    without = state(export.library / BUNDLE)
    start = str((export.library / BUNDLE).resolve())
    for _ in range(2):
        assert not export("--since", start)[1]
        assert state(export.library / BUNDLE).keys() - without.keys() == {"changes.json", "CHANGELOG.md"}
    assert not export()[1]
    assert state(export.library / BUNDLE) == without
    assert export()[1]


def test_a_release_tells_of_the_latest_commit(export: Exports, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name, value in environment(tmp_path).items():
        monkeypatch.setenv(name, value)

    def git(*arguments: str) -> None:
        subprocess.run(["git", *arguments], cwd=export.library, check=True, capture_output=True)

    def commit_told_of() -> str:
        (told,) = (export.library / "exports/releases").glob("*.provenance.json")
        return str(json.loads(told.read_text(encoding="utf-8"))["source"]["id"])

    export()
    git("init", "--quiet")
    git("add", "content")
    commits = set()
    for message in ("All of it", "Nothing of it"):
        git("commit", "--quiet", "--allow-empty", "--message", message)
        assert not export()[1]
        assert export()[1]
        commits.add(commit_told_of())
    assert len(commits) == 2


def test_the_day_is_asked_anew(export: Exports) -> None:
    replace(export.library / VOICE, "status:", "review_by: 2030-01-01\nstatus:")
    export()
    assert export()[1]
    assert not export(day="--today=2031-01-01")[1]


def test_what_dead_runs_left_is_swept(export: Exports) -> None:
    export()
    left = export.library / "exports/releases/.staging-dead"
    left.mkdir()
    assert export()[1]
    assert not left.exists()


def test_a_library_that_changes_meanwhile_is_not_published(export: Exports, monkeypatch: pytest.MonkeyPatch) -> None:
    """It would be neither the library as it was listed nor as it is now."""
    call = exporting.publish

    def late(*arguments: Any) -> object:
        replace(export.library / FACTORS, "definition: ", "definition: All ")
        return call(*arguments)

    with monkeypatch.context() as patched:
        patched.setattr(exporting, "publish", late)
        outcome = export.run("export", "--no-search", TODAY, folder=export.library)
    assert (outcome.code, "was changed while it was read" in outcome.err) == (2, True)
    assert not (export.library / BUNDLE).exists()
    assert not export()[1]


def test_a_later_check_changes_nothing(export: Exports) -> None:
    """What the check remembers is of the library as it is now, not as it was exported."""
    said, _ = export()
    replace(export.library / VOICE, "Having a say", "Having their say")
    export.run("check", TODAY, folder=export.library)
    assert not export()[1]
    replace(export.library / VOICE, "Having their say", "Having a say")
    export.run("check", TODAY, folder=export.library)
    assert export() == (said, False)
