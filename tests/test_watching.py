"""The watch over a library's files: each change of what a check reads is noticed, and nothing else."""

from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Callable
from pathlib import Path, PurePath

import pytest

from pipeline.authoring.watching import LibraryWatch
from pipeline.source.discovery import list_files
from pipeline.source.paths import DATA_PATHS, LICENCE_PATHS, SETTINGS_PATHS, WATCHED_FILES, WATCHED_FOLDERS

PAGE = "content/strategies/a.md"
# Seconds in which a change is noticed, and in which none is.
SOON, LONG_ENOUGH = 10, 0.3


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "around" / "a"
    for name in ("content/strategies", "exports", ".git"):
        (folder / name).mkdir(parents=True)
    return folder


def write(root: Path, path: str, text: str = "a") -> None:
    (root / path).parent.mkdir(parents=True, exist_ok=True)
    (root / path).write_text(text, encoding="utf-8")


def saved_by_rename(root: Path) -> None:
    write(root, "content/strategies/.a.tmp")
    (root / "content/strategies/.a.tmp").replace(root / PAGE)


def made_again(root: Path) -> None:
    shutil.rmtree(root / "content/pages")
    write(root, "content/pages/about.md", "c")


def exchanged(root: Path) -> None:
    (root / "content").rename(root / "former")
    write(root, PAGE)


# What is done to a library, in turn.
NOTICED: list[Callable[[Path], object]] = [
    lambda root: write(root, PAGE),
    saved_by_rename,
    lambda root: (root / PAGE).unlink(),
    lambda root: write(root, "content/pages/about.md"),
    lambda root: write(root, "content/pages/about.md", "b"),
    made_again,  # on some disks with the same inode
    lambda root: write(root, "content/pages/about.md", "d"),
    lambda root: write(root, "content/images/deep/down/a.png"),
    lambda root: write(root, "content/images/deep/down/a.png", "b"),
    lambda root: write(root, "strategies.toml"),
    lambda root: write(root, "schemas/strategy-page.yaml"),
    lambda root: write(root, "static/.well-known/a"),
    exchanged,
    lambda root: write(root, PAGE, "b"),
    lambda root: root.rename(root.with_name("b")),
    lambda root: root.with_name("b").rename(root),
    lambda root: write(root, PAGE, "c"),
    lambda root: root.parent.rename(root.parent.with_name("elsewhere")),
    lambda root: write(root, PAGE),
    lambda root: write(root, PAGE, "b"),
    lambda root: shutil.rmtree(root.parent),
    lambda root: write(root, PAGE),
    lambda root: write(root, PAGE, "b"),
]
UNNOTICED = ["exports/index.html", ".git/index", "notes.md", "content/strategies/.a.md.swp", "content/.git/a"]


def test_changes_are_noticed_whatever_came_before(root: Path) -> None:
    watch = LibraryWatch(root, quiet=20, longest=2000)
    for number, change in enumerate(NOTICED):
        change(root)
        assert watch.changed(SOON), number


def test_what_no_check_reads_is_not_noticed(root: Path, tmp_path: Path) -> None:
    also = tmp_path / "elsewhere" / "baseline.json"
    also.parent.mkdir()
    watch = LibraryWatch(root, quiet=20, longest=2000, also=[also])
    for path in UNNOTICED:
        write(root, path)
    write(also.parent, "other.json")
    (root / "content/strategies").stat()
    assert not watch.changed(LONG_ENOUGH)
    write(also.parent, also.name)
    assert watch.changed(SOON)


def test_a_burst_is_one_change(root: Path) -> None:
    watch = LibraryWatch(root, quiet=150, longest=20_000)

    def burst() -> None:
        for number in range(100):
            write(root, f"content/strategies/{number}.md")
            time.sleep(0.002)

    writing = threading.Thread(target=burst)
    writing.start()
    assert watch.changed(SOON)
    writing.join()
    assert not watch.changed(LONG_ENOUGH)


def test_the_library_may_be_reached_by_links(root: Path, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(root)
    watch = LibraryWatch(tmp_path / "link", quiet=20, longest=2000)
    write(root, PAGE)
    assert watch.changed(SOON)


def test_all_that_a_check_reads_is_watched(root: Path) -> None:
    """A new place for files must be named where all that watch look."""
    for path in ("content/LICENSE", "content/pages/a.es.md", "content/vocabulary/own.yaml", "schemas/a.es.yaml"):
        write(root, path)
    for path in ("templates/a.html", "translations/de.po", "static/a.css", "content/images/a.png", PAGE, "LICENCE"):
        write(root, path)
    found = list_files(root, 1000)
    read = {*DATA_PATHS, *SETTINGS_PATHS, *LICENCE_PATHS, *found.files, *found.site, *found.vocabularies}
    read |= found.images | found.theme | found.misplaced
    assert {path for path in read if PurePath(path).parts[0] not in WATCHED_FOLDERS} <= set(WATCHED_FILES)
