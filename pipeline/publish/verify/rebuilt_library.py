"""The records of a library, rebuilt from the JSON documents of its bundle."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from typing import Any, TypeVar, cast

from pipeline.model.concept_words import Concept, ConceptWords
from pipeline.model.fields import AuthoredModel, Extensible
from pipeline.model.foreign_sources import Analytics
from pipeline.model.images import FOLDER as IMAGES
from pipeline.model.images import SITE
from pipeline.model.library_info import Education, LibraryInfo, Logo
from pipeline.model.own_fields import OwnField
from pipeline.model.own_page import OwnPage
from pipeline.model.own_vocabulary import OwnTerm, OwnVocabulary
from pipeline.model.policy import Disclaimer, EvidenceHeadings, GeneratedHeadings, PagePolicy, SectionPolicy
from pipeline.model.vocabulary import Category, Factor, LearnerModel, Term, Terms, Vocabulary
from pipeline.publish.inputs import OWN_STYLES
from pipeline.publish.own_pages import own_markdown_of, page_from_markdown
from pipeline.publish.records import Records
from pipeline.publish.schema.manifest import ManifestV1
from pipeline.publish.schema.records import FieldValueV1, TombstoneV1
from pipeline.publish.schema.site import OwnFieldV1, SiteV1
from pipeline.publish.site_options import SiteOptions
from pipeline.publish.top_files import LICENCE
from pipeline.publish.verify.checks.documents import CATEGORIES, MODELS, OWN_VOCABULARIES, items
from pipeline.publish.verify.checks.site import SEARCH
from pipeline.publish.verify.context import TOMBSTONES, VerifyContext
from pipeline.publish.verify.references import FACTORS
from pipeline.source.paths import (
    CATEGORIES_PATH,
    FACTORS_PATH,
    IMAGES_FOLDER,
    LEARNER_MODELS_PATH,
    LICENCE_PATHS,
    STATIC_FOLDER,
    TRANSLATIONS_FOLDER,
    vocabulary_path,
)

STYLESHEETS = "html/assets/site."
Authored = TypeVar("Authored", bound=AuthoredModel)
Holder = TypeVar("Holder", bound=Extensible)


def rebuilt_records(context: VerifyContext) -> Records:
    """The records that the documents of a bundle were made from. The bundle must have passed all other checks."""
    manifest = context.manifest
    notes = {section.id: section.note for section in manifest.site.sections if section.note is not None}
    library = manifest.library
    info = library.model_dump() | {"edit_url": manifest.site.edit_url, "notes": notes} | _frame(manifest.site)
    if library.languages[:1] == [library.language]:
        info["languages"] = library.languages[1:]  # as the library lists them
    files = dict(_site_files(context))
    return Records(
        _extended(LibraryInfo, info, manifest.site.library_fields),
        _vocabulary(context),
        rebuilt_policy(manifest, context.disclaimers_of_sections, items(context, OWN_VOCABULARIES)),
        [context.summaries[id_] for id_ in manifest.published],
        [TombstoneV1.model_validate(item) for item in items(context, TOMBSTONES)],
        sorted(path for path in files if path.startswith(f"{IMAGES_FOLDER}/")),
        SiteOptions(bool(context.below(SEARCH)), files),
        tuple(_own_pages(context)),
        tuple(manifest.site.untranslated),
    )


def _own_pages(context: VerifyContext) -> Iterator[OwnPage]:
    """The library's own pages, whose texts only the site has."""
    for item in context.manifest.site.pages:
        if context.holds("html"):
            yield page_from_markdown(item, context.text(own_markdown_of(item.id)) or "")
        else:
            own = item.id, item.title, item.description, item.menu, item.order
            yield OwnPage(*own, "", ("",), tuple(item.languages))


def _frame(site: SiteV1) -> dict[str, Any]:
    """What the library says of itself besides its records, as it is written."""
    logo, analytics, education = site.logo, site.analytics, site.education
    return {
        "words": own_words(site),
        "education": Education.model_construct(None, **education.model_dump()) if education else None,
        "logo": Logo.model_construct(None, **logo.model_dump()) if logo else None,
        "csp": {name: tuple(sources) for name, sources in site.csp.items()},
        "analytics": Analytics.model_construct(None, **analytics.model_dump()) if analytics else None,
    }


def own_words(site: SiteV1) -> dict[Concept, ConceptWords]:
    """The library's own words for strategies, factors and the like."""
    return {name: ConceptWords.model_construct(None, **own.model_dump()) for name, own in site.words.items()}


def _authored(model: type[Authored], values: Mapping[str, Any]) -> Authored:
    """What people wrote, from its published form: tuples for lists, no field that they do not write."""
    known: dict[str, Any] = {name: value for name, value in values.items() if name in model.model_fields}
    known |= {name: tuple(value) for name, value in known.items() if isinstance(value, list)}
    return cast("Authored", model.model_construct(None, **known))


def _extended(model: type[Holder], values: Mapping[str, Any], own: Mapping[str, FieldValueV1]) -> Holder:
    """The same with values of the library's own fields, as they are written: by ids, lists as tuples."""
    return _authored(model, values).with_own({id_: _written(value) for id_, value in own.items()})


def _written(value: Any) -> object:
    if isinstance(value, list):
        return tuple(map(_written, value))
    return value["id"] if isinstance(value, dict) else getattr(value, "id", value)


def _vocabulary(context: VerifyContext) -> Vocabulary:
    models = [item | _members(item["groups"]) for item in items(context, MODELS)]
    own = {
        vocabulary["id"]: _terms(OwnTerm, vocabulary_path(vocabulary["id"]), vocabulary["terms"])
        for vocabulary in items(context, OWN_VOCABULARIES)
    }
    return Vocabulary(
        _terms(Factor, FACTORS_PATH, items(context, FACTORS)),
        _terms(Category, CATEGORIES_PATH, items(context, CATEGORIES)),
        _terms(LearnerModel, LEARNER_MODELS_PATH, models),
        own,
    )


def _terms(model: type[Term], path: str, listed: list[dict[str, Any]]) -> Terms[Term]:
    return Terms(path, {item["id"]: _extended(model, item, item["fields"]) for item in listed})


def _members(groups: list[dict[str, Any]]) -> dict[str, Any]:
    """The factors of a learner model, in groups or in none, as they are written."""
    members = {group["name"]: tuple(group["factors"]) for group in groups}
    return {"ungrouped": members.pop("", ()), "groups": members}


def rebuilt_policy(
    manifest: ManifestV1, disclaimers: Mapping[str, str], vocabularies: Iterable[Mapping[str, Any]] = ()
) -> PagePolicy:
    """The page policy that a manifest tells of.

    `disclaimers` are the ids of those that sections open with, `vocabularies` the library's own as published.
    """
    site = manifest.site
    sections = [
        section.model_dump() | {"disclaimer": disclaimers.get(section.id), "video": site.videos}
        for section in site.sections
    ]
    headings = {"factors": site.factors_heading, "related": site.related_heading}
    return PagePolicy.model_construct(
        sections=tuple(_authored(SectionPolicy, section) for section in sections),
        disclaimers=tuple(
            _authored(Disclaimer, {"id": item.id, "text": item.markdown or item.text}) for item in manifest.disclaimers
        ),
        all_fields=tuple(_own_field(field) for field in site.fields),
        vocabularies=tuple(_authored(OwnVocabulary, each) for each in vocabularies),
        generated_headings=_authored(GeneratedHeadings, headings | {"other_related": site.other_related_heading}),
        evidence=_authored(EvidenceHeadings, site.evidence.model_dump()),
    )


def _own_field(field: OwnFieldV1) -> OwnField:
    of = field.choices or ([field.target] if field.target else None)
    return _authored(OwnField, field.model_dump() | {"of": of})


def _site_files(context: VerifyContext) -> Iterator[tuple[str, Callable[[], bytes]]]:
    """The library's images, static files, styles and licence by their paths in the library."""
    read, licence = context.bundle.read, context.manifest.site.licence_file
    if licence in LICENCE_PATHS:
        yield licence, partial(read, LICENCE)
    for path in context.below(IMAGES):
        yield f"{IMAGES_FOLDER}{path.removeprefix(IMAGES)}", partial(read, path)
    for path in context.manifest.site.files:
        yield f"{STATIC_FOLDER}/{path}", partial(read, f"{SITE}/{path}")
    for path in context.manifest.site.theme:
        if path.startswith(f"{TRANSLATIONS_FOLDER}/") and context.holds("html"):
            yield path, partial(read, f"{SITE}/{path}")
    if OWN_STYLES in context.manifest.site.theme:
        from pipeline.publish.exporters.html_site.theme import Theme  # the packaged rules come first

        packaged = Theme(
            {}, logo=context.manifest.site.logo is not None, several=bool(context.manifest.library.languages)
        ).stylesheet.data
        for path in context.below("html/assets", ".css"):
            if path.startswith(STYLESHEETS):
                yield OWN_STYLES, partial(bytes, read(path).removeprefix(packaged))
