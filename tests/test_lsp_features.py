"""What an editor offers of a library: completion, explanations, outline, mending, renaming."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from conftest import LIBRARY, TODAY

from pipeline.authoring.lsp.completion import Choice, choices
from pipeline.authoring.lsp.explanations import explanation
from pipeline.authoring.lsp.mending import all_safe, fixable
from pipeline.authoring.lsp.mentions import Target
from pipeline.authoring.lsp.outline import outline
from pipeline.authoring.lsp.renaming import RenameRefused, renamed
from pipeline.authoring.lsp.session import Session
from pipeline.incremental.workspace import Workspace
from pipeline.model.diagnostics import Severity
from pipeline.source.difference import line_edits
from pipeline.source.text import Source, apply

PAGE = "content/strategies/building-trust.md"
MODELS = "content/vocabulary/learner-models.yaml"


@pytest.fixture
def session(tmp_path: Path) -> Session:
    root = Path(shutil.copytree(LIBRARY, tmp_path / "library"))
    return Session(Workspace(root), lambda: TODAY)


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


def test_a_renamed_strategy_breaks_nothing(session: Session) -> None:
    library = session.library()
    before = {each for each in session.findings() if each.severity is Severity.ERROR}
    change = renamed(Target("strategy", "building-trust"), "trust", library)
    assert change.moves[PAGE] == "content/strategies/trust.md"
    for path, edits in change.edits.items():
        (session.root / path).write_text(apply(library.sources[path].text, edits), encoding="utf-8", newline="")
    for old, new in change.moves.items():
        (session.root / old).rename(session.root / new)
    session.list_anew()
    assert session.library().by_id["trust"].facts.texts("aliases")[0] == "building-trust"
    after = {each for each in session.findings() if each.severity is Severity.ERROR}
    assert {each.message for each in after} <= {each.message for each in before}


def test_a_renamed_factor_is_renamed_in_vocabulary_models_and_pages(session: Session) -> None:
    library = session.library()
    change = renamed(Target("factor", "motivation"), "drive", library)
    assert {"content/vocabulary/factors.yaml", MODELS, PAGE} <= change.edits.keys()
    for path, edits in change.edits.items():
        session.change(path, apply(library.sources[path].text, edits))
    assert not [each for each in session.findings() if "motivation" in each.message]


@pytest.mark.parametrize("new", ["Trust", "building trust", "", "peer-tutoring"])
def test_ids_that_nothing_can_be_renamed_to(session: Session, new: str) -> None:
    library = session.library()
    taken = next(id_ for id_ in library.by_id if id_ != "building-trust")
    with pytest.raises(RenameRefused):
        renamed(Target("strategy", "building-trust"), taken if new == "peer-tutoring" else new, library)
