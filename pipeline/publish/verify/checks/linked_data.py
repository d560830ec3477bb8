"""JSON-LD: the library, its vocabulary and retired strategies are as in their documents; every link inside resolves."""

from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Any

from pipeline.model.concept_words import capitalized
from pipeline.model.identifiers import Identifiers
from pipeline.publish.verify.check import check
from pipeline.publish.verify.checks.documents import CATEGORIES, MODELS, OWN_VALUES, OWN_VOCABULARIES, items
from pipeline.publish.verify.context import TOMBSTONES, VerifyContext
from pipeline.publish.verify.references import FACTORS
from pipeline.publish.verify.strategy.linked_data import (
    is_article,
    linked_object,
    own_properties,
    publisher_of,
    replaced,
)
from pipeline.publish.verify.view import LINKED, OWN
from pipeline.publish.verify.violation import Violation, key_differences

# The meaning of every term: schema.org's.
CONTEXT = {
    "@vocab": "http://schema.org/",
    "dcterms": "http://purl.org/dc/terms/",
    "owl": "http://www.w3.org/2002/07/owl#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "contentUrl": {"@type": "@id"},
    "dateModified": {"@type": "xsd:date"},
    "datePublished": {"@type": "xsd:date"},
    "embedUrl": {"@type": "@id"},
    "license": {"@type": "@id"},
    "targetUrl": {"@type": "@id"},
    "url": {"@type": "@id"},
}
# Media types of the files of data, by the ends of their names.
MEDIA_TYPES = {".json": "application/json", ".jsonl": "application/jsonl", ".jsonld": "application/ld+json"}


@check("json", sharded=True)
def linked_data(context: VerifyContext) -> Iterator[Violation]:
    """Each key of what is not an article; and everything that is linked to is described."""
    document: dict[str, Any] | None = context.document(LINKED)
    if document is None:
        return
    if document["@context"] != CONTEXT:
        yield Violation(LINKED, "@context", "it does not give the terms the meaning that schema.org does")
    yield from _unresolved(document["@graph"])
    others = [item for item in document["@graph"] if not is_article(item)]
    expected = list(_things(context))
    if len(others) != len(expected):
        message = "it does not describe the library, its vocabulary and retired strategies once each, and nothing else"
        yield Violation(LINKED, "", message)
    for item, expected_item in zip(others, expected, strict=False):
        if item != expected_item:
            yield from key_differences(LINKED, str(item["@id"]), item, expected_item, "what the library says")


def _unresolved(graph: list[dict[str, Any]]) -> Iterator[Violation]:
    """Links of articles to what is not in the document."""
    described = {item["@id"] for item in graph}
    described |= {term["@id"] for item in graph for term in item.get("hasDefinedTerm", ())}
    for article in (item for item in graph if is_article(item)):
        linked = [article["isPartOf"], *article["keywords"], *article["about"], *article["mentions"]]
        properties = article.get("additionalProperty", ())
        for each in properties:
            found = each.get("valueReference", [])
            linked += found if isinstance(found, list) else [found]
        targets = [target["@id"] for target in linked]
        targets += [alignment["targetUrl"] for alignment in article.get("educationalAlignment", ())]
        for target in targets:
            if target not in described:
                message = f"it leads to {target}, which is not in the document"
                yield Violation(LINKED, article["identifier"], message)


def _things(context: VerifyContext) -> Iterator[dict[str, Any]]:
    """Everything but the articles, as it must be."""
    yield _collection(context)
    yield _dataset(context)
    yield _terms(context, "factors", "factor", FACTORS)
    yield _terms(context, "categories", "category", CATEGORIES)
    yield from (_own_terms(context, vocabulary) for vocabulary in items(context, OWN_VOCABULARIES))
    yield from (_learner_model(context, model) for model in items(context, MODELS))
    yield from (_retired(context, tombstone) for tombstone in items(context, TOMBSTONES))


def _collection(context: VerifyContext) -> dict[str, Any]:
    library, identifiers = context.manifest.library, context.expected.identifiers
    return linked_object(
        id_=identifiers.address("vocabulary", "library"),
        type_="Collection",
        name=library.title,
        description=library.description,
        inLanguage=library.language,
        license=library.licence_url,
        creditText=library.attribution,
        publisher=publisher_of(library, identifiers),
        version=library.version,
        url=library.base_url,
        additionalProperty=_own(context, "library", context.manifest.site.library_fields),
    )


def _own(context: VerifyContext, holder: str, values: dict[str, Any]) -> list[dict[str, Any]] | None:
    """The values of own fields of a term, or of the library."""
    fields = [field for field in context.manifest.site.fields if field.on == holder]
    return own_properties(OWN_VALUES.validate_python(values), fields, context.expected.identifiers)


def _dataset(context: VerifyContext) -> dict[str, Any]:
    library, identifiers = context.manifest.library, context.expected.identifiers
    return linked_object(
        id_=identifiers.address("vocabulary", "dataset"),
        type_="Dataset",
        name=library.title,
        description=library.description or library.title,
        inLanguage=library.language,
        license=library.licence_url,
        creditText=library.attribution,
        creator=publisher_of(library, identifiers),
        version=library.version,
        dateModified=context.newest_day(),
        url=library.base_url,
        mainEntity={"@id": identifiers.address("vocabulary", "library")},
        distribution=[
            linked_object(
                type_="DataDownload",
                name=path,
                encodingFormat=MEDIA_TYPES.get(PurePosixPath(path).suffix),
                contentUrl=context.expected.base + path if library.base_url else None,
            )
            for path in context.below("json")
            if not path.startswith(OWN)
        ],
    )


def _terms(context: VerifyContext, name: str, kind: Any, path: str) -> dict[str, Any]:
    identifiers = context.expected.identifiers
    own, words = identifiers.address("vocabulary", name), context.manifest.site.words.get(kind)
    shown = capitalized(words.many if words else name)
    terms = [
        _term(identifiers, kind, term)
        | {"inDefinedTermSet": {"@id": own}}
        | linked_object(additionalProperty=_own(context, kind, term["fields"]))
        for term in items(context, path)
    ]
    language = context.manifest.library.language
    return linked_object(id_=own, type_="DefinedTermSet", name=shown, inLanguage=language, hasDefinedTerm=terms)


def _own_terms(context: VerifyContext, vocabulary: dict[str, Any]) -> dict[str, Any]:
    identifiers = context.expected.identifiers
    own = identifiers.address("vocabulary", vocabulary["id"])
    terms = [
        _term(identifiers, "term", term, vocabulary["id"])
        | {"inDefinedTermSet": {"@id": own}}
        | linked_object(additionalProperty=_own(context, vocabulary["id"], term["fields"]))
        for term in vocabulary["terms"]
    ]
    return linked_object(
        id_=own,
        type_="DefinedTermSet",
        name=vocabulary["many"],
        description=vocabulary["description"],
        inLanguage=context.manifest.library.language,
        hasDefinedTerm=terms,
    )


def _term(identifiers: Identifiers, kind: Any, term: dict[str, Any], *scope: str) -> dict[str, Any]:
    expected = linked_object(
        id_=identifiers.address(kind, *scope, term["id"]),
        type_="DefinedTerm",
        termCode=term["id"],
        name=term["name"],
        description=term["description" if kind == "category" else "definition"],
    )
    return expected | _state(identifiers, kind, term, *scope)


def _state(identifiers: Identifiers, kind: Any, term: dict[str, Any], *scope: str) -> dict[str, Any]:
    """Other names of a term, and whether it is still to be used."""
    said: dict[str, Any] = {"alternateName": term["aliases"]} if term["aliases"] else {}
    if term["deprecated"]:
        said["owl:deprecated"] = True
    if term["replaced_by"] is not None:
        said["dcterms:isReplacedBy"] = {"@id": identifiers.address(kind, *scope, term["replaced_by"])}
    return said


def _learner_model(context: VerifyContext, model: dict[str, Any]) -> dict[str, Any]:
    address = context.expected.identifiers.address
    groups = [
        linked_object(
            id_=address("group", model["id"], group["name"]),
            type_="DefinedTermSet",
            name=group["name"],
            position=position,
            hasDefinedTerm=[{"@id": address("factor", factor)} for factor in group["factors"]],
        )
        for position, group in enumerate((group for group in model["groups"] if group["name"]), 1)
    ]
    loose = [factor for group in model["groups"] if not group["name"] for factor in group["factors"]]
    return linked_object(
        id_=address("learner-model", model["id"]),
        type_="DefinedTermSet",
        identifier=model["id"],
        name=model["name"],
        description=model["description"],
        inLanguage=context.manifest.library.language,
        educationalLevel=model["grades"] if context.manifest.site.education else [],
        hasPart=groups,
        hasDefinedTerm=[{"@id": address("factor", factor)} for factor in loose] or None,
        additionalProperty=_own(context, "learner_model", model["fields"]),
    ) | _state(context.expected.identifiers, "learner-model", model)


def _retired(context: VerifyContext, tombstone: dict[str, Any]) -> dict[str, Any]:
    identifiers = context.expected.identifiers
    expected = linked_object(
        id_=identifiers.address("strategy", tombstone["id"]),
        type_="LearningResource" if context.manifest.site.education else "CreativeWork",
        identifier=tombstone["id"],
        name=tombstone["title"],
        creativeWorkStatus="Obsolete",
        dateModified=tombstone["updated"],
        isPartOf={"@id": identifiers.address("vocabulary", "library")},
    )
    expected["owl:deprecated"] = True
    if tombstone["replaced_by"] is not None:
        expected["dcterms:isReplacedBy"] = {"@id": identifiers.address("strategy", tombstone["replaced_by"])}
    if former := replaced(identifiers, tombstone["aliases"]):
        expected["dcterms:replaces"] = former
    return expected
