"""Small libraries, and the states of an output folder in which an export may find it."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from pipeline.cli import main
from pipeline.publish.bundle import open_bundle
from pipeline.publish.verify import verify
from tests.crash.process import Outcome, Program, run, warm_up

LIBRARY = Path(__file__).parent.parent / "library"
TODAY = "2026-11-24"
PAGE = "content/strategies/student-voice.md"
MODEL = """
- id: middle-grades
  name: Middle Grades
  grades: ["4"]
  groups:
    Feeling: [emotion, motivation, civic-mindedness]
"""


@dataclass(frozen=True)
class Scene:
    """An output folder before an export, and the export. `always` are faults that strace makes in every run."""

    name: str
    library: Path
    before: Path
    options: tuple[str, ...] = ("--formats", "json")
    always: tuple[str, ...] = ()
    program: Program = main

    def set(self, out: Path) -> None:
        """Put the output folder into its state before the export."""
        shutil.rmtree(out, ignore_errors=True)
        shutil.copytree(self.before, out, symlinks=True)

    def arguments(self, out: Path, jobs: int = 1) -> list[str]:
        """The command line of the export: in one process, for only one is watched."""
        where = ["--root", str(self.library), "--out", str(out)]
        return ["export", "--no-cache", "--jobs", str(jobs), *where, "--today", TODAY, *self.options]

    def run(self, out: Path, strace: list[str] | None = None, *, jobs: int = 1) -> Outcome:
        """Run the command as it stands; `strace` are faults besides those that are always made."""
        watched = [*(strace or ["-e", "trace=symlink"]), *self.always] if strace or self.always else None
        return run(self.arguments(out, jobs), strace=watched, program=self.program)

    def found(self, out: Path) -> Mapping[str, str]:
        """What counts of the folder."""
        return current(out)

    def old(self) -> Mapping[str, str]:
        """The same as it is before the command, or as a command that was cut short is taken back to."""
        return self.found(self.before)


def make_library(folder: Path, change: Callable[[str], str] = lambda text: text, *, draft: bool = False) -> Path:
    """The test library with one published page, changed, and with or without a draft beside it."""
    shutil.copytree(LIBRARY, folder)
    for page in (folder / "content" / "strategies").iterdir():
        if page.name != Path(PAGE).name and not (draft and page.stem == "quiet-corner"):
            page.unlink()
    for page in (folder / "content" / "strategies").iterdir():
        text = page.read_text(encoding="utf-8").replace("related: [building-trust]", "related: []")
        page.write_text(change(text) if page.name == Path(PAGE).name else text, encoding="utf-8")
    shrink(folder / "content" / "vocabulary")
    return folder


def shrink(vocabulary: Path) -> None:
    """Leave what the page names: every call counts."""
    kept = ("motivation", "civic-mindedness", "emotion", "teacher-modeling-support")
    for name in ("factors.yaml", "categories.yaml"):
        lines = (vocabulary / name).read_text(encoding="utf-8").splitlines(keepends=True)
        text = "".join(line for line in lines if line.startswith(tuple(f"- {{id: {id_}," for id_ in kept)))
        (vocabulary / name).write_text(text, encoding="utf-8")
    (vocabulary / "learner-models.yaml").write_text(MODEL, encoding="utf-8")


def scenes(folder: Path) -> list[Scene]:
    """Every state of interest; `folder` holds what they need."""
    old = make_library(folder / "old")
    new = make_library(folder / "new", lambda text: text.replace("two units", "three units"))
    drafted = make_library(folder / "drafted", draft=True)

    warm_up(Scene("", old, folder, ()).arguments(folder / "warm"))

    def published(name: str, *always: str) -> Path:
        out = folder / name
        out.mkdir()
        strace = ["-e", "trace=symlink", *always] if always else None
        done = run(Scene(name, old, out).arguments(out), strace=strace)
        assert done.code == 0, done.said
        return out

    (folder / "nothing").mkdir()
    crowded = published("crowded")
    litter(crowded)
    no_symlinks = ("-e", "inject=symlink:error=EPERM")
    return [
        Scene("an empty folder", new, folder / "nothing"),
        Scene(
            "an old bundle, an older one, staging of a dead run; archives",
            new,
            crowded,
            ("--formats", "json", "--archive"),
        ),
        Scene("the same release with another manifest", drafted, published("same")),
        Scene("no symbolic links", new, published("linkless", *no_symlinks), always=no_symlinks),
    ]


def litter(out: Path) -> None:
    """Leave an older release and what a killed run leaves."""
    older = out / "releases" / "0123456789abcdef"
    dead = out / "releases" / ".staging-0123456789ab" / "bundle"
    for place in (older, dead):
        place.mkdir(parents=True)
        (place / "manifest.json").write_text("{}", encoding="utf-8")
    older.with_name("0123456789abcdef.provenance.json").write_text("{}", encoding="utf-8")
    # Releases are kept by age; this one is the oldest.
    os.utime(older, (0, 0))


def state(folder: Path) -> Mapping[str, str]:
    """Every file of a folder with the hash of its bytes; empty when there is none."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file()
    }


def current(out: Path) -> Mapping[str, str]:
    """What a consumer finds in `latest`."""
    return state(out / "latest")


def faults(out: Path) -> list[str]:
    """What `strategies verify` finds wrong with `latest`."""
    with open_bundle(out) as bundle:
        return [str(fault) for fault in verify(bundle)]


def staging(out: Path) -> list[str]:
    """What is left of runs in the output folder."""
    return [str(path.relative_to(out)) for path in out.rglob(".staging-*")]


def explain(outcome: Outcome) -> str:
    """How a run ended, for a person."""
    return f"exit {outcome.code}: {outcome.said.strip()}"


def plain(outcome: Outcome, where: str) -> None:
    """Refuse an end that is none for users: another exit code, or a traceback."""
    assert outcome.code in (0, 1, 2), f"{where}: {explain(outcome)}"
    assert "Traceback" not in outcome.said, f"{where}: {explain(outcome)}"
    assert outcome.said.strip(), f"{where}: exit {outcome.code} without a word"
