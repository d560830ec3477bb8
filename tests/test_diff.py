"""Differences: a scripted history, what each change is called and asks for, and what stands against publishing."""

from __future__ import annotations

import datetime as dt
import json
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from conftest import HERE, LIBRARY, TODAY
from examples import GOOD_PAGE
from hypothesis import given
from hypothesis import strategies as st
from repository import Repository, environment
from shapes import validate

from pipeline.diff.comparison import compare
from pipeline.diff.reports import markdown, text
from pipeline.diff.side import snapshot_of
from pipeline.diff.since import refusals
from pipeline.diff.snapshot import Snapshot
from pipeline.diff.words import AROUND, difference
from pipeline.lint.configuration import EnvironmentFault
from pipeline.publish.changes.version import Version, is_honest
from pipeline.publish.schema.difference import ChangeV1, DifferenceV1, FaultyV1

STRATEGIES, VOCABULARY = "content/strategies", "content/vocabulary"
Expected = set[tuple[str, str, str, str]]


def put(library: Repository, path: str, content: str) -> None:
    (library.folder / path).write_text(content, encoding="utf-8")
    library.git("add", "--", path)


def edit(library: Repository, page: str, **texts: str) -> None:
    """Replace values of a page's front matter by field."""
    path = library.folder / STRATEGIES / f"{page}.md"
    content = path.read_text(encoding="utf-8")
    for field, value in texts.items():
        line = f"{field}: {value}"
        content, count = re.subn(rf"^{field}: .*$", line, content, count=1, flags=re.MULTILINE)
        if not count:
            content = content.replace("\nupdated:", f"\n{line}\nupdated:", 1)
    put(library, f"{STRATEGIES}/{page}.md", content)


def reword(library: Repository) -> None:
    library.edit(f"{STRATEGIES}/building-trust.md", "Trust grows in small,", "Trust grows slowly, in small,")


def add_strategy(library: Repository) -> None:
    put(library, f"{STRATEGIES}/weekly-reflection.md", GOOD_PAGE)


def add_relation(library: Repository) -> None:
    edit(library, "student-voice", related="[building-trust, lateral-reading]")


def drop_factor(library: Repository) -> None:
    edit(library, "lateral-reading", factors="[attention, curiosity, emotion]")
    library.edit(f"{STRATEGIES}/lateral-reading.md", "[vision](factor:vision)", "vision")


def add_factor(library: Repository) -> None:
    path = f"{VOCABULARY}/factors.yaml"
    content = (library.folder / path).read_text(encoding="utf-8")
    put(library, path, content + "- {id: hearing, name: Hearing, definition: How well one hears.}\n")


def move_factor(library: Repository) -> None:
    library.edit(f"{VOCABULARY}/learner-models.yaml", "[emotion, motivation, sense-", "[emotion, sense-")
    library.edit(
        f"{VOCABULARY}/learner-models.yaml", "civic-mindedness, curiosity", "civic-mindedness, curiosity, motivation"
    )


def reword_definition(library: Repository) -> None:
    library.edit(f"{VOCABULARY}/factors.yaml", "The wish to begin and to go on.", "The wish to begin and to keep on.")


def rename(library: Repository) -> None:
    library.git("mv", f"{STRATEGIES}/lateral-reading.md", f"{STRATEGIES}/reading-across.md")
    edit(library, "reading-across", aliases="[lateral-reading]")
    edit(library, "building-trust", related="[student-voice, reading-across]")
    edit(library, "student-voice", related="[building-trust, reading-across]")
    edit(library, "weekly-reflection", related="[building-trust, reading-across]")


def retire(library: Repository) -> None:
    edit(library, "weekly-reflection", status="retired", replaced_by="morning-circle")


def delete(library: Repository) -> None:
    library.git("rm", "--quiet", f"{STRATEGIES}/reading-across.md")
    edit(library, "building-trust", related="[student-voice]")
    edit(library, "student-voice", related="[building-trust]")
    edit(library, "weekly-reflection", related="[building-trust]")


def reuse(library: Repository) -> None:
    edit(
        library,
        "student-voice",
        title="Exit Tickets",
        summary="Before the bell, everyone answers one question on a card.",
    )


def relicense(library: Repository) -> None:
    library.edit("content/library.yaml", "CC-BY-4.0", "CC-BY-SA-4.0")


@dataclass(frozen=True)
class Step:
    """One commit of the history, and what its difference must say."""

    change: Callable[[Repository], None]
    bump: str
    expected: Expected


HISTORY = (
    Step(reword, "patch", {("strategy", "building-trust", "changed", "wording")}),
    Step(add_strategy, "minor", {("strategy", "weekly-reflection", "added", "additive")}),
    Step(add_relation, "minor", {("strategy", "student-voice", "changed", "additive")}),
    Step(drop_factor, "minor", {("strategy", "lateral-reading", "changed", "additive")}),
    Step(add_factor, "minor", {("factor", "hearing", "added", "additive")}),
    Step(move_factor, "minor", {("learner-model", "middle-grades", "changed", "additive")}),
    Step(reword_definition, "patch", {("factor", "motivation", "changed", "wording")}),
    Step(
        rename,
        "major",
        {("strategy", "lateral-reading", "moved", "breaking")}
        | {
            ("strategy", id_, "changed", "additive") for id_ in ("building-trust", "student-voice", "weekly-reflection")
        },
    ),
    Step(retire, "major", {("strategy", "weekly-reflection", "retired", "breaking")}),
    Step(
        delete,
        "major",
        {("strategy", id_, "removed", "breaking") for id_ in ("reading-across", "lateral-reading")}
        | {("strategy", id_, "changed", "additive") for id_ in ("building-trust", "student-voice")},
    ),
    Step(reuse, "major", {("strategy", "student-voice", "reused", "breaking")}),
    Step(relicense, "major", {("library", "library", "changed", "breaking")}),
)


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Repository:
    """The test library with the history above; each commit is tagged with the name of its change."""
    home = tmp_path_factory.mktemp("history")
    repository = Repository.create(home / "library", environment(home), {".": LIBRARY})
    repository.git("commit", "--quiet", "--message", "The library as it was")
    repository.git("tag", "start")
    for step in HISTORY:
        step.change(repository)
        repository.git("commit", "--quiet", "--message", step.change.__name__)
        repository.git("tag", step.change.__name__)
    return repository


@pytest.fixture(scope="module")
def between(library: Repository) -> Callable[[str, str], DifferenceV1]:
    snapshots = {
        name: snapshot_of(name, library.folder, TODAY) for name in ("start", *(s.change.__name__ for s in HISTORY))
    }
    return lambda old, new: compare(snapshots[old], snapshots[new])


@pytest.fixture(scope="module")
def after(between: Callable[[str, str], DifferenceV1]) -> Callable[[str], DifferenceV1]:
    """What one change of the history made of the state before it."""
    names = ["start", *(step.change.__name__ for step in HISTORY)]
    return lambda name: between(names[names.index(name) - 1], name)


def told(difference: DifferenceV1) -> Expected:
    return {(change.thing, change.id, change.kind, change.class_) for change in difference.changes}


def only(difference: DifferenceV1, id_: str) -> ChangeV1:
    (change,) = [change for change in difference.changes if change.id == id_]
    return change


def places(change: ChangeV1) -> dict[str, tuple[list[str], list[str]]]:
    return {detail.place: (detail.removed, detail.added) for detail in change.details}


def test_the_history_has_twelve_changes() -> None:
    assert len(HISTORY) == 12


@pytest.mark.parametrize("step", HISTORY, ids=lambda step: step.change.__name__)
def test_each_change_has_its_class_and_its_bump(step: Step, after: Callable[[str], DifferenceV1]) -> None:
    difference = after(step.change.__name__)
    assert told(difference) == step.expected
    assert difference.bump == step.bump
    assert not difference.honest  # the version stayed the same throughout
    assert difference.least_version == {"patch": "1.0.1", "minor": "1.1.0", "major": "2.0.0"}[step.bump]


def test_nothing_changes_between_a_state_and_itself(between: Callable[[str, str], DifferenceV1]) -> None:
    difference = between("retire", "retire")
    assert (difference.changes, difference.bump, difference.honest) == ([], "none", True)


def test_prose_differs_word_by_word(after: Callable[[str], DifferenceV1]) -> None:
    (detail,) = only(after("reword"), "building-trust").details
    assert detail.place == "sections/overview"
    assert [(part.op, part.text) for part in detail.words] == [
        ("keep", "Trust grows"),
        ("add", "slowly,"),
        ("keep", "in small, daily moments, and with …"),
    ]


def test_lists_tell_what_went_and_what_came(after: Callable[[str], DifferenceV1]) -> None:
    assert places(only(after("drop_factor"), "lateral-reading"))["factors"] == (["vision"], [])
    assert places(only(after("add_relation"), "student-voice")) == {"related": ([], ["lateral-reading"])}
    groups = places(only(after("move_factor"), "middle-grades"))
    assert groups == {"groups/Feeling": (["motivation"], []), "groups/Thinking": ([], ["motivation"])}


def test_who_is_touched(after: Callable[[str], DifferenceV1]) -> None:
    assert only(after("move_factor"), "middle-grades").strategies == [
        "building-trust",
        "lateral-reading",
        "student-voice",
        "weekly-reflection",
    ]
    assert only(after("reword_definition"), "motivation").strategies == [
        "building-trust",
        "student-voice",
        "weekly-reflection",
    ]
    moved = only(after("rename"), "lateral-reading")
    assert moved.strategies == ["building-trust", "student-voice", "weekly-reflection"]
    assert "alias" in moved.consumers


def test_ids_that_went_say_where_they_lead(after: Callable[[str], DifferenceV1]) -> None:
    assert only(after("rename"), "lateral-reading").leads_to == "reading-across"
    # Its successor is retired itself: the way is shortened to the end.
    assert only(after("retire"), "weekly-reflection").leads_to == "student-voice"
    gone = after("delete")
    assert [only(gone, id_).leads_to for id_ in ("reading-across", "lateral-reading")] == [None, None]
    assert {change.id for change in gone.changes if change.vanished} == {"reading-across", "lateral-reading"}


def test_the_whole_history_at_once(between: Callable[[str, str], DifferenceV1]) -> None:
    difference = between("start", "relicense")
    assert told(difference) == {
        ("library", "library", "changed", "breaking"),
        ("strategy", "lateral-reading", "removed", "breaking"),
        ("strategy", "student-voice", "reused", "breaking"),
        ("learner-model", "middle-grades", "changed", "additive"),
        ("factor", "hearing", "added", "additive"),
        ("strategy", "building-trust", "changed", "additive"),
        ("factor", "motivation", "changed", "wording"),
    }
    assert [change.class_ for change in difference.changes] == ["breaking"] * 3 + ["additive"] * 3 + ["wording"]


def test_backwards_what_was_gone_is_there_again(between: Callable[[str, str], DifferenceV1]) -> None:
    assert told(between("retire", "rename")) == {("strategy", "weekly-reflection", "restored", "additive")}
    assert told(between("add_factor", "drop_factor")) == {("factor", "hearing", "removed", "breaking")}


# --- what is compared, and how it is shown ---


def run(library: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "pipeline", *arguments, "--root", str(library), "--today", TODAY.isoformat()]
    return subprocess.run(command, capture_output=True, encoding="utf-8", check=False)


@pytest.fixture(scope="module")
def states(library: Repository, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Bundles of two states of the history with archives, and the folder of the later one."""
    folder = tmp_path_factory.mktemp("states")
    for name in ("start", "rename"):
        library.git("worktree", "add", "--quiet", "--detach", str(folder / name), name)
        out = str(folder / f"{name}-bundle")
        done = run(folder / name, "export", "--formats", "json", "--archive", "--out", out)
        assert done.returncode == 0, done.stdout + done.stderr
    return folder


def test_bundles_archives_folders_and_commits_compare_alike(
    library: Repository, states: Path, between: Callable[[str, str], DifferenceV1]
) -> None:
    (archive,) = (states / "start-bundle" / "archives").glob("*.zip")
    wanted = between("start", "rename").changes
    for old in (states / "start-bundle", states / "start-bundle" / "latest", archive):
        for new in (states / "rename-bundle", states / "rename"):
            difference = compare(snapshot_of(str(old), None, TODAY), snapshot_of(str(new), None, TODAY))
            assert difference.changes == wanted
    done = run(library.folder, "diff", "start", str(states / "rename-bundle"), "--format", "json")
    document = json.loads(done.stdout)
    validate("difference", document, "difference")
    assert document["changes"] == [change.model_dump(mode="json") for change in wanted]
    assert document["old"] == {"name": "start", "version": "1.0.0"}


def test_the_library_as_it_stands_is_compared_unless_another_is_named(library: Repository, tmp_path: Path) -> None:
    """As in a pull request: what is checked out, with changes that are not committed, against a commit."""
    library.git("worktree", "add", "--quiet", "--force", "--detach", str(tmp_path / "now"), "start")
    page = tmp_path / "now" / STRATEGIES / "building-trust.md"
    page.write_text(page.read_text(encoding="utf-8").replace("Trust grows in", "Trust grows slowly in"), "utf-8")
    done = run(tmp_path / "now", "diff", "HEAD", "--format", "markdown")
    library.git("worktree", "remove", "--force", str(tmp_path / "now"))
    assert (done.returncode, done.stderr) == (0, "")
    assert "  sections/overview: Trust grows {+slowly+} in small," in done.stdout


def test_the_text_names_everything(after: Callable[[str], DifferenceV1]) -> None:
    assert text.render(after("rename")).splitlines()[:9] == [
        "1.0.0 → 1.0.0, which should be 2.0.0 or higher: 1 breaking, 3 additive; the least honest step is major",
        "",
        "breaking",
        "  strategy Lateral Reading (lateral-reading): moved; leads to Lateral Reading (reading-across)",
        "    aliases: + lateral-reading",
        (
            "    3 strategies name it: Building Trust (building-trust), Student Voice (student-voice), "
            "Weekly Reflection (weekly-reflection)"
        ),
        (
            "    changed with it, and in nothing else: strategy Building Trust (building-trust), "
            "strategy Student Voice (student-voice), strategy Weekly Reflection (weekly-reflection)"
        ),
        "    for: whoever keeps this id or links to it: it is an alias now",
    ]
    assert "[-" not in text.render(after("reword"))
    assert "{+slowly,+}" in text.render(after("reword"))


def test_no_text_of_an_author_steers_the_markdown_or_the_terminal(states: Path, tmp_path: Path) -> None:
    """The words of a stranger's pull request stand in a fence that is longer than any of theirs."""
    shutil.copytree(states / "start" / "content", tmp_path / "content")
    page = tmp_path / STRATEGIES / "building-trust.md"
    words = "Call @everyone <b>now</b> ```` \x1b[31m [x](https://example.org)"
    page.write_text(page.read_text(encoding="utf-8").replace("A teacher greets", f"{words} A teacher greets"), "utf-8")
    document = json.loads((states / "start-bundle/latest/json/strategies.json").read_text(encoding="utf-8"))
    document["strategies"][0]["sections"][1]["text"] = f"{words} and more"
    difference = compare(
        snapshot_of(str(states / "start-bundle"), None, TODAY), snapshot_with(document, states, tmp_path)
    )
    shown = markdown.render(difference)
    lines = shown.splitlines()
    start = lines.index("  `````text")
    assert "@everyone" in "".join(lines[start : lines.index("  `````")])
    assert "@everyone" not in "".join(lines[:start] + lines[lines.index("  `````") :])
    assert "\x1b" not in shown + text.render(difference)


def test_no_name_of_a_file_steers_the_markdown(after: Callable[[str], DifferenceV1]) -> None:
    path = "content/strategies/[x](https://example.org) @everyone <b>.md"
    faulty = FaultyV1(side="new", path=path, rules=["invalid-id"], left_out=[f"strategy:{path}"])
    shown = markdown.render(after("reword").model_copy(update={"faulty": [faulty]}))
    assert "everyone" in shown
    for words in ("[x](", "@everyone", "<b>", "https://"):
        assert words not in shown


def snapshot_with(document: object, states: Path, folder: Path) -> object:
    """The state of a bundle whose strategies are others."""
    bundle = shutil.copytree(states / "start-bundle" / "latest", folder / "bundle")
    (bundle / "json" / "strategies.json").write_text(json.dumps(document), encoding="utf-8")
    return snapshot_of(str(bundle), None, TODAY)


def test_what_cannot_be_compared_is_said(library: Repository, states: Path, tmp_path: Path) -> None:
    with pytest.raises(EnvironmentFault, match="`no-such` is neither a bundle, a library, nor a git commit"):
        snapshot_of("no-such", library.folder, TODAY)
    (tmp_path / "empty").mkdir()
    with pytest.raises(EnvironmentFault, match="is no bundle"):
        snapshot_of(str(tmp_path / "empty"), None, TODAY)
    bundle = shutil.copytree(states / "start-bundle" / "latest", tmp_path / "bundle")
    (bundle / "json" / "tombstones.json").write_text("{", encoding="utf-8")
    with pytest.raises(EnvironmentFault, match=r"tombstones\.json of .* cannot be read"):
        snapshot_of(str(bundle), None, TODAY)
    (bundle / "json" / "strategies.json").unlink()
    with pytest.raises(EnvironmentFault, match=r"holds no json/strategies\.json"):
        snapshot_of(str(bundle), None, TODAY)


# --- changes that the history has not ---


@pytest.fixture(scope="module")
def start(library: Repository) -> Snapshot:
    return snapshot_of("start", library.folder, TODAY)


def changed(start: Snapshot, field: str, id_: str, **values: object) -> Snapshot:
    """A state in which one thing is not what it was."""
    things = dict(getattr(start, field))
    return replace(start, **{field: things | {id_: things[id_].model_copy(update=values)}})


def without(start: Snapshot, field: str, id_: str) -> Snapshot:
    return replace(start, **{field: {key: thing for key, thing in getattr(start, field).items() if key != id_}})


def test_a_text_that_changed_while_updated_did_not_is_told(start: Snapshot) -> None:
    """In every format; white space, links and lists of factors do not count as text."""
    page = start.strategies["building-trust"]
    overview, *others = page.sections
    linked = overview.model_copy(
        update={"markdown": overview.markdown + "\n\n", "text": overview.text.replace(" ", "\n")}
    )
    states: dict[str, dict[str, object]] = {
        "summary": {"summary": "Small promises that are kept, every day."},
        "text": {"sections": [overview.model_copy(update={"text": "Another text."}), *others]},
        "white space": {"sections": [linked, *others]},
        "factors": {"factors": page.factors[:1]},
        "both": {"summary": "Small promises that are kept, every day.", "updated": dt.date(2026, 11, 20)},
    }
    told_of = {}
    for name, values in states.items():
        difference = compare(start, changed(start, "strategies", page.id, **values))
        validate("difference", json.loads(difference.model_dump_json()), name)
        told_of[name] = only(difference, page.id).stale_updated
        remark = "`updated` is still 2026-11-01, although the text changed"
        assert (remark in text.render(difference)) == (remark in markdown.render(difference)) == bool(told_of[name])
    assert told_of == {
        "summary": "2026-11-01",
        "text": "2026-11-01",
        "white space": None,
        "factors": None,
        "both": None,
    }


def test_a_page_that_moves_and_changes_under_the_same_day_is_named(start: Snapshot) -> None:
    others = dict(start.strategies)
    page = others.pop("building-trust")
    values = {"id": "trust", "aliases": [page.id]}
    for summary, day in ((page.summary, None), ("Small promises that are kept.", "2026-11-01")):
        moved = page.model_copy(update=values | {"summary": summary})
        difference = compare(start, replace(start, strategies=others | {"trust": moved}))
        assert only(difference, page.id).stale_updated == day


def test_another_wording_of_a_disclaimer_is_more_than_wording(start: Snapshot) -> None:
    """It must be shown word for word, so whoever holds a copy has to act."""
    text_ = start.disclaimers["videos"].text.replace("Videos are chosen", "These videos are chosen")
    difference = compare(start, changed(start, "disclaimers", "videos", text=text_))
    assert told(difference) == {("disclaimer", "videos", "changed", "additive")}
    assert only(difference, "videos").strategies == ["building-trust", "lateral-reading", "student-voice"]


def test_an_id_that_means_something_else_is_breaking(start: Snapshot) -> None:
    new = changed(start, "factors", "vision", name="Foresight", definition="Picturing what may come.")
    assert told(compare(start, new)) == {("factor", "vision", "reused", "breaking")}
    renamed = changed(start, "factors", "vision", name="Eyesight")
    assert told(compare(start, renamed)) == {("factor", "vision", "changed", "wording")}


@pytest.mark.parametrize(
    ("terms", "thing", "id_", "successor"),
    [
        ("factors", "factor", "vision", "attention"),
        ("categories", "category", "teacher-modeling-support", "active-learning"),
        ("learner_models", "learner-model", "middle-grades", "early-grades"),
    ],
)
def test_a_term_no_longer_to_be_used_is_additive_and_one_that_is_gone_is_refused(
    terms: str, thing: str, id_: str, successor: str, start: Snapshot
) -> None:
    state = {"aliases": ["seeing"], "deprecated": True, "replaced_by": successor}
    deprecated = compare(start, changed(start, terms, id_, **state))
    assert told(deprecated) == {(thing, id_, "changed", "additive")}
    assert places(only(deprecated, id_)) == {
        "aliases": ([], ["seeing"]),
        "deprecated": (["false"], ["true"]),
        "replaced_by": ([], [successor]),
    }
    assert "gone without a trace" not in "".join(refusals(deprecated))
    gone = compare(start, without(start, terms, id_))
    assert told(gone) == {(thing, id_, "removed", "breaking")}
    first = next(refusals(gone))
    assert first.startswith(f"the {thing.replace('-', ' ')} `{id_}` was published in ")
    assert "list it again, with `deprecated: true` and a `replaced_by`" in first


def test_tombstones_and_former_ids_may_not_vanish(start: Snapshot) -> None:
    gone = compare(start, without(start, "tombstones", "morning-circle"))
    assert told(gone) == {("strategy", "morning-circle", "removed", "breaking")}
    forgotten = compare(start, changed(start, "strategies", "student-voice", aliases=[]))
    assert ("strategy", "learner-voice", "removed", "breaking") in told(forgotten)
    for found in (gone, forgotten):
        assert "is gone without a trace" in next(refusals(found))


def test_a_tombstone_that_leads_elsewhere_is_additive(start: Snapshot) -> None:
    difference = compare(start, changed(start, "tombstones", "morning-circle", replaced_by="building-trust"))
    assert told(difference) == {("strategy", "morning-circle", "changed", "additive")}
    assert places(only(difference, "morning-circle")) == {"replaced_by": (["student-voice"], ["building-trust"])}


def test_another_order_is_wording(start: Snapshot) -> None:
    difference = compare(start, changed(start, "strategies", "building-trust", authors=["B", "A"]))
    assert told(difference) == {("strategy", "building-trust", "changed", "wording")}
    factors = start.strategies["building-trust"].factors[::-1]
    difference = compare(start, changed(start, "strategies", "building-trust", factors=factors))
    assert told(difference) == {("strategy", "building-trust", "changed", "wording")}
    assert "factors: another order" in text.render(difference)


# --- export --since ---


@pytest.mark.parametrize(
    ("state", "version", "said"),
    [
        ("reword", "1.0.0", "write 1.0.1 or a higher one in content/library.yaml"),
        ("add_strategy", "1.0.1", "version 1.0.1 says too little about what changed since 1.0.0"),
        ("add_strategy", "1.1.0", None),
        ("rename", "1.9.0", "write 2.0.0 or a higher one in content/library.yaml"),
        ("rename", "2.0.0", None),
        ("delete", "2.0.0", "the strategy `lateral-reading` was published in 1.0.0 and is gone without a trace"),
        ("start", "0.9.0", "version 0.9.0 says too little"),
        ("start", "1.0.0", None),
    ],
)
def test_refusals_ask_for_an_honest_version_and_for_tombstones(
    library: Repository, start: Snapshot, state: str, version: str, said: str | None
) -> None:
    new = snapshot_of(state, library.folder, TODAY)
    new = replace(new, library=new.library.model_copy(update={"version": version}))
    reasons = list(refusals(compare(start, new)))
    assert len(reasons) == (said is not None)
    assert said is None or said in reasons[0]


def test_export_since_publishes_only_what_is_honest(states: Path, tmp_path: Path) -> None:
    now = shutil.copytree(states / "rename" / "content", tmp_path / "content").parent
    since = ("export", "--formats", "json", "--since", str(states / "start-bundle"))
    done = run(now, *since)
    assert (done.returncode, "nothing was exported" in done.stderr) == (1, True)
    assert done.stdout.startswith(
        "version 1.0.0 says too little about what changed since 1.0.0 (1 breaking, 5 additive"
    )
    assert not (now / "exports").exists()
    info = now / "content" / "library.yaml"
    info.write_text(info.read_text(encoding="utf-8").replace("version: 1.0.0", "version: 2.0.0"), "utf-8")
    done = run(now, *since)
    assert done.returncode == 0, done.stdout + done.stderr
    assert (now / "exports" / "latest").is_dir()


# --- versions and words ---


@pytest.mark.parametrize(
    ("old", "new", "least"),
    [
        ("1.2.3", "1.2.3", "none"),
        ("1.2.3", "1.2.4", "patch"),
        ("1.2.3", "1.3.0", "minor"),
        ("1.2.3", "2.0.0", "major"),
        ("0.1.0", "0.2.0", "minor"),
        ("1.2.3", "2.0.0-rc.1", "major"),
        ("2.0.0-rc.1", "2.0.0-rc.2", "major"),
        ("2.0.0-rc.2", "2.0.0", "major"),
        ("2.0.0-rc.9", "2.0.0-rc.10", "major"),
        ("2.0.0", "2.0.0-rc.1", None),
        ("1.10.0", "1.9.9", None),
        ("1.2.3", "1.2.2", None),
    ],
)
def test_versions_are_honest_up_to_their_step(old: str, new: str, least: str | None) -> None:
    steps = ["none", "patch", "minor", "major"]
    honest = [step for step in steps if is_honest(Version.parse(old), Version.parse(new), step)]
    assert honest == (steps[: steps.index(least) + 1] if least else [])


def test_the_next_version_is_the_lowest_honest_one() -> None:
    old = Version.parse("1.4.2")
    assert [str(old.after(step)) for step in ("none", "patch", "minor", "major")] == [
        "1.4.2",
        "1.4.3",
        "1.5.0",
        "2.0.0",
    ]
    assert str(Version.parse("2.0.0-rc.1").after("major")) == "2.0.0"


WORDS = st.lists(st.sampled_from(["one", "two", "three", "\n\n"]), max_size=AROUND).map(" ".join)


@given(WORDS, WORDS)
def test_words_that_stay_and_go_are_the_old_text(old: str, new: str) -> None:
    parts = difference(old, new)
    if not parts:
        assert old.split() == new.split()
        return
    for skipped, whole in (("add", old), ("remove", new)):
        assert " ".join(part.text for part in parts if part.op != skipped).split() == whole.split()


@pytest.mark.parametrize("text_", ["word " * 50_000, "word\n\n" * 50_000])
def test_long_texts_are_compared_in_time(text_: str) -> None:
    started = time.process_time()
    parts = difference(text_, text_.replace("word", "words"))
    assert [part.op for part in parts] == ["remove", "add"]
    assert time.process_time() - started < 2


# --- pages that are not published yet ---


def test_an_unfinished_page_is_no_fault_beside_one(tmp_path: Path) -> None:
    """In a library with an error, an idea is as absent as a draft, and a scheduled page until its day."""
    folder = shutil.copytree(LIBRARY, tmp_path / "library")
    pages = folder / "content/strategies"
    (pages / "wish.md").write_text("---\ntitle: Wish\nstatus: idea\n---\n", encoding="utf-8")
    page = GOOD_PAGE.replace("status: published", "status: published\npublish_on: 2026-11-25")
    (pages / "weekly-reflection.md").write_text(page, encoding="utf-8")
    (pages / "broken.md").write_text("---\ntitle: [\n---\n", encoding="utf-8")
    today, tomorrow = (snapshot_of(str(folder), None, TODAY + dt.timedelta(days), partial=True) for days in (0, 1))
    for side in (today, tomorrow):
        assert [file.path for file in side.faulty] == ["content/strategies/broken.md"]
    assert [change.key for change in compare(today, tomorrow).changes if change.kind == "added"] == [
        "strategy:weekly-reflection"
    ]


# --- sections ---


def with_policy(folder: Path, *changes: tuple[str, str]) -> Snapshot:
    """The test library with other house rules."""
    shutil.copytree(LIBRARY, folder)
    rules = (HERE.parent / "schemas/strategy-page.yaml").read_text(encoding="utf-8")
    for old, new in changes:
        assert old in rules
        rules = rules.replace(old, new)
    (folder / "schemas").mkdir()
    (folder / "schemas/strategy-page.yaml").write_text(rules, encoding="utf-8")
    return snapshot_of(str(folder), None, TODAY)


def test_another_id_of_a_section_breaks_what_reads_it(tmp_path: Path) -> None:
    """It is a key of records and a column of tables. All that follows in the records is said once."""
    old = with_policy(tmp_path / "old")
    found = compare(old, with_policy(tmp_path / "new", ("id: classroom-example", "id: example")))
    removed, added = (change for change in found.changes if change.thing == "section")
    assert (removed.id, removed.kind, removed.class_, removed.renamed_to) == (
        "classroom-example", "removed", "breaking", "example",
    )  # fmt: skip
    assert removed.strategies == ["building-trust", "lateral-reading", "student-voice"]
    assert (added.id, added.caused_by) == ("example", ["section:classroom-example"])
    assert all(change.caused_by for change in found.changes if change.thing == "strategy")
    assert found.bump == "major"
    assert "section Example: Use This Strategy in the Classroom (classroom-example): removed" in text.render(found)


def test_another_heading_of_a_section_is_wording(tmp_path: Path) -> None:
    old = with_policy(tmp_path / "old", ("heading: References", "heading: Sources"))
    found = compare(old, with_policy(tmp_path / "new"))
    assert [(change.key, change.class_, change.kind) for change in found.changes] == [
        ("section:references", "wording", "changed")
    ]


def test_sections_are_compared_only_where_both_sides_say_them(tmp_path: Path) -> None:
    known = with_policy(tmp_path / "old")
    assert not compare(replace(known, sections={}), known).changes
