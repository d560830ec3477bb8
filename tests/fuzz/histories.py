"""States of git: a few commits of a library with faults anywhere, renamed files, and what is not committed."""

from __future__ import annotations

import contextlib
import io
import json
import os
import shutil
import sys
from collections import Counter
from pathlib import Path
from typing import Any, NamedTuple
from unittest.mock import patch

from hypothesis import strategies as st
from repository import Repository, environment
from test_properties import is_steering, mutated

from pipeline.cli import main
from pipeline.source.paths import INFO_PATH
from tests.fuzz.libraries import Files, additions, libraries, write

TODAY = "--today=2026-11-24"
# What `--policy-from` takes from the commit that it names.
GUARDED = ("schemas/strategy-page.", "strategies.toml", "pyproject.toml", "templates/", "static/", "translations/")
RULE = "changed-policy"


class History(NamedTuple):
    """Commits, the oldest first, then the files in the folder; which commit is compared with, and what is staged."""

    commits: tuple[Files, ...]
    files: Files
    base: int
    staged: bool


class Run(NamedTuple):
    """How a command ended."""

    code: int
    out: str
    err: str


@st.composite
def edited(draw: st.DrawFn, before: Files) -> Files:
    """Files after a commit: some renamed, some gone, some added, and the text of some changed, the policy often."""
    files = dict(before)
    for path in draw(st.lists(st.sampled_from(sorted(files)), max_size=1)) if files else ():
        data, end = files.pop(path), Path(path).suffix
        if draw(st.booleans()):
            files[f"{path.removesuffix(end)}-moved{end}"] = data
    more = additions()
    files |= {path: more[path] for path in draw(st.lists(st.sampled_from(sorted(more)), max_size=2, unique=True))}
    texts = sorted(path for path, data in files.items() if b"\0" not in data)
    guarded = [path for path in texts if path.startswith(GUARDED)]
    for chosen in (guarded, texts):
        for path in draw(st.lists(st.sampled_from(chosen), max_size=1)) if chosen else ():
            text = files[path].decode("utf-8", "surrogateescape")
            files[path] = draw(mutated([text])).encode("utf-8", "surrogatepass")
    return files


@st.composite
def histories(draw: st.DrawFn) -> History:
    """One to three commits and a folder that may be dirty."""
    commits = [draw(libraries())]
    for _ in range(draw(st.integers(0, 2))):
        commits.append(draw(edited(commits[-1])))
    files = draw(edited(commits[-1])) if draw(st.booleans()) else commits[-1]
    return History(tuple(commits), files, draw(st.integers(0, len(commits) - 1)), draw(st.booleans()))


def command(*arguments: str) -> Run:
    """Run `strategies` in this process. It ends with a report, or says in words what is wrong."""
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8", errors="surrogateescape") for _ in range(2))
    code: object = None
    with patch.multiple(sys, argv=["strategies", *arguments], stdout=out, stderr=err):
        try:
            main()
        except SystemExit as end:
            code = end.code
    said = []
    for stream in (out, err):
        stream.flush()
        said.append(stream.buffer.getvalue().decode("utf-8", "replace"))  # type: ignore[attr-defined]
    assert code in (0, 1, 2), f"{arguments}: {code}\n{said[1]}"
    assert not {character for character in "".join(said) if is_steering(character)}, arguments
    return Run(int(code), *said)


def outcome_of_history(history: History, folder: Path) -> str:
    """Check, compare and export by the policy of an earlier commit; the repository stays as it is."""
    root = folder / "library"
    root.mkdir(parents=True)
    repository = Repository(root, environment(folder))
    repository.git("init", "--quiet", "--initial-branch=main")
    for files in history.commits:
        _lay_out(files, root)
        repository.git("add", "--all", "--force")
        repository.git("commit", "--quiet", "--allow-empty", "--message", "A commit")
    _lay_out(history.files, root)
    if history.staged:
        repository.git("add", "--all", "--force")
    before, base = _state(repository), f"HEAD~{len(history.commits) - 1 - history.base}"
    with contextlib.chdir(root):
        shared = (TODAY, "--no-cache", "--jobs=1")
        guarded = command("check", *shared, "--policy-from", base, "--format", "json")
        command("check", *shared, "--changed-since", base, "--policy-from", base)
        command("check", *shared, "--staged", "--format", "github")
        compared = command("diff", TODAY, base, "--policy-from", base)
        command("diff", TODAY, base, "HEAD", "--format", "markdown")
        exported = command("export", *shared, "--no-search", "--policy-from", base, "--out", str(folder / "out"))
    assert _state(repository) == before
    assert_same_rules(history, guarded, folder / "composed")
    if exported.code == 0:
        assert command("verify", str((folder / "out/latest").resolve())).code == 0
    how = "exported" if exported.code == 0 else "not exported"
    return f"history: {how}, {'compared' if compared.code < 2 else 'not compared'}"


def assert_same_rules(history: History, guarded: Run, folder: Path) -> None:
    """Whatever a change makes of the policy, the findings are those of the change with the policy as it was."""
    base = history.commits[history.base]
    if guarded.code == 2 or INFO_PATH not in base or base.get(INFO_PATH) != history.files.get(INFO_PATH):
        return  # settings that cannot be read; a policy that is that of this tool; fields of the library are guarded
    content = {path: data for path, data in history.files.items() if not path.startswith(GUARDED)}
    _lay_out(content | {path: data for path, data in base.items() if path.startswith(GUARDED)}, folder)
    with contextlib.chdir(folder):
        plain = command("check", TODAY, "--no-cache", "--jobs=1", "--format", "json")
    both = [_findings(run, history.files, base) for run in (guarded, plain)]
    assert both[0] == both[1]


def _findings(run: Run, files: Files, base: Files) -> Counter[tuple[str, ...]]:
    """Findings; of files of the policy that the change alters, without the place and the fix."""
    found = [each for each in json.loads(run.out)["diagnostics"] if each["rule"] != RULE]
    altered = {path for path in files.keys() | base.keys() if files.get(path) != base.get(path)}
    loose = {path for path in altered if path.startswith(GUARDED)}
    kept = (_unplaced(each) if each["path"] in loose else each for each in found)
    return Counter(tuple(f"{name}: {each[name]}" for name in sorted(each)) for each in kept)


def _unplaced(finding: dict[str, Any]) -> dict[str, Any]:
    return {name: finding[name] for name in ("path", "rule", "severity", "message")}


def _lay_out(files: Files, folder: Path) -> None:
    """Make a folder hold these files, and leave its repository alone."""
    folder.mkdir(exist_ok=True)
    for entry in os.scandir(folder):
        if entry.name != ".git":
            shutil.rmtree(entry) if entry.is_dir() else Path(entry).unlink()
    write(files, folder)


def _state(repository: Repository) -> str:
    return repository.git("status", "--porcelain=v2", "--branch", "--untracked-files=all")
