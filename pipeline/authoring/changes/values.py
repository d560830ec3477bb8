"""Edits of single values in YAML, which keep quotation marks, comments and layout."""

from collections.abc import Mapping as Fields
from itertools import chain

from pipeline.authoring.changes.change import LibraryChange
from pipeline.authoring.sheet.columns import SheetColumn
from pipeline.authoring.sheet.edits import FieldValue, Value, field_edit, with_nested, with_values
from pipeline.source.environment import EnvironmentFault
from pipeline.source.parse.yaml_tree import Mapping, Node, Plain, Scalar, Sequence, to_plain
from pipeline.source.parse.yaml_writer import scalar
from pipeline.source.text import Edit, Source

QUOTES = ("'", '"')
# Fields of a term in their order; a new one of another name follows them.
FIRST_FIELDS = ("id", "name", "aliases", "deprecated", "replaced_by")


def replacement(source: Source, value: Scalar, text: str) -> Edit:
    """Write another text in place of a value, in the same quotation marks."""
    if value.exact:
        return Edit(value.part(0, len(value.text)), text)
    mark = source.text[value.span.start]
    return Edit(value.span, scalar(text, mark if mark in QUOTES else "", in_list=True))


def list_change(source: Source, holder: Mapping, field: str, texts: list[str]) -> Edit:
    """Give a list that is there other values; raises EnvironmentFault if a comment or layout would be lost."""
    edit = field_edit(source, holder, FieldValue(field, tuple(texts)), ())
    if edit is None:
        raise _unwritable(source.path, field)
    return edit


def set_fields(change: LibraryChange, path: str, values: Fields[SheetColumn, Value]) -> None:
    """Give fields of a page other values; raises EnvironmentFault if these cannot be changed alone."""
    changed = with_values(change.document(path), values, change.workspace.limits)
    if changed is None:
        single = (each for each in values if not _can_be_set(change, path, each, values[each]))
        raise _unwritable(path, next(chain((each.field for each in single), [next(iter(values)).field])))
    if changed != change.source(path):
        change.put(changed)


def set_nested(change: LibraryChange, path: str, field: str, fields: Fields[str, Plain]) -> None:
    """Give a page a field with fields of its own; raises EnvironmentFault if that cannot be changed alone."""
    changed = with_nested(change.document(path), field, fields, change.workspace.limits)
    if changed is None:
        raise _unwritable(path, field)
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
        if not value and item.key(name) is None:
            continue
        wanted = before[place]
        assert isinstance(wanted, dict)
        wanted.pop(name, None)
        if value or isinstance(value, tuple):
            wanted[name] = list(value) if isinstance(value, tuple) else value
        edit = field_edit(document.source, item, FieldValue(name, value), FIRST_FIELDS)
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


def _unwritable(path: str, field: str) -> EnvironmentFault:
    return EnvironmentFault(
        f"`{field}` is written in {path} in a way that cannot be changed without losing a comment or the layout",
        "change it there by hand first",
    )
