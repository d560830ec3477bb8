"""Ids that come back with another meaning: retired ones, former ones, terms out of use. All of them are breaking."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from command import TODAY, Run
from conftest import LIBRARY
from examples import GOOD_PAGE
from releases import edition_of, page, snapshot_of
from shapes import validate

from pipeline.diff.comparison import compare
from pipeline.diff.reports import markdown, text
from pipeline.diff.snapshot import Snapshot
from pipeline.publish.schema.difference import ChangeV1, DifferenceV1
from pipeline.source.text import Source

OTHER = "Peer Interviews"
OTHER_SUMMARY = "Pairs question each other and then report what they heard."


def written(id_: str, **fields: str) -> Source:
    """A page like the good one, under an id, with some front matter replaced or added."""
    head, mark, body = GOOD_PAGE.partition("\nstatus: ")
    lines = [line for line in head.splitlines() if line.partition(":")[0] not in fields]
    lines += [f"{name}: {value}" for name, value in fields.items() if name != "status"]
    rest = body.partition("\n")[2]
    status = fields.get("status", "published")
    return Source(f"content/strategies/{id_}.md", "\n".join(lines) + f"{mark}{status}\n{rest}")


def state(*changed: Source) -> Snapshot:
    return snapshot_of(edition_of(LIBRARY, changed), "state")


def told(difference: DifferenceV1) -> set[tuple[str, str, str]]:
    """Id, kind and class of every change that is more than wording, but for pages that only link to others."""
    return {
        (change.id, change.kind, change.class_)
        for change in difference.changes
        if change.class_ != "wording" and (change.kind != "changed" or change.thing != "strategy")
    }


def only(difference: DifferenceV1, id_: str) -> ChangeV1:
    (change,) = [change for change in difference.changes if change.id == id_]
    return change


def places(change: ChangeV1) -> dict[str, tuple[list[str], list[str]]]:
    return {detail.place: (detail.removed, detail.added) for detail in change.details}


RETIRED = written("weekly-reflection", status="retired")


def test_a_retired_id_that_comes_back_as_another_strategy_is_reused() -> None:
    difference = compare(state(RETIRED), state(written("weekly-reflection", title=OTHER, summary=OTHER_SUMMARY)))
    assert told(difference) == {("weekly-reflection", "reused", "breaking")}
    assert (difference.bump, difference.least_version, difference.honest) == ("major", "2.0.0", False)
    (detail,) = [detail for detail in only(difference, "weekly-reflection").details if detail.place == "title"]
    assert [(part.op, part.text) for part in detail.words] == [("remove", "Weekly Reflection"), ("add", OTHER)]


@pytest.mark.parametrize(
    "title", ["Weekly Reflection", "Weekly reflections", "WEEKLY-REFLECTION", "A Weekly Reflection"]
)
def test_a_retired_id_that_means_the_same_again_is_restored(title: str) -> None:
    difference = compare(state(RETIRED), state(written("weekly-reflection", title=f'"{title}"')))
    assert told(difference) == {("weekly-reflection", "restored", "additive")}


@pytest.mark.parametrize("title", ["Weekly Quiz", "Peer Reflection", "Monthly Goals and Weekly Plans"])
def test_half_of_the_words_of_a_title_say_too_little(title: str) -> None:
    """Of a retired strategy no more is known than its title."""
    difference = compare(state(RETIRED), state(written("weekly-reflection", title=title)))
    assert told(difference) == {("weekly-reflection", "reused", "breaking")}


def test_a_retired_id_that_led_to_another_says_so() -> None:
    old = state(written("weekly-reflection", status="retired", replaced_by="student-voice"))
    change = only(compare(old, state(written("weekly-reflection", title=OTHER))), "weekly-reflection")
    assert (change.kind, places(change)["leads_to"]) == ("reused", (["student-voice"], ["weekly-reflection"]))


def test_a_retired_page_that_is_overwritten_is_reused() -> None:
    """It stays retired, but who looks it up reads of another strategy."""
    difference = compare(state(RETIRED), state(written("weekly-reflection", status="retired", title=OTHER)))
    assert told(difference) == {("weekly-reflection", "reused", "breaking")}


def test_words_that_nothing_parts_are_compared_by_character() -> None:
    old = state(written("weekly-reflection", status="retired", title="每周反思"))
    assert told(compare(old, state(written("weekly-reflection", title="每周的反思")))) == {
        ("weekly-reflection", "restored", "additive")
    }
    assert told(compare(old, state(written("weekly-reflection", title="同伴访谈")))) == {
        ("weekly-reflection", "reused", "breaking")
    }


# --- former ids ---

WITH_ALIAS = written("weekly-reflection", aliases="[friday-notes]")


def test_a_former_id_that_becomes_another_strategy_is_reused() -> None:
    new = state(written("weekly-reflection"), written("friday-notes", title=OTHER, summary=OTHER_SUMMARY))
    difference = compare(state(WITH_ALIAS), new)
    assert told(difference) == {("friday-notes", "reused", "breaking")}
    assert difference.least_version == "2.0.0"
    assert places(only(difference, "friday-notes"))["leads_to"] == (["weekly-reflection"], ["friday-notes"])


def test_a_former_id_that_gets_a_page_beside_its_strategy_is_reused() -> None:
    """However alike the two pages read: links that led to the one lead to the other now."""
    new = state(written("weekly-reflection"), written("friday-notes", title="Weekly Reflections"))
    assert ("friday-notes", "reused", "breaking") in told(compare(state(WITH_ALIAS), new))


def test_a_strategy_that_takes_its_former_id_back_has_moved() -> None:
    new = state(written("friday-notes", aliases="[weekly-reflection]"))
    assert told(compare(state(WITH_ALIAS), new)) == {("weekly-reflection", "moved", "breaking")}


def test_a_former_id_that_moves_to_another_strategy_is_reused() -> None:
    new = state(
        written("weekly-reflection"),
        page("building-trust", lambda text: text.replace("\nupdated:", "\naliases: [friday-notes]\nupdated:", 1)),
    )
    difference = compare(state(WITH_ALIAS), new)
    assert told(difference) == {("friday-notes", "reused", "breaking")}
    change = only(difference, "friday-notes")
    assert (change.leads_to, change.strategies) == ("building-trust", ["building-trust", "weekly-reflection"])


def test_a_former_id_that_goes_with_its_strategy_is_no_change_of_its_own() -> None:
    moved = state(written("friday-review", aliases="[weekly-reflection, friday-notes]"))
    assert told(compare(state(WITH_ALIAS), moved)) == {("weekly-reflection", "moved", "breaking")}
    retired = state(
        written("weekly-reflection", status="retired", replaced_by="student-voice", aliases="[friday-notes]")
    )
    assert told(compare(state(WITH_ALIAS), retired)) == {("weekly-reflection", "retired", "breaking")}
    merged = state(
        written("weekly-reflection", status="retired", replaced_by="building-trust"),
        page("building-trust", lambda text: text.replace("\nupdated:", "\naliases: [friday-notes]\nupdated:", 1)),
    )
    assert told(compare(state(WITH_ALIAS), merged)) == {("weekly-reflection", "retired", "breaking")}


def test_a_former_id_that_is_laid_to_rest_alone_is_retired() -> None:
    new = state(written("weekly-reflection"), written("friday-notes", title="Friday Notes", status="retired"))
    assert told(compare(state(WITH_ALIAS), new)) == {("friday-notes", "retired", "breaking")}


def test_a_former_id_of_a_retired_strategy_may_get_a_successor() -> None:
    old = state(written("weekly-reflection", status="retired", aliases="[friday-notes]"))
    new = state(
        written("weekly-reflection", status="retired"),
        page("building-trust", lambda text: text.replace("\nupdated:", "\naliases: [friday-notes]\nupdated:", 1)),
    )
    assert compare(old, new).bump == "minor"


# --- terms ---


def with_term(start: Snapshot, field: str, id_: str, **values: object) -> Snapshot:
    things = dict(getattr(start, field))
    return replace(start, **{field: things | {id_: things[id_].model_copy(update=values)}})


@pytest.mark.parametrize(
    ("values", "kind"),
    [
        ({"name": "Optics", "definition": "Light and how it bends."}, "reused"),
        ({"name": "Optics"}, "reused"),
        ({"definition": "Light and how it bends."}, "reused"),
        ({"definition": "An earlier name of attention, in use again."}, "changed"),
        ({}, "changed"),
    ],
)
def test_a_factor_that_comes_back_into_use_must_mean_the_same(values: dict[str, object], kind: str) -> None:
    start = state()
    new = with_term(start, "factors", "focus", deprecated=False, replaced_by=None, **values)
    change = only(compare(start, new), "focus")
    assert (change.kind, change.class_) == (kind, "breaking" if kind == "reused" else "additive")


def test_a_learner_model_without_a_description_is_known_by_its_name() -> None:
    start = state()
    assert start.learner_models["early-grades"].description is None
    renamed = with_term(start, "learner_models", "early-grades", name="Adults at Work")
    assert told(compare(start, renamed)) == {("early-grades", "reused", "breaking")}
    nearly = with_term(start, "learner_models", "early-grades", name="The Early Grades")
    assert compare(start, nearly).bump == "patch"


def test_a_category_with_another_name_and_description_is_reused() -> None:
    start = state()
    values = {"name": "Assessment", "description": "Finding out who knows what."}
    assert told(compare(start, with_term(start, "categories", "active-learning", **values))) == {
        ("active-learning", "reused", "breaking")
    }


# --- the command ---


def test_the_command_asks_for_a_major_version(library: Path, run: Run) -> None:
    place = library / "content/strategies"
    (place / "weekly-reflection.md").write_text(RETIRED.text, encoding="utf-8")
    assert run("export", TODAY, "--formats", "json", "--out", "old", folder=library).code == 0
    back = written("weekly-reflection", title=OTHER, summary=OTHER_SUMMARY)
    (place / "weekly-reflection.md").write_text(back.text, encoding="utf-8")
    said = run("diff", TODAY, "old", folder=library).out
    assert "the least honest step is major" in said
    assert f"strategy {OTHER} (weekly-reflection): reused" in said
    document = json.loads(run("diff", TODAY, "old", "--format", "json", folder=library).out)
    validate("difference", document, "diff")
    assert [(change["id"], change["kind"]) for change in document["changes"]] == [("weekly-reflection", "reused")]
    difference = DifferenceV1.model_validate_json(json.dumps(document))
    assert f"{OTHER} (weekly-reflection): reused" in markdown.render(difference)
    assert text.render(difference) == said
    info = library / "content/library.yaml"
    for version, code in (("1.9.9", 1), ("2.0.0", 0)):
        info.write_text(info.read_text("utf-8").replace("version: 1.0.0", f"version: {version}"), encoding="utf-8")
        done = run("export", TODAY, "--formats", "json", "--since", "old", folder=library)
        assert done.code == code, done.out
        info.write_text(info.read_text("utf-8").replace(f"version: {version}", "version: 1.0.0"), encoding="utf-8")
