"""Properties of work-lists: back unchanged they change nothing, and a changed cell changes only its field's bytes."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from types import ModuleType

from conftest import LIBRARY, TODAY
from effort import tries
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.authoring.sheet import csv_file, xlsx_file
from pipeline.authoring.sheet.cells import shown, value_of
from pipeline.authoring.sheet.columns import possible_columns
from pipeline.authoring.sheet.edits import with_values
from pipeline.authoring.sheet.exporting import work_list
from pipeline.authoring.sheet.reading import ReadRows, read_rows
from pipeline.incremental.workspace import Workspace
from pipeline.model.entry import build_entry
from pipeline.model.library import Library
from pipeline.source.parse import Document, Limits, parse_page
from pipeline.source.parse.yaml_tree import Mapping, Plain, to_plain
from pipeline.source.text import Source

COLUMNS = [*possible_columns(()).values()]
LISTS = [each.field for each in COLUMNS if each.is_list]
PATH = "content/strategies/page.md"
BODY = "\n## Overview\n\nSome text: [a](factor:b).\n"
# Texts with all that means something to YAML, to CSV and to spreadsheets, and some that are like numbers and dates.
SPICES = [
    "a",
    "B c",
    ": ",
    " #",
    "'",
    '"',
    "\\",
    ",",
    ";",
    "[",
    "{",
    "-",
    "=",
    "+",
    "@",
    "_x0041_",
    "é",
    "“q”",
    "🧑🏽‍🏫",
    "?",
    "!",
    "~",
]
SPECIAL = [
    "null",
    "~",
    "1-3",
    "007",
    "1.10",
    "1e5",
    "TRUE",
    "2026-11-24",
    "- a",
    "=1+1",
    "'=a",
    "'tis",
    "x\u00a0y",
    "a:",
    "|",
]
texts = st.lists(st.sampled_from(SPICES), min_size=1, max_size=6).map("".join) | st.sampled_from(SPECIAL)
ids = st.sampled_from(["emotion", "sense-of-belonging", "a1", "motivation", "x-y-z"])
comments = st.sampled_from(["", "", " # why", "  # strategies: ignore x -- y"])


def plain_or_quoted(text: str, style: str) -> str:
    """A text as YAML, in quotation marks unless it is a word."""
    if style == "'":
        doubled = text.replace("'", "''")
        return f"'{doubled}'"
    if style == "bare" and text.replace(" ", "").isalpha() and text == text.strip():
        return text
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


styles = st.sampled_from(["bare", "'", '"'])


# Values with escapes for what no line can hold.
ESCAPES = [
    r'"a\ab"',
    r'"x\ry"',
    r'"x\r\ny\n"',
    r'"x\u2028y"',
    r'"\ufffe\uffff"',
    r'" \t x "',
    r'"\0"',
    r'"_x000D_\e"',
]


@st.composite
def scalars(draw: st.DrawFn) -> list[str]:
    """The lines of a value behind its key, of which the first stands on the line of the key."""
    if draw(st.integers(0, 5)) == 0:
        return [draw(st.sampled_from([" >-", " |", " >"])), "  folded words", "  on two lines"]
    if draw(st.integers(0, 5)) == 0:
        return [" " + draw(st.sampled_from(ESCAPES))]
    return [" " + plain_or_quoted(draw(texts), draw(styles)) + draw(comments)]


@st.composite
def lists(draw: st.DrawFn) -> list[str]:
    """The lines of a list in brackets, of one on several lines, or of one with hyphens."""
    items = draw(st.lists(st.tuples(ids | ids | texts, styles), max_size=4))
    written = [plain_or_quoted(text, style) for text, style in items]
    layout = draw(st.sampled_from(["brackets", "wide", "lines", "hyphens"]))
    if layout == "brackets" or not items:
        return [f" [{', '.join(written)}]{draw(comments)}"]
    if layout == "wide":
        return [f" [ {' , '.join(written)} ]"]
    if layout == "lines":
        return [" [", *(f"  {item},{draw(comments)}" for item in written), "  ]"]
    indent = draw(st.sampled_from(["", "  "]))
    lines = [draw(comments)]
    for item in written:
        lines += [f"{indent}# above"] if draw(st.integers(0, 4)) == 0 else []
        lines.append(f"{indent}- {item}{draw(comments)}")
    return lines


@st.composite
def pages(draw: st.DrawFn) -> Source:
    """A page with some fields in any order and layout."""
    names = draw(st.lists(st.sampled_from([each.field for each in COLUMNS]), unique=True, min_size=2, max_size=7))
    lines = ["---"]
    for name in names:
        lines += ["# a comment between"] if draw(st.integers(0, 4)) == 0 else []
        first, *more = draw(lists() if name in LISTS else scalars())
        lines += [f"{name}:{first}", *more]
    text = "\n".join([*lines, "---", BODY])
    newline, mark = draw(st.sampled_from(["\n", "\r\n"])), draw(st.sampled_from(["", "\ufeff"]))
    return Source(PATH, mark + text.replace("\n", newline))


@cache
def base() -> Library:
    return Workspace(LIBRARY).report(TODAY).library


def back(library: Library, form: ModuleType) -> ReadRows:
    """A work-list of a library, written to a file and read again."""
    sheet, left_out = work_list(library, COLUMNS)
    assert len(sheet.rows) + len(left_out) == len(library.entries)
    return read_rows("list", form.read(form.write(sheet)), library)


def library_of(source: Source) -> Library:
    return replace(base(), entries=(build_entry(parse_page(source, Limits())),))


def fields_of(document: Document) -> dict[str, Plain]:
    assert document.front
    fields = to_plain(document.front)
    assert isinstance(fields, dict)
    return fields


@given(pages())
@settings(max_examples=tries(60))
def test_back_unchanged_nothing_changes_in_csv(source: Source) -> None:
    read = back(library_of(source), csv_file)
    assert (read.changed, read.faults) == ([], [])


@given(pages())
@settings(max_examples=tries(15))
def test_back_unchanged_nothing_changes_in_a_workbook(source: Source) -> None:
    read = back(library_of(source), xlsx_file)
    assert (read.changed, read.faults) == ([], [])


@given(pages(), st.data())
@settings(max_examples=tries(200))
def test_a_changed_cell_changes_only_the_bytes_of_its_field(source: Source, data: st.DataObject) -> None:
    document = parse_page(source, Limits())
    assert isinstance(document.front, Mapping)
    each = data.draw(st.sampled_from(COLUMNS))
    if shown(fields_of(document), each) is None:
        return
    text = "; ".join(data.draw(st.lists(ids, max_size=4))) if each.is_list else data.draw(texts | st.just("")).strip()
    value = value_of(text, each)
    if value == value_of(shown(fields_of(document), each) or "", each) or (
        not value and not document.front.key(each.field)
    ):
        return
    changed = with_values(document, {each: value}, Limits())
    if changed is None:
        assert " # " in source.slice(document.front.span), "only a comment may be in the way"
        return
    after = parse_page(changed, Limits()).front
    assert isinstance(after, Mapping)
    assert value_of(shown(fields_of(parse_page(changed, Limits())), each) or "", each) == value
    assert without(source, document.front, each.field) == without(changed, after, each.field)
    assert changed.text.count("# above") == source.text.count("# above")
    assert changed.text.count("# a comment between") == source.text.count("# a comment between")
    assert "\n" not in changed.text.replace("\r\n", "") or source.newline == "\n"


def without(source: Source, front: Mapping, field: str) -> str:
    """The text of a page without the lines of a field, up to a comment behind it."""
    for key, node in front.pairs:
        if key.text == field:
            start, end = key.span.start, max(node.span.end, key.span.end + 1)
            rest = source.text[end : source.line_span(source.line_index(end)).end]
            stop = end + (0 if rest.strip() else len(rest) + len(source.newline))
            return source.text[:start].rstrip("\r\n") + source.newline + source.text[stop:].lstrip(" ")
    return source.text
