"""JSON-LD: the article of a strategy says what its record says, with its texts and its disclaimers, key by key."""

import re
from collections.abc import Iterator
from typing import Any

from pipeline.publish.schema.records import LibraryV1, SectionV1, StrategyV1
from pipeline.publish.verify.expected import Expected, each
from pipeline.publish.verify.strategy.record import key_differences
from pipeline.publish.verify.view import LINKED, StrategyView
from pipeline.publish.verify.violation import Violation

# Of all things in the document only an article is of two types.
ARTICLE = ["Article", "LearningResource"]
# A licence that has an address of its own: an SPDX identifier.
SPDX = re.compile(r"[A-Za-z0-9.+-]+")


@each("json")
def linked_data(view: StrategyView, expected: Expected) -> Iterator[Violation]:
    """Each key of the article, and that it has no other."""
    article = view.parts.get(LINKED)
    if article is None:
        return
    if not isinstance(article, dict):
        yield Violation(LINKED, view.id, "it is not JSON")
        return
    wanted = article_of(view, expected)
    if article == wanted:
        return
    yield from key_differences(LINKED, view.id, article, wanted, "what the record says")
    yield from _lost_notices(view, article)


def _lost_notices(view: StrategyView, article: dict[str, Any]) -> Iterator[Violation]:
    parts = [part for part in article.get("hasPart") or () if isinstance(part, dict)]
    notices = {part.get("identifier"): part.get("usageInfo") for part in parts}
    for section in view.record.sections:
        due = section.disclaimer
        if due and (notices.get(section.id) or {}).get("text") != due.text:
            yield Violation(LINKED, view.id, f"section `{section.id}` lacks the disclaimer `{due.id}`")


def told(**values: object) -> dict[str, Any]:
    """An object of linked data: what has no value is left out; `id_` and `type_` stand for `@id` and `@type`."""
    return {"@" + key[:-1] if key.endswith("_") else key: value for key, value in values.items() if value is not None}


def licence_of(library: LibraryV1) -> str | None:
    """The address of the library's licence."""
    return f"https://spdx.org/licenses/{library.licence}" if SPDX.fullmatch(library.licence) else None


def article_of(view: StrategyView, expected: Expected) -> dict[str, Any]:
    """What must be said of a strategy in the words of schema.org; two formats ask."""
    if view.article is None:
        view.article = _article(view.record, expected)
    return view.article


def _article(record: StrategyV1, expected: Expected) -> dict[str, Any]:
    library, address, source = expected.library, expected.identifiers.address, record.source
    terms = {"@id": address("vocabulary", "factors")}
    return told(
        id_=address("strategy", record.id),
        type_=ARTICLE,
        identifier=record.id,
        name=record.title,
        headline=record.title,
        abstract=record.summary,
        dateModified=record.updated,
        inLanguage=library.language,
        license=licence_of(library),
        url=f"{expected.base}strategies/{record.id}/" if library.base_url else None,
        author=[told(type_="Person", name=name) for name in record.authors] or None,
        publisher=told(type_="Organization", name=library.publisher),
        isPartOf={"@id": address("vocabulary", "library")},
        audience=told(type_="EducationalAudience", educationalRole="teacher"),
        learningResourceType="instructional strategy",
        educationalLevel=[model.name for model in record.learner_models],
        articleSection=record.category.name,
        about=[
            told(
                id_=address("factor", factor.id),
                type_="DefinedTerm",
                termCode=factor.id,
                name=factor.name,
                inDefinedTermSet=terms,
            )
            for factor in record.factors
        ],
        hasPart=[_part(section, place) for place, section in enumerate(record.sections, 1)],
        video=[
            told(type_="VideoObject", name=video.title, url=video.url, embedUrl=video.embed_url)
            for video in record.videos
        ],
        citation=[*_citations(record)],
        mentions=[{"@id": address("strategy", card.id)} for card in record.related],
        isBasedOn=told(type_="CreativeWork", name=source.title, url=source.url) if source else None,
    )


def _part(section: SectionV1, place: int) -> dict[str, Any]:
    due = section.disclaimer
    notice = told(type_="CreativeWork", identifier=due.id, text=due.text) if due else None
    return told(
        type_="CreativeWork",
        identifier=section.id,
        name=section.heading,
        position=place,
        text=section.text,
        usageInfo=notice,
    )


def _citations(record: StrategyV1) -> Iterator[dict[str, Any]]:
    for resource in record.resources:
        said = resource.description or None
        yield told(type_="CreativeWork", name=resource.title, description=said, url=resource.url)
    for cited in record.references:
        doi = f"doi:{cited.doi}" if cited.doi else None
        yield told(type_="CreativeWork", name=cited.text, identifier=doi, url=cited.url)
