"""What a bundle says of its changes: to people, to programs, to readers of the feed; and that none of it is made up."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import feedparser
import pytest
from command import TODAY, VOICE, Run
from command import replace as edit
from conftest import LIBRARY
from jsonschema import Draft202012Validator
from markdown_it import MarkdownIt
from releases import (
    compared,
    copied,
    edition_of,
    faults,
    page,
    publication_of,
    read_json,
    resign,
    state,
    write_json,
)
from sites import library_file, site_of

from pipeline.diff.comparison import compare
from pipeline.diff.since import published_changes
from pipeline.diff.snapshot import Snapshot
from pipeline.publish.bundle import FolderBundle, open_bundle
from pipeline.publish.changes.files import changelog_of
from pipeline.publish.exporters.html_site.words import SiteWords
from pipeline.publish.feed import MAX_ENTRIES, Feed, FeedContent
from pipeline.publish.release.publication import PublishedRelease, publish
from pipeline.publish.schema.changes import ChangesV1
from pipeline.publish.schema.records import TombstoneV1
from pipeline.publish.verify import verify
from pipeline.source.text import Source

HOSTILE = '<script>alert(1)</script> [x](javascript:alert) ![i](//x) @someone #1 *a* `b` "c"'
CONSUMING = Path(__file__).parent.parent / "docs/consuming.md"
FACTORS = "content/vocabulary/factors.yaml"


def written(id_: str, like: str, **values: str) -> Source:
    """A page like one of the test library, with other values in its front matter."""
    text = (LIBRARY / f"content/strategies/{like}.md").read_text(encoding="utf-8")
    for name, value in values.items():
        line = re.compile(rf"^{name}: .*$", re.MULTILINE)
        assert line.search(text), name
        text = line.sub(lambda match, new=f"{name}: {value}": new, text, count=1)
    own = text if id_ == like else text.replace("\naliases: [learner-voice]", "")
    return Source(f"content/strategies/{id_}.md", own)


def changed_library() -> list[Source]:
    """The test library with many kinds of changes, in a version that says so."""
    factors = (LIBRARY / FACTORS).read_text(encoding="utf-8")
    return [
        library_file(version="2.0.0", title="'A <b>Library</b> of [Things](#x)'"),
        page("student-voice", lambda text: text.replace("Having a say", "Having *their* say", 1)),
        written("lateral-reading", "lateral-reading", summary="Readers leave an unknown <b>page</b> to look further."),
        written("weekly-notes", "student-voice", title=f"'{HOSTILE}'"),
        written("quiet-corner", "quiet-corner", status="published"),
        written("morning-circle", "morning-circle", replaced_by="building-trust", updated="2026-11-20"),
        Source(FACTORS, factors.replace("name: Vision", "name: Eyesight", 1)),
    ]


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> PublishedRelease:
    """A bundle with changes since the test library, and its archives."""
    edition = compared(edition_of(), edition_of(changed=changed_library()))
    return publish(publication_of(edition, archive=True), tmp_path_factory.mktemp("changes"))


@pytest.fixture
def bundle(release: PublishedRelease, tmp_path: Path) -> Path:
    return copied(release.release, tmp_path / "bundle")


# --- what it says ---


def test_programs_read_it_by_its_schema(release: PublishedRelease) -> None:
    document = read_json(release.release / "changes.json")
    schema = read_json(release.release / document["$schema"])
    validator = Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER)
    assert list(validator.iter_errors(document)) == []
    assert list(validator.iter_errors({**document, "bump": 1}))
    assert (document["since"], document["library"]["version"], document["bump"]) == ("1.0.0", "2.0.0", "major")


def test_people_read_it_and_no_markup_of_authors(release: PublishedRelease) -> None:
    text = (release.release / "CHANGELOG.md").read_text(encoding="utf-8")
    tokens = MarkdownIt("commonmark", {"html": True, "linkify": False}).parse(text)
    inside = [child for token in tokens for child in token.children or ()]
    assert {child.type for child in inside} <= {"text", "softbreak", "strong_open", "strong_close", "code_inline"}
    assert {token.type for token in tokens}.isdisjoint({"html_block", "code_block"})
    headings = [after.content for token, after in pairwise(tokens) if token.type == "heading_open"]
    assert headings[:3] == ["Changelog", "2.0.0", "New strategies"]
    shown = "".join(child.content for child in inside)
    assert "script>alert(1)</script> [x](javascript" in shown
    assert "@someone" not in shown  # an empty character parts it, so that nobody is called


def test_each_archive_carries_it(release: PublishedRelease) -> None:
    for path in release.archives:
        with open_bundle(path) as archive:
            assert not list(verify(archive))
            for name in ("changes.json", "CHANGELOG.md"):
                assert archive.read(name) == (release.release / name).read_bytes()


def test_it_does_not_depend_on_how_the_earlier_state_is_given(release: PublishedRelease, tmp_path: Path) -> None:
    old = publish(publication_of(edition_of()), tmp_path / "out").release
    bundle = FolderBundle(release.release)
    difference = compare(Snapshot.of_bundle(str(old), FolderBundle(old)), Snapshot.of_bundle("new", bundle))
    told = ChangesV1.model_validate_json(bundle.read("changes.json"))
    assert published_changes(difference, told.library) == told


# --- forgeries ---


def told(change: Callable[[Any], object], key: str = "") -> Callable[[Any], object]:
    """A change of the document, or of one of its changes."""

    def forge(document: Any) -> None:
        change(
            next(item for item in document["changes"] if f"{item['thing']}:{item['id']}" == key) if key else document
        )

    return forge


VOICE_KEY, CIRCLE_KEY, NOTES_KEY = "strategy:student-voice", "strategy:morning-circle", "strategy:weekly-notes"


def put(**values: object) -> Callable[[Any], object]:
    return lambda item: item.update(values)


def detail(name: str, **values: object) -> Callable[[Any], object]:
    return lambda item: next(each for each in item["details"] if each["place"] == name).update(values)


FORGERIES: dict[str, tuple[Callable[[Any], object], str]] = {
    "another version before": (told(put(since="2.0.0")), "version 2.0.0 says too little"),
    "no version": (told(put(since="last")), "`last` is no version"),
    "a smaller step": (told(put(bump="minor")), "the changes need another step than minor"),
    "other counts": (told(put(counts={"breaking": 0, "additive": 9, "wording": 0})), "the counts are not those"),
    "another library": (told(lambda item: item["library"].update(title="X")), "its library is not that of"),
    "another order": (told(lambda item: item["changes"].reverse()), "the changes are not sorted"),
    "a change twice": (told(lambda item: item["changes"].append(item["changes"][-1])), "the counts are not those"),
    "another title": (told(put(title="X"), VOICE_KEY), f"{VOICE_KEY}: its title is another one"),
    "another summary": (told(put(summary="X"), NOTES_KEY), f"{NOTES_KEY}: its summary is another one"),
    "an old one as new": (told(put(kind="added"), VOICE_KEY), f"{VOICE_KEY}: its summary is another one"),
    "an invented one": (told(put(id="x"), NOTES_KEY), "strategy:x: nothing in the bundle has this id"),
    "a retirement": (told(put(kind="retired"), VOICE_KEY), f"{VOICE_KEY}: it was retired, and is a published"),
    "another successor": (told(put(leads_to="student-voice"), CIRCLE_KEY), f"{CIRCLE_KEY}: it does not lead to"),
    "another successor, in detail": (
        told(detail("replaced_by", added=["student-voice"]), CIRCLE_KEY),
        f"{CIRCLE_KEY}: replaced_by: it leads elsewhere",
    ),
    "another class": (told(put(**{"class": "breaking"}), VOICE_KEY), "its class does not follow from what changed"),
    "another day": (told(put(stale_updated="2026-01-01"), VOICE_KEY), f"{VOICE_KEY}: its day is not 2026-01-01"),
    "other consumers": (told(put(consumers="<b>all</b>"), VOICE_KEY), "its `consumers` are none"),
    "other words": (
        told(detail("sections/overview", words=[{"op": "add", "text": "<script>"}]), VOICE_KEY),
        f"{VOICE_KEY}: sections/overview: it reads otherwise now",
    ),
    "another field": (told(detail("sections/overview", place="colour"), VOICE_KEY), "colour: there is no such field"),
    "nothing": (told(put(details=[]), VOICE_KEY), f"{VOICE_KEY}: it changed, and no detail of it did"),
    "something that vanished": (told(put(vanished=True), VOICE_KEY), f"{VOICE_KEY}: it vanished"),
    "another cause": (told(put(caused_by=["factor:x"]), VOICE_KEY), "it does not list the change factor:x"),
    "another neighbour": (told(put(strategies=["x"]), NOTES_KEY), f"{NOTES_KEY}: it names x"),
    "another name": (told(put(title="Sight"), "factor:vision"), "factor:vision: its name is another one"),
    "a removed term": (told(put(kind="removed"), "factor:vision"), "factor:vision: it vanished"),
    "other titles": (told(lambda item: item["titles"].update(x="X")), "titles: that of x is missing"),
    "another field of it": (told(put(more=1)), "Additional properties are not allowed"),
}


@pytest.mark.parametrize("name", FORGERIES)
def test_a_forgery_is_refused(name: str, bundle: Path) -> None:
    forge, words = FORGERIES[name]
    document = read_json(bundle / "changes.json")
    before = json.dumps(document)
    forge(document)
    assert json.dumps(document) != before
    write_json(bundle / "changes.json", document)
    if "more" not in document:
        (bundle / "CHANGELOG.md").write_bytes(changelog_of(ChangesV1.model_validate_json(json.dumps(document))))
    resign(bundle)
    found = faults(bundle)
    assert any(words in fault for fault in found), found
    assert all(fault.startswith("changes.json: ") for fault in found), found


def test_the_forger_leaves_no_trace_of_its_own(bundle: Path) -> None:
    write_json(bundle / "changes.json", read_json(bundle / "changes.json"))
    resign(bundle)
    assert faults(bundle) == []


def test_a_changelog_that_says_something_else_is_refused(bundle: Path) -> None:
    path = bundle / "CHANGELOG.md"
    path.write_bytes(path.read_bytes().replace(b"Student Voice", b"Teacher Voice"))
    resign(bundle)
    assert faults(bundle) == ["CHANGELOG.md: it does not say what changes.json says"]
    path.unlink()
    resign(bundle)
    assert faults(bundle) == ["CHANGELOG.md: it is missing"]


def test_without_json_the_manifest_knows_what_there_is(tmp_path: Path) -> None:
    edition = compared(edition_of(), edition_of(changed=changed_library()))
    bundle = publish(publication_of(edition, ("csv",)), tmp_path / "out").release
    assert faults(bundle) == []
    copy = copied(bundle, tmp_path / "copy")
    document = read_json(copy / "changes.json")
    told(put(id="x", summary="X"), NOTES_KEY)(document)
    write_json(copy / "changes.json", document)
    (copy / "CHANGELOG.md").write_bytes(changelog_of(ChangesV1.model_validate(document)))
    resign(copy)
    assert "changes.json: strategy:x: it was added, which is not what manifest.json says" in faults(copy)


def test_what_is_left_out_is_seen_by_who_has_the_earlier_state(run: Run, library: Path, bundle: Path) -> None:
    """Nothing in a bundle says that a change is missing."""
    assert run("verify", bundle, "--since", library, TODAY).code == 0
    document = read_json(bundle / "changes.json")
    (notes,) = (change for change in document["changes"] if change["id"] == "weekly-notes")
    document["changes"].remove(notes)
    document["counts"][notes["class"]] -= 1
    write_json(bundle / "changes.json", document)
    (bundle / "CHANGELOG.md").write_bytes(changelog_of(ChangesV1.model_validate(document)))
    resign(bundle)
    assert run("verify", bundle, TODAY).code == 0
    outcome = run("verify", bundle, "--since", library, TODAY)
    assert outcome.code == 1
    assert "changes.json: strategy:weekly-notes: it is not what changed since" in outcome.out


# --- the feed ---


def test_a_reader_of_the_feed_learns_of_a_retirement(release: PublishedRelease) -> None:
    feed = feedparser.parse((release.release / "html/feed.atom").read_bytes())
    assert not feed.bozo
    entries = {entry.id: entry for entry in feed.entries}
    assert len(entries) == len(feed.entries) == 6
    (retired,) = (entry for entry in feed.entries if entry.title.startswith("Retired:"))
    assert (retired.title, retired.updated) == ("Retired: Morning Circle", "2026-11-20T00:00:00Z")
    assert retired.summary == "This strategy was retired. Read “Building Trust” instead."
    assert [(tag.term, tag.scheme) for tag in retired.tags] == [
        ("retired", "https://schema.org/creativeWorkStatus"),
    ]
    links = {link.rel: link.href for link in retired.links}
    assert links == {
        "alternate": "strategies/morning-circle/index.html",
        "related": "strategies/building-trust/index.html",
    }
    for address in links.values():
        assert (release.release / "html" / address).is_file()
    assert feed.feed.updated == max(entry.updated for entry in feed.entries)


def test_a_retirement_takes_the_place_of_its_strategy() -> None:
    was = edition_of(changed=[written("morning-circle", "morning-circle", status="published", replaced_by="~")])
    before, after = (feedparser.parse(site_of(edition)["feed.atom"]) for edition in (was, edition_of()))
    ids = [{entry.title: entry.id for entry in feed.entries} for feed in (before, after)]
    assert ids[0]["Morning Circle"] == ids[1]["Retired: Morning Circle"]


def test_many_changes_do_not_push_a_retirement_out_of_the_feed() -> None:
    site = edition_of().site
    one, tombstone = site.summaries[0], site.tombstones[0]
    many = [replace(one, id=f"{one.id}-{n}", updated="2026-12-01") for n in range(MAX_ENTRIES + 1)]
    feed = feedparser.parse(Feed(FeedContent(site.library, many, [tombstone], {}), SiteWords("en")).text())
    assert len(feed.entries) == MAX_ENTRIES + 1
    assert feed.entries[-1].title == f"Retired: {tombstone.title}"


def test_hostile_titles_are_text_in_the_feed() -> None:
    site = edition_of().site
    one = replace(site.summaries[0], id="one", title=HOSTILE)
    gone = TombstoneV1(
        id="two",
        title=HOSTILE,
        status="retired",
        updated="2026-11-01",
        retired="2026-11-01",
        replaced_by="one",
        aliases=[],
    )
    text = Feed(FeedContent(site.library, [one], [gone], {}), SiteWords("en")).text()
    assert "<script" not in text
    feed = feedparser.parse(text)
    assert not feed.bozo
    (entry,) = (entry for entry in feed.entries if "Retired" in entry.title)
    assert entry.links[1].title == HOSTILE


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Retired: Morning Circle", "Morning Circle"),
        ("strategies/building-trust/index.html", "strategies/student-voice/index.html"),
        ("2026-11-20", "2026-11-21"),
    ],
)
def test_a_forged_feed_is_refused(old: str, new: str, bundle: Path) -> None:
    path = bundle / "html/feed.atom"
    assert old in path.read_text(encoding="utf-8")
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    resign(bundle)
    assert faults(bundle) == ["html/feed.atom: it is not the feed that follows from the records and tombstones"]


def test_without_json_every_retirement_still_has_an_entry(release: PublishedRelease, tmp_path: Path) -> None:
    (path,) = (path for path in release.archives if "html" in path.name)
    with zipfile.ZipFile(path) as archive:
        archive.extractall(tmp_path)
    bundle = tmp_path / path.stem
    feed = bundle / "html/feed.atom"
    entries = re.findall(r"<entry>.*?</entry>\n", feed.read_text(encoding="utf-8"), re.DOTALL)
    (retired,) = (entry for entry in entries if "Retired:" in entry)
    feed.write_text(feed.read_text(encoding="utf-8").replace(retired, ""), encoding="utf-8", newline="\n")
    resign(bundle)
    assert faults(bundle) == ["html/feed.atom: morning-circle: it has no entry about it"]


# --- export --since ---


def test_an_export_says_what_changed_since(run: Run, library: Path) -> None:
    options = ("export", "--no-search", "--formats", "json", TODAY, "--out")
    assert run(*options, "old", folder=library).code == 0
    assert not state(library / "old/latest").keys() & {"changes.json", "CHANGELOG.md"}
    edit(library / VOICE, "Having a say", "Having their say")
    edit(library / "content/library.yaml", "version: 1.0.0", "version: 1.0.1")
    outcome = run(*options, "new", "--since", "old", folder=library)
    assert outcome.code == 0, outcome.out + outcome.err
    document = read_json(library / "new/latest/changes.json")
    assert [(change["id"], change["stale_updated"]) for change in document["changes"]] == [
        ("student-voice", "2026-11-01")
    ]
    assert "old" not in (library / "new/latest/changes.json").read_text(encoding="utf-8").split('"')


def test_the_same_version_again_tells_what_it_told(run: Run, library: Path) -> None:
    """Whoever deploys a release once more deploys the same bytes."""
    options = ("export", "--no-search", "--formats", "json", TODAY, "--out")
    assert run(*options, "old", folder=library).code == 0
    edit(library / VOICE, "Having a say", "Having their say")
    edit(library / "content/library.yaml", "version: 1.0.0", "version: 1.0.1")
    assert run(*options, "new", "--since", "old", folder=library).code == 0
    assert run(*options, "again", "--since", "new", folder=library).code == 0
    assert state(library / "again/latest") == state(library / "new/latest")
    assert run("verify", "again", "--since", "new", TODAY, folder=library).code == 0
    edit(library / "new/latest/changes.json", '"Student Voice"', '"Teacher Voice"')
    assert run(*options, "again", "--since", "new", folder=library).code == 0
    assert read_json(library / "again/latest/changes.json")["changes"] == []  # nobody repeats what was forged


def test_the_example_in_the_documentation_reads_it(release: PublishedRelease, tmp_path: Path) -> None:
    blocks = re.findall(r"^```python\n(.*?)^```$", CONSUMING.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    (example,) = (block for block in blocks if "changes.json" in block)
    (tmp_path / "exports").mkdir()
    (tmp_path / "exports/latest").symlink_to(release.release)
    program = f"import json\nfrom pathlib import Path\n{example}"
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=tmp_path, capture_output=True, encoding="utf-8", check=True
    )
    assert {"replace morning-circle by building-trust", "read weekly-notes again"} <= set(done.stdout.splitlines())
