"""Changes of a library: everywhere at once, only the wanted bytes, all or nothing, refused when a new error results."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from command import CIRCLE, FACTORS, TODAY, TRUST, VOICE, Run, at_terminal, replace
from conftest import LIBRARY
from conftest import TODAY as DAY
from old_content import document
from own_vocabularies import extended as with_own_terms

from pipeline.authoring.changes.change import LibraryChange
from pipeline.authoring.changes.named import Named
from pipeline.authoring.changes.renaming import rename
from pipeline.incremental.workspace import Workspace
from pipeline.source.environment import EnvironmentFault
from pipeline.source.writing import write_all

TOOLS, FRAMES, MODELS = (f"content/vocabulary/{name}.yaml" for name in ("tools", "time-frames", "learner-models"))
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
        (("reyes-2022", "x"), "`reyes-2022` is the key of a work in content/references.yaml"),
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


@pytest.mark.parametrize(
    ("id_", "assignments", "path", "old", "new"),
    [
        ("student-voice", ["factors+=emotion; motivation"], VOICE, "", "emotion"),
        ("student-voice", ["related-=building-trust"], VOICE, "related: [building-trust]", "related: []"),
        ("student-voice", ["aliases="], VOICE, "aliases: [learner-voice]", "aliases: []"),
        ("camera", ["price="], TOOLS, ", price: 20.50", ""),
        ("camera", ["platforms+=phone"], TOOLS, "platforms: [web]", "platforms: [web, phone]"),
        ("whiteboard", ["aliases-=marker board"], TOOLS, "[marker board, ", "["),
        ("whiteboard", ["definition="], TOOLS, ", definition: A surface to write on.", ""),
        ("weeks", ["definition=", "aliases=some"], FRAMES, ", definition: Two or more weeks.", ", aliases: [some]"),
        ("middle-grades", ["description=Grades 3 to 5"], MODELS, "", "  description: Grades 3 to 5\n"),
        ("early-grades", ["lead="], MODELS, "  lead: camera\n", ""),
    ],
)
def test_values_are_added_and_taken_away(
    run: Run, library: Path, id_: str, assignments: list[str], path: str, old: str, new: str
) -> None:
    for source in with_own_terms():
        (library / source.path).parent.mkdir(exist_ok=True)
        (library / source.path).write_bytes(source.encode())
    before = files_of(library)
    ended = run("set", id_, *assignments, TODAY, folder=library)
    assert ended.code == 0, ended
    after = files_of(library)
    assert {each for each in after if after[each] != before[each]} == {path}
    if old:
        assert after[path].decode() == before[path].decode().replace(old, new, 1)
    else:
        assert new in after[path].decode()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("student-voice", "stats=x"), "a page has no field `stats`; did you mean `status`?"),
        (("student-voice", "q=x"), "a page has no field `q`; it has aliases, "),
        (("student-voice", "status"), "`status` is no assignment: write field=value"),
        (("student-voice", "=x"), "`=x` is no assignment"),
        (("student-voice", "status+=x"), "`status` is no list"),
        (("student-voice", "factors-=emotio"), "`factors` does not hold `emotio`"),
        (("student-voice", "related-=building-trus"), "did you mean `building-trust`?"),
        (("student-voice", "status=draft", "status=idea"), "`status` is set twice"),
        (("student-voice", "id=voice"), "an id is changed with: strategies rename student-voice voice"),
        (
            ("student-voice", "source=x"),
            "`source` has fields of its own; change it in content/strategies/student-voice.md",
        ),
        (("middle-grades", "groups=x"), "`groups` has fields of its own"),
        (("middle-grades", "grade=x"), "did you mean `grades`?"),
        (("motivation", "name+=x"), "`name` is no list"),
        (("Student Voice", "a=b"), "it is another name of the strategy `student-voice`"),
        (("learner-voice", "a=b"), "it is another name of the strategy `student-voice`"),
        (("student-voice",), "Missing argument"),
    ],
)
def test_what_cannot_be_set(run: Run, library: Path, arguments: tuple[str, ...], words: str) -> None:
    before = files_of(library)
    ended = run("set", *arguments, TODAY, folder=library)
    assert (ended.code, words in ended.err) == (2, True), ended
    assert files_of(library) == before


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


OUTLINES = {
    "notes.md": b"# Any title\n\n## Overview\n\nWe *start*.\n\n## Example\n\nOn Monday.\n",
    "notes.txt": b"Overview\nWe start.\n\nExample: Use This Strategy in the Classroom\nOn Monday.\n",
    "notes.docx": document(("Heading 1", "Overview"), ("", "We start."), ("Heading 1", "Additional Resources")),
}


@pytest.mark.parametrize("name", OUTLINES)
def test_an_outline_gives_headings_and_text(run: Run, library: Path, tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(OUTLINES[name])
    before = files_of(library)
    given = (
        "new",
        "Calm Starts",
        "--factor=curiosity",
        "--category=Active Learning",
        f"--from={tmp_path / name}",
        TODAY,
    )
    shown = run(*given, "--dry-run", folder=library)
    assert (shown.code, files_of(library)) == (0, before), shown
    assert run(*given, folder=library).code == 0
    text = (library / "content/strategies/calm-starts.md").read_text()
    assert "title: Calm Starts\n" in text
    assert text.index("## Overview\n\nWe ") < text.index("## Additional Resources")
    assert f"+++ b/content/strategies/calm-starts.md\n@@ -0,0 +1,{text.count(chr(10))} @@\n+---\n" in shown.out


def test_choices_on_a_terminal_are_found_by_number_name_or_nearly(library: Path) -> None:
    typed = "1\nMiddle Grades\n2, atention, zzzz, Curiosity\n1\n\n"
    code, text = at_terminal(library, typed, "new", "Calm Starts", "--related=building-trust", TODAY)
    assert code == 0, text
    assert "there is no factor `atention`; the nearest are:\r\n   1  attention  " in text
    assert "there is no factor `zzzz`\r\n" in text
    assert "then publish it with: strategies set calm-starts status=published" in text
    page = (library / "content/strategies/calm-starts.md").read_text()
    assert "category: active-learning\nlearner_models: [middle-grades]\n" in page
    assert "attention, curiosity]" in page


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


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library with terms of its own, and its bundle."""
    folder = tmp_path_factory.mktemp("published")
    shutil.copytree(LIBRARY, folder / "library")
    for source in with_own_terms():
        (folder / "library" / source.path).parent.mkdir(exist_ok=True)
        (folder / "library" / source.path).write_bytes(source.encode())
    return folder


def test_what_got_another_id_has_not_vanished(run: Run, published: Path) -> None:
    library = published / "library"
    export = ("export", "--formats=json", "--no-cache", TODAY)
    assert run(*export, "--out=../old", folder=library).code == 0
    for old, new in (
        ("student-voice", "voice"),
        ("motivation", "drive"),
        ("active-learning", "doing"),
        ("middle-grades", "older"),
        ("camera", "film"),
    ):
        assert run("rename", old, new, TODAY, folder=library).code == 0
    replace(library / "content/library.yaml", "version: 1.0.0", "version: 1.1.0")
    since = (*export, "--out=../new", "--since=../old")
    refused = run(*since, folder=library)
    assert refused.code == 1
    assert "gone without a trace" not in refused.out
    assert "write 2.0.0 or a higher one" in refused.out
    replace(library / "content/library.yaml", "version: 1.1.0", "version: 2.0.0")
    assert run(*since, folder=library).code == 0
    told = run("diff", "../old", "../new", folder=library).out
    assert "factor Motivation (motivation): moved; is drive now" in told
    assert "term Camera (tools/camera): moved; is tools/film now" in told
    assert told.count(": moved; ") == 5
    assert run("verify", "../new/latest", folder=library).code == 0
    replace(library / "content/vocabulary/factors.yaml", "name: Motivation", "name: Drive")
    refused = run(*export, "--out=../newer", "--since=../old", folder=library)
    assert "the factor `motivation` was published in 1.0.0 and is gone without a trace" in refused.out
