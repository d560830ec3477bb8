"""What is recalled of the last check: when it holds, and what a second look at a changed page needs."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from command import CIRCLE, FACTORS, TODAY, TRUST, VOICE, replace
from conftest import TODAY as DAY

from pipeline import last_check, tree
from pipeline.cache import Cache
from pipeline.disk import LINK, stamp_of
from pipeline.files import Files
from pipeline.fingerprint import fingerprint
from pipeline.last_check import TABLE, older_than, recall
from pipeline.means import Means
from pipeline.model.facts import decode_facts, encode_facts
from pipeline.second_look import look_again
from pipeline.tree import look, survey
from pipeline.workspace import Workspace

pytestmark = pytest.mark.usefixtures("own_key")
PAGES = "content/strategies"
IMAGE = "content/images/circle.png"
READING = f"{PAGES}/lateral-reading.md"
OTHER = f"{PAGES}/quiet-corner.md"


@pytest.fixture
def cache(library: Path) -> Cache:
    """The cache of a library that was checked, with an image and a link among its files."""
    (library / IMAGE).parent.mkdir(exist_ok=True)
    (library / IMAGE).write_bytes(b"an image")
    (library / PAGES / "notes.txt").write_text("no page", encoding="utf-8")
    found = Cache.of(library)
    assert found
    Workspace(library, means=Means(found)).report(DAY)
    return found


def test_nothing_changed(library: Path, cache: Cache) -> None:
    recalled = recall(library, cache, DAY)
    assert recalled
    assert dict(recalled.changed) == {}
    assert set(recalled.check.pages) == {path for path in look(library, PAGES)[0] if path.endswith(".md")}
    assert recalled.check.diagnostics == Workspace(library).report(DAY).diagnostics


def test_words_of_a_page(library: Path, cache: Cache) -> None:
    replace(library / VOICE, "The class votes", "All of the the class votes")
    recalled = recall(library, cache, DAY)
    assert recalled
    assert list(recalled.changed) == [VOICE]
    again = look_again(Files(library), recalled.check, recalled.changed, DAY)
    assert again
    assert again.diagnostics == Workspace(library).report(DAY).diagnostics
    assert "doubled-word" in {found.rule for found in again.diagnostics}


def test_only_what_was_written_since_is_surely_another(library: Path, cache: Cache) -> None:
    page, kept = library / VOICE, cache.folder / TABLE
    for later in (-1, 0, 1):
        os.utime(page, ns=(0, kept.stat().st_mtime_ns + later))
        assert older_than(cache, [page]) is (later > 0)
    assert not older_than(cache, [library / "nowhere.md"])
    kept.unlink()
    assert not older_than(cache, [page])


def test_fields_of_a_page(library: Path, cache: Cache) -> None:
    replace(library / VOICE, "title: ", "title: Another ")
    recalled = recall(library, cache, DAY)
    assert recalled
    assert look_again(Files(library), recalled.check, recalled.changed, DAY) is None


def linked(path: str, target: str) -> Callable[[Path], object]:
    """Put a link in a file's place, or where there is none."""

    def change(library: Path) -> None:
        (library / path).unlink(missing_ok=True)
        (library / path).symlink_to(target)

    return change


def renamed(path: str, name: str) -> Callable[[Path], object]:
    return lambda library: (library / path).rename((library / path).with_name(name))


CHANGES: dict[str, Callable[[Path], object]] = {
    "a page vanished": lambda library: (library / OTHER).unlink(),
    "a page came": lambda library: (library / PAGES / "new.md").write_bytes((library / OTHER).read_bytes()),
    "a page came in a folder": lambda library: (
        (library / PAGES / "a").mkdir() or (library / PAGES / "a/new.md").write_bytes((library / OTHER).read_bytes())
    ),
    "a page has another name": renamed(OTHER, "noisy-corner.md"),
    "a page is no page": renamed(OTHER, "quiet-corner.txt"),
    "a page is a link that leads out": linked(OTHER, "/dev/null"),
    "a page is a link within the library": linked(OTHER, "student-voice.md"),
    "a page is a link that leads nowhere": linked(OTHER, "nowhere.md"),
    "a file that is no page came": lambda library: (library / PAGES / "more.txt").touch(),
    "a file that is no page vanished": lambda library: (library / PAGES / "notes.txt").unlink(),
    "a file that is no page is a link that leads out": linked(f"{PAGES}/notes.txt", "/dev/null"),
    "an image came": lambda library: (library / IMAGE).with_name("square.png").touch(),
    "an image vanished": lambda library: (library / IMAGE).unlink(),
    "an image is empty": lambda library: (library / IMAGE).write_bytes(b""),
    "an image is one of another kind": lambda library: (library / IMAGE).write_bytes(b"GIF89a, "),
    "an image is a link that leads out": linked(IMAGE, "/dev/null"),
    "a vocabulary": lambda library: replace(library / FACTORS, "definition: ", "definition: All "),
    "a static file came that is a link": lambda library: (
        (library / "static").mkdir() or linked("static/a.txt", "../content/library.yaml")(library)
    ),
    "a folder of templates came that is a link": linked("templates", "content"),
    "settings came that are a link": linked("strategies.toml", "/dev/null"),
    "a vocabulary is a link": linked(FACTORS, "categories.yaml"),
    "settings came": lambda library: (library / "strategies.toml").touch(),
    "a page is a folder": lambda library: (library / OTHER).unlink() or (library / OTHER).mkdir(),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_change_that_may_touch_other_pages(change: Callable[[Path], object], library: Path, cache: Cache) -> None:
    assert recall(library, cache, DAY)
    change(library)
    recalled = recall(library, cache, DAY)
    again = recalled and look_again(Files(library), recalled.check, recalled.changed, DAY)
    assert again is None, "all pages are to be looked at"


@pytest.mark.parametrize("content", [{}, {"print": "another"}, None, {"names": {}}])
def test_what_other_code_kept_is_not_read(content: object, library: Path, cache: Cache) -> None:
    assert cache.read(TABLE)["print"] == fingerprint()
    cache.write(TABLE, content)
    assert recall(library, cache, DAY) is None
    report = Workspace(library, means=Means(cache)).report(DAY)
    recalled = recall(library, cache, DAY)
    assert recalled
    assert recalled.check.diagnostics == report.diagnostics


def test_names_that_are_no_text(library: Path, cache: Cache) -> None:
    name = os.fsencode(library / PAGES) + b"/\xff.txt"
    Path(os.fsdecode(name)).touch()
    assert recall(library, cache, DAY) is None
    Workspace(library, means=Means(cache)).report(DAY)
    recalled = recall(library, cache, DAY)
    assert recalled
    assert dict(recalled.changed) == {}


def test_a_look_finds_what_a_question_finds(library: Path, cache: Cache) -> None:
    linked(OTHER, "student-voice.md")(library)
    linked(f"{PAGES}/nowhere.md", "vanished.md")(library)
    (library / PAGES / "a").mkdir()
    (library / PAGES / "a/page.md").touch()
    files, refused = look(library, PAGES)
    assert set(files) == {VOICE, CIRCLE, TRUST, READING, f"{PAGES}/notes.txt", f"{PAGES}/a/page.md"}
    assert files == {path: stamp_of(library, path) for path in files}
    assert refused == {OTHER: LINK, f"{PAGES}/nowhere.md": LINK}


def test_what_is_refused_is_looked_at_again(library: Path, cache: Cache) -> None:
    """Nothing tells whether it is as it was: a link is another when what it leads to changes."""
    assert recall(library, cache, DAY)
    linked(OTHER, "student-voice.md")(library)
    for _ in range(2):
        report = Workspace(library, means=Means(cache)).report(DAY)
        assert [found.rule for found in report.diagnostics if found.span.path == OTHER] == ["unreadable-file"]
        assert recall(library, cache, DAY) is None


def test_facts_are_the_same_again(library: Path, cache: Cache) -> None:
    for entry in Workspace(library).load().entries:
        assert decode_facts(encode_facts(entry.facts)) == entry.facts


def test_a_second_look_needs_little(library: Path, cache: Cache) -> None:
    replace(library / VOICE, "The class votes", "All of the class votes")
    script = "import sys; from pipeline.cli import main\ntry:\n    main()\nfinally:\n    print(*sys.modules)"
    command = [sys.executable, "-c", script, "check", VOICE, TODAY, "--timings"]
    done = subprocess.run(command, cwd=library, capture_output=True, encoding="utf-8", check=True)
    assert "look at changed pages" in done.stderr
    loaded = set(done.stdout.split())
    assert {"pipeline.second_look", "pydantic", "yaml", "markdown_it"} <= loaded
    assert loaded.isdisjoint({"difflib", "tomllib", "rapidfuzz", "jinja2", "jsonschema_rs"})
    kept_out = ("workspace", "memory", "reading", "parallel", "model.catalog", "model.rendition", "model.records")
    assert loaded.isdisjoint({f"pipeline.{name}" for name in (*kept_out, "rules.frontmatter._slips")})


def test_files_that_had_to_be_read_are_read_once(library: Path, cache: Cache, monkeypatch: pytest.MonkeyPatch) -> None:
    """As after a fresh clone, whose files are too young for their stamps to tell of another change."""
    monkeypatch.setattr(last_check, "MOST_CHANGED", 1)
    asked: list[str] = []
    content = last_check._content
    monkeypatch.setattr(
        last_check, "_content", lambda root, path, limit: asked.append(path) or content(root, path, limit)
    )
    pages = {path for path in look(library, PAGES)[0] if path.endswith(".md")}

    for _ in range(2):
        asked.clear()
        assert recall(library, cache, DAY)
        assert pages <= set(asked)
    monkeypatch.setattr(tree, "RACY", -(10**15))  # now they are old enough
    assert recall(library, cache, DAY)
    asked.clear()
    recalled = recall(library, cache, DAY)
    assert recalled
    assert pages.isdisjoint(asked)
    assert recalled.check.diagnostics == Workspace(library).report(DAY).diagnostics

    replace(library / VOICE, "The class votes", "All of the the class votes")
    recalled = recall(library, cache, DAY)
    assert recalled
    assert list(recalled.changed) == [VOICE]


def test_a_file_that_changes_while_it_is_read_is_not_taken_for_settled(
    library: Path, cache: Cache, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A stamp is as old as the look at it, however long the reading took."""
    monkeypatch.setattr(last_check, "MOST_CHANGED", 1)
    moments = [(library / VOICE).stat().st_ctime_ns]
    monkeypatch.setattr(Cache, "clock", lambda _: moments[-1])

    def slow(root: Path, limit: int) -> object:
        found = survey(root, limit)
        moments.append(moments[-1] + 10 * tree.RACY)
        return found

    monkeypatch.setattr(last_check, "survey", slow)
    for settled in (False, True):  # the second look begins late enough
        assert recall(library, cache, DAY)
        paths, stamps, *_ = cache.read(TABLE)["files"]
        assert bool(stamps[paths.split(last_check.BETWEEN).index(VOICE)]) is settled
