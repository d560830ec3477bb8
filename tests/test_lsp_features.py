"""What an editor offers of a library: completion, explanations, outline, mending, renaming."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from command import Run
from conftest import LIBRARY, TODAY
from own_vocabularies import extended

from pipeline.authoring.changes.named import find
from pipeline.authoring.lsp.completion import Choice, choices
from pipeline.authoring.lsp.explanations import explanation
from pipeline.authoring.lsp.mending import all_safe, fixable
from pipeline.authoring.lsp.mentions import Target, definition, mention_at, mentions_of
from pipeline.authoring.lsp.outline import outline
from pipeline.authoring.lsp.renaming import renamed
from pipeline.authoring.lsp.session import Session
from pipeline.incremental.workspace import Workspace
from pipeline.source.difference import line_edits
from pipeline.source.environment import EnvironmentFault
from pipeline.source.paths import REFERENCES_PATH
from pipeline.source.text import Edit, Source, apply

PAGE = "content/strategies/building-trust.md"
MODELS = "content/vocabulary/learner-models.yaml"


@pytest.fixture
def session(tmp_path: Path) -> Session:
    root = Path(shutil.copytree(LIBRARY, tmp_path / "library"))
    return Session(Workspace(root), lambda: TODAY)


@pytest.fixture
def rich(session: Session) -> Session:
    """A library with vocabularies and fields of its own."""
    for source in extended():
        (session.root / source.path).parent.mkdir(exist_ok=True)
        (session.root / source.path).write_bytes(source.encode())
    return session


def offered(session: Session, marked: str, path: str = PAGE) -> list[Choice]:
    """What is offered at the mark `|` of a text."""
    source = Source(path, marked.replace("|", "", 1))
    return choices(source, marked.index("|"), session.library(), TODAY)


def labels(session: Session, marked: str, path: str = PAGE) -> list[str]:
    return [choice.label for choice in offered(session, marked, path)]


def test_fields_that_are_not_there_yet(session: Session) -> None:
    found = labels(session, "---\ntitle: A\nsu|\n---\n")
    assert found[0] == "summary"
    assert "title" not in found
    assert "title" not in labels(session, "---\ntitle: A\n|\n---\n")


@pytest.mark.parametrize(
    "text",
    [
        "factors: [a, moti|]",
        "factors: [moti|",
        "factors:\n  - moti|",
        "factors:\n- moti|",
        "factors: [a,\n  moti|",
        'factors: ["moti|"]',
    ],
)
def test_ids_in_every_style_of_list(session: Session, text: str) -> None:
    found = offered(session, f"---\ntitle: 😀\n{text}\n---\n")
    assert [each.label for each in found][:1] == ["motivation"]
    assert found[0].text == "motivation"
    assert found[0].span.end - found[0].span.start == 4


def test_ids_are_found_by_name_and_alias(session: Session) -> None:
    term = next(each for each in session.library().vocabulary.factors if each.aliases)
    assert term.id in labels(session, f"---\nfactors: [{term.aliases[0]}|]\n---\n")
    page = session.library().by_path[PAGE]
    assert page.id in labels(session, f"---\nrelated: [{page.title[:8].lower()}|]\n---\n")


def test_statuses_dates_headings_disclaimers_and_addresses(session: Session) -> None:
    assert labels(session, "---\nstatus: |\n---\n") == ["idea", "draft", "published", "retired"]
    assert labels(session, "---\nupdated: |\n---\n") == [TODAY.isoformat()]
    front = "---\ntitle: A\n---\n\n"
    policy = session.library().policy
    assert labels(session, f"{front}## |") == [each.heading for each in policy.sections]
    section = next(each for each in policy.sections if each.disclaimer)
    words = next(each for each in policy.disclaimers if each.id == section.disclaimer)
    (found,) = offered(session, f"{front}## {section.heading}\n\n> |")
    assert found.text == f"> {words.text}"
    assert "motivation" in labels(session, f"{front}See [this](factor:mot|")
    assert "building-trust" in labels(session, f"{front}See [this](strategy:|")
    assert labels(session, f"{front}Plain words |") == []


def test_works_are_found_by_key_title_and_author(session: Session) -> None:
    front = "---\ntitle: A\n---\n\n"
    for typed in ("reyes", "leaving", "Journal", "Neil"):
        assert labels(session, f"{front}See [this](reference:{typed}|")[:1] == ["reyes-2022"], typed
    assert set(labels(session, f"{front}In [one study](reference:|")) == {"reyes-2022", "ito-2021"}
    assert "reference:" in labels(session, f"{front}In [one study](|")
    (found,) = offered(session, f"{front}In [one study](reference:ito|")
    assert (found.text, found.span.end - found.span.start) == ("ito-2021", 3)


def test_fields_and_types_of_works_are_offered(session: Session) -> None:
    found = labels(session, "- id: a\n  |", REFERENCES_PATH)
    assert {"type", "title", "author", "issued", "container-title", "DOI", "archive_location"} <= set(found)
    assert labels(session, "- id: a\n  type: rep|\n", REFERENCES_PATH) == ["report"]
    assert "article-journal" in labels(session, "- id: a\n  type: |\n", REFERENCES_PATH)


def test_works_are_explained_and_found_where_they_are_listed_and_cited(session: Session) -> None:
    library = session.library()
    reading = "content/strategies/lateral-reading.md"
    text = library.by_path[reading].source.text
    at = text.index("(reference:reyes-2022") + 14
    found = explanation(reading, at, library)
    assert found is not None
    assert "Leaving the Page" in found.text
    assert "Reyes" in found.text
    assert "O’Neil" in found.text
    assert "2022-03" in found.text
    assert re.search(r"In [12] strateg", found.text)
    mention = mention_at(reading, at, library)
    assert mention is not None
    assert mention.target == Target("reference", "reyes-2022")
    place = definition(mention.target, library)
    assert place is not None
    assert (place.path, library.sources[place.path].slice(place)) == (REFERENCES_PATH, "reyes-2022")
    spans = [each.span for each in mentions_of(mention.target, library)]
    assert {span.path for span in spans} == {reading, "content/strategies/quiet-corner.md", REFERENCES_PATH}
    assert {library.sources[span.path].slice(span) for span in spans} == {"reyes-2022"}
    in_list = library.sources[REFERENCES_PATH].text.index("ito-2021")
    listed = explanation(REFERENCES_PATH, in_list + 2, library)
    assert listed is not None
    assert "Checking Sources" in listed.text


def test_the_outline_of_the_list_of_references(session: Session) -> None:
    assert [heading.name for heading in outline(REFERENCES_PATH, session.library())] == ["reyes-2022", "ito-2021"]


def test_factors_of_a_group_of_a_model(session: Session) -> None:
    text = "- id: a\n  name: A\n  groups:\n    Some: [moti|]\n"
    assert "motivation" in labels(session, text, MODELS)


def test_explanations(session: Session) -> None:
    library = session.library()
    text = library.by_path[PAGE].source.text
    found = explanation(PAGE, text.index("factors: [") + 11, library)
    assert found is not None
    assert found.text.startswith("**")
    assert "strateg" in found.text
    field = explanation(PAGE, text.index("summary:") + 1, library)
    assert field is not None
    assert "one whole sentence" in field.text
    assert explanation(PAGE, len(text), library) is None


def test_terms_of_own_vocabularies_are_explained_and_completed(rich: Session) -> None:
    library = rich.library()
    path, text = next((each.path, each.source.text) for each in library.entries if "tools_used:" in each.source.text)
    found = explanation(path, text.index("tools_used: [") + 14, library)
    assert found is not None
    assert re.search(r"In [1-9]\d* strateg", found.text)
    assert "definition" in labels(rich, "- de|", "content/vocabulary/tools.yaml")


def test_outline(session: Session) -> None:
    library = session.library()
    names = [heading.name for heading in outline(PAGE, library)]
    assert names == ["Fields", *(each.title for each in library.by_path[PAGE].body.sections)]
    assert outline(MODELS, library)[0].name == next(iter(library.vocabulary.learner_models)).id


def test_fixes_of_findings_and_all_safe_ones(session: Session) -> None:
    text = session.library().by_path[PAGE].source.text.replace("(factor:motivation)", "(factor:Motivation)")
    assert "Motivation)" in text
    session.change(PAGE, text)
    at = text.index("factor:Motivation")
    assert [each.rule for each in fixable(session.findings(), PAGE, at, at + 8)]
    edits = all_safe(session, PAGE)
    assert "(factor:motivation)" in apply(text, edits[PAGE])


def test_edits_touch_only_lines_that_differ() -> None:
    before, after = Source("a", "one\r\n😀\r\nthree"), Source("a", "one\r\ntwo\r\nthree\r\nfour")
    assert apply(before.text, line_edits(before, after)) == after.text
    assert min(edit.span.start for edit in line_edits(before, after)) == 5


def applied(session: Session, ids: dict[Target, str]) -> dict[str, str]:
    """What an editor has in each file after a rename, by its path afterwards."""
    change = renamed(session, ids)
    before = {path: session.source(path) for path in (*change.edits, *change.moves)}
    texts = {path: apply(source.text, change.edits.get(path, [])) for path, source in before.items() if source}
    return {change.moves.get(path, path): text for path, text in texts.items()}


@pytest.mark.parametrize(
    "target",
    [
        Target("strategy", "student-voice"),
        Target("factor", "vision"),
        Target("category", "active-learning"),
        Target("learner_model", "early-grades"),
        Target("tools", "camera"),
    ],
)
def test_an_editor_renames_as_the_command_does(rich: Session, run: Run, target: Target) -> None:
    texts = applied(rich, {target: "drive"})
    ended = run("rename", target.id, "drive", f"--kind={target.kind}", f"--today={TODAY}", folder=rich.root)
    assert ended.code == 0, ended
    assert {path: (rich.root / path).read_bytes().decode() for path in texts} == texts
    assert {line.split(" → ")[-1].strip() for line in ended.err.splitlines() if line.startswith("  ")} == texts.keys()


@pytest.mark.parametrize("id_", ["building-trust", "vision", "active-learning", "early-grades", "camera", "weeks"])
def test_each_place_that_a_rename_changes_is_a_reference(rich: Session, id_: str) -> None:
    library = rich.library()
    before: dict[str, list[Edit]] = {}
    target = Target(find(library, id_).kind, id_)
    for each in mentions_of(target, library):
        before.setdefault(each.span.path, []).append(Edit(each.span, "drive"))
    for path, edits in renamed(rich, {target: "drive"}).edits.items():
        text = library.sources[path].text
        other = set(apply(text, edits).splitlines()) - set(apply(text, before.get(path, [])).splitlines())
        assert not [line for line in other if "aliases" not in line]


def test_translations_are_renamed_with_their_page(tmp_path: Path) -> None:
    root = Path(shutil.copytree(LIBRARY.parent / "bilingual", tmp_path / "library"))
    session = Session(Workspace(root), lambda: TODAY)
    change = renamed(session, {Target("strategy", "check-ins"): "morning"})
    folder = "content/strategies"
    assert change.moves == {f"{folder}/check-ins{end}": f"{folder}/morning{end}" for end in (".md", ".es.md", ".ar.md")}
    change = renamed(session, {Target("factor", "sense-of-belonging"): "feelings"})
    assert "content/vocabulary/factors.es.yaml" in change.edits
    assert not change.moves


def test_unsaved_texts_are_renamed_too(session: Session) -> None:
    text = session.library().by_path[PAGE].source.text
    (session.root / PAGE).write_text(text.replace("motivation", "attention"), encoding="utf-8")
    session.list_anew()
    session.change(PAGE, text)
    session.change("content/strategies/unsaved.md", text.replace("title: ", "title: Un"))
    texts = applied(session, {Target("factor", "motivation"): "drive"})
    assert "(factor:drive)" in texts[PAGE]
    assert "(factor:drive)" in texts["content/strategies/unsaved.md"]
    for path, changed in texts.items():
        session.change(path, changed)
    assert not [each for each in session.findings() if "motivation" in each.message]


def test_an_edit_of_a_rename_is_a_line(session: Session) -> None:
    for path, edits in renamed(session, {Target("factor", "motivation"): "drive"}).edits.items():
        source = session.source(path)
        assert source
        for edit in edits:
            assert source.slice(edit.span).count("\n") == 1
            assert "motivation" in source.slice(edit.span)


@pytest.mark.parametrize("new", ["Trust", "building trust", "", "student-voice"])
def test_ids_that_nothing_can_be_renamed_to(session: Session, new: str) -> None:
    with pytest.raises(EnvironmentFault):
        renamed(session, {Target("strategy", "building-trust"): new})


def test_a_rename_that_brings_an_error_is_refused(session: Session) -> None:
    with pytest.raises(EnvironmentFault, match="`learner-voice`"):
        renamed(session, {Target("strategy", "building-trust"): "learner-voice"})
