"""A library as an editor has it: unsaved texts count, and places are counted as the client counts."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from conftest import LIBRARY, TODAY
from hypothesis import given
from hypothesis import strategies as st

from pipeline.authoring.lsp.mentions import Target, definition, mention_at, mentions_of
from pipeline.authoring.lsp.positions import Place, offset_of, place_of
from pipeline.authoring.lsp.session import Session
from pipeline.incremental.workspace import Workspace
from pipeline.lint.rule import rules_of_pages
from pipeline.source.text import Source

PAGE = "content/strategies/building-trust.md"


@pytest.fixture
def session(tmp_path: Path) -> Session:
    root = Path(shutil.copytree(LIBRARY, tmp_path / "library"))
    return Session(Workspace(root), lambda: TODAY)


@given(st.text("a😀é\r\n\u2028", max_size=12), st.sampled_from(["utf-8", "utf-16", "utf-32"]))
def test_every_offset_comes_back(text: str, encoding: str) -> None:
    source = Source("a.md", text)
    for offset in range(len(text) + 1):
        if text[max(0, offset - 1) : offset + 1] != "\r\n":  # no place is inside of a line ending
            line_end = source.line_span(source.line_index(offset)).end
            assert offset_of(source, place_of(source, offset, encoding), encoding) == min(offset, line_end)


def test_an_emoji_is_two_units_of_utf_16() -> None:
    source = Source("a.md", "\ufeff😀b\nc")
    assert place_of(source, 3, "utf-16") == Place(0, 3)
    assert offset_of(source, Place(0, 2), "utf-16") == 2
    assert offset_of(source, Place(0, 1), "utf-16") == 1
    assert offset_of(source, Place(9, 9), "utf-16") == 5


def test_an_unsaved_text_counts_until_it_is_closed(session: Session) -> None:
    before = session.findings()
    text = (session.root / PAGE).read_text(encoding="utf-8")
    session.change(PAGE, text.replace("category: ", "category: no-such-"))
    new = set(session.findings()) - set(before)
    assert [each.rule for each in new] == ["unknown-category"]
    session.close(PAGE)
    assert session.findings() == before


def test_settings_in_disorder_are_a_finding_and_the_last_report_stays(session: Session) -> None:
    before = session.findings()
    session.change("strategies.toml", "[limits\n")
    found = session.findings()
    assert [each.rule for each in found if each not in before] == ["invalid-configuration"]
    session.close("strategies.toml")
    assert session.findings() == before


def test_a_new_page_is_known_to_other_pages_before_it_is_saved(session: Session) -> None:
    text = (session.root / PAGE).read_text(encoding="utf-8")
    session.change("content/strategies/brand-new.md", text.replace("title: ", "title: New "))
    assert "brand-new" in session.library().by_id


def test_ids_are_found_where_they_are_written(session: Session) -> None:
    library = session.library()
    page = library.by_path[PAGE]
    at = page.source.text.index("factors: [") + len("factors: [")
    found = mention_at(PAGE, at, library)
    assert found is not None
    assert page.source.slice(found.span) == found.target.id
    assert found.target.kind == "factor"
    place = definition(found.target, library)
    assert place is not None
    assert place.path == "content/vocabulary/factors.yaml"
    mentions = list(mentions_of(found.target, library))
    assert sum(each.defines for each in mentions) == 1
    assert len(mentions) > 2
    assert all(library.sources[each.span.path].slice(each.span) == found.target.id for each in mentions)
    assert definition(Target("strategy", "building-trust"), library) == page.value("title").span  # type: ignore[union-attr]


def test_findings_at_each_key_are_those_of_a_check(session: Session) -> None:
    session.report()
    text = session.workspace.read(PAGE).text
    for typed in (
        text.replace("(factor:motivation)", "(factor:no-such)", 1),
        text.replace("---\n\n", "---\n\n<!-- strategies: ignore raw-html -- it is shown -->\n\n", 1),
        text.replace("related: [", "related: [lateral-reading, no-such, ", 1),
        "---\ntitle: [\n",
        text,
    ):
        session.change(PAGE, typed)
        at_once = session.findings_at_once(PAGE)
        assert at_once is not None
        compared = {each for each in session.findings() if each.span.path == PAGE}
        of_pages = {rule.name for rule in rules_of_pages()}
        assert [each for each in at_once if each.rule in of_pages] == sorted(
            (each for each in compared if each.rule in of_pages), key=lambda each: each.sort_key
        )


def test_findings_about_other_pages_move_with_the_text(session: Session) -> None:
    text = session.workspace.read(PAGE).text.replace("related: [", "related: [no-such, ", 1)
    session.change(PAGE, text)
    before = [each for each in session.findings() if each.rule == "unknown-strategy"]
    session.change(PAGE, text.replace("title: ", "title: A long word and ", 1))
    found = [each for each in session.findings_at_once(PAGE) or () if each.rule == "unknown-strategy"]
    assert len(before) == len(found) == 1
    assert found == [each for each in session.findings() if each.rule == "unknown-strategy"]


def test_what_was_not_checked_is_not_judged_at_once(session: Session) -> None:
    session.report()
    session.change("content/strategies/brand-new.md", "---\n")
    assert session.findings_at_once("content/strategies/brand-new.md") is None
    session.change("content/vocabulary/factors.yaml", "[]\n")
    assert session.findings_at_once("content/vocabulary/factors.yaml") is None
