"""Ids in the files of a library: where each is defined, and where it is referred to."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from pipeline.model.entry import Entry
from pipeline.model.library import Library
from pipeline.model.own_fields import OwnField
from pipeline.model.strategy import REFERENCE_FIELDS
from pipeline.model.vocabulary import AnyTerms
from pipeline.source.parse import Document, Link
from pipeline.source.parse.yaml_tree import Mapping as MappingNode
from pipeline.source.parse.yaml_tree import Node, Scalar, scalars
from pipeline.source.paths import CATEGORIES_PATH, FACTORS_PATH, LEARNER_MODELS_PATH, is_own_page, vocabulary_path
from pipeline.source.text import Span

# The kinds of ids that links name.
LINK_KINDS = ("strategy", "factor")
LIST_PATHS: Mapping[str, str] = {
    "factor": FACTORS_PATH,
    "category": CATEGORIES_PATH,
    "learner_model": LEARNER_MODELS_PATH,
}


class Target(NamedTuple):
    """Something with an id: a `kind` is strategy, factor, category, learner_model, or the id of an own vocabulary."""

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
    front = entry.document.front
    if isinstance(front, MappingNode) and not is_own_page(entry.path):
        for name, kind in kinds_of_fields(own).items():
            yield from _values(front.get(name), kind)
    for link in entry.body.links if entry.readable and entry.document.body else ():
        yield from _linked(entry, link)


def _values(node: Node | None, kind: str) -> Iterator[IdMention]:
    for value in scalars(node) if node else ():
        if value.exact and not value.is_absent:
            yield IdMention(Target(kind, value.text), value.part(0, len(value.text)))


def _linked(entry: Entry, link: Link) -> Iterator[IdMention]:
    kind, colon, id_ = link.href.partition(":")
    span = link.target
    if kind in LINK_KINDS and colon and entry.source.slice(span) == link.href:
        yield IdMention(Target(kind, id_), Span(span.path, span.start + len(kind) + 1, span.end))


def in_data(document: Document, library: Library) -> Iterator[IdMention]:
    """The ids in a vocabulary file: those of its terms, and those that its terms refer to."""
    kind = kind_of_list(document.path, library)
    front = document.front
    if kind is None or front is None or isinstance(front, Scalar):
        return
    items = front.items if not isinstance(front, MappingNode) else ()
    kinds = {field.id: field.target for field in library.policy.fields_on(kind) if field.target}
    for item in items:
        if not isinstance(item, MappingNode):
            continue
        for key, value in item.pairs:
            if key.text == "id":
                yield from (each._replace(defines=True) for each in _values(value, kind))
            elif key.text == "replaced_by":
                yield from _values(value, kind)
            elif kind == "learner_model" and key.text in ("groups", "factors"):
                yield from _values(value, "factor")
            elif key.text in kinds:
                yield from _values(value, kinds[key.text])


def kind_of_list(path: str, library: Library) -> str | None:
    """What the terms of a vocabulary file are; None for another file."""
    paths = {**LIST_PATHS, **{id_: vocabulary_path(id_) for id_ in library.vocabulary.own}}
    return next((kind for kind, listed in paths.items() if listed == path), None)


def mentions_in(path: str, library: Library) -> list[IdMention]:
    """The ids in a file of the library, in order."""
    own = library.policy.fields
    entry = next((each for each in library.texts if each.path == path), None)
    if entry is not None:
        return sorted(on_page(entry, own), key=lambda each: each.span)
    document = next((each for each in library.data_files if each.path == path), None)
    return sorted(in_data(document, library), key=lambda each: each.span) if document else []


def mention_at(path: str, offset: int, library: Library) -> IdMention | None:
    """The id at an offset, or just before it."""
    return next((each for each in mentions_in(path, library) if each.span.start <= offset <= each.span.end), None)


def terms_of(kind: str, library: Library) -> AnyTerms | None:
    """The list of a kind of term; None for strategies."""
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
    for document in library.data_files:
        if target.id in document.source.text:
            yield from (each for each in in_data(document, library) if each.target == target)
    for entry in library.texts:
        if target.id in entry.source.text:
            yield from (each for each in on_page(entry, library.policy.fields) if each.target == target)
