"""`strategies review` notes what a page names; `strategies reviews` and `suspect-relation` tell what changed since."""

from __future__ import annotations

import datetime as dt
import json
import random
import re
import shutil
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest
from command import CIRCLE, FACTORS, TODAY, TRUST, VOICE, Run, replace
from conftest import LIBRARY
from conftest import TODAY as DAY
from effort import sample
from generator.libraries import library as generated
from own_fields import sources as with_own_fields
from previewing import Preview

from pipeline.authoring.changes.change import LibraryChange
from pipeline.authoring.changes.reviewing import review
from pipeline.incremental.memo import Memo
from pipeline.incremental.tasks import Tasks
from pipeline.incremental.workspace import Workspace
from pipeline.lint.configuration import ConfigurationFault
from pipeline.lint.rules.references._mentions import strategy_mentions
from pipeline.model.diagnostics import Diagnostic
from pipeline.model.entry import Entry
from pipeline.model.meanings import Meanings
from pipeline.model.report import Report
from pipeline.source.environment import EnvironmentFault
from pipeline.source.text import Source

READING = "content/strategies/lateral-reading.md"
CORNER = "content/strategies/quiet-corner.md"
# What the review of one page adds to it.
ADDED = (
    "reviewed: {date: 2026-11-24, strategies: {building-trust: 7cbc8c03-d185be13}, "
    "factors: {motivation: 2ce379fc-9e66675b, civic-mindedness: 48ae8a34-7f450f6a}}\n"
)


@pytest.fixture
def library(tmp_path: Path) -> Path:
    return Path(shutil.copytree(LIBRARY, tmp_path / "library"))


def text_of(library: Path, path: str) -> str:
    return (library / path).read_bytes().decode()


def suspects(report: Report) -> list[Diagnostic]:
    return [each for each in report.diagnostics if each.rule == "suspect-relation"]


def test_a_review_adds_one_line_and_keeps_all_other_bytes(run: Run, library: Path) -> None:
    before = {path: path.read_bytes() for path in library.rglob("*") if path.is_file()}
    ended = run("review", "student-voice", TODAY, folder=library)
    assert (ended.code, ended.out) == (0, "")
    assert "reviewed the strategy `student-voice`" in ended.err
    was = before.pop(library / VOICE).decode()
    assert text_of(library, VOICE) == was.replace("aliases: [learner-voice]\n", f"aliases: [learner-voice]\n{ADDED}")
    assert all(path.read_bytes() == data for path, data in before.items())
    assert "nothing to change" in run("review", "student-voice", TODAY, folder=library).err


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize(
    ("written", "became"),
    [
        ("reviewed: {date: 2026-01-01}  # by Ada\n", ADDED.replace("\n", "  # by Ada\n")),
        ("reviewed:\n  date: 2026-01-01\n  factors:\n    motivation: 00000000-00000000\n", ADDED),
        ("'reviewed' :   \n", ADDED.replace("reviewed:", "'reviewed' :").replace("\n", "   \n")),
        ("reviewed: ~\n", ADDED),
    ],
)
def test_an_earlier_review_is_replaced_in_any_layout(
    run: Run, library: Path, written: str, became: str, newline: str
) -> None:
    page = text_of(library, VOICE).replace("status:", f"{written}status:", 1)
    (library / VOICE).write_bytes(page.replace("\n", newline).encode())
    assert run("review", "student-voice", TODAY, folder=library).code == 0
    assert text_of(library, VOICE) == page.replace(written, became).replace("\n", newline)


def test_a_comment_in_the_field_is_not_lost(run: Run, library: Path) -> None:
    replace(library / VOICE, "status:", "reviewed:\n  date: 2026-01-01\n  # by Ada\n  factors: {}\nstatus:")
    before = text_of(library, VOICE)
    ended = run("review", "student-voice", TODAY, folder=library)
    assert (ended.code, "`reviewed` is written in" in ended.err) == (2, True), ended
    assert text_of(library, VOICE) == before


def test_all_published_pages_are_reviewed_and_get_the_next_day(run: Run, library: Path) -> None:
    assert run("review", "--all", "--next=2027-11-24", TODAY, folder=library).code == 0
    pages = {path: text_of(library, path) for path in (VOICE, TRUST, READING, CORNER, CIRCLE)}
    assert [path for path, text in pages.items() if "\nreviewed: {date: 2026-11-24, " in text] == [
        VOICE,
        TRUST,
        READING,
    ]
    assert [path for path, text in pages.items() if "\nreview_by: 2027-11-24\n" in text] == [VOICE, TRUST, READING]
    assert run("check", TODAY, "--show=info", folder=library).rules == []


def test_a_draft_may_be_reviewed(run: Run, library: Path) -> None:
    assert run("review", "quiet-corner", TODAY, folder=library).code == 0
    assert "reviewed: {date: 2026-11-24" in text_of(library, CORNER)


def test_a_dry_run_shows_the_change_only(run: Run, library: Path) -> None:
    before = text_of(library, VOICE)
    assert f"+{ADDED}" in run("review", "student-voice", "--dry-run", TODAY, folder=library).out
    assert text_of(library, VOICE) == before


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((), "name pages, or say --all"),
        (("student-voice", "--all"), "name pages, or say --all"),
        (("student-voise",), "did you mean `student-voice`?"),
        (("motivation",), "nothing has the id `motivation`"),
        (("learner-voice",), "it is another name of the strategy `student-voice`"),
        (("student-voice", "--next=2026-11-24"), "name a day to come"),
    ],
)
def test_what_cannot_be_reviewed(run: Run, library: Path, arguments: tuple[str, ...], words: str) -> None:
    ended = run("review", *arguments, TODAY, folder=library)
    assert (ended.code, words in ended.err) == (2, True), ended


def test_a_page_with_mistakes_is_not_reviewed_nor_any_other(run: Run, library: Path) -> None:
    replace(library / VOICE, "updated: 2026-11-01", "updated: yesterday")
    before = text_of(library, TRUST)
    for arguments in (("building-trust", "student-voice"), ("--all",)):
        ended = run("review", *arguments, TODAY, folder=library)
        assert (ended.code, "has mistakes" in ended.err) == (2, True), ended
    assert text_of(library, TRUST) == before


def test_nothing_is_written_if_one_page_was_changed_meanwhile(library: Path) -> None:
    workspace = Workspace(library)
    change, found = LibraryChange(workspace), workspace.report(DAY).library
    for path in (VOICE, TRUST):
        review(change, Meanings(found), found.by_path[path], DAY)
    replace(library / VOICE, "status: published", "status: published # somebody else")
    before = text_of(library, TRUST)
    with pytest.raises(EnvironmentFault, match=r"student-voice\.md was changed by somebody else"):
        change.write()
    assert text_of(library, TRUST) == before


def test_a_passed_day_stays_until_there_is_another(run: Run, library: Path) -> None:
    replace(library / VOICE, "status: published", "status: published\nreview_by: 2026-11-01")
    assert "student-voice was to be looked at by 2026-11-01; say --next" in (
        run("review", "student-voice", TODAY, folder=library).err
    )
    assert run("check", TODAY, folder=library).rules == ["review-overdue"]
    assert "say --next" not in run("review", "student-voice", "--next=2027-01-01", TODAY, folder=library).err
    assert run("check", TODAY, folder=library).rules == []


def test_a_new_id_is_no_new_meaning(run: Run, library: Path) -> None:
    assert run("review", "--all", TODAY, folder=library).code == 0
    for old, new in (("student-voice", "voice"), ("motivation", "drive"), ("building-trust", "trust")):
        assert run("rename", old, new, TODAY, folder=library).code == 0
    assert "suspect-relation" not in run("check", TODAY, "--show=info", folder=library).rules
    assert "strategies: {trust: 7cbc8c03-d185be13}, factors: {drive: " in text_of(
        library, "content/strategies/voice.md"
    )


def test_a_successor_is_to_be_read_about(run: Run, library: Path) -> None:
    assert run("review", "--all", TODAY, folder=library).code == 0
    assert run("retire", "emotion", "--replaced-by=curiosity", TODAY, folder=library).code == 0
    replace(library / READING, "factors: [attention, curiosity, vision]", "factors: [attention, vision]")
    replace(library / TRUST, "factors: [sense-of-belonging", "factors: [curiosity, sense-of-belonging")
    found = suspects(Workspace(library).report(DAY))
    assert [(each.span.path, each.message) for each in found] == [
        (TRUST, "the factor `curiosity` was added since this page was reviewed on 2026-11-24")
    ]


def test_fields_of_the_house_are_relations(library: Path) -> None:
    for source in with_own_fields():
        (library / source.path).parent.mkdir(exist_ok=True)
        (library / source.path).write_bytes(source.encode())
    found = Workspace(library).report(DAY).library
    digests = Meanings(found).reviewed(found.by_path[VOICE])
    assert set(digests["strategies"]) == {"building-trust"}
    assert "motivation" in digests["factors"]
    replace(library / VOICE, "main_factor: motivation", "main_factor: curiosity")
    found = Workspace(library).report(DAY).library
    assert "curiosity" in Meanings(found).reviewed(found.by_path[VOICE])["factors"]


# --- the list ---


def test_the_list_names_what_is_due_and_why(run: Run, library: Path) -> None:
    assert run("review", "building-trust", "student-voice", TODAY, folder=library).code == 0
    replace(library / TRUST, "status: published", "status: published\nreview_by: 2026-11-20")
    replace(library / READING, "status: published", "status: published\nreview_by: 2026-12-24")
    replace(library / CORNER, "status: draft", "status: draft\nreview_by: 2026-12-25")
    replace(library / CIRCLE, "status: retired", "status: retired\nreview_by: 2026-11-20")
    replace(library / TRUST, "title: Building Trust", "title: Trust")
    replace(library / FACTORS, "The wish to begin", "The will to begin")
    ended = run("reviews", TODAY, folder=library)
    assert ended.code == 0
    assert ended.out == (
        "reviews due by 2026-12-24: 2\n"
        "  2026-11-20  building-trust  overdue\n"
        "  2026-12-24  lateral-reading\n"
        "\n"
        "relations to read again: 3\n"
        "  building-trust  (reviewed 2026-11-24)\n"
        "    the definition of the factor `motivation` changed\n"
        "  student-voice  (reviewed 2026-11-24)\n"
        "    the title of the strategy `building-trust` changed\n"
        "    the definition of the factor `motivation` changed\n"
        "\n"
        "published pages that were never reviewed: 1\n"
        "  lateral-reading\n"
    )
    found = json.loads(run("reviews", TODAY, "--within=31", "--format=json", folder=library).out)
    assert [(each["id"], each["overdue"]) for each in found["due"]] == [
        ("building-trust", True),
        ("lateral-reading", False),
        ("quiet-corner", False),
    ]
    assert found["suspect"][1]["relations"][0] == {"kind": "strategy", "id": "building-trust", "changed": ["title"]}
    assert found["never_reviewed"] == [{"id": "lateral-reading", "path": READING}]


def test_many_that_never_were_are_counted(run: Run, library: Path) -> None:
    for number in range(9):
        page = text_of(library, VOICE).replace("title: Student Voice", f"title: Voice {number}")
        (library / f"content/strategies/voice-{number}.md").write_text(page.replace("aliases: [learner-voice]\n", ""))
    assert run("reviews", TODAY, folder=library).out.endswith("never reviewed: 12\n  12 pages; --all names them\n")
    assert run("reviews", "--all", TODAY, folder=library).out.endswith("  voice-7\n  voice-8\n")


def test_what_a_comment_hides_is_not_on_the_list(run: Run, library: Path) -> None:
    assert run("review", "student-voice", TODAY, folder=library).code == 0
    replace(library / TRUST, "title: Building Trust", "title: Trust")
    reason = "# strategies: ignore suspect-relation -- we know\n"
    replace(library / VOICE, "related:", f"{reason}related:")
    assert "relations to read again: none" in run("reviews", TODAY, folder=library).out


def test_errors_elsewhere_do_not_hide_the_list(run: Run, library: Path) -> None:
    assert run("review", "student-voice", TODAY, folder=library).code == 0
    replace(library / TRUST, "title: Building Trust", 'title: "Building Trust')
    ended = run("reviews", TODAY, folder=library)
    assert (ended.code, "relations to read again: none" in ended.out) == (0, True)


# --- what else meets the field ---


def test_a_form_keeps_the_field(library: Path) -> None:
    page = text_of(library, VOICE).replace("status:", f"{ADDED}status:", 1)
    (library / VOICE).write_text(page)
    preview = Preview(library)
    sent = preview.sent(VOICE)
    assert "reviewed" not in sent["fields"]
    sent["fields"]["title"] = "Voices"
    assert preview.write("save", sent).status == 200
    assert text_of(library, VOICE) == page.replace("title: Student Voice", "title: Voices")


def test_a_work_list_has_no_such_column(run: Run, library: Path) -> None:
    assert run("review", "student-voice", TODAY, folder=library).code == 0
    assert (
        "`reviewed` has fields of its own"
        in run("sheet", "export", "list.csv", "--fields=title,reviewed", folder=library).err
    )
    assert "`reviewed` has fields of its own" in run("set", "student-voice", "reviewed=2026-11-24", folder=library).err


def test_only_the_digest_of_the_text_is_published(run: Run, library: Path) -> None:
    assert run("export", TODAY, "--out=before", folder=library).code == 0
    assert run("review", "--all", TODAY, folder=library).code == 0
    assert run("export", TODAY, "--out=after", folder=library).code == 0
    told = run("diff", "before", "after", folder=library).out
    assert set(re.findall(r"    (\w+)", told)) == {"content_sha256"}, told
    files = [path.read_bytes() for path in (library / "after").rglob("*") if path.is_file()]
    assert not [data for data in files if b"7cbc8c03-d185be13" in data]


# --- properties ---


class Reviewed:
    """A generated library in memory; each page with a valid front matter is reviewed."""

    def __init__(self, root: Path, seed: int) -> None:
        self.chance = random.Random(seed)
        for path, data in generated(self.chance, most=9).files.items():
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_bytes(data)
        workspace = Workspace(root)
        self.before = workspace.report(DAY)
        change, meanings = LibraryChange(workspace), Meanings(self.before.library)
        self.pages = []
        for entry in self.before.library.by_id.values():
            if entry.strategy and entry.status != "retired":
                try:
                    review(change, meanings, entry, DAY)
                except EnvironmentFault as fault:
                    assert "`reviewed` is written in" in str(fault)  # noqa: PT017 - an unusual layout
                    continue
                self.pages.append(entry)
        self.workspace = workspace.with_overlay(change.written.values())
        self.after = self.workspace.report(DAY)

    def report_with(self, source: Source) -> Report:
        return self.workspace.with_overlay([source]).report(DAY)


SEEDS = sample(range(40), 6)


@pytest.fixture(params=SEEDS)
def reviewed(request: pytest.FixtureRequest, tmp_path: Path) -> Reviewed:
    try:
        return Reviewed(tmp_path, request.param)
    except (ConfigurationFault, EnvironmentFault):
        pytest.skip("this library cannot be opened")


def test_what_was_just_reviewed_has_no_suspect_relation(reviewed: Reviewed) -> None:
    assert suspects(reviewed.after) == []
    known = [each[1:5] for each in reviewed.before.diagnostics if each.rule != "suspect-relation"]
    assert sorted(map(str, known)) == sorted(str(each[1:5]) for each in reviewed.after.diagnostics)


def test_a_new_summary_is_told_on_exactly_the_pages_that_name_the_page(reviewed: Reviewed) -> None:
    library = reviewed.after.library
    for entry in reviewed.chance.sample(reviewed.pages, min(4, len(reviewed.pages))):
        value = library.by_path[entry.path].value("summary")
        if value is None or not value.exact or not value.plain:
            continue
        source = library.by_path[entry.path].source
        new = source.text[: value.span.start] + "Learners do all of it anew. " + source.text[value.span.start :]
        found = suspects(reviewed.report_with(Source(entry.path, new)))
        naming = {other.path for other in reviewed.pages if other.id != entry.id and names(other, entry.id)}
        assert {each.span.path for each in found} == naming
        assert all(each.message.startswith(f"the summary of the strategy `{entry.id}` changed") for each in found)


def names(entry: Entry, id_: str) -> bool:
    """True if a page relates or links to a strategy, by the text and not by the facts."""
    return any(each.text == id_ and each.field != "replaced_by" for each in strategy_mentions(entry))


def warm_and_cold(library: Path, cache: Path) -> list[Diagnostic]:
    """The findings with what earlier runs remember, which are those without."""
    memo = Memo.of(library, cache)
    found = suspects(Workspace(library, tasks=Tasks(memo=memo)).report(DAY))
    assert found == suspects(Workspace(library).report(DAY))
    return found


def rewritten(path: str, old: str, new: str) -> Callable[[Path], None]:
    return lambda library: replace(library / path, old, new)


CHANGES = {
    "summary": (rewritten(TRUST, "summary: ", "summary: Now "), {VOICE, READING}),
    "title": (rewritten(VOICE, "title: Student Voice", "title: Voice"), {TRUST}),
    "definition": (rewritten(FACTORS, "The wish to begin", "The will to begin"), {VOICE, TRUST}),
    "name": (rewritten(FACTORS, "name: Vision", "name: Sight"), {READING}),
    "text": (rewritten(TRUST, "## Overview\n\n", "## Overview\n\nFirst. "), set()),
    "other names": (rewritten(FACTORS, "name: Vision,", "name: Vision, aliases: [sight],"), set()),
}


@pytest.mark.parametrize("what", CHANGES)
def test_a_change_is_told_on_pages_that_are_as_they_were(run: Run, library: Path, tmp_path: Path, what: str) -> None:
    change, naming = CHANGES[what]
    assert run("review", "--all", TODAY, folder=library).code == 0
    assert warm_and_cold(library, tmp_path / "cache") == []
    change(library)
    found = warm_and_cold(library, tmp_path / "cache")
    assert {each.span.path for each in found} == naming
    assert run("review", "--all", "--today=2026-11-25", folder=library).code == 0
    assert warm_and_cold(library, tmp_path / "cache") == []


def test_layout_and_composed_letters_are_no_change(run: Run, library: Path) -> None:
    replace(library / TRUST, "title: Building Trust", "title: Construire la confiance à l’école")
    assert run("review", "--all", TODAY, folder=library).code == 0
    page = text_of(library, TRUST)
    summary = re.search("^summary: (.*)$", page, flags=re.MULTILINE)
    assert summary
    folded = "summary: >\n  " + summary[1].replace(" ", "\n  ", 3)
    page = unicodedata.normalize("NFD", page.replace(summary[0], folded))
    assert page != unicodedata.normalize("NFC", page)
    (library / TRUST).write_bytes(page.replace("\n", "\r\n").encode())
    assert suspects(Workspace(library).report(DAY)) == []


def test_a_review_in_the_future_is_told(library: Path) -> None:
    replace(library / VOICE, "status:", "reviewed: {date: 2030-01-01}\nstatus:")
    found = Workspace(library).report(dt.date(2026, 11, 24)).diagnostics
    assert [each.message for each in found if each.rule == "future-date"] == ["`reviewed.date` is a day in the future"]
