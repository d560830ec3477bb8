"""Changes of a library: everywhere at once, only the wanted bytes, all or nothing, refused when a new error results."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from command import CIRCLE, FACTORS, TODAY, TRUST, VOICE, Run, replace
from conftest import LIBRARY
from conftest import TODAY as DAY
from own_vocabularies import extended as with_own_terms

from pipeline.authoring.changes.change import LibraryChange
from pipeline.authoring.changes.named import Named
from pipeline.authoring.changes.renaming import rename
from pipeline.authoring.changes.writing import write_all
from pipeline.incremental.workspace import Workspace
from pipeline.source.environment import EnvironmentFault

BILINGUAL = Path(__file__).parent / "bilingual"


@pytest.fixture
def library(tmp_path: Path) -> Path:
    return Path(shutil.copytree(LIBRARY, tmp_path / "library"))


@pytest.fixture
def bilingual(tmp_path: Path) -> Path:
    return Path(shutil.copytree(BILINGUAL, tmp_path / "bilingual"))


def files_of(root: Path) -> dict[str, bytes]:
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def test_a_strategy_gets_another_name_everywhere(run: Run, bilingual: Path) -> None:
    before = files_of(bilingual)
    ended = run("rename", "check-ins", "hello", TODAY, folder=bilingual)
    assert ended.code == 0, ended
    after = files_of(bilingual)
    pages = "content/strategies"
    moved = {f"{pages}/check-ins{ending}": f"{pages}/hello{ending}" for ending in (".md", ".es.md", ".ar.md")}
    assert before.keys() - after.keys() == moved.keys()
    for path, data in before.items():
        expected = data.replace(b"strategy:check-ins", b"strategy:hello").replace(
            b"related: [check-ins]", b"related: [hello]"
        )
        if path == f"{pages}/check-ins.md":
            expected = expected.replace(b"updated: 2026-11-01\n", b"updated: 2026-11-01\naliases: [check-ins]\n")
        assert after[moved.get(path, path)] == expected, path
    assert run("check", TODAY, folder=bilingual).rules == ["stale-translation"], "as before"


def test_back_to_the_old_name_leaves_no_alias_of_it(run: Run, library: Path) -> None:
    assert run("rename", "quiet-corner", "corner", TODAY, folder=library).code == 0
    assert run("rename", "corner", "quiet-corner", TODAY, folder=library).code == 0
    assert "aliases: [corner]" in (library / "content/strategies/quiet-corner.md").read_text()


@pytest.mark.parametrize(
    ("old", "new"),
    [("motivation", "drive"), ("active-learning", "doing"), ("middle-grades", "older"), ("focus", "old-focus")],
)
def test_a_term_gets_another_id_everywhere(run: Run, library: Path, old: str, new: str) -> None:
    known = run("check", TODAY, folder=library).heads
    ended = run("rename", old, new, TODAY, folder=library)
    assert ended.code == 0, ended
    assert run("check", TODAY, folder=library).rules == [head.split()[-1] for head in known]


def test_a_term_keeps_its_old_name_as_an_alias(run: Run, library: Path) -> None:
    assert run("rename", "sense-of-belonging", "belongs", TODAY, folder=library).code == 0
    replace(library / "content/vocabulary/factors.yaml", "name: Sense of Belonging", "name: Belonging Here")
    assert run("rename", "belongs", "belonging-here", TODAY, folder=library).code == 0
    assert "aliases: [belonging, belongs]" in (library / "content/vocabulary/factors.yaml").read_text()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("atention", "x"), "did you mean `attention`?"),
        (("attention", "Attention Now"), "`Attention Now` is no id"),
        (("attention", "../x"), "`../x` is no id"),
        (("attention", "motivation"), "there is the factor `motivation` already"),
        (("attention", "x", "--kind=strategy"), "nothing has the id `attention`"),
        (("attention", "x", "--kind=tool"), "there is no kind `tool`"),
    ],
)
def test_names_that_cannot_be(run: Run, library: Path, arguments: tuple[str, ...], words: str) -> None:
    before = files_of(library)
    ended = run("rename", *arguments, TODAY, folder=library)
    assert (ended.code, words in ended.err) == (2, True), ended
    assert files_of(library) == before


def test_a_dry_run_writes_nothing(run: Run, library: Path) -> None:
    before = files_of(library)
    ended = run("rename", "student-voice", "voice", "--dry-run", TODAY, folder=library)
    assert "+related: [voice" in ended.out or "(strategy:voice)" in ended.out
    assert "rename from content/strategies/student-voice.md" in ended.out
    assert files_of(library) == before


def test_a_change_that_brings_an_error_is_refused_and_says_which(run: Run, library: Path) -> None:
    before = files_of(library)
    ended = run("rename", "student-voice", "quiet-corner", TODAY, folder=library)
    assert (ended.code, files_of(library)) == (2, before)
    ended = run("rename", "building-trust", "learner-voice", TODAY, folder=library)
    assert ended.code == 1
    assert "alias-conflict" in ended.err
    assert "nothing was changed: this would bring 1 new error" in ended.err
    assert files_of(library) == before


def test_line_endings_quotes_and_definitions_are_kept(run: Run, library: Path) -> None:
    page = library / TRUST
    text = page.read_text().replace("student-voice", '"student-voice"', 1)
    text += "\n[word][voice] 🧑🏽‍🏫 <strategy:student-voice>\n\n[voice]: <strategy:student-voice>\n"
    page.write_bytes(text.replace("\n", "\r\n").encode())
    before = page.read_bytes()
    ended = run("rename", "student-voice", "voice", TODAY, folder=library)
    assert ended.code == 0, ended
    assert page.read_bytes() == before.replace(b"student-voice", b"voice")


def test_a_retired_strategy_leads_to_its_successor(run: Run, library: Path) -> None:
    before = files_of(library)
    ended = run("retire", "student-voice", "--replaced-by=building-trust", TODAY, folder=library)
    assert ended.code == 0, ended
    after = files_of(library)
    added = b"aliases: [learner-voice]\nreplaced_by: building-trust\nretired: 2026-11-24\n"
    expected = before[VOICE].replace(b"status: published", b"status: retired")
    assert after[VOICE] == expected.replace(b"aliases: [learner-voice]\n", added)
    assert after[TRUST] == before[TRUST].replace(
        b"related: [student-voice, lateral-reading]", b"related: [lateral-reading]"
    )
    assert (
        run("retire", "student-voice", "--replaced-by=building-trust", TODAY, folder=library).err
        == "nothing to change\n"
    )


def test_what_is_still_needed_is_not_retired(run: Run, library: Path) -> None:
    before = files_of(library)
    ended = run("retire", "curiosity", TODAY, folder=library)
    assert (ended.code, ended.err.count("error unknown-factor")) == (1, 2), ended
    assert files_of(library) == before


def test_a_retired_factor_leaves_the_groups_that_have_its_successor(run: Run, library: Path) -> None:
    assert run("retire", "motivation", "--replaced-by=emotion", TODAY, folder=library).code == 0
    assert "Feeling: [emotion, sense-of-belonging]" in (library / "content/vocabulary/learner-models.yaml").read_text()


def test_fields_are_set_on_pages_and_terms(run: Run, library: Path) -> None:
    ended = run("set", "student-voice", "title=Voice: theirs", "related=building-trust", TODAY, folder=library)
    assert ended.code == 0, ended
    assert 'title: "Voice: theirs"' in (library / VOICE).read_text()
    assert run("set", "motivation", "aliases=drive; will", TODAY, folder=library).code == 0
    assert "name: Motivation, aliases: [drive, will]," in (library / "content/vocabulary/factors.yaml").read_text()
    assert "did you mean `status`?" in run("set", "student-voice", "stats=x", TODAY, folder=library).err
    assert run("set", "student-voice", "status=foo", TODAY, folder=library).code == 1


def test_linked_strategies_name_each_other(run: Run, library: Path) -> None:
    assert run("set", "building-trust", "related=", TODAY, folder=library).code == 0
    assert run("link", "building-trust", "lateral-reading", TODAY, folder=library).code == 0
    assert "related: [lateral-reading]" in (library / TRUST).read_text()
    assert "still a draft" in run("link", "building-trust", "quiet-corner", TODAY, folder=library).err


def test_a_new_page_is_a_draft_of_the_house(run: Run, library: Path, tmp_path: Path) -> None:
    outline = tmp_path / "outline.md"
    outline.write_text("# Other\n\n## Overview\n\nWe start.\n")
    named = ("--category=Active Learning", "--factor=Curious", "--related=Student Voice", f"--from={outline}")
    ended = run("new", "Calm  Starts", *named, "--status=idea", TODAY, folder=library)
    assert ended.code == 0, ended
    text = (library / "content/strategies/calm-starts.md").read_text()
    assert text.startswith(
        "---\ntitle: Calm Starts\ncategory: active-learning\nlearner_models: [middle-grades]\nfactors: [curiosity]\n"
    )
    assert ("status: idea" in text, "## Overview\n\nWe start.\n" in text, "Other" in text) == (True, True, False)
    assert run("new", "Calm Starts", TODAY, folder=library).code == 2
    assert "did you mean `curiosity`?" in run("new", "X", "--factor=curiositie", TODAY, folder=library).err


def test_a_changed_file_is_a_new_one(library: Path, tmp_path: Path) -> None:
    """Written into the file itself, it would be half there while it is written."""
    (tmp_path / "other-name.md").hardlink_to(library / VOICE)
    before = (library / VOICE).read_bytes()
    write_all(library, {VOICE: b"new"}, {VOICE: before})
    assert (library / VOICE).read_bytes() == b"new"
    assert (tmp_path / "other-name.md").read_bytes() == before


def test_nothing_is_written_if_one_file_cannot_be(library: Path) -> None:
    change = LibraryChange(Workspace(library))
    named = Named("strategy", "student-voice", VOICE)
    rename(change, change.workspace.report(DAY).library, named, "voice")
    replace(library / CIRCLE, "status: retired", "status: retired # somebody else")
    before = files_of(library)
    with pytest.raises(EnvironmentFault, match=r"morning-circle\.md was changed by somebody else"):
        change.write()
    assert files_of(library) == before


def test_what_was_written_is_taken_back_when_the_last_step_fails(
    library: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    change = LibraryChange(Workspace(library))
    rename(change, change.workspace.report(DAY).library, Named("strategy", "student-voice", VOICE), "voice")
    before = files_of(library)

    usual = Path.unlink

    def full(path: Path, missing_ok: bool = False) -> None:
        if path.name == "student-voice.md":
            raise OSError(28, "No space left on device")
        usual(path, missing_ok=missing_ok)

    with monkeypatch.context() as patched:
        patched.setattr(Path, "unlink", full)
        with pytest.raises(OSError, match="No space"):
            change.write()
    assert files_of(library) == before


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("whiteboard", "wall-board"),
        ("weeks", "some-weeks"),
        ("motivation", "drive"),
        ("building-trust", "trusting"),
        ("camera", "film"),
        ("vision", "sight"),
        ("student-voice", "voice"),
    ],
)
def test_own_terms_and_own_fields_follow(run: Run, library: Path, old: str, new: str) -> None:
    for source in with_own_terms():
        (library / source.path).parent.mkdir(exist_ok=True)
        (library / source.path).write_bytes(source.encode())
    known = run("check", TODAY, folder=library)
    ended = run("rename", old, new, TODAY, folder=library)
    assert ended.code == 0, ended
    assert run("check", TODAY, folder=library).rules == known.rules


def test_a_page_that_cannot_be_read_is_left_alone(run: Run, library: Path) -> None:
    replace(library / VOICE, "title: Student Voice", "title: [Student Voice")
    before = files_of(library)
    for arguments in (
        ("rename", "student-voice", "voice"),
        ("retire", "student-voice"),
        ("set", "student-voice", "a=b"),
    ):
        ended = run(*arguments, TODAY, folder=library)
        assert (ended.code, "student-voice.md cannot be read; see strategies check" in ended.err) == (2, True), ended
    assert files_of(library) == before


def test_an_id_of_several_kinds_needs_its_kind(run: Run, library: Path) -> None:
    replace(library / "content/vocabulary/categories.yaml", "active-learning", "motivation")
    ended = run("rename", "motivation", "drive", TODAY, folder=library)
    assert "`motivation` is the id of several: factor, category" in ended.err
    ended = run("rename", "motivation", "doing", "--kind=category", TODAY, folder=library)
    assert "id: doing" in (library / "content/vocabulary/categories.yaml").read_text(), ended
    assert "id: motivation" in (library / FACTORS).read_text()
