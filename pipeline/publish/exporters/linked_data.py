"""Linked data: the library in the words of schema.org, as one document and inside pages of the site."""

from collections.abc import Iterator
from typing import Any

from pipeline.model.identifiers import Identifiers, Kind
from pipeline.publish.exporter import Aggregate, Exporter, Shard
from pipeline.publish.exporters._documents import INDENT, indented, pretty_json
from pipeline.publish.inputs import SharedInputs, StrategyInputs
from pipeline.publish.records import Records
from pipeline.publish.schema import linked_data as shape
from pipeline.publish.schema.records import SectionV1, StrategyV1

PATH = "json/strategies.jsonld"
# Level of indentation of a strategy in the document.
DEPTH = 2
# The context of data inside a page.
CONTEXT = {"@context": "https://schema.org"}


class LinkedData(Exporter):
    """One document: the library, the set of its factors, then every strategy."""

    format = "json"

    def aggregates(self, records: Records) -> Iterator[Aggregate]:
        """The document without its strategies."""
        bare = shape.LinkedDataV1(context_=dict(shape.CONTEXT), graph_=[collection(records), term_set(records)])
        text = bare.model_dump_json(indent=INDENT, exclude_none=True) + "\n"
        header, _, footer = text.encode().rpartition(b"\n  ]")
        yield Aggregate(PATH, header, b"", b"\n  ]" + footer)

    def render(self, strategy: StrategyInputs) -> Iterator[Shard]:
        """One strategy, after a separator."""
        yield Shard(PATH, b",\n" + indented(pretty_json(article(strategy.shared, strategy.record)), DEPTH))


def collection(records: Records) -> shape.CollectionV1:
    """The library as a whole."""
    library = records.library
    return shape.CollectionV1(
        id_=records.identifiers.address("vocabulary", "library"),
        type_="Collection",
        name=library.title,
        in_language=library.language,
        license=library.licence_url,
        credit_text=library.attribution,
        publisher=_publisher(records),
        version=library.version,
        url=library.base_url,
    )


def term_set(records: Records) -> shape.DefinedTermSetV1:
    """All factors."""
    address = records.identifiers.address
    return shape.DefinedTermSetV1(
        id_=address("vocabulary", "factors"),
        type_="DefinedTermSet",
        name="Factors",
        in_language=records.library.language,
        has_defined_term=[
            shape.DescribedTermV1(
                id_=address("factor", factor.id),
                type_="DefinedTerm",
                term_code=factor.id,
                name=factor.name,
                in_defined_term_set=shape.LinkV1(id_=address("vocabulary", "factors")),
                description=factor.definition,
                alternate_name=list(factor.aliases) or None,
            )
            for factor in records.vocabulary.factors
        ],
    )


def article(shared: SharedInputs, strategy: StrategyV1) -> dict[str, Any]:
    """One strategy in the shape of `ArticleV1`, with the disclaimers at their sections.

    Plain data, because models are six times as slow; its shape is checked when the document is read.
    """
    library, origin, identifiers = shared.library, strategy.source, shared.identifiers
    return _without_nulls(
        {
            "@id": identifiers.address("strategy", strategy.id),
            "@type": ("Article", "LearningResource"),
            "identifier": strategy.id,
            "name": strategy.title,
            "headline": strategy.title,
            "abstract": strategy.summary,
            "dateModified": strategy.updated,
            "inLanguage": library.language,
            "license": library.licence_url,
            "url": strategy.url,
            "author": [{"@type": "Person", "name": name} for name in strategy.authors] or None,
            "publisher": {"@type": "Organization", "name": library.publisher},
            "isPartOf": _link(identifiers, "vocabulary", "library"),
            "audience": {"@type": "EducationalAudience", "educationalRole": "teacher"},
            "learningResourceType": "instructional strategy",
            "educationalLevel": [model.name for model in strategy.learner_models],
            "articleSection": strategy.category.name,
            "about": [_term(identifiers, factor.id, factor.name) for factor in strategy.factors],
            "hasPart": [_part(section, position) for position, section in enumerate(strategy.sections, 1)],
            "video": [
                {"@type": "VideoObject", "name": item.title, "url": item.url, "embedUrl": item.embed_url}
                for item in strategy.videos
            ],
            "citation": [*_citations(strategy)],
            "mentions": [_link(identifiers, "strategy", related.id) for related in strategy.related],
            "isBasedOn": _citation(origin.title, url=origin.url) if origin else None,
        }
    )


def strategy_data(strategy: StrategyInputs) -> dict[str, Any]:
    """Data of a strategy's page, without the texts and citations that the page itself shows."""
    data = CONTEXT | article(strategy.shared, strategy.record)
    data["hasPart"] = [
        {key: value for key, value in part.items() if key != "text"} for part in data["hasPart"] if "usageInfo" in part
    ]
    del data["citation"]
    return data


def factor_data(records: Records) -> dict[str, dict[str, Any]]:
    """Data of the page of each factor, by id."""
    return {
        term.term_code: CONTEXT | term.model_dump(mode="json", exclude_none=True)
        for term in term_set(records).has_defined_term
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


def _term(identifiers: Identifiers, id_: str, name: str) -> dict[str, Any]:
    return {
        "@id": identifiers.address("factor", id_),
        "@type": "DefinedTerm",
        "termCode": id_,
        "name": name,
        "inDefinedTermSet": _link(identifiers, "vocabulary", "factors"),
    }


def _part(section: SectionV1, position: int) -> dict[str, Any]:
    part = {
        "@type": "CreativeWork",
        "identifier": section.id,
        "name": section.heading,
        "position": position,
        "text": section.text,
    }
    notice = section.disclaimer
    if notice:
        part["usageInfo"] = {"@type": "CreativeWork", "identifier": notice.id, "text": notice.text}
    return part


def _citations(strategy: StrategyV1) -> Iterator[dict[str, Any]]:
    for resource in strategy.resources:
        yield _citation(resource.title, url=resource.url, description=resource.description or None)
    for reference in strategy.references:
        yield _citation(reference.text, url=reference.url, identifier=f"doi:{reference.doi}" if reference.doi else None)


def _citation(
    name: str, *, url: str | None, description: str | None = None, identifier: str | None = None
) -> dict[str, Any]:
    return _without_nulls(
        {"@type": "CreativeWork", "name": name, "description": description, "identifier": identifier, "url": url}
    )


def _publisher(records: Records) -> shape.OrganizationV1:
    return shape.OrganizationV1(type_="Organization", name=records.library.publisher)


def _link(identifiers: Identifiers, kind: Kind, id_: str) -> dict[str, Any]:
    return {"@id": identifiers.address(kind, id_)}
