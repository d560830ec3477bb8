"""What who reviews a branch is shown first, what is said once, and where it leads."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from branches import STRATEGIES, VOCABULARY, base, branch, page, write
from command import TODAY, Outcome, Run
from hypothesis import given
from hypothesis import strategies as st
from repository import Repository

from pipeline.lint.reporters.code_host import CodeHost, code_host
from pipeline.lint.review.lines import Lines
from pipeline.source.text import Source

FACTORS = f"{VOCABULARY}/factors.yaml"
ON_GITHUB = {"GITHUB_SERVER_URL": "https://github.com", "GITHUB_REPOSITORY": "school/library", "GITHUB_SHA": "0a1b2c"}
BLOBS = "https://github.com/school/library/blob/0a1b2c"
# `::error file=a.md,line=2,…,title=rule::message%0Amore`
ANNOTATION = re.compile(r"::(\w+) file=(?:content/(?:strategies|vocabulary)/)?([^,]+),line=(\d+),.*title=([^:]+)::(.*)")
LINK = re.compile(r"\]\(([^)]+)\)")


@pytest.fixture(scope="module")
def reviewed(tmp_path_factory: pytest.TempPathFactory) -> Repository:
    """A branch of several changes, checked out. No test may change it."""
    return branch(base(tmp_path_factory.mktemp("review")))


@pytest.fixture
def library(tmp_path: Path) -> Repository:
    """The library that it left, to change otherwise."""
    return base(tmp_path)


def changed(run: Run, library: Repository, *arguments: str) -> Outcome:
    return run("check", TODAY, "--no-cache", "--changed-since", "main", *arguments, folder=library.folder)


def annotations(outcome: Outcome) -> list[str]:
    """`severity file:line rule` of each."""
    found = map(ANNOTATION.fullmatch, filter(None, outcome.out.split("\n")))
    return [f"{match[1]} {match[2]}:{match[3]} {match[4]}" for match in found if match]


def blocks(outcome: Outcome) -> dict[str, list[str]]:
    """The lines of each finding of the text format by its first line, without the excerpt."""
    parts = (part.split("\n") for part in outcome.out.split("\n\n"))
    return {first: [line.strip() for line in more if " | " not in line] for first, *more in parts}


def summary(run: Run, library: Repository, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> str:
    """What stands in the job's summary on GitHub."""
    for name, value in ON_GITHUB.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path / "summary.md"))
    changed(run, library, "--format", "github")
    return (tmp_path / "summary.md").read_text(encoding="utf-8")


# --- order ---


def test_changed_lines_come_first_then_other_lines_of_changed_files(run: Run, reviewed: Repository) -> None:
    assert annotations(changed(run, reviewed, "--format", "github")) == [
        "error exit-tickets.md:6 unknown-factor",
        "error exit-tickets.md:7 unknown-strategy",
        "error student-voice.md:8 related-not-published",
        "error factors.yaml:3 unknown-factor",
        "notice exit-tickets.md:7 one-way-relation",
        "error reading-across.md:2 unknown-strategy",
        "warning building-trust.md:9 stale-updated",
        "warning building-trust.md:18 doubled-word",
    ]


def test_what_a_change_causes_elsewhere_comes_last(run: Run, library: Repository) -> None:
    """Neither ten faults of before nor those in other files keep the one on a changed line from being shown."""
    for number in range(12):
        page(library, f"Walk {number:02}", factors=f"[motivation, nothing-{number}]")
    library.git("commit", "--quiet", "--message", "Faults of before")
    library.git("checkout", "--quiet", "-b", "review")
    library.edit(FACTORS, "id: vision", "id: eyesight")
    library.edit(f"{STRATEGIES}/walk-11.md", "five minutes", "five five minutes")
    library.edit(f"{STRATEGIES}/walk-11.md", "factors: [motivation,", "factors: [motivatoin,")
    outcome = changed(run, library, "--format", "github")
    errors = [line for line in annotations(outcome) if line.startswith("error")]
    assert errors[0] == "error walk-11.md:6 unknown-factor"
    assert errors[3] == "error factors.yaml:8 unknown-factor"
    assert {line.split(".")[0] for line in errors[4:]} < {f"error walk-{number:02}" for number in range(11)}
    assert len(errors) == 10
    assert outcome.out.endswith("more findings are listed in the job's summary\n")


def test_infos_about_lines_that_were_there_before_are_left_out(
    run: Run, reviewed: Repository, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """An unused factor beside the changed lines of its file is no news."""
    found = json.loads(changed(run, reviewed, "--format", "json").out)
    infos = [(item["path"], item["rule"]) for item in found["diagnostics"] if item["severity"] == "info"]
    assert infos.count((FACTORS, "unused-factor")) > 0
    written = summary(run, reviewed, monkeypatch, tmp_path)
    assert "unused-factor" not in written
    assert written.endswith(
        f"\n{len(infos) - 1} infos about lines that were there before: `strategies check --show info`.\n"
    )


# --- one note per cause ---


def test_pages_that_name_one_gone_thing_are_one_note_at_the_cause(run: Run, reviewed: Repository) -> None:
    found = blocks(changed(run, reviewed))
    assert found[f"{FACTORS}:3:1 error unknown-factor"] == [
        f"4 pages name `curiosity`, which is gone from {FACTORS}",
        f"note: named here ({STRATEGIES}/museum-walk.md:6:23)",
        f"note: named here ({STRATEGIES}/question-wall.md:6:23)",
        f"note: named here ({STRATEGIES}/reading-across.md:6:22)",
        f"note: named here ({STRATEGIES}/reading-across.md:14:68)",
        f"note: named here ({STRATEGIES}/wonder-journal.md:6:23)",
        "help: keep it there with `deprecated: true` and `replaced_by`",
    ]
    retired = found[f"{STRATEGIES}/student-voice.md:8:9 error related-not-published"]
    assert retired[0] == "4 pages name `student-voice`, which is retired now"
    assert retired[-1] == "help: name `building-trust` there, or leave it out"
    renamed = found[f"{STRATEGIES}/reading-across.md:2:8 error unknown-strategy"]
    assert renamed[0] == "4 pages name `lateral-reading`, whose page is gone"
    assert renamed[-1] == (
        "help: if `reading-across` is the same strategy, write `aliases: [lateral-reading]` on its page"
    )
    assert len(found) == 7 + 1


def test_what_is_said_once_is_counted_and_listed_in_full_for_programs(run: Run, reviewed: Repository) -> None:
    outcome = changed(run, reviewed)
    assert outcome.out.split("\n")[-2] == (
        "6 files checked: 15 errors, 2 warnings, 6 infos (list them with --show info); "
        "5 can be mended by strategies fix, 3 more with --unsafe; 10 of these share a cause with one above"
    )
    document = json.loads(changed(run, reviewed, "--format", "json").out)
    assert document["summary"]["errors"] == 15
    assert sum(item["message"].startswith("unknown factor `curiosity`") for item in document["diagnostics"]) == 5
    log = json.loads(changed(run, reviewed, "--format", "sarif").out)
    assert len(log["runs"][0]["results"]) == len(document["diagnostics"]) == 15 + 2 + 6


def test_an_annotation_lists_the_pages(run: Run, reviewed: Repository) -> None:
    (line,) = [
        line for line in changed(run, reviewed, "--format", "github").out.split("\n") if "is retired now" in line
    ]
    assert line.partition("title=")[2].split("%0A") == [
        "related-not-published::4 pages name `student-voice`, which is retired now",
        "help: name `building-trust` there, or leave it out",
        "named here: "
        + ", ".join(
            f"{STRATEGIES}/{name}.md:7" for name in ("building-trust", "museum-walk", "question-wall", "wonder-journal")
        ),
        "docs/rules.md#related-not-published",
    ]


def only(run: Run, library: Repository, rule: str) -> list[str]:
    """The one finding of a rule: where it is, what it says and how to mend it."""
    ((head, body),) = [
        (head, body) for head, body in blocks(changed(run, library)).items() if head.endswith(f" {rule}")
    ]
    return [head.split(" ")[0].removeprefix("content/"), body[0], body[-1]]


def test_a_page_that_is_gone_without_a_successor(run: Run, library: Repository) -> None:
    library.git("rm", "--quiet", f"{STRATEGIES}/lateral-reading.md")
    assert only(run, library, "unknown-strategy") == [
        "strategies/lateral-reading.md:1:1",
        "4 pages name `lateral-reading`, whose page is gone",
        "help: bring it back with `status: retired`, and `replaced_by` if there is a successor",
    ]


def test_a_page_that_was_renamed_with_its_former_id(run: Run, library: Repository) -> None:
    moved = f"{STRATEGIES}/reading-across.md"
    library.git("mv", f"{STRATEGIES}/lateral-reading.md", moved)
    library.edit(moved, "updated:", "aliases: [lateral-reading]\nupdated:")
    assert only(run, library, "unknown-strategy") == [
        "strategies/reading-across.md:9:11",
        "4 pages name `lateral-reading`, which is `reading-across` now",
        "help: name `reading-across` there; `strategies fix` does it",
    ]


def test_a_former_id_that_was_given_up(run: Run, library: Repository) -> None:
    for name in ("museum-walk", "question-wall"):
        library.edit(f"{STRATEGIES}/{name}.md", ", student-voice]", ", learner-voice]")
    library.git("commit", "--quiet", "--message", "Relate by a former id")
    library.git("checkout", "--quiet", "-b", "review")
    library.edit(f"{STRATEGIES}/student-voice.md", "aliases: [learner-voice]\n", "")
    assert only(run, library, "unknown-strategy") == [
        "strategies/student-voice.md:10:1",
        "2 pages name `learner-voice`, which `student-voice` no longer lists as a former id",
        "help: list it among its `aliases` again",
    ]


def test_a_factor_under_another_id_is_proposed_as_successor(run: Run, library: Repository) -> None:
    library.edit(FACTORS, "id: curiosity, name: Curiosity", "id: wonder, name: Wonder")
    library.edit(f"{VOCABULARY}/learner-models.yaml", "mindedness, curiosity", "mindedness, wonder")
    assert only(run, library, "unknown-factor") == [
        "vocabulary/factors.yaml:3:1",
        f"4 pages name `curiosity`, which is gone from {FACTORS}",
        "help: keep it there with `deprecated: true` and `replaced_by: wonder`",
    ]


def test_a_list_that_names_it_is_one_note_too(run: Run, library: Repository) -> None:
    library.edit(FACTORS, "id: emotion", "id: feeling")
    assert only(run, library, "unknown-group-factor")[:2] == [
        "vocabulary/factors.yaml:4:1",
        f"1 file names `emotion`, which is gone from {FACTORS}",
    ]


def test_no_note_lists_hundreds_of_places(run: Run, library: Repository) -> None:
    for number in range(52):
        page(library, f"Walk {number:02}", factors="[curiosity, emotion, motivation]")
        library.edit(f"{STRATEGIES}/walk-{number:02}.md", "five minutes", "[five](factor:curiosity) minutes")
    library.git("commit", "--quiet", "--message", "Many pages")
    library.edit(FACTORS, "id: curiosity", "id: wonder")
    (body,) = [body for head, body in blocks(changed(run, library)).items() if head.endswith(" unknown-factor")]
    assert body[0].startswith("56 pages name `curiosity`")
    assert sum(line.startswith("note: named here") for line in body) == 100
    assert body[-1].endswith("; `--format json` lists 9 places more")


def test_a_factor_that_is_no_longer_used(run: Run, library: Repository) -> None:
    library.edit(FACTORS, "Wanting to know more.}", "Wanting to know more., deprecated: true, replaced_by: attention}")
    assert only(run, library, "unknown-factor")[1:] == [
        "4 pages name `curiosity`, which is no longer used",
        "help: name `attention` there; `strategies fix` does it",
    ]


def test_a_factor_that_left_a_learner_model(run: Run, library: Repository) -> None:
    library.edit(f"{VOCABULARY}/learner-models.yaml", "[emotion, motivation, sense-", "[emotion, sense-")
    assert only(run, library, "factor-outside-learner-models") == [
        "vocabulary/learner-models.yaml:19:1",
        "5 pages name `motivation`, which no longer belongs to `middle-grades`",
        "help: put it back into a group of `middle-grades`, or take it off these pages",
    ]


@pytest.mark.parametrize(
    ("path", "old", "new", "rule", "message"),
    [
        (
            f"{VOCABULARY}/categories.yaml",
            "id: teacher-modeling-support",
            "id: modelling",
            "unknown-category",
            "7 pages name `teacher-modeling-support`, which is gone from content/vocabulary/categories.yaml",
        ),
        (
            f"{VOCABULARY}/learner-models.yaml",
            "id: middle-grades",
            "id: middle-years",
            "unknown-learner-model",
            "8 pages name `middle-grades`, which is gone from content/vocabulary/learner-models.yaml",
        ),
    ],
)
def test_another_list_of_the_vocabulary(
    run: Run, library: Repository, path: str, old: str, new: str, rule: str, message: str
) -> None:
    library.edit(path, old, new)
    place, said, remedy = only(run, library, rule)
    assert (place.split(":")[0], said) == (path.removeprefix("content/"), message)
    successor = new.removeprefix("id: ")
    assert remedy == f"help: keep it there with `deprecated: true` and `replaced_by: {successor}`"


def test_one_finding_alone_stays_and_leads_to_the_cause(run: Run, library: Repository) -> None:
    """There it can be mended by its fix."""
    library.edit(FACTORS, "id: vision", "id: sight")
    library.edit(f"{STRATEGIES}/lateral-reading.md", "[vision](factor:vision)", "vision")
    library.edit(f"{STRATEGIES}/lateral-reading.md", "updated: 2026-11-01", "updated: 2026-11-02")
    ((head, body),) = [item for item in blocks(changed(run, library)).items() if item[0].endswith("unknown-factor")]
    assert head == f"{STRATEGIES}/lateral-reading.md:6:42 error unknown-factor"
    assert f"note: `vision`, which is gone from {FACTORS}: " in body[1]


def test_what_was_never_known_is_blamed_on_no_change(run: Run, library: Repository) -> None:
    for name in ("museum-walk", "question-wall"):
        library.edit(f"{STRATEGIES}/{name}.md", "factors: [", "factors: [nonsense, ")
    library.git("commit", "--quiet", "--message", "Faults of before")
    library.git("checkout", "--quiet", "-b", "review")
    library.edit(FACTORS, "How well one sees.", "How well one can see.")
    assert changed(run, library).paths == [f"{STRATEGIES}/museum-walk.md", f"{STRATEGIES}/question-wall.md"]


def test_staged_changes_are_folded_alike(run: Run, library: Repository) -> None:
    library.edit(FACTORS, "id: curiosity", "id: wonder")
    staged = run("check", TODAY, "--staged", "--changed-since", "main", folder=library.folder)
    assert (
        blocks(staged)[f"{FACTORS}:3:1 error unknown-factor"]
        == blocks(changed(run, library))[f"{FACTORS}:3:1 error unknown-factor"]
    )


# --- links ---


def test_links_of_the_summary_are_absolute(
    run: Run, reviewed: Repository, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    written = summary(run, reviewed, monkeypatch, tmp_path)
    assert written.count("\n| ") == 8 + 1
    links = LINK.findall(written)
    assert f"{BLOBS}/{STRATEGIES}/exit-tickets.md?plain=1#L6" in links
    assert f"{BLOBS}/{FACTORS}#L3" in links
    assert all(link.startswith(f"{BLOBS}/content/") for link in links), "the rules are not explained in this repository"
    assert "`strategies explain unknown-factor` says more" in changed(run, reviewed, "--format", "github").out


def test_rules_are_linked_where_they_are_explained(
    run: Run, library: Repository, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    library.edit(FACTORS, "id: curiosity", "id: wonder")
    (library.folder / "docs").mkdir()
    write(library, "docs/rules.md", "# Rules\n")
    assert f"{BLOBS}/docs/rules.md#unknown-factor" in LINK.findall(summary(run, library, monkeypatch, tmp_path))
    write(library, "strategies.toml", 'rules_url = "https://example.org/rules"\n')
    assert "https://example.org/rules#unknown-factor" in LINK.findall(summary(run, library, monkeypatch, tmp_path))


def test_links_of_a_library_in_a_subfolder(run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    library = base(tmp_path, "docs/library")
    library.edit(FACTORS, "id: curiosity", "id: wonder")
    (library.folder.parent / "rules.md").write_text("# Rules\n", encoding="utf-8")
    links = LINK.findall(summary(run, library, monkeypatch, tmp_path))
    assert f"{BLOBS}/docs/library/{FACTORS}#L3" in links
    assert f"{BLOBS}/docs/rules.md#unknown-factor" in links


def test_elsewhere_places_are_plain_paths(
    run: Run, reviewed: Repository, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path / "summary.md"))
    for name in ON_GITHUB:
        monkeypatch.delenv(name, raising=False)
    changed(run, reviewed, "--format", "github")
    written = (tmp_path / "summary.md").read_text(encoding="utf-8")
    assert f"\n| {STRATEGIES}/exit-tickets.md:6:11 | [unknown-factor](docs/rules.md#unknown-factor) |" in written


def test_an_address_holds_any_path() -> None:
    assert CodeHost("https://host/b/").address("a b/ü?#.md", 3) == "https://host/b/a%20b/%C3%BC%3F%23.md?plain=1#L3"
    assert CodeHost("https://host/b/").address("x.yaml", 3) == "https://host/b/x.yaml#L3"
    assert code_host({**ON_GITHUB, "GITHUB_SERVER_URL": "javascript:alert(1)"}) is None
    assert code_host({}) is None


# --- lines ---

short_texts = st.lists(st.sampled_from(["a", "b", "c", ""]), max_size=8).map("\n".join)


@given(short_texts, short_texts)
def test_lines_that_are_not_called_changed_are_the_former_ones(old: str, new: str) -> None:
    lines = Lines.compare(Source("x", old), Source("x", new))
    before, after = old.split("\n"), new.split("\n")
    assert len(lines.current) == len(before)
    assert all(0 <= place < len(after) for place in lines.current)
    assert lines.changed <= set(range(len(after)))
    assert bool(lines.changed) == (old != new)
    for number, place in enumerate(lines.current):
        assert place in lines.changed or before[number] == after[place]
    kept = set(range(len(after))) - lines.changed
    assert kept <= set(lines.current)
