"""What a difference says of a branch under review: one entry for each change, also where there are errors."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from branches import STRATEGIES, VOCABULARY, base, branch, page, write
from command import TODAY, Outcome, Run
from conftest import LIBRARY, report_of
from examples import sources_of
from repository import Repository
from shapes import validate
from test_review import BLOBS, LINK, ON_GITHUB

from pipeline.diff.comparison import compare
from pipeline.diff.partial import partial_snapshot
from pipeline.diff.reports import markdown, text
from pipeline.diff.snapshot import Snapshot
from pipeline.incremental.workspace import Workspace
from pipeline.lint.rule import all_rules
from pipeline.model.catalog import Catalog
from pipeline.publish.publication_inputs import publication_inputs
from pipeline.publish.site_options import SiteOptions

FACTORS, CATEGORIES = f"{VOCABULARY}/factors.yaml", f"{VOCABULARY}/categories.yaml"
# Rules about what pages name.
NAMING = ("related-not-published", "unknown-factor", "unknown-strategy")
MARKER = "<!-- strategies diff -->"


@pytest.fixture(scope="module")
def reviewed(tmp_path_factory: pytest.TempPathFactory) -> Repository:
    """A branch of several changes, checked out. No test may change it."""
    return branch(base(tmp_path_factory.mktemp("review")))


@pytest.fixture
def library(tmp_path: Path) -> Repository:
    """The library that it left, to change otherwise."""
    return base(tmp_path)


def difference(run: Run, library: Repository, *arguments: str) -> Outcome:
    return run("diff", TODAY, "main", *arguments, folder=library.folder)


def document(run: Run, library: Repository) -> dict:
    """The difference as JSON, which keeps to its schema."""
    found = json.loads(difference(run, library, "--format", "json").out)
    validate("difference", found, "difference")
    return found


def entries(outcome: Outcome) -> list[str]:
    """The first line of each entry of the text format."""
    return [line.strip() for line in outcome.out.split("\n")[1:] if line.startswith("  ") and line[2] != " "]


def test_a_branch_is_told_cause_by_cause(run: Run, reviewed: Repository) -> None:
    outcome = difference(run, reviewed)
    naming = "Museum Walk (museum-walk), Question Wall (question-wall), Wonder Journal (wonder-journal)"
    assert outcome.out.split("\n")[1:] == [
        "",
        "errors",
        f"  6 files were compared, although they have errors now ({', '.join(NAMING)})",
        "",
        "new strategies",
        "  Exit Tickets (exit-tickets)",
        "    Before the bell, everyone answers one question.",
        "",
        "breaking",
        "  factor Curiosity (curiosity): removed, without a trace",
        f"    4 strategies name it: Lateral Reading (lateral-reading), {naming}",
        "    changed with it, and in nothing else: learner model Middle Grades (middle-grades)",
        "    for: whoever keeps this id",
        "  strategy Lateral Reading (lateral-reading): removed, without a trace; seems to be reading-across now",
        f"    4 strategies name it: Building Trust (building-trust), {naming}",
        "    for: whoever keeps this id or links to it: nothing says what became of it",
        "  strategy Student Voice (student-voice): retired; leads to Building Trust (building-trust)",
        f"    4 strategies name it: Building Trust (building-trust), {naming}",
        "    changed with it, and in nothing else: strategy Morning Circle (morning-circle)",
        "    for: whoever keeps this id or links to it: json/tombstones.json says where it leads",
        "",
        "wording",
        "  strategy Building Trust (building-trust): changed",
        "    `updated` is still 2026-11-01, although the text changed",
        "    sections/overview: Trust grows {+slowly,+} in small, daily moments, and with …",
        "",
    ]


# --- what follows from a change stands with it ---


def rename_factor(library: Repository) -> None:
    """Give a factor another id, wherever it is named."""
    for file in sorted((library.folder / "content").rglob("*")):
        if file.is_file() and b"curiosity" in file.read_bytes():
            path = file.relative_to(library.folder).as_posix()
            written = file.read_text(encoding="utf-8").replace(
                "[curiosity](factor:curiosity)", "[curiosity](factor:wonder)"
            )
            for old, new in ((" curiosity]", " wonder]"), (" curiosity,", " wonder,"), ("id: curiosity", "id: wonder")):
                written = written.replace(old, new)
            write(library, path, written)


def test_a_renamed_factor_is_one_entry(run: Run, library: Repository) -> None:
    rename_factor(library)
    outcome = difference(run, library)
    assert outcome.code == 0
    assert entries(outcome) == ["factor Curiosity (curiosity): moved; is wonder now"]
    assert "    4 strategies name it: Lateral Reading (lateral-reading), Museum Walk (museum-walk)," in outcome.out
    assert (
        "    changed with it, and in nothing else: learner model Middle Grades (middle-grades), strategy "
        in outcome.out
    )
    found = document(run, library)
    caused = {change["id"]: change["caused_by"] for change in found["changes"]}
    assert caused.pop("curiosity") == []
    assert set(map(tuple, caused.values())) == {("factor:curiosity",)}
    assert len(caused) == 1 + 1 + 4  # the factor's new id, its learner model, its pages
    assert found["counts"] == {"breaking": 1, "additive": 6, "wording": 0}


def test_what_a_page_changed_besides_is_told(run: Run, library: Repository) -> None:
    rename_factor(library)
    library.edit(
        f"{STRATEGIES}/museum-walk.md", "factors: [motivation, wonder, emotion]", "factors: [motivation, wonder]"
    )
    library.edit(f"{STRATEGIES}/museum-walk.md", "[emotions](factor:emotion)", "feelings")
    library.edit(f"{STRATEGIES}/lateral-reading.md", "[curiosity](factor:wonder)", "[wonder](factor:wonder)")
    assert entries(difference(run, library))[1:] == [
        "strategy Lateral Reading (lateral-reading): changed",
        "strategy Museum Walk (museum-walk): changed",
    ]


def test_a_renamed_category_is_one_entry(run: Run, library: Repository) -> None:
    for file in [CATEGORIES, *(path.relative_to(library.folder) for path in (library.folder / STRATEGIES).iterdir())]:
        written = (library.folder / file).read_text(encoding="utf-8")
        write(library, str(file), written.replace("teacher-modeling-support", "modelling"))
    outcome = difference(run, library)
    (entry,) = entries(outcome)
    thing, _, said = entry.partition(": ")
    assert thing == "category Teacher Modeling & Support (teacher-modeling-support)"
    assert said == "moved; is modelling now"
    assert "    5 strategies name it: " in outcome.out
    assert outcome.out.count("strategy Museum Walk (museum-walk)") == 1


def test_a_page_that_was_renamed_and_rewritten_shows_its_new_words(run: Run, library: Repository) -> None:
    """A new id that no page lists as a former one does not make it a new page."""
    library.git("mv", f"{STRATEGIES}/student-voice.md", f"{STRATEGIES}/learners-voice.md")
    library.edit(f"{STRATEGIES}/learners-voice.md", "Having a say", "Having a true say")
    outcome = difference(run, library)
    assert "new strategies" not in outcome.out
    entry = outcome.out.partition("strategy Student Voice (student-voice): removed")[2]
    assert entry.startswith(", without a trace; seems to be learners-voice now\n")
    assert "\n    sections/overview: Having a {+true+} say feeds" in entry


def test_a_link_to_a_retired_page_that_became_words_follows_from_it(run: Run, library: Repository) -> None:
    library.edit(
        f"{STRATEGIES}/museum-walk.md", "[Building Trust](strategy:building-trust)", "[Voice](strategy:student-voice)"
    )
    library.git("commit", "--quiet", "--message", "Link to another page")
    library.git("checkout", "--quiet", "-b", "review")
    library.edit(f"{STRATEGIES}/student-voice.md", "status: published", "status: retired")
    for name in ("museum-walk", "question-wall", "wonder-journal"):
        library.edit(f"{STRATEGIES}/{name}.md", ", student-voice]", "]")
    library.edit(f"{STRATEGIES}/museum-walk.md", "[Voice](strategy:student-voice)", "Voice")
    (retired,) = [
        part for part in difference(run, library).out.split("  strategy ") if part.startswith("Student Voice")
    ]
    assert "changed with it, and in nothing else: strategy Morning Circle (morning-circle), strategy Museum Walk" in (
        " ".join(retired.split())
    )


def test_of_very_many_strategies_the_first_are_named(run: Run, library: Repository) -> None:
    for number in range(40):
        page(library, f"Walk {number:02}", related="[student-voice]")
    library.git("commit", "--quiet", "--message", "Many pages")
    library.git("checkout", "--quiet", "-b", "review")
    library.edit(f"{STRATEGIES}/student-voice.md", "status: published", "status: retired")
    (line,) = [line for line in difference(run, library).out.split("\n") if "strategies name it" in line]
    assert line.startswith("    44 strategies name it: Building Trust (building-trust), Museum Walk (museum-walk),")
    assert line.endswith(", Walk 26 (walk-26) and 14 more")


# --- errors on either side ---


def errors(outcome: Outcome) -> list[str]:
    """What is said of errors."""
    return [line.strip() for line in outcome.out.partition("\nerrors\n")[2].partition("\n\n")[0].rstrip().split("\n")]


BREAKS = {
    "page": (
        f"{STRATEGIES}/museum-walk.md", "title: Museum Walk", "title: [Museum Walk",
        f"strategy museum-walk was not compared: {STRATEGIES}/museum-walk.md has errors now (invalid-yaml)",
    ),
    "section": (
        f"{STRATEGIES}/museum-walk.md", "## Overview", "## Overwiew",
        f"strategy museum-walk was not compared: {STRATEGIES}/museum-walk.md has errors now (unknown-section)",
    ),
    "term": (
        FACTORS, "id: curiosity, name: Curiosity,", "id: curiosity,",
        f"factor curiosity was not compared: {FACTORS} has errors now (invalid-vocabulary)",
    ),
    "list": (
        FACTORS, "- {id: attention", "{id: attention",
        f"factors were not compared: {FACTORS} has errors now (invalid-yaml)",
    ),
    "library": (
        "content/library.yaml", "language: en", "langauge: en",
        "what is said of the library was not compared: content/library.yaml has errors now (invalid-library-info)",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("path", "old", "new", "said"), BREAKS.values(), ids=BREAKS)
def test_what_has_errors_is_left_out_and_the_rest_is_compared(
    run: Run, library: Repository, path: str, old: str, new: str, said: str
) -> None:
    library.edit(path, old, new)
    library.edit(f"{STRATEGIES}/student-voice.md", "Having a say", "Having a true say")
    outcome = difference(run, library)
    assert said in errors(outcome)
    assert entries(outcome)[-1:] == ["strategy Student Voice (student-voice): changed"]
    assert "removed" not in outcome.out
    assert outcome.code == 1
    assert outcome.err == (f"strategies: {library.folder} has errors; `strategies check` there says what is wrong\n")
    (faulty, *_) = [file for file in document(run, library)["faulty"] if file["left_out"]]
    assert (faulty["side"], faulty["path"]) == ("new", path)


def test_a_branch_that_mends_is_compared_with_what_was_broken(run: Run, library: Repository) -> None:
    library.edit(f"{STRATEGIES}/museum-walk.md", "title: Museum Walk", "title: [Museum Walk")
    library.git("commit", "--quiet", "--message", "Break a page")
    library.git("checkout", "--quiet", "-b", "review")
    library.edit(f"{STRATEGIES}/museum-walk.md", "title: [Museum Walk", "title: Museum Walk")
    outcome = difference(run, library)
    assert errors(outcome) == [
        f"strategy museum-walk was not compared: {STRATEGIES}/museum-walk.md has errors before (invalid-yaml)"
    ]
    assert outcome.out.startswith("1.0.0 → 1.0.0: nothing else changed\n")
    assert outcome.err == "strategies: main has errors; `strategies check` there says what is wrong\n"


def test_a_page_that_moved_and_broke_is_not_called_gone(run: Run, library: Repository) -> None:
    moved = f"{STRATEGIES}/walking-museum.md"
    library.git("mv", f"{STRATEGIES}/museum-walk.md", moved)
    library.edit(moved, "updated: 2026-11-01", "updated: soon\naliases: [museum-walk]")
    outcome = difference(run, library)
    assert errors(outcome) == [
        f"strategy walking-museum, strategy museum-walk were not compared: {moved} has errors now (invalid-value)"
    ]
    assert entries(outcome)[1:] == []


def test_a_version_that_cannot_be_read_is_unknown(run: Run, library: Repository) -> None:
    library.edit("content/library.yaml", "version: 1.0.0", "version: first")
    library.edit(f"{STRATEGIES}/student-voice.md", "Having a say", "Having a true say")
    assert difference(run, library).out.startswith("1.0.0 → unknown: 1 wording; the least honest step is patch\n")
    found = document(run, library)
    assert (found["new"]["version"], found["least_version"], found["honest"]) == ("unknown", "1.0.1", False)


def test_broken_house_rules_say_nothing_of_sections(run: Run, library: Repository) -> None:
    (library.folder / "schemas").mkdir()
    write(library, "schemas/strategy-page.yaml", "sections: none\n")
    outcome = difference(run, library)
    (said,) = errors(outcome)
    assert said.startswith("disclaimers and sections were not compared: schemas/strategy-page.yaml has errors now")
    assert entries(outcome)[1:] == []


def test_a_page_with_a_section_that_broken_house_rules_do_not_know_is_left_out(run: Run, library: Repository) -> None:
    (library.folder / "schemas").mkdir()
    write(library, "schemas/strategy-page.yaml", "sections: none\n")
    page = f"{STRATEGIES}/museum-walk.md"
    with (library.folder / page).open("a", encoding="utf-8") as file:
        file.write("\n## Our Own Section\n\nWords of ours.\n")
    outcome = difference(run, library)
    assert outcome.code in (0, 1), outcome.err
    assert any(page in said for said in errors(outcome))


def test_nothing_is_published_since_a_state_with_errors(run: Run, library: Repository) -> None:
    library.edit(f"{STRATEGIES}/museum-walk.md", "title: Museum Walk", "title: [Museum Walk")
    library.git("commit", "--quiet", "--message", "Break a page")
    library.edit(f"{STRATEGIES}/museum-walk.md", "title: [Museum Walk", "title: Museum Walk")
    outcome = run("export", TODAY, "--no-search", "--formats", "json", "--since", "main", folder=library.folder)
    assert outcome.code == 2
    assert "main has 1 error and cannot be compared" in outcome.err


@pytest.fixture(scope="module")
def whole() -> Snapshot:
    workspace = Workspace(LIBRARY)
    edition = publication_inputs(workspace, Catalog.of(report_of(workspace)), SiteOptions())
    return Snapshot.of_records("before", edition.site, edition.records())


@pytest.mark.parametrize("rule", [rule.name for rule in all_rules()])
def test_a_library_with_any_fault_can_be_compared(rule: str, whole: Snapshot) -> None:
    """Each with a bad example of a rule, against the good library."""
    (found,) = [each for each in all_rules() if each.name == rule]
    for example in found.documentation.bad:
        report = report_of(Workspace(LIBRARY, sources_of(example)))
        partial = partial_snapshot("now", report)
        for old, new in ((whole, partial), (partial, whole)):
            told = compare(old, new)
            validate("difference", told.model_dump(mode="json"), rule)
            assert text.render(told).count("\n") >= len(told.faulty) > 0 or not report.has_errors
            assert markdown.render(told).startswith(MARKER)


# --- as a comment ---


def test_the_markdown_begins_with_its_marker_and_links_absolutely(
    run: Run, reviewed: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in ON_GITHUB.items():
        monkeypatch.setenv(name, value)
    shown = difference(run, reviewed, "--format", "markdown").out
    assert shown.startswith(f"{MARKER}\n**1.0.0 → 1.0.0, which should be 2.0.0 or higher: ")
    assert f"- **[Exit Tickets (exit-tickets)]({BLOBS}/{STRATEGIES}/exit-tickets.md)**\n  Before the bell" in shown
    assert shown.index("### New strategies") < shown.index("### Breaking")
    assert LINK.findall(shown) == [
        f"{BLOBS}/{STRATEGIES}/{name}.md"
        for name in ("exit-tickets", "reading-across", "student-voice", "building-trust")
    ]
    against = run("diff", TODAY, "main", "review", "--format", "markdown", folder=reviewed.folder).out
    assert LINK.findall(against) == [], "what is compared is not the commit of the workflow"


def test_without_github_nothing_is_linked(run: Run, reviewed: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ON_GITHUB:
        monkeypatch.delenv(name, raising=False)
    shown = difference(run, reviewed, "--format", "markdown").out
    assert LINK.findall(shown) == []
    assert "- **Exit Tickets (exit-tickets)**\n" in shown


def test_terms_are_linked_to_their_line_in_the_repository(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    library = base(tmp_path, "docs/library")
    library.edit(FACTORS, "Caring about the common good.", "Care for the common good.")
    for name, value in ON_GITHUB.items():
        monkeypatch.setenv(name, value)
    shown = difference(run, library, "--format", "markdown").out
    assert LINK.findall(shown) == [f"{BLOBS}/docs/library/{FACTORS}#L2"]


def test_a_long_difference_is_cut_between_entries(run: Run, library: Repository) -> None:
    for number in range(12):
        page(library, f"Walk {number:02}", summary="Words " * 40 + "end.")
    whole = difference(run, library, "--format", "markdown").out
    shown = difference(run, library, "--format", "markdown", "--limit", "2000").out
    assert len(shown) <= 2000 < len(whole)
    kept = shown.count("- **Walk")
    assert 0 < kept < 12
    assert shown.endswith(f"\n\n…and {12 - kept} more; `strategies diff` lists all of them.\n")
    assert whole.startswith(shown.rpartition("\n\n…")[0])
    assert difference(run, library, "--format", "markdown", "--limit", "60000").out == whole
