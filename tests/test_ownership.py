"""Where bundles may be published, and that nothing of anybody else is removed or replaced there."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from command import TODAY, VOICE, Run, replace
from conftest import LIBRARY
from releases import edition_of, faults, publication_of, published, state
from repository import Repository, environment

from pipeline.publish.release.ownership import refuse_foreign, refuse_output_folder
from pipeline.publish.release.publication import publish
from pipeline.source.environment import EnvironmentFault

JSON = ("json",)
DIGEST = "0123456789abcdef"


def everything(folder: Path) -> dict[str, object]:
    """Every entry below a folder: where a link leads, what a file holds."""
    found: dict[str, object] = {}
    for path in sorted(folder.rglob("*")):
        link = os.readlink(path) if path.is_symlink() else None  # noqa: PTH115 - as it is written
        found[path.relative_to(folder).as_posix()] = link or (path.read_bytes() if path.is_file() else "folder")
    return found


def folder_with(path: str, data: bytes = b"mine") -> Callable[[Path], object]:
    def make(out: Path) -> None:
        (out / path).parent.mkdir(parents=True)
        (out / path).write_bytes(data)

    return make


def link(path: str, target: str) -> Callable[[Path], object]:
    def make(out: Path) -> None:
        (out / path).parent.mkdir(parents=True, exist_ok=True)
        (out / path).symlink_to(target)

    return make


FOREIGN: dict[str, tuple[Callable[[Path], object], str]] = {
    "a folder": (folder_with("latest/keep.txt"), "latest was not made by strategies export"),
    "an empty folder": (lambda out: (out / "latest").mkdir(parents=True), "latest was not made by strategies export"),
    "a folder with a file of this name": (folder_with("latest/manifest.json", b"{}"), "latest was not made by"),
    "a file": (folder_with("latest"), "latest was not made by strategies export"),
    "a link to elsewhere": (link("latest", "../site"), "latest was not made by strategies export"),
    "a link to a release elsewhere": (link("latest", f"/srv/releases/{DIGEST}"), "latest was not made by"),
    "a link to a release of another name": (link("latest", "releases/v1"), "latest was not made by strategies export"),
    "a link into a release": (link("latest", f"releases/{DIGEST}/html"), "latest was not made by strategies export"),
    "a link to the folder": (link("latest", "."), "latest was not made by strategies export"),
    "a link to itself": (link("latest", "latest"), "latest was not made by strategies export"),
    "a file in place of releases": (folder_with("releases"), "releases is not a folder"),
    "a link in place of releases": (link("releases", "../elsewhere"), "releases is not a folder"),
    "a link in place of the lock": (link("releases/.lock", "../../notes"), ".lock is a link"),
}


@pytest.mark.parametrize("name", FOREIGN)
def test_what_is_not_ours_is_left_alone(name: str, library: Path, tmp_path: Path, run: Run) -> None:
    make, words = FOREIGN[name]
    make(tmp_path / "site")
    before = everything(tmp_path / "site")
    for options in ((), ("--no-cache",)):
        outcome = run("export", TODAY, "--no-search", "--out", tmp_path / "site", *options, folder=library)
        assert outcome.code == 2
        assert words in outcome.err
        assert "--out" in outcome.err
    with pytest.raises(EnvironmentFault):
        publish(publication_of(edition_of(), JSON), tmp_path / "site")
    assert everything(tmp_path / "site") == before


def test_the_last_export_is_not_recalled_over_what_came_since(library: Path, tmp_path: Path, run: Run) -> None:
    command = ("export", TODAY, "--no-search", "--out", tmp_path / "site")
    assert run(*command, folder=library).code == 0
    (tmp_path / "site" / "latest").unlink()
    folder = tmp_path / "site" / "latest"
    folder.mkdir()
    (folder / "keep.txt").write_bytes(b"mine")
    assert run(*command, folder=library).code == 2
    assert (folder / "keep.txt").read_bytes() == b"mine"


def test_a_copy_of_a_release_is_replaced_unless_somebody_put_a_file_into_it(tmp_path: Path) -> None:
    """Such a copy stands there where the system has no links."""
    release = published(tmp_path, JSON).release
    (tmp_path / "latest").unlink()
    shutil.copytree(release, tmp_path / "latest")
    assert published(tmp_path, JSON).release == release
    assert (tmp_path / "latest").is_symlink()
    (tmp_path / "latest").unlink()
    shutil.copytree(release, tmp_path / "latest")
    (tmp_path / "latest" / "json" / "keep.txt").write_bytes(b"mine")
    with pytest.raises(EnvironmentFault):
        published(tmp_path, JSON)
    assert (tmp_path / "latest" / "json" / "keep.txt").read_bytes() == b"mine"


def test_among_the_releases_only_ours_are_removed(tmp_path: Path, library: Path, run: Run) -> None:
    """Entries that bear names like ours, and links out of the folder, outlast any number of exports."""
    mine, out = tmp_path / "mine", tmp_path / "site"
    mine.mkdir()
    (mine / "keep.txt").write_bytes(b"mine")
    releases = out / "releases"
    for name in (DIGEST, ".staging-old", "v1"):
        shutil.copytree(mine, releases / name)
    (releases / "notes.provenance.json").write_bytes(b"mine")
    for name in ("fedcba9876543210", ".spare", ".staging-0123"):
        (releases / name).symlink_to(mine, target_is_directory=True)
    before = everything(out)
    theirs = {path.name for path in releases.iterdir()}
    for number in ("two", "three", "four", "five"):
        replace(library / VOICE, "The class votes", f"The class votes on {number} days, then votes")
        assert run("export", TODAY, "--no-search", "--out", out, folder=library).code == 0
    assert everything(out).items() >= before.items()
    assert everything(mine) == {"keep.txt": b"mine"}
    assert len([path for path in releases.iterdir() if path.is_dir() and path.name not in theirs]) == 2
    assert faults((out / "latest").resolve()) == []


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (folder_with("archives/strategies-json-1.0.0.zip"), "was not made by strategies export"),
        (link("archives/strategies-json-1.0.0.zip", "../../mine.zip"), "was not made by strategies export"),
        (folder_with("archives"), "archives is not a folder"),
        (link("archives", "../elsewhere"), "archives is not a folder"),
    ],
)
def test_no_archive_takes_the_place_of_another_file(make: Callable[[Path], object], words: str, tmp_path: Path) -> None:
    make(tmp_path / "site")
    before = everything(tmp_path / "site")
    with pytest.raises(EnvironmentFault, match=words):
        publish(publication_of(edition_of(), JSON, archive=True), tmp_path / "site")
    shutil.rmtree(tmp_path / "site" / "releases")
    assert everything(tmp_path / "site") == before


def test_archives_of_ours_are_made_again(tmp_path: Path) -> None:
    (archive,) = publish(publication_of(edition_of(), JSON, archive=True), tmp_path).archives
    (tmp_path / "archives" / "notes.txt").write_bytes(b"mine")
    before = state(tmp_path / "archives")
    publish(publication_of(edition_of(), JSON, archive=True), tmp_path)
    assert state(tmp_path / "archives") == before
    assert archive.name in before


@pytest.mark.parametrize(
    ("out", "words"),
    [
        (".", "is the library itself"),
        ("content/..", "is the library itself"),
        ("content", "stands in content"),
        ("content/images/site", "stands in content"),
        ("static/site", "stands in static"),
        ("link-to-content/site", "stands in content"),
    ],
)
def test_bundles_do_not_stand_among_what_they_are_made_of(out: str, words: str, library: Path, run: Run) -> None:
    (library / "link-to-content").symlink_to("content")
    before = everything(library)
    outcome = run("export", TODAY, "--no-search", "--no-cache", "--out", out, folder=library)
    assert outcome.code == 2
    assert words in outcome.err
    assert everything(library) == before


def test_a_link_that_a_commit_brought_leads_no_export_astray(library: Path, tmp_path: Path, run: Run) -> None:
    """Who wants bundles to stand behind it can name it."""
    (tmp_path / "elsewhere").mkdir()
    (library / "exports").symlink_to(tmp_path / "elsewhere")
    outcome = run("export", TODAY, "--no-search", folder=library)
    assert outcome.code == 2
    assert "exports is a link" in outcome.err
    assert not everything(tmp_path / "elsewhere")
    assert run("export", TODAY, "--no-search", "--out", "exports", folder=library).code == 0
    assert faults((tmp_path / "elsewhere" / "latest").resolve()) == []


def test_a_folder_of_versioned_files_is_not_taken_for_bundles(tmp_path: Path) -> None:
    """Unless it holds bundles already, or nothing but a note; one of another repository is its owner's affair."""
    repository = Repository.create(tmp_path / "library", environment(tmp_path), {"content": LIBRARY / "content"})
    root = repository.folder
    for path in ("docs/guide.md", "exports/README.md", "exports/.gitignore"):
        (root / path).parent.mkdir(exist_ok=True)
        (root / path).write_text("A note.\n", encoding="utf-8")
    refuse_output_folder(root / "docs", root, chosen=True)  # git does not know it yet
    repository.git("add", "--all")
    with pytest.raises(EnvironmentFault, match=r"holds files that git keeps, such as guide\.md"):
        refuse_output_folder(root / "docs", root, chosen=True)
    refuse_output_folder(root / "exports", root, chosen=False)
    refuse_output_folder(root / "docs" / "site", root, chosen=True)
    other = Repository.create(tmp_path / "pages", environment(tmp_path), {"a": LIBRARY / "content"})
    refuse_output_folder(other.folder / "a", root, chosen=True)
    (root / "docs" / "releases").mkdir()
    refuse_output_folder(root / "docs", root, chosen=True)


def test_what_an_export_left_is_ours(tmp_path: Path) -> None:
    refuse_foreign(tmp_path)
    published(tmp_path, JSON)
    refuse_foreign(tmp_path)
    (tmp_path / "latest").unlink()
    (tmp_path / "latest").symlink_to(f"releases/{DIGEST}")  # one that is gone
    refuse_foreign(tmp_path)
