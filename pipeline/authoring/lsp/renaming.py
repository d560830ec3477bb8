"""The edits that rename an id everywhere; `renamed` is all that the server knows of how this is done."""

import re
from pathlib import PurePosixPath
from typing import NamedTuple

from pipeline.authoring.lsp.mentions import Target, definition, mentions_of, terms_of
from pipeline.model.entry import Entry
from pipeline.model.library import Library
from pipeline.source.parse.yaml_tree import Mapping, Scalar, Sequence
from pipeline.source.text import Edit, Span

# Ids: lower-case words joined by hyphens.
ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


class RenameRefused(Exception):  # noqa: N818 - names what happened
    """An id that cannot be renamed, with the reason for the author."""


class RenamedId(NamedTuple):
    """Edits by path, and afterwards the new path of each file whose name is the id."""

    edits: dict[str, list[Edit]]
    moves: dict[str, str]


def renamed(target: Target, new: str, library: Library) -> RenamedId:
    """Rename an id over the library; raises RenameRefused. A strategy keeps its former id as an alias."""
    if not ID.fullmatch(new):
        raise RenameRefused(f"`{new}` is no id: write lower-case words joined by hyphens")
    if definition(target, library) is None:
        raise RenameRefused(f"there is no {target.kind.replace('_', ' ')} `{target.id}`")
    if new != target.id and definition(Target(target.kind, new), library) is not None:
        raise RenameRefused(f"`{new}` is taken already")
    edits: dict[str, list[Edit]] = {}
    for mention in mentions_of(target, library):
        edits.setdefault(mention.span.path, []).append(Edit(mention.span, new))
    if terms_of(target.kind, library) is not None:
        return RenamedId(edits, {})
    entry = library.by_id.get(target.id)
    if entry is None:
        raise RenameRefused(f"`{target.id}` is a former id of another page")
    alias = _alias(entry, target.id)
    edits.setdefault(entry.path, []).append(alias)
    moves = {
        path: str(PurePosixPath(path).with_name(PurePosixPath(path).name.replace(target.id, new, 1)))
        for path in (entry.path, *(each.path for each in library.translations if each.original == entry.path))
    }
    return RenamedId(edits, moves)


def _alias(entry: Entry, id_: str) -> Edit:
    """The edit that adds a former id to a page."""
    front, source = entry.document.front, entry.source
    if not isinstance(front, Mapping) or entry.document.front_span is None:
        raise RenameRefused(f"{entry.path} has errors in its fields: mend them first")
    aliases = front.get("aliases")
    if isinstance(aliases, Sequence) and aliases.items:
        first = aliases.items[0]
        if source.text[aliases.span.start] == "[":
            return Edit(Span(entry.path, first.span.start, first.span.start), f"{id_}, ")
        line = source.line_span(source.line_index(first.span.start))
        indent = source.text[line.start : first.span.start]
        return Edit(Span(entry.path, line.start, line.start), f"{indent}{id_}{source.newline}")
    if isinstance(aliases, Sequence) and source.slice(aliases.span).startswith("["):
        return Edit(aliases.span, f"[{id_}]")
    if isinstance(aliases, Scalar) and not aliases.is_absent:
        return Edit(aliases.span, f"[{id_}, {source.slice(aliases.span)}]")
    if isinstance(aliases, Scalar):
        return Edit(aliases.span, f" [{id_}]" if source.text[aliases.span.start - 1] == ":" else f"[{id_}]")
    end = entry.document.front_span.end
    return Edit(Span(entry.path, end, end), f"aliases: [{id_}]{source.newline}")
