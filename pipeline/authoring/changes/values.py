"""Edits of single values in YAML, which keep quotation marks, comments and layout."""

from collections.abc import Mapping as Fields
from itertools import chain

from pipeline.authoring.changes.change import LibraryChange
from pipeline.authoring.sheet.columns import SheetColumn
from pipeline.authoring.sheet.edits import Value, with_values
from pipeline.authoring.sheet.list_edits import list_edit
from pipeline.source.environment import EnvironmentFault
from pipeline.source.parse.yaml_tree import Mapping, Node, Plain, Scalar, Sequence, to_plain
from pipeline.source.parse.yaml_writer import bracketed, scalar
from pipeline.source.text import Edit, Source

QUOTES = ("'", '"')
# Fields of a term that others follow, the last one first.
FIRST_FIELDS = ("replaced_by", "deprecated", "aliases", "name", "id")


def replacement(source: Source, value: Scalar, text: str) -> Edit:
    """Write another text in place of a value, in the same quotation marks."""
    if value.exact:
        return Edit(value.part(0, len(value.text)), text)
    mark = source.text[value.span.start]
    return Edit(value.span, scalar(text, mark if mark in QUOTES else "", in_list=True))


def list_change(source: Source, found: Sequence, texts: list[str]) -> Edit:
    """Give a list other values; raises EnvironmentFault if a comment or layout would be lost."""
    edit = list_edit(source, found, texts)
    if edit is None:
        raise _unwritable(source.path, source.slice(found.span))
    return edit


def set_fields(change: LibraryChange, path: str, values: Fields[SheetColumn, Value]) -> None:
    """Give fields of a page other values; raises EnvironmentFault if these cannot be changed alone."""
    changed = with_values(change.document(path), values, change.workspace.limits)
    if changed is None:
        single = (each for each in values if not _can_be_set(change, path, each, values[each]))
        raise _unwritable(path, next(chain((each.field for each in single), [next(iter(values)).field])))
    if changed != change.source(path):
        change.put(changed)


def _can_be_set(change: LibraryChange, path: str, column: SheetColumn, value: Value) -> bool:
    return with_values(change.document(path), {column: value}, change.workspace.limits) is not None


def set_term(change: LibraryChange, path: str, id_: str, values: Fields[str, Value]) -> None:
    """Give fields of a term other values; raises EnvironmentFault if these cannot be changed alone."""
    for name, value in values.items():
        document = change.document(path)
        before, item = _plain(document.front), term_node(document.front, id_)
        place = next((number for number, each in enumerate(before) if _id_of(each) == id_), None)
        if item is None or place is None:
            raise _unwritable(path, name)
        wanted = before[place]
        assert isinstance(wanted, dict)
        wanted[name] = list(value) if isinstance(value, tuple) else value
        edit = _term_edit(document.source, item, name, value)
        if edit is not None:
            change.edit(path, [edit])
        if edit is None or _plain(change.document(path).front) != before:
            raise _unwritable(path, f"{name}` of `{id_}")


def term_node(front: Node | None, id_: str) -> Mapping | None:
    """The item of a vocabulary with an id."""
    items = front.items if isinstance(front, Sequence) else ()
    return next((each for each in items if isinstance(each, Mapping) and _id_of(to_plain(each)) == id_), None)


def _plain(front: Node | None) -> list[Plain]:
    found = to_plain(front) if front else None
    return found if isinstance(found, list) else []


def _id_of(item: Plain) -> Plain:
    return item.get("id") if isinstance(item, dict) else None


def _term_edit(source: Source, item: Mapping, name: str, value: Value) -> Edit | None:
    found = item.get(name)
    if isinstance(found, Sequence) and isinstance(value, tuple):
        return list_edit(source, found, value)
    in_braces = source.text.startswith("{", item.span.start)
    if isinstance(found, Scalar) and isinstance(value, str) and not found.is_absent:
        mark = source.text[found.span.start]
        return Edit(found.span, scalar(value, mark if mark in QUOTES else "", in_list=in_braces))
    if found is not None:
        return None
    written = scalar(value, in_list=in_braces) if isinstance(value, str) else bracketed(value)
    key, node = next((item.key(each), item.get(each)) for each in FIRST_FIELDS if item.key(each))
    assert key is not None
    assert node is not None
    if in_braces:
        node = node if name == "aliases" else item.pairs[-1][1]
        return Edit(source.span(node.span.end, node.span.end), f", {name}: {written}")
    line = source.line_index(max(key.span.end, node.span.end - 1))
    end = source.line_span(line).end
    column = key.span.start - source.line_starts[source.line_index(key.span.start)]
    return Edit(source.span(end, end), f"{source.newline}{' ' * column}{name}: {written}")


def _unwritable(path: str, field: str) -> EnvironmentFault:
    return EnvironmentFault(
        f"`{field}` is written in {path} in a way that cannot be changed without losing a comment or the layout",
        "change it there by hand first",
    )
