"""The quick ways to read and write tables, JSON and identifiers, held against the plain ones."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator
from uuid import uuid5

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import Environment
from jinja2.exceptions import TemplateRuntimeError
from jinja2.runtime import Macro
from markupsafe import Markup
from sites import EVERYTHING, edition_of

from pipeline.model.identifiers import NAMESPACE, Identifiers
from pipeline.publish.exporter import Exporter
from pipeline.publish.exporters.graph import RELATIONSHIPS, Graph
from pipeline.publish.exporters.html_site.theme import renderer_with_cache
from pipeline.publish.exporters.linked_data import PATH as LINKED
from pipeline.publish.exporters.linked_data import LinkedData
from pipeline.publish.schema.graph import RelationshipV1
from pipeline.publish.schema.linked_data import ArticleV1
from pipeline.publish.verify.shapes import shape_violations
from pipeline.publish.verify.tables import MalformedTable, TableReader, rows_below, rows_of

# --- tables ---

CELL = re.compile(r'(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)')
pieces = st.sampled_from(('"', '""', "a", ",", "\r\n", "\r", "\n", '"a"', "é", " ", "a,b\r\n", '"a\r\n""b",'))


def cell_by_cell(text: str) -> tuple[list[tuple[str, ...]], bool]:
    """The rows of a text by RFC 4180, as far as it is of its form, and whether it is to its end."""
    rows: list[tuple[str, ...]] = []
    row: list[str] = []
    position = 0
    while cell := CELL.match(text, position):
        row.append(cell[2] if cell[1] is None else cell[1].replace('""', '"'))
        position = cell.end()
        if cell[3] != ",":
            rows.append(tuple(row))
            row = []
    return rows, bool(rows) and not row and position == len(text)


@given(st.lists(pieces, max_size=14).map("".join))
def test_rows_are_those_found_cell_by_cell(text: str) -> None:
    rows, whole = cell_by_cell(text)
    reading = rows_of(text)
    assert [next(reading) for _ in rows] == rows
    if whole:
        assert list(reading) == []
    else:
        with pytest.raises(MalformedTable, match=f"^row {len(rows) + 1} is not "):
            next(reading)


@given(st.lists(pieces, max_size=14).map("".join))
def test_rows_below_a_header_are_those_of_the_whole(text: str) -> None:
    def read(rows: Callable[[], Iterable[dict[str, str]]]) -> list[dict[str, str]] | str:
        try:
            return list(rows())
        except MalformedTable as error:
            return str(error).partition(" is not ")[0]

    whole = TableReader("a.csv", "one,two\r\n" + text)
    assert read(lambda: rows_below(("one", "two"), text)) == read(whole.rows)


# --- identifiers ---


@given(st.text(), st.text())
def test_identifiers_are_uuids_by_name(one: str, other: str) -> None:
    def named(*parts: str) -> str:
        return str(uuid5(NAMESPACE, "urn:example:a " + ":".join(parts)))

    try:
        wanted = named("strategy", one), named("relatedTo", one, other)
    except UnicodeEncodeError:
        return
    made = Identifiers("urn:example:a")
    assert (made.of("strategy", one), made.of("relatedTo", one, other)) == wanted


# --- JSON ---

DISCLAIMER = {"$schema": "../schemas/published-tombstones.schema.json", "schema_version": "1.5.0"}
LIBRARY = {
    "id": "urn:example:a",
    "title": "A",
    "description": None,
    "language": "en",
    "publisher": "B",
    "licence": "C",
    "licence_url": None,
    "version": "1.0.0",
    "attribution": None,
    "base_url": None,
    "languages": [],
}


@pytest.mark.parametrize("indent", [None, 1, 2])
def test_a_key_that_stands_twice_is_seen_however_it_is_spaced(indent: int | None) -> None:
    document = DISCLAIMER | {"library": LIBRARY, "tombstones": []}
    text = json.dumps(document, indent=indent)
    assert shape_violations("json/tombstones.json", text.encode()) == ()
    twice = text.replace('"title"', '"title": "A", "title"')
    (fault,) = shape_violations("json/tombstones.json", twice.encode())
    assert fault.message == "it is not JSON: the key `title` stands twice"


# --- what is made as plain data ---


def made(exporter: type[Exporter], path: str) -> Iterator[bytes]:
    """What the strategies of the test library give to a file."""
    for strategy in edition_of([EVERYTHING]).inputs():
        for item in exporter().render(strategy):
            if item.path == path:
                yield item.data


def test_articles_are_what_their_model_makes_of_them() -> None:
    for data in made(LinkedData, LINKED):
        document = json.loads(data.lstrip(b",\n"))
        article = ArticleV1.model_validate_json(json.dumps(document))
        assert json.loads(article.model_dump_json(exclude_none=True)) == document


def test_relationships_are_what_their_models_make_of_them() -> None:
    lines = [line for data in made(Graph, RELATIONSHIPS) for line in data.splitlines()]
    assert len(lines) > 20
    for line in lines:
        assert RelationshipV1.model_validate_json(line).model_dump_json().encode() == line


# --- macros ---


def test_a_macro_is_rendered_once_for_the_same_arguments() -> None:
    calls: list[tuple[object, ...]] = []

    def body(*arguments: object) -> Markup:
        calls.append(arguments)
        return Markup(len(calls))

    macro = Macro(Environment(autoescape=True), body, "macro", ["value"], False, False, False, True)
    once, items = renderer_with_cache(), ["a"]
    assert [once(macro, value) for value in ("a", "a", items, items)] == ["1", "1", "2", "3"]
    assert [once(macro, value) for value in (Markup("a"), 1, True)] == ["4", "5", "6"]
    with pytest.raises(TemplateRuntimeError, match="macros only"):
        once(lambda value: Markup("other"), "a")
