"""Edits that give a field of front matter another value, and change no byte outside of it."""

import re
from collections.abc import Mapping as Fields
from collections.abc import Sequence as Items
from typing import NamedTuple

from pipeline.authoring.sheet.columns import SheetColumn
from pipeline.authoring.sheet.list_edits import list_edit
from pipeline.model.strategy import Strategy
from pipeline.source.parse import Document, Limits, parse_page
from pipeline.source.parse.yaml_tree import Mapping, Node, Plain, Scalar, Sequence, to_plain
from pipeline.source.parse.yaml_writer import braced, bracketed, scalar
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
        if not value and front.key(column.field) is None:
            continue
        now = _front_of(source, limits)
        order = [*Strategy.model_fields, *(key.text for key, _ in now.pairs)]  # own fields follow the others
        edit = field_edit(source, now, FieldValue(column.field, value, column.required), order)
        if edit is None:
            return None
        source = Source(source.path, apply(source.text, [edit]))
        wanted.pop(column.field, None)
        if value or column.is_list:
            wanted[column.field] = list(value) if isinstance(value, tuple) else value
    return source if _holds(document, source, wanted, limits) else None


def with_nested(document: Document, field: str, fields: Fields[str, Plain], limits: Limits) -> Source | None:
    """The page with a field that has fields of its own, on one line; None if it cannot be changed alone."""
    front, source = document.front, document.source
    if not isinstance(front, Mapping):
        return None
    key, found, written = front.key(field), front.get(field), braced(fields)
    if key is None or found is None:
        edit = _insertion(source, front, field, written, list(Strategy.model_fields))
    elif isinstance(found, Mapping) and _in_braces(source, found):
        edit = Edit(found.span, written)
    else:
        edit = _after_colon(source, key, found if source.slice(found.span).strip() else None, written)
    if edit is None or "#" in source.slice(edit.span):  # a comment
        return None
    wanted = to_plain(front)
    assert isinstance(wanted, dict)
    changed = Source(source.path, apply(source.text, [edit]))
    return changed if _holds(document, changed, {**wanted, field: dict(fields)}, limits) else None


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


class FieldValue(NamedTuple):
    """A field and the value to give it; an empty text removes it unless it is `required`."""

    field: str
    value: Value
    required: bool = False


def field_edit(source: Source, holder: Mapping, wanted: FieldValue, order: Items[str]) -> Edit | None:
    """Give a field of front matter or of a term a value; None if that takes more than one edit.

    A new field comes after those that stand before it in the order.
    """
    key, found, value = holder.key(wanted.field), holder.get(wanted.field), wanted.value
    if key is None or found is None:
        return _insertion(source, holder, wanted.field, _text_of(source, holder, value), order)
    if isinstance(value, str) and not value:
        return _removal(source, holder, wanted, found)
    if isinstance(found, Sequence) and isinstance(value, tuple):
        edit = list_edit(source, found, value)
        if edit is None and not value and "#" not in source.slice(found.span):
            return _after_colon(source, key, found, "[]")
        return edit
    if not isinstance(found, Scalar):
        return None
    if found.span.start == found.span.end or not source.slice(found.span).strip():
        return _after_colon(source, key, None, _text_of(source, holder, value))
    mark = source.text[found.span.start]
    return Edit(found.span, _text_of(source, holder, value, mark if not found.plain and mark in QUOTES else ""))


def _in_braces(source: Source, holder: Mapping) -> bool:
    return source.text.startswith("{", holder.span.start)


def _text_of(source: Source, holder: Mapping, value: Value, mark: str = "") -> str:
    if isinstance(value, str):
        return scalar(value, mark, in_list=_in_braces(source, holder))
    return bracketed(value)


def _after_colon(source: Source, key: Scalar, found: Node | None, text: str) -> Edit | None:
    """Write a value behind the colon of a key, in place of one on the lines below."""
    colon = COLON.match(source.text, key.span.end)
    if colon is None:
        return None
    end = found.span.end if found else colon.end()
    return Edit(source.span(colon.end(), end), f" {text}" if text else "")


def _removal(source: Source, holder: Mapping, wanted: FieldValue, found: Node) -> Edit | None:
    """Remove an optional field, or only its value if it must be there or a comment stands beside it."""
    key = holder.key(wanted.field)
    assert key is not None
    if _in_braces(source, holder):
        return _removal_in_braces(source, holder, key)
    first, last = source.line_index(key.span.start), source.line_index(max(key.span.end, found.span.end - 1))
    start = source.line_starts[first]
    end = source.line_starts[last + 1] if last + 1 < len(source.line_starts) else len(source.text)
    rest = source.text[max(found.span.end, key.span.end) : end].strip(" \t\r\n:")
    alone = not rest and not source.text[start : key.span.start].strip()
    if alone and not wanted.required and len(holder.pairs) > 1:
        if end == len(source.text) and start:  # the line above becomes the last one, which ends as this one did
            newline = source.line_span(first - 1).end
            return Edit(source.span(newline, max(newline, source.line_span(last).end)), "")
        return Edit(source.span(start, end), "")
    return _after_colon(source, key, found if isinstance(found, Scalar) and source.slice(found.span) else None, "")


def _removal_in_braces(source: Source, holder: Mapping, key: Scalar) -> Edit | None:
    """Remove a field and the comma before it, or after the first one."""
    number = next(number for number, (each, _) in enumerate(holder.pairs) if each is key)
    if number:
        start, end = holder.pairs[number - 1][1].span.end, holder.pairs[number][1].span.end
    elif len(holder.pairs) > 1:
        start, end = key.span.start, holder.pairs[1][0].span.start
    else:
        return None
    span = source.span(start, end)
    return None if "#" in source.slice(span) else Edit(span, "")


def _insertion(source: Source, holder: Mapping, field: str, written: str, order: Items[str]) -> Edit | None:
    """Add a field below the last one that stands before it in the order of fields, or after it in braces."""
    if not holder.pairs:
        return None
    before = list(order[: order.index(field)] if field in order else order)
    text, newline = f"{field}: {written}", source.newline
    above = [(key, node) for key, node in holder.pairs if key.text in before]
    if _in_braces(source, holder):
        if not above:
            return None
        end = max(above, key=lambda pair: before.index(pair[0].text))[1].span.end
        return Edit(source.span(end, end), f", {text}")
    first = holder.pairs[0][0].span.start
    line = source.line_starts[source.line_index(first)]
    if not above:
        return Edit(source.span(line, line), text + newline) if first == line else None
    key, node = max(above, key=lambda pair: before.index(pair[0].text))
    end = source.line_span(source.line_index(max(key.span.end, node.span.end - 1))).end
    return Edit(source.span(end, end), f"{newline}{' ' * (first - line)}{text}")
