"""Publishing: what stands where, what is kept, mended and swept, and that a failure changes nothing."""

from __future__ import annotations

import hashlib
import json
import os
import re
import subprocess
import sys
import tracemalloc
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from conftest import LIBRARY
from releases import altering, edition_of, faults, page, publication_of, published, resting, state
from repository import Repository, environment

import pipeline
from pipeline.publish.build import VerificationError
from pipeline.publish.exporter import File
from pipeline.publish.release.flush import FileSystem
from pipeline.publish.release.lock import exclusive
from pipeline.publish.release.publication import publish
from pipeline.publish.release.staging import Staging
from pipeline.publish.release.swap import swap_in
from pipeline.source.git import commit_of

JSON = ("json",)
COMMAND = [sys.executable, "-m", "pipeline", "export", "--root", str(LIBRARY), "--today", "2026-11-24"]


def edition(words: str, out: Path) -> Path:
    """Publish the library with other words in one page."""
    changed = page("student-voice", lambda text: text.replace("two units", words))
    return published(out, JSON, [changed]).release


def pointed(out: Path) -> str:
    return (out / "latest").readlink().as_posix()


def releases(out: Path) -> set[str]:
    return {path.name for path in (out / "releases").iterdir() if path.name != ".lock"}


# --- what stands where ---


def test_a_bundle_is_laid_out_as_promised(tmp_path: Path) -> None:
    release = published(tmp_path).release
    assert pointed(tmp_path) == f"releases/{release.name}"
    assert release.parent == tmp_path / "releases"
    assert releases(tmp_path) == {release.name, f"{release.name}.provenance.json"}
    assert {path.name for path in tmp_path.iterdir()} == {"latest", "releases"}
    assert {path.name for path in release.iterdir()} == {
        "manifest.json",
        "SHA256SUMS",
        "README.md",
        "LICENSE",
        "CITATION.cff",
        "csv",
        "html",
        "json",
        "schemas",
    }
    assert faults(release) == []


def test_a_release_is_named_after_its_list_of_files(tmp_path: Path) -> None:
    release = published(tmp_path, JSON).release
    listed = json.loads((release / "manifest.json").read_bytes())["files"]
    lines = "".join(f"{file['sha256']}  {file['path']}\n" for file in listed)
    assert release.name == hashlib.sha256(lines.encode()).hexdigest()[:16]
    assert [file["path"] for file in listed] == sorted(file["path"] for file in listed)


def test_sha256sum_agrees(tmp_path: Path) -> None:
    release = published(tmp_path).release
    done = subprocess.run(
        ["sha256sum", "--check", "--strict", "SHA256SUMS"], cwd=release, capture_output=True, check=True, text=True
    )
    checked = {line.removesuffix(": OK") for line in done.stdout.splitlines()}
    assert checked == state(release).keys() - {"SHA256SUMS"}


def test_the_manifest_counts_and_lists_what_became_of_every_page(tmp_path: Path) -> None:
    manifest = json.loads((published(tmp_path, JSON).release / "manifest.json").read_bytes())
    assert manifest["counts"] == {"pages": 4, "published": 3, "retired": 1, "excluded": 0}
    assert manifest["published"] == ["building-trust", "lateral-reading", "student-voice"]
    assert manifest["retired"] == ["morning-circle"]
    assert manifest["excluded"] == []
    assert [item["strategies"] for item in manifest["disclaimers"]] == [3, 3]
    assert manifest["library"]["version"] == "1.0.0"
    assert manifest["schema_versions"]["strategies"] == "1.5.0"


def test_provenance_stands_outside_the_bundle(tmp_path: Path) -> None:
    repository = Repository.create(tmp_path / "library", environment(tmp_path), {"content": LIBRARY / "content"})
    outside = commit_of(tmp_path)
    repository.git("commit", "--quiet", "--message", "All of it")
    commit = commit_of(repository.folder)
    assert outside is None
    assert commit is not None
    assert commit.id == repository.git("rev-parse", "HEAD").strip()
    assert not commit.changed
    repository.edit("content/library.yaml", "Test Press", "Test Presses")
    changed = commit_of(repository.folder)
    assert changed is not None
    assert changed.changed
    plain = published(tmp_path / "plain", JSON).release
    known = publish(replace(publication_of(edition_of(), JSON), source=commit), tmp_path / "known").release
    assert state(plain) == state(known)
    provenance = json.loads(known.with_name(f"{known.name}.provenance.json").read_bytes())
    assert provenance == {
        "release": known.name,
        "library_version": "1.0.0",
        "source": {"id": commit.id, "changed": False},
        "tool": {"name": "strategy-pipeline", "version": pipeline.__version__},
    }


# --- what is kept, mended and swept ---


def test_the_same_content_is_not_published_anew(tmp_path: Path) -> None:
    first = published(tmp_path, JSON).release
    before = {path: path.stat().st_ino for path in first.rglob("*")}
    assert published(tmp_path, JSON).release == first
    assert {path: path.stat().st_ino for path in first.rglob("*")} == before


def test_the_last_two_releases_are_kept(tmp_path: Path) -> None:
    one, two, three = (edition(words, tmp_path) for words in ("three units", "four units", "five units"))
    assert releases(tmp_path) == {name for kept in (two, three) for name in (kept.name, f"{kept.name}.provenance.json")}
    assert not one.exists()
    assert edition("five units", tmp_path) == three  # the same again: the one before it stays
    assert two.exists()
    assert edition("four units", tmp_path) == two  # and back
    assert pointed(tmp_path) == f"releases/{two.name}"
    assert three.exists()
    assert faults(three) == faults(two) == []


def test_a_damaged_release_is_made_again(tmp_path: Path) -> None:
    release = published(tmp_path, JSON).release
    whole = state(release)
    (release / "json" / "factors.json").write_bytes(b"{}")
    (release / "stray").write_bytes(b"")
    assert faults(release)
    assert published(tmp_path, JSON).release == release
    assert state(release) == whole
    assert releases(tmp_path) == {release.name, f"{release.name}.provenance.json"}


def test_a_draft_more_changes_no_byte(tmp_path: Path) -> None:
    """Nothing published tells how many drafts there are, or what they are called."""
    release = published(tmp_path).release
    before = state(release)
    draft = replace(
        page("quiet-corner", lambda text: text.replace("Quiet Corner", "Calm Corner")),
        path="content/strategies/calm-corner.md",
    )
    assert published(tmp_path / "again", changed=[draft]).release.name == release.name
    assert state(tmp_path / "again/latest") == before
    assert published(tmp_path, changed=[draft]).release == release
    assert not any(b"quiet-corner" in data or b"calm-corner" in data for data in before.values())
    assert pointed(tmp_path) == f"releases/{release.name}"
    assert faults(release) == []


def test_staging_of_dead_runs_is_swept(tmp_path: Path) -> None:
    dead = tmp_path / "releases" / ".staging-0123456789ab" / "bundle"
    dead.mkdir(parents=True)
    (dead / "half.json").write_bytes(b"{")
    published(tmp_path, JSON)
    assert not dead.parent.exists()


def test_a_link_into_staging_holds_until_the_next_run(tmp_path: Path) -> None:
    """A run that died while it mended a release left `latest` there: its bundle may not be swept from under it."""
    release = published(tmp_path, JSON).release
    staging = tmp_path / "releases" / ".staging-0123456789ab"
    staging.mkdir()
    release.rename(staging / "twin")
    (tmp_path / "latest").unlink()
    (tmp_path / "latest").symlink_to("releases/.staging-0123456789ab/twin")

    def failing() -> Iterator[File]:
        assert faults(tmp_path / "latest") == []
        yield File("json/strategies.json", b"{}")

    with pytest.raises(VerificationError):
        publish(replace(publication_of(edition_of(), JSON), exporters=[resting(failing)]), tmp_path)
    assert faults(tmp_path / "latest") == []
    published(tmp_path, JSON)
    assert pointed(tmp_path) == f"releases/{release.name}"
    assert not staging.exists()


@pytest.mark.parametrize("fresh", ["link", "folder"])
@pytest.mark.parametrize("old", ["link", "folder", "nothing"])
def test_whatever_stands_there_one_step_takes_its_place(
    fresh: str, old: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "one").mkdir()
    for name, kind in (("fresh", fresh), ("place", old)):
        if kind == "link":
            (tmp_path / name).symlink_to("one")
        elif kind == "folder":
            (tmp_path / name).mkdir()
            (tmp_path / name / name).write_bytes(b"")
    call = os.replace

    def move(source: Path, target: Path) -> None:
        assert old == "nothing" or os.path.lexists(tmp_path / "place"), "until that step the old one stands there"
        call(source, target)

    monkeypatch.setattr(os, "replace", move)
    swap_in(tmp_path / "fresh", tmp_path / "place", tmp_path / "aside")
    assert (tmp_path / "place").is_symlink() == (fresh == "link")
    assert fresh == "link" or (tmp_path / "place" / "fresh").exists()


@pytest.mark.skipif(sys.platform != "linux", reason="asks the system which file is flushed")
@pytest.mark.parametrize("at_once", [True, False], ids=["syncfs", "each-file"])
def test_all_is_on_the_disk_before_latest_leads_to_it(
    at_once: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After a power cut, the disk may hold no more than what was flushed. `tests.crash` asks the system of the same."""
    done, fsync, move, all_files = list[str](), os.fsync, os.replace, FileSystem._syncfs

    def flush(descriptor: int) -> None:
        fsync(descriptor)
        done.append(f"flush {Path(f'/proc/self/fd/{descriptor}').readlink()}")

    def moved(source: Path, target: Path) -> None:
        done.append(f"move {target}")
        move(source, target)

    def flush_all(file_system: FileSystem) -> bool:
        done.append("flush all")
        return at_once and all_files(file_system)

    monkeypatch.setattr(os, "fsync", flush)
    monkeypatch.setattr(os, "replace", moved)
    monkeypatch.setattr(FileSystem, "_syncfs", flush_all)
    release = published(tmp_path, JSON).release
    swap = done.index(f"move {tmp_path / 'latest'}")
    assert "flush all" in done[:swap]
    if not at_once:
        wanted = {path.relative_to(release).as_posix() for path in release.rglob("*")}
        assert wanted <= {each.rpartition("/bundle/")[2] for each in done[:swap]}
    assert f"flush {tmp_path / 'releases'}" in done[:swap], "where the release was moved to"
    assert f"flush {tmp_path}" in done[swap:], "where the pointer was moved to"


# --- nothing unless all holds ---


@pytest.mark.parametrize(
    ("path", "old", "new", "fault"),
    [
        (
            "html/strategies/student-voice/index.html",
            "These choices are not endorsements",
            "These are endorsements",
            "html/strategies/student-voice/index.html: student-voice: section `product-design` lacks the disclaimer",
        ),
        (
            "csv/strategy_factors.csv",
            "student-voice,1,motivation",
            "student-voice,1,motivatoin",
            "csv/strategy_factors.csv: student-voice: `factor` is not what the record says",
        ),
        (
            "json/factors.json",
            '"deprecated": true',
            '"deprecated": "yes"',
            ".deprecated: 'yes' is not of type 'boolean'",
        ),
    ],
    ids=["html", "csv", "json"],
)
def test_a_faulty_bundle_is_not_published(path: str, old: str, new: str, fault: str, tmp_path: Path) -> None:
    edition("three units", tmp_path)
    before = state(tmp_path)
    good = publication_of(edition_of())

    faulty = [altering(exporter, path, old, new) for exporter in good.exporters]
    with pytest.raises(VerificationError, match=re.escape(fault)):
        publish(replace(good, exporters=faulty), tmp_path)
    assert state(tmp_path) == before


@pytest.mark.parametrize("path", ["json/strategies.jsonl", "html/strategies/student-voice/index.html"])
@pytest.mark.parametrize(
    "damage",
    [
        lambda data: b"",
        lambda data: data[: len(data) // 2],
        lambda data: data[:-1],
        lambda data: data.replace(b"student", b"stutend", 1),
    ],
    ids=["all lost", "half lost", "a byte lost", "altered"],
)
def test_every_file_reads_as_it_was_written(
    path: str, damage: Callable[[bytes], bytes], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    edition("three units", tmp_path)
    before, read_again = state(tmp_path), Staging.read_again

    def damaged(staging: Staging) -> None:
        place = staging.bundle / path
        place.write_bytes(damage(place.read_bytes()))
        read_again(staging)

    monkeypatch.setattr(Staging, "read_again", damaged)
    with pytest.raises(OSError, match=r"does not read as it was written|not what was published"):
        publish(publication_of(edition_of()), tmp_path)
    assert state(tmp_path) == before


def test_an_exporter_that_fails_leaves_nothing(tmp_path: Path) -> None:
    edition("three units", tmp_path)
    before = state(tmp_path)

    def broken() -> Iterator[File]:
        yield File("json/strategies.json", b"{}")
        raise RuntimeError("in the middle")

    with pytest.raises(RuntimeError, match="in the middle"):
        publish(replace(publication_of(edition_of(), JSON), exporters=[resting(broken)]), tmp_path)
    assert state(tmp_path) == before


@pytest.mark.parametrize("path", ["../out", "/tmp/out", "a/../../out", "a//b", "a\\b", "", "a/", "a\nb", "twice"])
def test_no_file_leaves_the_bundle(path: str, tmp_path: Path) -> None:
    exporter = resting(lambda: iter([File("twice", b""), File(path, b"")]))
    with pytest.raises(ValueError, match="no place in the bundle"):
        publish(replace(publication_of(edition_of(), JSON), exporters=[exporter]), tmp_path / "exports")
    assert {path.name for path in tmp_path.iterdir()} == {"exports"}
    assert releases(tmp_path / "exports") == set()


def test_the_bundle_is_never_held_in_memory(tmp_path: Path) -> None:
    megabyte, number = 1_000_000, 40

    def heavy() -> Iterator[File]:
        for part in range(number):
            yield File(f"html/strategies/{part}.bin", bytes([part]) * megabyte)

    given = edition_of()
    publish(publication_of(given, ("html",)), tmp_path / "warm")
    tracemalloc.start()
    try:
        good = publication_of(given, ("html",))
        exporters = [*good.exporters, resting(heavy, "html")]
        publish(replace(good, exporters=exporters, archive=True), tmp_path / "exports")
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < number * megabyte / 4


# --- two at once ---


def test_a_second_run_waits_and_says_so(tmp_path: Path) -> None:
    (tmp_path / "releases").mkdir()
    with exclusive(tmp_path / "releases" / ".lock", print):
        second = subprocess.Popen(
            [*COMMAND, "--out", str(tmp_path), "--formats", "json"], stderr=subprocess.PIPE, encoding="utf-8"
        )
        assert second.stderr is not None
        said = second.stderr.readline()
        assert said == f"another export is writing to {tmp_path}; waiting for it to end\n"
        assert second.poll() is None
        assert not (tmp_path / "latest").exists()
    assert second.wait() == 0
    second.stderr.close()
    assert faults((tmp_path / "latest").resolve()) == []


def test_two_exports_at_once_ten_times(tmp_path: Path) -> None:
    script = Path(__file__).with_name("two_exports.py")
    done = subprocess.run([sys.executable, script, tmp_path], capture_output=True, check=False, encoding="utf-8")
    assert done.returncode == 0, done.stderr
    said = done.stdout.splitlines()
    out = tmp_path / "exports"
    assert len(said) == 20
    assert set(said) == {"did not wait", f"another export is writing to {out}; waiting for it to end"}
    assert len(releases(out)) == 4  # two releases, and where each comes from


# --- archives ---


def test_archives_are_bundles_of_one_format_and_the_same_everywhere(tmp_path: Path) -> None:
    given = edition_of()
    made = [publish(publication_of(given, archive=True), tmp_path / name) for name in ("one", "two")]
    assert [path.name for path in made[0].archives] == [
        f"strategies-{name}-1.0.0.zip" for name in ("csv", "html", "json")
    ]
    for one, two in zip(made[0].archives, made[1].archives, strict=True):
        assert one.read_bytes() == two.read_bytes()
        alone = publish(publication_of(given, (one.name.split("-")[1],)), tmp_path / one.stem).release
        with zipfile.ZipFile(one) as archive:
            members = archive.infolist()
            assert {member.filename: archive.read(member) for member in members} == {
                f"{one.stem}/{name}": data for name, data in state(alone).items()
            }
        names = [member.filename.removeprefix(f"{one.stem}/") for member in members]
        assert names == ["manifest.json", "SHA256SUMS", *sorted(names[2:])]
        assert {member.compress_type for member in members} == {zipfile.ZIP_STORED}
        assert {member.date_time for member in members} == {(1980, 1, 1, 0, 0, 0)}
        assert {(member.create_system, member.external_attr >> 16) for member in members} == {(3, 0o100644)}


def test_without_the_option_there_are_no_archives(tmp_path: Path) -> None:
    assert published(tmp_path, JSON).archives == ()
    assert not (tmp_path / "archives").exists()
