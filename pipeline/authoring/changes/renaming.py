"""Renames a strategy or a term in the whole library; its old id stays behind as another name."""

from pipeline.authoring.changes.change import LibraryChange
from pipeline.authoring.changes.named import Named, new_id
from pipeline.authoring.changes.references import redirect, rename_in_reviews, rename_in_translations
from pipeline.authoring.changes.values import replacement, set_fields, set_term, term_node
from pipeline.authoring.sheet.columns import possible_columns
from pipeline.model.library import Library
from pipeline.model.own_fields import STRATEGY
from pipeline.source.names import folded
from pipeline.source.parse.yaml_tree import Mapping, Scalar
from pipeline.source.paths import translation_path


def rename(change: LibraryChange, library: Library, old: Named, to: str) -> None:
    """Give a strategy or a term another id; raises EnvironmentFault if that is malformed or taken."""
    new = new_id(library, old.kind, to)
    if old.kind == STRATEGY:
        _move_pages(change, library, old, new)
    else:
        _rename_term(change, library, old, new)
    redirect(change, library, old, new)
    rename_in_reviews(change, library, old, new)


def _move_pages(change: LibraryChange, library: Library, old: Named, new: str) -> None:
    """Move the page and its translations, and keep the old id as an alias."""
    former = library.by_path[old.path].facts.texts("aliases")
    folder = old.path.rpartition("/")[0]
    translations = [each.path for each in library.translations if each.original == old.path]
    unlisted = [path for path in library.unlisted if (found := translation_path(path)) and found.original == old.path]
    for path in dict.fromkeys((old.path, *translations, *unlisted)):
        ending = path.removeprefix(f"{folder}/{old.id}")
        change.move(path, f"{folder}/{new}{ending}")
    aliases = (*(each for each in former if each != new), old.id)
    set_fields(change, f"{folder}/{new}.md", {possible_columns(())["aliases"]: tuple(dict.fromkeys(aliases))})


def _rename_term(change: LibraryChange, library: Library, old: Named, new: str) -> None:
    document = change.document(old.path)
    item = term_node(document.front, old.id)
    value = item.get("id") if isinstance(item, Mapping) else None
    assert isinstance(value, Scalar)
    change.edit(old.path, [replacement(document.source, value, new)])
    rename_in_translations(change, library, old, new)
    term = library.vocabulary.terms_of(old.kind).get(old.id)
    if term is None:
        return
    left = old.id.replace("-", " ")
    if folded(left) not in map(folded, (new, term.name, *term.aliases)):
        set_term(change, old.path, new, {"aliases": (*term.aliases, left)})
