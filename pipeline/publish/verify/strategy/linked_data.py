"""JSON-LD: the article of a strategy says what its record says, with its texts and disclaimers."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from pipeline.model.identifiers import Identifiers
from pipeline.publish.schema.records import FactorOfStrategyV1, FieldValueV1, LibraryV1, NamedV1, SectionV1, StrategyV1
from pipeline.publish.schema.site import OwnFieldV1
from pipeline.publish.verify.check import check
from pipeline.publish.verify.expected import Expected
from pipeline.publish.verify.view import LINKED, StrategyView
from pipeline.publish.verify.violation import Violation, key_differences
from pipeline.publish.written_language import written_language

# The types of an article, in a library for education and in any other.
LEARNING, ARTICLE = ["Article", "LearningResource"], "Article"


@check("json")
def linked_data(view: StrategyView, expected: Expected) -> Iterator[Violation]:
    """Each key of the article, and that it has no other key."""
    article = view.shards.get(LINKED)
    if article is None:
        return
    if not isinstance(article, dict):
        yield Violation(LINKED, view.id, "it is not JSON")
        return
    expected_article = article_of(view.record, expected)
    if article == expected_article:
        return
    yield from key_differences(LINKED, view.id, article, expected_article, "what the record says")
    parts = [part for part in article.get("hasPart") or () if isinstance(part, dict)]
    notices = {part.get("identifier"): part.get("usageInfo") for part in parts}
    for section in view.record.sections:
        disclaimer = section.disclaimer
        if disclaimer and (notices.get(section.id) or {}).get("text") != disclaimer.text:
            yield Violation(LINKED, view.id, f"section `{section.id}` lacks the disclaimer `{disclaimer.id}`")


def linked_object(**values: object) -> dict[str, Any]:
    """An object of linked data without keys that have no value; `id_` and `type_` are `@id` and `@type`."""
    return {"@" + key[:-1] if key.endswith("_") else key: value for key, value in values.items() if value is not None}


def publisher_of(library: LibraryV1, identifiers: Identifiers) -> dict[str, Any]:
    """The organization that publishes the library."""
    return linked_object(
        id_=identifiers.address("vocabulary", "publisher"), type_="Organization", name=library.publisher
    )


def replaced(identifiers: Identifiers, aliases: Sequence[str]) -> list[dict[str, Any]] | None:
    """A strategy under its earlier ids; None when it has none."""
    return [linked_object(id_=identifiers.address("strategy", alias), identifier=alias) for alias in aliases] or None


def article_of(record: StrategyV1, expected: Expected) -> dict[str, Any]:
    """The article of a strategy as it must be."""
    library, identifiers = expected.library, expected.identifiers
    address = identifiers.address
    factors = [_term(factor, "factor", "factors", identifiers) for factor in record.factors]
    article = linked_object(
        id_=address("strategy", record.id),
        type_=LEARNING if expected.education else ARTICLE,
        identifier=record.id,
        name=record.title,
        headline=record.title,
        abstract=record.summary,
        dateModified=record.updated,
        datePublished=record.published,
        inLanguage=written_language(library, record.languages),
        license=library.licence_url,
        url=f"{expected.base}strategies/{record.id}/" if library.base_url else None,
        author=[linked_object(type_="Person", name=name) for name in record.authors] or None,
        publisher=publisher_of(library, identifiers),
        isPartOf={"@id": address("vocabulary", "library")},
        articleSection=record.category.name,
        keywords=[_term(record.category, "category", "categories", identifiers)],
        about=factors,
        **_education(record, expected),
    )
    own = own_properties(record.fields, expected.own, identifiers)
    return article | _content_of(record, identifiers) | linked_object(additionalProperty=own)


def is_article(item: dict[str, Any]) -> bool:
    """True for the linked data of a published strategy."""
    return item.get("@type") in (LEARNING, ARTICLE)


def _education(record: StrategyV1, expected: Expected) -> dict[str, Any]:
    """What an article says of learning; nothing if the library does not say that it is for education."""
    education, identifiers = expected.education, expected.identifiers
    if education is None:
        return {}
    grades = dict.fromkeys(grade for model in record.learner_models for grade in expected.grades.get(model.id, ()))
    return {
        "audience": linked_object(type_="EducationalAudience", educationalRole=education.audience),
        "learningResourceType": education.kind,
        "educationalLevel": list(grades),
        "educationalAlignment": [_alignment(model, identifiers) for model in record.learner_models],
        "teaches": [{"@id": identifiers.address("factor", factor.id)} for factor in record.factors],
    }


def _content_of(record: StrategyV1, identifiers: Identifiers) -> dict[str, Any]:
    """What an article holds and refers to."""
    source = record.source
    content = linked_object(
        hasPart=[_part(record, section, position, identifiers) for position, section in enumerate(record.sections, 1)],
        video=[
            linked_object(type_="VideoObject", name=video.title, url=video.url, embedUrl=video.embed_url)
            for video in record.videos
        ],
        citation=[*_citations(record, identifiers)],
        mentions=[{"@id": identifiers.address("strategy", card.id)} for card in record.related],
        isBasedOn=linked_object(type_="CreativeWork", name=source.title, url=source.url) if source else None,
    )
    former = replaced(identifiers, record.aliases)
    return content | ({"dcterms:replaces": former} if former else {})


def own_properties(
    values: Mapping[str, FieldValueV1], fields: Iterable[OwnFieldV1], identifiers: Identifiers
) -> list[dict[str, Any]] | None:
    """The values of own fields; None when there are none."""
    return list(_properties(values, fields, identifiers)) or None


def _properties(
    values: Mapping[str, FieldValueV1], fields: Iterable[OwnFieldV1], identifiers: Identifiers
) -> Iterator[dict[str, Any]]:
    for field in fields:
        value, target = values.get(field.id), field.target
        if value is None:
            continue
        listed: list[Any] = value if isinstance(value, list) else [value]
        names = [each.name if isinstance(each, NamedV1) else each for each in listed]
        links = [_own_link(target or "", each, identifiers) for each in listed if isinstance(each, NamedV1)]
        yield linked_object(
            type_="PropertyValue",
            propertyID=field.id,
            name=field.name,
            description=field.description,
            value=names if isinstance(value, list) else names[0],
            valueReference=(links or None) if isinstance(value, list) else next(iter(links), None),
        )


def _own_link(target: str, named: NamedV1, identifiers: Identifiers) -> dict[str, Any]:
    """A link to what an own field names: a term of a vocabulary, unless it is one of the kinds of every library."""
    kind: Any = target.replace("_", "-")
    of_every_library = kind in ("strategy", "factor", "category", "learner-model")
    address = identifiers.address
    return {"@id": address(kind, named.id) if of_every_library else address("term", target, named.id)}


def _alignment(model: NamedV1, identifiers: Identifiers) -> dict[str, Any]:
    return linked_object(
        type_="AlignmentObject",
        alignmentType="educationalLevel",
        targetName=model.name,
        targetUrl=identifiers.address("learner-model", model.id),
    )


def _term(term: NamedV1 | FactorOfStrategyV1, kind: Any, in_set: str, identifiers: Identifiers) -> dict[str, Any]:
    return linked_object(
        id_=identifiers.address(kind, term.id),
        type_="DefinedTerm",
        termCode=term.id,
        name=term.name,
        inDefinedTermSet={"@id": identifiers.address("vocabulary", in_set)},
    )


def _part(record: StrategyV1, section: SectionV1, position: int, identifiers: Identifiers) -> dict[str, Any]:
    disclaimer = section.disclaimer
    return linked_object(
        type_="CreativeWork",
        identifier=section.id,
        name=section.heading,
        position=position,
        text=section.text,
        usageInfo=disclaimer
        and linked_object(
            id_=identifiers.address("disclaimer", disclaimer.id),
            type_="CreativeWork",
            identifier=disclaimer.id,
            text=disclaimer.text,
        ),
        hasPart=[
            linked_object(
                type_="Claim", text=claim.text, citation={"@id": identifiers.address("reference", claim.reference)}
            )
            for claim in record.claims
            if claim.section == section.id
        ]
        or None,
    )


def _citations(record: StrategyV1, identifiers: Identifiers) -> Iterator[dict[str, Any]]:
    for resource in record.resources:
        if not resource.reference:
            text = resource.description or None
            yield linked_object(type_="CreativeWork", name=resource.title, description=text, url=resource.url)
    for cited in record.references:
        yield linked_object(
            id_=identifiers.address("reference", cited.id) if cited.id else None,
            type_="CreativeWork",
            name=cited.text,
            description=_offered(record, cited.id),
            identifier=f"doi:{cited.doi}" if cited.doi else None,
            url=cited.url,
        )


def _offered(record: StrategyV1, work: str | None) -> str | None:
    """What a strategy says of a work that it lists as a resource."""
    found = (item.description for item in record.resources if work and item.reference == work)
    return next(found, None) or None
