"""Ids in the files of a library: where each is defined, and where it is referred to."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from pipeline.authoring.changes.references import LINKED
from pipeline.model.entry import Entry
from pipeline.model.library import Library
from pipeline.model.own_fields import OwnField
from pipeline.model.strategy import REFERENCE_FIELDS
from pipeline.model.vocabulary import AnyList
from pipeline.source.parse import Document, Link
from pipeline.source.parse.yaml_tree import Mapping as MappingNode
from pipeline.source.parse.yaml_tree import Node, Sequence, scalars
from pipeline.source.paths import INFO_PATH, REFERENCES_PATH, is_own_page, translation_path
from pipeline.source.text import Span

# Works that pages cite, as a kind of thing with an id.
REFERENCE = "reference"


class Target(NamedTuple):
    """Something with an id.

    A `kind` is strategy, factor, category, learner_model, reference, or the id of an own vocabulary.
    """

    kind: str
    id: str


class IdMention(NamedTuple):
    """An id in a file, exactly where it is written; `defines` is true where it is not a reference."""

    target: Target
    span: Span
    defines: bool = False


def kinds_of_fields(own: tuple[OwnField, ...]) -> dict[str, str]:
    """What each field refers to that holds ids."""
    return {**REFERENCE_FIELDS, **{field.id: field.target for field in own if field.target}}


def on_page(entry: Entry, own: tuple[OwnField, ...]) -> Iterator[IdMention]:
    """The ids on a page: in its fields and in the addresses of its links."""
    if not is_own_page(entry.path):
        yield from _in_fields(entry.document.front, kinds_of_fields(own))
    for link in entry.body.links if entry.readable and entry.document.body else ():
        yield from _linked(entry, link)


def _in_fields(node: Node | None, kinds: Mapping[str, str]) -> Iterator[IdMention]:
    if isinstance(node, MappingNode):
        for name, kind in kinds.items():
            yield from _values(node.get(name), kind)


def _values(node: Node | None, kind: str) -> Iterator[IdMention]:
    for value in scalars(node) if node else ():
        if value.exact and not value.is_absent:
            yield IdMention(Target(kind, value.text), value.part(0, len(value.text)))


def _linked(entry: Entry, link: Link) -> Iterator[IdMention]:
    kind, colon, id_ = link.href.partition(":")
    span = link.target
    if kind in (*LINKED, REFERENCE) and colon and entry.source.slice(span) == link.href:
        yield IdMention(Target(kind, id_), Span(span.path, span.start + len(kind) + 1, span.end))


def in_data(document: Document, library: Library) -> Iterator[IdMention]:
    """The ids in a data file: those of terms, also where they are translated, and what their fields refer to."""
    front, translated = document.front, translation_path(document.path)
    if document.path == INFO_PATH:
        yield from _in_fields(front, _own_kinds(library, "library"))
        return
    kind = kind_of_list(translated.original if translated else document.path, library)
    if kind is None:
        return
    kinds = {"replaced_by": kind, **_own_kinds(library, kind)}
    if kind == "learner_model":
        kinds |= {"groups": "factor", "factors": "factor"}
    for key, _ in front.pairs if translated and isinstance(front, MappingNode) else ():
        yield from _values(key, kind)
    for item in front.items if isinstance(front, Sequence) else ():
        if isinstance(item, MappingNode):
            yield from (each._replace(defines=True) for each in _values(item.get("id"), kind))
            yield from _in_fields(item, kinds)


def _own_kinds(library: Library, holder: str) -> dict[str, str]:
    return {field.id: field.target for field in library.policy.fields_on(holder) if field.target}


def kind_of_list(path: str, library: Library) -> str | None:
    """What the items of a list with ids are; None for another file."""
    if path == REFERENCES_PATH:
        return REFERENCE
    return next((kind for kind, terms in library.vocabulary.by_kind.items() if terms.path == path), None)


def data_files(library: Library) -> tuple[Document, ...]:
    """The data files of a library, and their translations."""
    return (*library.data_files, *(file for each in library.localizations for file in each.files))


def mentions_in(path: str, library: Library) -> list[IdMention]:
    """The ids in a file of the library, in order."""
    own = library.policy.fields
    entry = next((each for each in library.texts if each.path == path), None)
    if entry is not None:
        return sorted(on_page(entry, own), key=lambda each: each.span)
    document = next((each for each in data_files(library) if each.path == path), None)
    return sorted(in_data(document, library), key=lambda each: each.span) if document else []


def mention_at(path: str, offset: int, library: Library) -> IdMention | None:
    """The id at an offset, or just before it."""
    return next((each for each in mentions_in(path, library) if each.span.start <= offset <= each.span.end), None)


def terms_of(kind: str, library: Library) -> AnyList | None:
    """The list of a kind of term or of works; None for strategies."""
    if kind == REFERENCE:
        return library.vocabulary.references
    return None if kind == "strategy" else library.vocabulary.terms_of(kind)


def definition(target: Target, library: Library) -> Span | None:
    """Where an id is defined: at the top of a page, or at its line in a vocabulary; None if it is unknown."""
    terms = terms_of(target.kind, library)
    if terms is not None:
        return terms.spans.get(target.id)
    entry = library.by_id.get(target.id) or library.former_ids.get(target.id)
    if entry is None:
        return None
    title = entry.value("title")
    return title.span if title else Span(entry.path, 0, 0)


def mentions_of(target: Target, library: Library) -> Iterator[IdMention]:
    """Every mention of an id in the library. Pages that do not hold its letters are not parsed."""
    for document in data_files(library):
        if target.id in document.source.text:
            yield from (each for each in in_data(document, library) if each.target == target)
    for entry in library.texts:
        if target.id in entry.source.text:
            yield from (each for each in on_page(entry, library.policy.fields) if each.target == target)
