"""Published files that were damaged since: none is published again as good, and no damage spreads."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable
from itertools import product
from operator import itemgetter
from pathlib import Path

import pytest
from command import TODAY, TRUST, VOICE, Outcome, Run, replace
from conftest import LIBRARY
from effort import sample
from releases import faults, state
from repository import SCRIPTS, Repository, environment

PAGE = "html/strategies/student-voice/index.html"
RECORD = "json/strategies/student-voice.json"
LATEST = "exports/latest"
# One file of each kind that a release holds.
FILES = (
    *(
        PAGE,
        "html/strategies/student-voice/index.html.md",
        "html/index.html",
        "html/llms.txt",
        "html/images/circle.png",
    ),
    *(RECORD, "json/strategies.json", "json/graph/relationships.jsonl", "json/factors.json"),
    *("csv/strategies.csv", "csv/factors.csv", "csv/datapackage.json", "schemas/published-manifest.schema.json"),
    *("SHA256SUMS", "manifest.json"),
)
pytestmark = pytest.mark.usefixtures("own_memo")


def overwrite(file: Path) -> None:
    """Flip a bit of a file where it stands; it keeps its place on the disk, its size and its time."""
    before, data = file.stat(), bytearray(file.read_bytes())
    data[len(data) // 2] ^= 1
    with file.open("r+b") as opened:
        opened.write(data)
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
    after = file.stat()
    assert (before.st_ino, before.st_size, before.st_mtime_ns) == (after.st_ino, after.st_size, after.st_mtime_ns)


class Shelf:
    """A library whose bundles are damaged between exports."""

    def __init__(self, run: Run, library: Path) -> None:
        self.run, self.library, self.edits = run, library, 0
        replace(
            library / VOICE, "\n\n## Example", "\n\n![Eight chairs in a circle](../images/circle.png)\n\n## Example"
        )
        self.edit(VOICE)

    def edit(self, page: str) -> None:
        """Change the words of a page."""
        self.edits += 1
        path = self.library / page
        text = re.sub(r" This was said \d+ times\.", "", path.read_text(encoding="utf-8"))
        text = text.replace("\n\n## Example", f" This was said {self.edits} times.\n\n## Example", 1)
        path.write_text(text, encoding="utf-8", newline="\n")

    def export(self, *options: str) -> Outcome:
        """Export; `latest` is then whole, and a release that is still there is as it was unless it is `latest`."""
        before = {release: state(release) for release in self.releases}
        outcome = self.run("export", "--no-search", TODAY, *options, folder=self.library)
        assert outcome.code == 0, outcome.out + outcome.err
        assert faults(self.latest) == []
        for release, files in before.items():
            assert release == self.latest or not release.exists() or state(release) == files
        return outcome

    @property
    def latest(self) -> Path:
        return (self.library / LATEST).resolve()

    @property
    def releases(self) -> list[Path]:
        return [
            path for path in (self.library / "exports/releases").glob("*") if re.fullmatch("[0-9a-f]{16}", path.name)
        ]

    @property
    def older(self) -> Path:
        (older,) = (path for path in self.releases if path != self.latest)
        return older


@pytest.fixture
def shelf(run: Run, library: Path) -> Shelf:
    made = Shelf(run, library)
    made.export()
    made.edit(TRUST)
    made.export()
    return made


CHANGES: dict[str, Callable[[Shelf], object]] = {
    "nothing": lambda shelf: None,
    "another page": lambda shelf: shelf.edit(TRUST),
    "the same page": lambda shelf: shelf.edit(VOICE),
    "a title, which lists show": lambda shelf: replace(shelf.library / TRUST, "title: ", "title: New "),
}


@pytest.mark.parametrize("change", ["nothing", "another page"])
def test_a_damaged_file_is_not_published_again(change: str, shelf: Shelf) -> None:
    for path in sample(FILES, 5, lambda path: path.split("/")[0]):
        good = state(shelf.latest)
        overwrite(shelf.latest / path)
        assert faults(shelf.latest)
        CHANGES[change](shelf)
        shelf.export()
        assert change != "nothing" or state(shelf.latest) == good
    shelf.export("--no-cache", "--out", "anew")
    assert state(shelf.latest) == state(shelf.library / "anew/latest")


@pytest.mark.parametrize("change", CHANGES)
def test_many_damaged_files_are_not_published_again(change: str, shelf: Shelf) -> None:
    for path in FILES:
        overwrite(shelf.latest / path)
    CHANGES[change](shelf)
    shelf.export()
    shelf.export("--no-cache", "--out", "anew")
    assert state(shelf.latest) == state(shelf.library / "anew/latest")


@pytest.mark.parametrize("path", [PAGE, "json/strategies.json", "SHA256SUMS"])
def test_an_older_release_that_is_damaged_stays_out_of_new_ones(path: str, shelf: Shelf) -> None:
    """Neither while it is kept, nor when its content comes back."""
    first = (shelf.library / VOICE).read_text(encoding="utf-8")
    shelf.edit(VOICE)
    shelf.export()
    overwrite(shelf.older / path)
    shelf.export()
    assert faults(shelf.older)
    (shelf.library / VOICE).write_text(first, encoding="utf-8", newline="\n")
    shelf.export()
    overwrite(shelf.older / path)
    for _ in range(2):
        shelf.edit(TRUST)
        shelf.export()


LOSSES: dict[str, Callable[[Path], object]] = {
    "a file is gone": lambda release: (release / PAGE).unlink(),
    "a file is empty": lambda release: (release / PAGE).write_bytes(b""),
    "a file is a link to one like it": lambda release: [
        (release / PAGE).rename(release.parent / "elsewhere"),
        (release / PAGE).symlink_to(release.parent / "elsewhere"),
    ],
    "a file is a pipe": lambda release: [(release / PAGE).unlink(), os.mkfifo(release / PAGE)],
    "a file is a folder": lambda release: [(release / PAGE).unlink(), (release / PAGE).mkdir()],
    "a folder is gone": lambda release: shutil.rmtree(release / "html/strategies"),
    "a file more": lambda release: (release / "html/more.html").write_bytes(b"<p>"),
    "a link more": lambda release: (release / "html/more.html").symlink_to("index.html"),
    "a file has another's bytes": lambda release: shutil.copyfile(release / "html/404.html", release / PAGE),
}


@pytest.mark.parametrize("change", ["nothing", "another page"])
def test_whatever_else_happened_to_the_latest_release(change: str, shelf: Shelf) -> None:
    for damage in sample(LOSSES.values(), 1 if change == "nothing" else 4):
        damage(shelf.latest)
        CHANGES[change](shelf)
        shelf.export()


@pytest.mark.parametrize("part", sample(range(1, 8), 3))
def test_what_is_remembered_is_damaged(part: int, shelf: Shelf, own_memo: Path) -> None:
    """A bit in some place of the memo, and one of what was published."""
    for change in CHANGES.values():
        if not list(own_memo.glob("*.sqlite")):
            shelf.export()  # the run before removed a memo that was no longer a database
        (memo,) = own_memo.glob("*.sqlite")
        data = bytearray(memo.read_bytes())
        data[len(data) * part // 8] ^= 1
        memo.write_bytes(data)
        overwrite(shelf.latest / PAGE)
        change(shelf)
        shelf.export()


def test_a_pointer_to_a_release_of_the_same_name_elsewhere(shelf: Shelf) -> None:
    elsewhere = shelf.library / "exports/elsewhere" / shelf.latest.name
    shutil.copytree(shelf.latest, elsewhere)
    overwrite(elsewhere / PAGE)
    (shelf.library / LATEST).unlink()
    (shelf.library / LATEST).symlink_to(f"elsewhere/{elsewhere.name}")
    outcome = shelf.run("export", "--no-search", TODAY, folder=shelf.library)
    assert outcome.code == 2
    assert "was not made by strategies export" in outcome.err
    assert (shelf.library / LATEST).readlink() == Path(f"elsewhere/{elsewhere.name}")  # nothing is touched


def test_who_keeps_a_second_name_of_a_file_changes_no_release(shelf: Shelf) -> None:
    """As backups do that are made of hard links."""
    for number in range(4):
        shutil.copytree(shelf.library / "exports/releases", shelf.library / f"backup-{number}", copy_function=os.link)
        shelf.edit(TRUST)
        shelf.export()
    before = state(shelf.latest)
    for backup in shelf.library.glob("backup-*"):
        for path in backup.rglob("*.html"):
            overwrite(path)
    assert state(shelf.latest) == before


def test_what_is_kept_damaged_is_named(shelf: Shelf) -> None:
    release = shelf.latest
    for path in (PAGE, RECORD):
        overwrite(release / path)
    assert shelf.export().err == ""  # all of it was mended
    for path in (PAGE, RECORD):
        overwrite(release / path)
    shelf.edit(TRUST)
    where, what = f"the release before, {release}, is no longer what was published", f"{PAGE}, {RECORD}"
    assert shelf.export().err == f"{where}: {what}; the new one is whole\n"
    assert shelf.export().err == ""


def test_where_latest_is_a_folder_it_is_looked_at_too(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "symlink", refuse)
    shelf.edit(TRUST)
    shelf.export()
    assert not (shelf.library / LATEST).is_symlink()
    before = {path: state(path) for path in shelf.releases}
    for _ in range(2):
        overwrite(shelf.library / LATEST / PAGE)
        assert {path: state(path) for path in shelf.releases} == before
        shelf.export()


def test_the_installed_command(tmp_path: Path) -> None:
    """In a clone, with the index for search."""
    origin = Repository.create(tmp_path / "origin", environment(tmp_path), {"content": LIBRARY / "content"})
    origin.git("commit", "--quiet", "--message", "All of it")
    origin.git("clone", "--quiet", str(origin.folder), str(tmp_path / "clone"))
    clone = Repository(tmp_path / "clone", environment(tmp_path))

    def strategies(*arguments: str) -> int:
        return clone.run(str(SCRIPTS / "strategies"), *arguments).returncode

    assert strategies("export", TODAY) == 0
    patterns = (PAGE, "html/pagefind/*.pf_meta", "json/strategies.jsonl")
    for pattern, changed in sample(product(patterns, (False, True)), 6, itemgetter(0), itemgetter(1)):
        overwrite(next((clone.folder / LATEST).glob(pattern)))
        assert strategies("verify", "exports") == 1
        if changed:
            replace(clone.folder / TRUST, "title: ", "title: New ")
        assert strategies("export", TODAY) == 0
        assert strategies("verify", "exports") == 0
