"""The catalog of a library in one of its further languages. What is not translated is as in the original."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from pipeline.model.catalog import Catalog, CatalogPage
from pipeline.model.entry import Entry
from pipeline.model.fallback import fallback_entry
from pipeline.model.library import Library
from pipeline.model.localization import Localization
from pipeline.model.own_fields import ATTRIBUTE, CHOICES
from pipeline.model.own_page import OwnPage, OwnPageFront, own_page_of
from pipeline.model.strategy import Strategy
from pipeline.model.translation import TranslationEntry, changed_parts, parts_of, text_fields
from pipeline.source.paths import translated_path


def with_languages(catalog: Catalog, library: Library) -> Catalog:
    """A catalog whose pages name the languages that they are in; the same if the library has only one."""
    info = library.info
    if info is None or not info.languages:
        return catalog

    def languages(path: str) -> tuple[str, ...]:
        return (info.language, *(each for each in info.languages if finished_translation(library, path, each)))

    def outdated(entry: Entry) -> tuple[str, ...]:
        found = ((each, finished_translation(library, entry.path, each)) for each in info.languages)
        parts = parts_of(entry, library.policy)
        return tuple(each for each, translation in found if translation and changed_parts(translation, parts))

    def named(pages: tuple[CatalogPage, ...]) -> tuple[CatalogPage, ...]:
        return tuple(
            replace(page, languages=languages(page.entry.path), outdated=outdated(page.entry)) for page in pages
        )

    own = {page.id: page.path for page in library.own_pages}
    return replace(
        catalog,
        published=named(catalog.published),
        retired=named(catalog.retired),
        own_pages=tuple(replace(page, languages=languages(own[page.id])) for page in catalog.own_pages),
    )


def localized_catalogs(catalog: Catalog, library: Library) -> Iterator[Catalog]:
    """The catalogs of the further languages, in the order of the library."""
    for localization in library.localizations:
        parts = (tuple(_page(page, library, localization) for page in pages) for pages in _pages(catalog))
        published, retired = parts
        own = tuple(_own_page(page, library, localization) for page in catalog.own_pages)
        yield Catalog(
            localization.info,
            localization.vocabulary,
            localization.policy,
            published,
            retired,
            own_pages=own,
            localization=localization,
        )


def _pages(catalog: Catalog) -> tuple[tuple[CatalogPage, ...], tuple[CatalogPage, ...]]:
    return catalog.published, catalog.retired


def finished_translation(library: Library, path: str, language: str) -> TranslationEntry | None:
    """The translation of a page into a language, if it may be published."""
    entry = library.translations_by_path.get(translated_path(path, language))
    return entry if entry and entry.facts.valid and not entry.is_unfinished else None


def _page(page: CatalogPage, library: Library, localization: Localization) -> CatalogPage:
    translation = finished_translation(library, page.entry.path, localization.language)
    texts: dict[str, Any] = dict(_choices(page.strategy, library, localization))
    if translation is None:
        entry: Entry = fallback_entry(page.entry, library.policy, localization)
    else:
        entry, written = translation, translation.texts
        texts |= {"title": written["title"], "summary": written["summary"]}
        own = {field.id for field in text_fields(library.policy.fields)}
        texts |= {ATTRIBUTE + id_: written[id_] for id_ in own & written.keys()}
    return replace(page, entry=entry, strategy=page.strategy.model_copy(update=texts))


def _choices(strategy: Strategy, library: Library, localization: Localization) -> Iterator[tuple[str, object]]:
    """The values of choices in the words of a language, by the names of attributes."""
    for field in library.policy.fields:
        words = localization.words.fields.get(field.id)
        value = getattr(strategy, ATTRIBUTE + field.id, None)
        if not words or not value or field.type not in CHOICES:
            continue
        if isinstance(value, tuple):
            yield ATTRIBUTE + field.id, tuple(words.of.get(each, each) for each in value)
        else:
            yield ATTRIBUTE + field.id, words.of.get(value, value)


def _own_page(page: OwnPage, library: Library, localization: Localization) -> OwnPage:
    path = next(entry.path for entry in library.own_pages if entry.id == page.id)
    translation = finished_translation(library, path, localization.language)
    if translation is None:
        return page
    texts = translation.texts
    front = OwnPageFront.model_construct(
        None,
        title=texts["title"],
        description=texts.get("description"),
        menu=texts.get("menu", page.menu),
        order=page.order,
    )
    return replace(own_page_of(page.id, front, translation.document), languages=page.languages)
