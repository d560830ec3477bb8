"""Linked data: the library in the words of schema.org, as one document and inside pages of the site."""

from collections.abc import Iterator
from typing import Any, ClassVar, Literal

from pipeline.model.identifiers import Identifiers
from pipeline.publish.exporter import Aggregate, Exporter, Shard
from pipeline.publish.exporters._documents import INDENT, indented, pretty_json
from pipeline.publish.exporters._linked_library import (
    SETS,
    collection,
    factor_set,
    former_ids,
    library_things,
    link_to,
    organization,
    own_properties,
    own_term_set,
)
from pipeline.publish.inputs import SharedInputs, StrategyInputs
from pipeline.publish.records import Records
from pipeline.publish.schema import linked_data as shape
from pipeline.publish.schema.records import FactorOfStrategyV1, NamedV1, SectionV1, StrategyV1
from pipeline.publish.schema.vocabularies import OwnVocabularyV1
from pipeline.publish.written_language import written_language

PATH = "json/strategies.jsonld"
# Level of indentation of a strategy in the document.
DEPTH = 2
# The context of data inside a page.
CONTEXT = {"@context": "https://schema.org"}


class LinkedData(Exporter):
    """One document: the library, its vocabulary and its retired strategies, then every published one."""

    format = "json"
    data_files: ClassVar = {PATH: "application/ld+json"}

    def aggregates(self, records: Records) -> Iterator[Aggregate]:
        """The document without its strategies."""
        bare = shape.LinkedDataV1(context_=dict(shape.CONTEXT), graph_=list(library_things(records)))
        text = bare.model_dump_json(indent=INDENT, exclude_none=True) + "\n"
        header, _, footer = text.encode().rpartition(b"\n  ]")
        yield Aggregate(PATH, header, b"", b"\n  ]" + footer)

    def render(self, strategy: StrategyInputs) -> Iterator[Shard]:
        """One strategy, after a separator."""
        yield Shard(PATH, b",\n" + indented(pretty_json(article(strategy)), DEPTH))


def article(strategy: StrategyInputs) -> dict[str, Any]:
    """One strategy in the shape of `ArticleV1`, with the disclaimers at their sections.

    Plain data, because models are six times as slow; its shape is checked when the document is read.
    """
    record, identifiers, origin = strategy.record, strategy.shared.identifiers, strategy.record.source
    education = strategy.shared.education
    parts = enumerate(record.sections, 1)
    content = {
        "articleSection": record.category.name,
        "keywords": [_term(identifiers, "category", record.category)],
        "about": [_term(identifiers, "factor", factor) for factor in record.factors],
        "teaches": [link_to(identifiers, "factor", factor.id) for factor in record.factors] if education else None,
        "hasPart": [_part(record, section, position, identifiers) for position, section in parts],
        "video": [
            {"@type": "VideoObject", "name": item.title, "url": item.url, "embedUrl": item.embed_url}
            for item in record.videos
        ],
        "citation": [*_citations(record, identifiers)],
        "mentions": [link_to(identifiers, "strategy", related.id) for related in record.related],
        "isBasedOn": _citation(origin.title, url=origin.url) if origin else None,
        "dcterms:replaces": former_ids(identifiers, record.aliases),
        "additionalProperty": own_properties(strategy.shared.policy.fields, record.fields, identifiers),
    }
    return _without_nulls(_description(strategy) | content)


def _description(strategy: StrategyInputs) -> dict[str, Any]:
    """What an article says about itself as a whole."""
    record, library, identifiers = strategy.record, strategy.shared.library, strategy.shared.identifiers
    return {
        "@id": identifiers.address("strategy", record.id),
        "@type": ("Article", "LearningResource") if strategy.shared.education else "Article",
        "identifier": record.id,
        "name": record.title,
        "headline": record.title,
        "abstract": record.summary,
        "dateModified": record.updated,
        "datePublished": record.published,
        "inLanguage": written_language(library, record.languages),
        "license": library.licence_url,
        "url": record.url,
        "author": [{"@type": "Person", "name": name} for name in record.authors] or None,
        "publisher": organization(library, identifiers),
        "isPartOf": link_to(identifiers, "vocabulary", "library"),
    } | _education(strategy)


def _education(strategy: StrategyInputs) -> dict[str, Any]:
    """What an article says of learning and teaching: nothing, unless the library says that it is for education."""
    record, education = strategy.record, strategy.shared.education
    if education is None:
        return {}
    identifiers = strategy.shared.identifiers
    grades = (grade for model in record.learner_models for grade in strategy.grades[model.id])
    return {
        "audience": {"@type": "EducationalAudience", "educationalRole": education.audience},
        "learningResourceType": education.kind,
        "educationalLevel": list(dict.fromkeys(grades)),
        "educationalAlignment": [_alignment(identifiers, model) for model in record.learner_models],
    }


def strategy_data(strategy: StrategyInputs) -> dict[str, Any]:
    """Data of a strategy's page, without the texts, citations and videos that the page itself shows."""
    data = CONTEXT | article(strategy)
    data["hasPart"] = [
        {key: value for key, value in part.items() if key not in ("text", "hasPart")}
        for part in data["hasPart"]
        if "usageInfo" in part
    ]
    del data["citation"]
    # Search engines want videos with their day and a picture, which nobody has told, or not at all.
    del data["video"]
    return data


def factor_data(records: Records) -> dict[str, dict[str, Any]]:
    """Data of the page of each factor, by id."""
    return {
        term.term_code: CONTEXT | term.model_dump(mode="json", exclude_none=True)
        for term in factor_set(records).has_defined_term
    }


def own_term_data(records: Records, vocabulary: OwnVocabularyV1) -> dict[str, dict[str, Any]]:
    """Data of the page of each term of one of the library's own vocabularies, by id."""
    return {
        term.term_code: CONTEXT | term.model_dump(mode="json", exclude_none=True)
        for term in own_term_set(records, vocabulary).has_defined_term
    }


def library_data(records: Records) -> dict[str, Any]:
    """Data of the home page: the library as a whole."""
    return CONTEXT | collection(records).model_dump(mode="json", exclude_none=True)


def list_data(shared: SharedInputs, name: str, address: str) -> dict[str, Any]:
    """Data of a page that is a list."""
    library = shared.identifiers.address("vocabulary", "library")
    language = shared.library.language
    data = {"@type": "CollectionPage", "name": name, "inLanguage": language, "isPartOf": {"@id": library}}
    return CONTEXT | data | ({"url": address} if address else {})


def _without_nulls(data: dict[str, Any]) -> dict[str, Any]:
    """The data without keys that have no value."""
    return {key: value for key, value in data.items() if value is not None}


def _alignment(identifiers: Identifiers, model: NamedV1) -> dict[str, Any]:
    return {
        "@type": "AlignmentObject",
        "alignmentType": "educationalLevel",
        "targetName": model.name,
        "targetUrl": identifiers.address("learner-model", model.id),
    }


def _term(
    identifiers: Identifiers, kind: Literal["category", "factor"], term: NamedV1 | FactorOfStrategyV1
) -> dict[str, Any]:
    return {
        "@id": identifiers.address(kind, term.id),
        "@type": "DefinedTerm",
        "termCode": term.id,
        "name": term.name,
        "inDefinedTermSet": link_to(identifiers, "vocabulary", SETS[kind]),
    }


def _part(strategy: StrategyV1, section: SectionV1, position: int, identifiers: Identifiers) -> dict[str, Any]:
    part = {
        "@type": "CreativeWork",
        "identifier": section.id,
        "name": section.heading,
        "position": position,
        "text": section.text,
    }
    notice = section.disclaimer
    if notice:
        address = identifiers.address("disclaimer", notice.id)
        part["usageInfo"] = {"@id": address, "@type": "CreativeWork", "identifier": notice.id, "text": notice.text}
    claims = [
        {"@type": "Claim", "text": claim.text, "citation": link_to(identifiers, "reference", claim.reference)}
        for claim in strategy.claims
        if claim.section == section.id
    ]
    if claims:
        part["hasPart"] = claims
    return part


def _citations(strategy: StrategyV1, identifiers: Identifiers) -> Iterator[dict[str, Any]]:
    """What a strategy names: resources, and works, of which each is one thing even where it is also a resource."""
    for resource in strategy.resources:
        if resource.reference is None:
            yield _citation(resource.title, url=resource.url, description=resource.description or None)
    offers = {item.reference: item.description or None for item in reversed(strategy.resources) if item.reference}
    for reference in strategy.references:
        named = {"@id": identifiers.address("reference", reference.id)} if reference.id else {}
        doi, offer = f"doi:{reference.doi}" if reference.doi else None, offers.get(reference.id or "")
        yield named | _citation(reference.text, url=reference.url, description=offer, identifier=doi)


def _citation(
    name: str, *, url: str | None, description: str | None = None, identifier: str | None = None
) -> dict[str, Any]:
    return _without_nulls(
        {"@type": "CreativeWork", "name": name, "description": description, "identifier": identifier, "url": url}
    )
