"""Edits that let every reference to one id name another."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from pipeline.authoring.changes.change import LibraryChange
from pipeline.authoring.changes.named import Named
from pipeline.authoring.changes.values import list_change, replacement
from pipeline.model.library import Library
from pipeline.model.link_edits import link_edits
from pipeline.model.load import members_of
from pipeline.model.meanings import FIELD_OF
from pipeline.model.own_fields import STRATEGY
from pipeline.source.disk import FileRefused
from pipeline.source.parse import Document, Link
from pipeline.source.parse.yaml_tree import Mapping, Node, Scalar, Sequence
from pipeline.source.paths import INFO_PATH, LEARNER_MODELS_PATH, translated_path
from pipeline.source.text import Edit, Source

# Kinds that links in a text can lead to.
LINKED = (STRATEGY, "factor")


class IdChange(NamedTuple):
    """An id, and the one to write in its place."""

    old: str
    new: str


def redirect(change: LibraryChange, library: Library, old: Named, new: str) -> None:
    """Let all that names the old id name the new one; a list that has the new one loses the old."""
    renaming = IdChange(old.id, new)
    for entry in library.texts:
        path = change.moved.get(entry.path, entry.path)
        if old.id not in change.source(path).text:
            continue
        fields = entry.fields_naming(old.kind)
        document = change.document(path)
        if entry.path in library.by_path:
            taken = fields if old.kind == STRATEGY and entry.id == new else ()  # no page names itself
            change.edit(path, _in_fields(document.source, document.front, fields, renaming, taken))
        if old.kind in LINKED:
            change.edit(path, _in_links(change.document(path), f"{old.kind}:{old.id}", f"{old.kind}:{new}"))
    _in_data(change, library, old, new)


def _in_fields(
    source: Source, front: Node | None, fields: Iterable[str], renaming: IdChange, taken: Iterable[str] = ()
) -> Iterator[Edit]:
    """Edits of fields of a page or a term; lists in fields that are `taken` lose the old id."""
    for field in fields:
        found = front.get(field) if isinstance(front, Mapping) else None
        if isinstance(found, Scalar) and found.text == renaming.old:
            yield replacement(source, found, renaming.new)
        elif isinstance(front, Mapping) and isinstance(found, Sequence):
            yield from _in_list(source, (front, field), renaming, taken=field in taken)


def _in_list(source: Source, place: tuple[Mapping, str], renaming: IdChange, *, taken: bool = False) -> Iterator[Edit]:
    """Edits of a list: the new id in place of the old one, which goes if the new one is `taken`, or listed as well."""
    holder, field = place
    found = holder.get(field)
    items = [item for item in found.items if isinstance(item, Scalar)] if isinstance(found, Sequence) else []
    old, new = renaming
    named = [item for item in items if item.text == old]
    if not named:
        return
    if taken or any(item.text == new for item in items):
        yield list_change(source, holder, field, [item.text for item in items if item.text != old])
    else:
        yield from (replacement(source, item, new) for item in named)


def _in_links(document: Document, old: str, new: str) -> Iterator[Edit]:
    def address(link: Link) -> str:
        return new if link.kind == "link" and link.href == old else ""

    yield from link_edits(document, address)
    for link in document.body.links if document.body else ():
        if link.kind == "autolink" and link.href == old and document.source.slice(link.target) == old:
            yield Edit(link.target, new)


def _in_data(change: LibraryChange, library: Library, old: Named, new: str) -> None:
    """Change fields of terms and of the library that name the id, and members of learner models."""
    policy, vocabulary, renaming = library.policy, library.vocabulary, IdChange(old.id, new)
    for holder, terms in vocabulary.by_kind.items():
        path = terms.path
        own = [field.id for field in policy.fields_on(holder) if field.target == old.kind]
        fields = [*own, *(["replaced_by"] if holder == old.kind else [])]
        if path not in library.sources or old.id not in change.source(path).text:
            continue
        document = change.document(path)
        items = document.front.items if isinstance(document.front, Sequence) else ()
        edits = [edit for item in items for edit in _in_fields(document.source, item, fields, renaming)]
        if old.kind == "factor" and path == LEARNER_MODELS_PATH:
            edits += (edit for item in items for edit in _in_model(document.source, item, renaming))
        change.edit(path, edits)
    own = [field.id for field in policy.fields_on("library") if field.target == old.kind]
    document = change.document(INFO_PATH)
    change.edit(INFO_PATH, _in_fields(document.source, document.front, own, renaming))


def _in_model(source: Source, model: Node, renaming: IdChange) -> Iterator[Edit]:
    """Edits of the factors of a learner model, which has each of them once."""
    if not isinstance(model, Mapping):
        return
    taken = any(member.text == renaming.new for member in members_of(model))
    groups = model.get("groups")
    in_groups = [(groups, key.text) for key, _ in groups.pairs] if isinstance(groups, Mapping) else []
    for place in ((model, "factors"), *in_groups):
        yield from _in_list(source, place, renaming, taken=taken)


def rename_in_reviews(change: LibraryChange, library: Library, old: Named, new: str) -> None:
    """Give a strategy or a factor its new id in the last reviews of pages, where ids are keys."""
    field = FIELD_OF.get(old.kind)
    for entry in library.entries if field else ():
        path = change.moved.get(entry.path, entry.path)
        if not (entry.facts.valid and "reviewed" in entry.facts.front):
            continue
        document = change.document(path)
        reviewed = document.front.get("reviewed") if isinstance(document.front, Mapping) else None
        digests = reviewed.get(field) if isinstance(reviewed, Mapping) and field else None
        key = digests.key(old.id) if isinstance(digests, Mapping) and digests.key(new) is None else None
        if key:
            change.edit(path, [replacement(document.source, key, new)])


def rename_in_translations(change: LibraryChange, library: Library, old: Named, new: str) -> None:
    """Give a term its new id in the translations of its vocabulary, where ids are keys."""
    languages = [*(each.language for each in library.localizations), *library.unlisted.values()]
    for path in dict.fromkeys(translated_path(old.path, language) for language in languages):
        try:
            document = change.document(path)
        except FileRefused:
            continue
        key = document.front.key(old.id) if isinstance(document.front, Mapping) else None
        if key:
            change.edit(path, [replacement(document.source, key, new)])
