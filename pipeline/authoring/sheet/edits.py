"""Edits that give a field of front matter another value, and change no byte outside of it."""

import re
from collections.abc import Mapping as Fields

from pipeline.authoring.sheet.columns import SheetColumn
from pipeline.authoring.sheet.list_edits import list_edit
from pipeline.model.strategy import Strategy
from pipeline.source.parse import Document, Limits, parse_page
from pipeline.source.parse.yaml_tree import Mapping, Node, Plain, Scalar, Sequence, to_plain
from pipeline.source.parse.yaml_writer import bracketed, scalar
from pipeline.source.text import Edit, Source, apply

Value = str | tuple[str, ...]
# What stands between a key and its value on the same line.
COLON = re.compile(r"[ \t]*:")
QUOTES = ("'", '"')


def with_values(document: Document, values: Fields[SheetColumn, Value], limits: Limits) -> Source | None:
    """The page with other values of some fields; None if these cannot be changed without changing anything else."""
    front, source = document.front, document.source
    if not isinstance(front, Mapping):
        return None
    wanted = to_plain(front)
    assert isinstance(wanted, dict)
    for column, value in values.items():
        edit = _edit(source, _front_of(source, limits), column, value)
        if edit is None:
            return None
        source = Source(source.path, apply(source.text, [edit]))
        wanted.pop(column.field, None)
        if value or column.is_list:
            wanted[column.field] = list(value) if isinstance(value, tuple) else value
    return source if _holds(document, source, wanted, limits) else None


def _front_of(source: Source, limits: Limits) -> Mapping:
    front = parse_page(source, limits).front
    return front if isinstance(front, Mapping) else Mapping(source.span(0, 0), ())


def _holds(before: Document, source: Source, wanted: Fields[str, Plain], limits: Limits) -> bool:
    """True if a changed page has these fields, and the same text below them."""
    after = parse_page(source, limits)
    if not after.readable or not isinstance(after.front, Mapping) or not before.front_span or not after.front_span:
        return False
    below = before.source.text[before.front_span.end :], source.text[after.front_span.end :]
    return below[0] == below[1] and to_plain(after.front) == wanted


def _edit(source: Source, front: Mapping, column: SheetColumn, value: Value) -> Edit | None:
    key, found = front.key(column.field), front.get(column.field)
    if key is None or found is None:
        return _insertion(source, front, column, value)
    if isinstance(value, str) and not value:
        return _removal(source, front, column, key, found)
    if isinstance(found, Sequence) and isinstance(value, tuple):
        edit = list_edit(source, found, value)
        if edit is None and not value and "#" not in source.slice(found.span):
            return _after_colon(source, key, found, "[]")
        return edit
    if not isinstance(found, Scalar):
        return None
    if found.span.start == found.span.end or not source.slice(found.span).strip():
        return _after_colon(source, key, None, _text_of(value))
    mark = source.text[found.span.start]
    return Edit(found.span, _text_of(value, mark if not found.plain and mark in QUOTES else ""))


def _text_of(value: Value, mark: str = "") -> str:
    return scalar(value, mark) if isinstance(value, str) else bracketed(value)


def _after_colon(source: Source, key: Scalar, found: Node | None, text: str) -> Edit | None:
    """Write a value behind the colon of a key, in place of one on the lines below."""
    colon = COLON.match(source.text, key.span.end)
    if colon is None:
        return None
    end = found.span.end if found else colon.end()
    return Edit(source.span(colon.end(), end), f" {text}" if text else "")


def _removal(source: Source, front: Mapping, column: SheetColumn, key: Scalar, found: Node) -> Edit | None:
    """Remove the lines of an optional field, or only its value if it must be there or a comment stands beside it."""
    first, last = source.line_index(key.span.start), source.line_index(max(key.span.end, found.span.end - 1))
    start = source.line_starts[first]
    end = source.line_starts[last + 1] if last + 1 < len(source.line_starts) else len(source.text)
    rest = source.text[max(found.span.end, key.span.end) : end].strip(" \t\r\n:")
    alone = not rest and not source.text[start : key.span.start].strip()
    if alone and not column.required and len(front.pairs) > 1:
        return Edit(source.span(start, end), "")
    return _after_colon(source, key, found if isinstance(found, Scalar) and source.slice(found.span) else None, "")


def _insertion(source: Source, front: Mapping, column: SheetColumn, value: Value) -> Edit | None:
    """Add a field on a line of its own, below the last one that stands before it in the order of fields."""
    if source.text.startswith("{", front.span.start) or not front.pairs:
        return None
    order = [*Strategy.model_fields, *(key.text for key, _ in front.pairs)]  # own fields follow the others
    before = order[: order.index(column.field)] if column.field in order else order
    line, newline = f"{column.field}: {_text_of(value)}", source.newline
    above = [(key, node) for key, node in front.pairs if key.text in before]
    if not above:
        start = source.line_starts[source.line_index(front.pairs[0][0].span.start)]
        return Edit(source.span(start, start), line + newline)
    key, node = max(above, key=lambda pair: before.index(pair[0].text))
    end = source.line_span(source.line_index(max(key.span.end, node.span.end))).end
    return Edit(source.span(end, end), newline + line)
