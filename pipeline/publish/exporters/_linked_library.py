"""Linked data about the library as a whole: its data, vocabulary and retired strategies; parts that articles share."""

from collections.abc import Iterator, Mapping
from typing import Any, Literal

from pipeline.model.concept_words import capitalized
from pipeline.model.identifiers import Identifiers, Kind
from pipeline.model.vocabulary import LearnerModel, VocabularyTerm
from pipeline.publish.exporter import exporters_of
from pipeline.publish.records import Records
from pipeline.publish.schema import linked_data as shape
from pipeline.publish.schema.records import LibraryV1, TombstoneV1
from pipeline.publish.web_address import web_address

# The id of the set that the terms of a kind belong to.
SETS: Mapping[str, str] = {"category": "categories", "factor": "factors"}


def library_things(records: Records) -> Iterator[shape.AnyThingV1]:
    """Everything but the articles."""
    yield collection(records)
    yield _dataset(records)
    yield factor_set(records)
    yield _category_set(records)
    yield from (_learner_model(records, model) for model in records.vocabulary.learner_models)
    yield from (_retired(records, tombstone) for tombstone in records.tombstones)


def collection(records: Records) -> shape.CollectionV1:
    """The library as a whole."""
    library = records.library
    return shape.CollectionV1(
        id_=records.identifiers.address("vocabulary", "library"),
        type_="Collection",
        name=library.title,
        description=library.description,
        in_language=library.language,
        license=library.licence_url,
        credit_text=library.attribution,
        publisher=_publisher(records),
        version=library.version,
        url=library.base_url,
    )


def _dataset(records: Records) -> shape.DatasetV1:
    """The data about the library, and the files that hold it."""
    library = records.library
    return shape.DatasetV1(
        id_=records.identifiers.address("vocabulary", "dataset"),
        type_="Dataset",
        name=library.title,
        description=library.description or library.title,
        in_language=library.language,
        license=library.licence_url,
        credit_text=library.attribution,
        creator=_publisher(records),
        version=library.version,
        date_modified=records.updated,
        url=library.base_url,
        main_entity=_link(records.identifiers, "vocabulary", "library"),
        distribution=[
            shape.DataDownloadV1(
                type_="DataDownload",
                name=path,
                encoding_format=media_type,
                content_url=web_address(library.base_url, path),
            )
            for path, media_type in _data_files()
        ],
    )


def _data_files() -> list[tuple[str, str]]:
    """The files of data by path, with their media types: those of JSON alone, because its archive holds no others."""
    return sorted(file for exporter in exporters_of(["json"]) for file in exporter.data_files.items())


def factor_set(records: Records) -> shape.DefinedTermSetV1:
    """All factors."""
    terms = [_described(records, "factor", factor, factor.definition) for factor in records.vocabulary.factors]
    return _term_set(records, "factor", terms)


def _category_set(records: Records) -> shape.DefinedTermSetV1:
    terms = [_described(records, "category", item, item.description) for item in records.vocabulary.categories]
    return _term_set(records, "category", terms)


def _term_set(
    records: Records, kind: Literal["category", "factor"], terms: list[shape.DescribedTermV1]
) -> shape.DefinedTermSetV1:
    words = records.info.words.get(kind)
    return shape.DefinedTermSetV1(
        id_=records.identifiers.address("vocabulary", SETS[kind]),
        type_="DefinedTermSet",
        name=capitalized(words.many if words else SETS[kind]),
        in_language=records.library.language,
        has_defined_term=terms,
    )


def _described(records: Records, kind: Kind, term: VocabularyTerm, description: str) -> shape.DescribedTermV1:
    identifiers = records.identifiers
    return shape.DescribedTermV1(
        id_=identifiers.address(kind, term.id),
        type_="DefinedTerm",
        term_code=term.id,
        name=term.name,
        in_defined_term_set=_link(identifiers, "vocabulary", SETS[kind]),
        description=description,
        **_state(identifiers, kind, term),
    )


def _state(identifiers: Identifiers, kind: Kind, term: VocabularyTerm) -> dict[str, Any]:
    """Other names of a term, and whether it is still to be used."""
    return {
        "alternate_name": list(term.aliases) or None,
        "deprecated": True if term.deprecated else None,
        "replaced_by": _link(identifiers, kind, term.replaced_by) if term.replaced_by else None,
    }


def _learner_model(records: Records, model: LearnerModel) -> shape.LearnerTermsV1:
    identifiers = records.identifiers
    return shape.LearnerTermsV1(
        id_=identifiers.address("learner-model", model.id),
        type_="DefinedTermSet",
        identifier=model.id,
        name=model.name,
        description=model.description,
        **_state(identifiers, "learner-model", model),
        in_language=records.library.language,
        educational_level=list(model.grades) if model.grades and records.info.education else None,
        has_part=[
            shape.TermGroupV1(
                id_=identifiers.address("group", model.id, name),
                type_="DefinedTermSet",
                name=name,
                position=position,
                has_defined_term=[_link(identifiers, "factor", factor) for factor in factors],
            )
            for position, (name, factors) in enumerate(model.groups.items(), 1)
        ],
        has_defined_term=[_link(identifiers, "factor", factor) for factor in model.ungrouped] or None,
    )


def _retired(records: Records, tombstone: TombstoneV1) -> shape.RetiredStrategyV1:
    identifiers, successor = records.identifiers, tombstone.replaced_by
    return shape.RetiredStrategyV1(
        id_=identifiers.address("strategy", tombstone.id),
        type_="LearningResource" if records.info.education else "CreativeWork",
        identifier=tombstone.id,
        name=tombstone.title,
        creative_work_status="Obsolete",
        deprecated=True,
        date_modified=tombstone.updated,
        is_part_of=_link(identifiers, "vocabulary", "library"),
        replaced_by=_link(identifiers, "strategy", successor) if successor else None,
        replaces=[
            shape.FormerV1(id_=identifiers.address("strategy", alias), identifier=alias) for alias in tombstone.aliases
        ]
        or None,
    )


def _publisher(records: Records) -> shape.OrganizationV1:
    return shape.OrganizationV1.model_validate(organization(records.library, records.identifiers), by_alias=True)


def _link(identifiers: Identifiers, kind: Kind, id_: str) -> shape.LinkV1:
    return shape.LinkV1(id_=identifiers.address(kind, id_))


def organization(library: LibraryV1, identifiers: Identifiers) -> dict[str, Any]:
    """The publisher, as plain data."""
    return {
        "@id": identifiers.address("vocabulary", "publisher"),
        "@type": "Organization",
        "name": library.publisher,
    }


def link_to(identifiers: Identifiers, kind: Kind, id_: str) -> dict[str, Any]:
    """A link to something that is described in the document, as plain data."""
    return {"@id": identifiers.address(kind, id_)}


def former_ids(identifiers: Identifiers, aliases: list[str]) -> list[dict[str, Any]] | None:
    """A strategy under its earlier ids, as plain data; None when it has none."""
    return [{"@id": identifiers.address("strategy", alias), "identifier": alias} for alias in aliases] or None
