"""Linked data about the library as a whole: its data, vocabulary and retired strategies; parts that articles share."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Literal

from pipeline.model.concept_words import capitalized
from pipeline.model.identifiers import Identifiers, Kind
from pipeline.model.own_fields import OwnField
from pipeline.publish.exporter import exporters_of
from pipeline.publish.records import Records
from pipeline.publish.schema import linked_data as shape
from pipeline.publish.schema.records import (
    CategoryV1,
    FactorV1,
    FieldValueV1,
    LearnerModelV1,
    LibraryV1,
    NamedV1,
    TombstoneV1,
)
from pipeline.publish.schema.vocabularies import AnyTermV1, OwnTermV1, OwnVocabularyV1
from pipeline.publish.web_address import web_address

# The id of the set that the terms of a kind belong to.
SETS: Mapping[str, str] = {"category": "categories", "factor": "factors"}
# What a reference of an own field names.
TARGETS: Mapping[str, Kind] = {
    "strategy": "strategy",
    "factor": "factor",
    "category": "category",
    "learner_model": "learner-model",
}


def library_things(records: Records) -> Iterator[shape.AnyThingV1]:
    """Everything but the articles."""
    yield collection(records)
    yield _dataset(records)
    yield factor_set(records)
    yield _category_set(records)
    yield from (own_term_set(records, each) for each in records.vocabularies)
    yield from (_learner_model(records, model) for model in records.learner_models)
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
        additional_property=_own(records, "library", records.library_fields),
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
            for path, media_type in _data_files(records)
        ],
    )


def _data_files(records: Records) -> list[tuple[str, str]]:
    """The files of data by path, with their media types: those of JSON alone, because its archive holds no others."""
    return sorted(file for exporter in exporters_of(["json"]) for file in exporter.data_of(records).items())


def factor_set(records: Records) -> shape.DefinedTermSetV1:
    """All factors."""
    return _term_set(records, "factor", [_described(records, "factor", each) for each in records.factors])


def _category_set(records: Records) -> shape.DefinedTermSetV1:
    return _term_set(records, "category", [_described(records, "category", each) for each in records.categories])


def _term_set(
    records: Records, kind: Literal["category", "factor"], terms: Iterable[dict[str, Any]]
) -> shape.DefinedTermSetV1:
    words = records.info.words.get(kind)
    return shape.DefinedTermSetV1(
        id_=records.identifiers.address("vocabulary", SETS[kind]),
        type_="DefinedTermSet",
        name=capitalized(words.many if words else SETS[kind]),
        in_language=records.library.language,
        has_defined_term=[shape.DescribedTermV1(**term) for term in terms],
    )


def own_term_set(records: Records, vocabulary: OwnVocabularyV1) -> shape.OwnTermSetV1:
    """The terms of one of the library's own vocabularies."""
    return shape.OwnTermSetV1(
        id_=records.identifiers.address("vocabulary", vocabulary.id),
        type_="DefinedTermSet",
        name=vocabulary.many,
        description=vocabulary.description,
        in_language=records.library.language,
        has_defined_term=[
            shape.OwnDefinedTermV1(**_described(records, "term", term, vocabulary.id)) for term in vocabulary.terms
        ],
    )


def _described(
    records: Records, kind: Kind, term: FactorV1 | CategoryV1 | OwnTermV1, *vocabulary: str
) -> dict[str, Any]:
    """A term in its set; `vocabulary` is the id of the library's own that holds it, if one does."""
    identifiers = records.identifiers
    return {
        "id_": identifiers.address(kind, *vocabulary, term.id),
        "type_": "DefinedTerm",
        "term_code": term.id,
        "name": term.name,
        "in_defined_term_set": _link(identifiers, "vocabulary", *(vocabulary or (SETS[kind],))),
        "description": term.description if isinstance(term, CategoryV1) else term.definition,
        **_state(identifiers, kind, term, *vocabulary),
        "additional_property": _own(records, "".join(vocabulary) or kind, term.fields),
    }


def _state(identifiers: Identifiers, kind: Kind, term: AnyTermV1, *vocabulary: str) -> dict[str, Any]:
    """Other names of a term, and whether it is still to be used."""
    return {
        "alternate_name": term.aliases or None,
        "deprecated": True if term.deprecated else None,
        "replaced_by": _link(identifiers, kind, *vocabulary, term.replaced_by) if term.replaced_by else None,
    }


def _learner_model(records: Records, model: LearnerModelV1) -> shape.LearnerTermsV1:
    identifiers = records.identifiers
    return shape.LearnerTermsV1(
        id_=identifiers.address("learner-model", model.id),
        type_="DefinedTermSet",
        identifier=model.id,
        name=model.name,
        description=model.description,
        **_state(identifiers, "learner-model", model),
        in_language=records.library.language,
        educational_level=list(model.grades) if records.info.education else [],
        has_part=[
            shape.TermGroupV1(
                id_=identifiers.address("group", model.id, group.name),
                type_="DefinedTermSet",
                name=group.name,
                position=position,
                has_defined_term=[_link(identifiers, "factor", factor) for factor in group.factors],
            )
            for position, group in enumerate((group for group in model.groups if group.name), 1)
        ],
        has_defined_term=[
            _link(identifiers, "factor", factor) for group in model.groups if not group.name for factor in group.factors
        ]
        or None,
        additional_property=_own(records, "learner_model", model.fields),
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


def own_properties(
    fields: Iterable[OwnField], values: Mapping[str, FieldValueV1], identifiers: Identifiers
) -> list[dict[str, Any]] | None:
    """The values of the library's own fields, as plain data; None if there are none."""
    return [_own_property(field, values[field.id], identifiers) for field in fields if field.id in values] or None


def _own_property(field: OwnField, value: FieldValueV1, identifiers: Identifiers) -> dict[str, Any]:
    listed: list[object] = [*value] if isinstance(value, list) else [value]
    names = [each.name if isinstance(each, NamedV1) else each for each in listed]
    links = [_own_link(str(field.target), each, identifiers) for each in listed if isinstance(each, NamedV1)]
    shown, reference = (names, links or None) if isinstance(value, list) else (names[0], next(iter(links), None))
    named = {"@type": "PropertyValue", "propertyID": field.id, "name": field.name, "description": field.description}
    found = named | {"value": shown, "valueReference": reference}
    return {key: each for key, each in found.items() if each is not None}


def _own_link(target: str, named: NamedV1, identifiers: Identifiers) -> dict[str, Any]:
    """A link to what a field of the library's own names."""
    if target in TARGETS:
        return link_to(identifiers, TARGETS[target], named.id)
    return link_to(identifiers, "term", target, named.id)


def _shaped(properties: list[dict[str, Any]] | None) -> list[shape.PropertyV1] | None:
    return [shape.PropertyV1.model_validate(each, by_alias=True) for each in properties] if properties else None


def _own(records: Records, holder: str, values: Mapping[str, FieldValueV1]) -> list[shape.PropertyV1] | None:
    """The values of the library's own fields of a term, or of the library."""
    return _shaped(own_properties(records.policy.fields_on(holder), values, records.identifiers))


def _publisher(records: Records) -> shape.OrganizationV1:
    return shape.OrganizationV1.model_validate(organization(records.library, records.identifiers), by_alias=True)


def _link(identifiers: Identifiers, kind: Kind, *ids: str) -> shape.LinkV1:
    return shape.LinkV1(id_=identifiers.address(kind, *ids))


def organization(library: LibraryV1, identifiers: Identifiers) -> dict[str, Any]:
    """The publisher, as plain data."""
    return {
        "@id": identifiers.address("vocabulary", "publisher"),
        "@type": "Organization",
        "name": library.publisher,
    }


def link_to(identifiers: Identifiers, kind: Kind, *ids: str) -> dict[str, Any]:
    """A link to something that is described in the document, as plain data."""
    return {"@id": identifiers.address(kind, *ids)}


def former_ids(identifiers: Identifiers, aliases: list[str]) -> list[dict[str, Any]] | None:
    """A strategy under its earlier ids, as plain data; None when it has none."""
    return [{"@id": identifiers.address("strategy", alias), "identifier": alias} for alias in aliases] or None
