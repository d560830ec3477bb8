"""JSON-LD: the library and its factors are described as in their documents, and every link inside resolves."""

from collections.abc import Iterator
from typing import Any

from pipeline.publish.verify.check import check
from pipeline.publish.verify.checks.documents import items
from pipeline.publish.verify.context import VerifyContext
from pipeline.publish.verify.references import FACTORS
from pipeline.publish.verify.strategy.linked_data import ARTICLE, linked_object
from pipeline.publish.verify.view import LINKED
from pipeline.publish.verify.violation import Violation, key_differences

# The meaning of every term: schema.org's.
CONTEXT = {
    "@vocab": "http://schema.org/",
    "dateModified": {"@type": "Date"},
    "embedUrl": {"@type": "@id"},
    "license": {"@type": "@id"},
    "url": {"@type": "@id"},
}


@check("json", sharded=True)
def linked_data(context: VerifyContext) -> Iterator[Violation]:
    """Each key of what is not an article; and everything that articles link to is described."""
    document: dict[str, Any] | None = context.document(LINKED)
    if document is None:
        return
    if document["@context"] != CONTEXT:
        yield Violation(LINKED, "@context", "it does not give the terms the meaning that schema.org does")
    graph = document["@graph"]
    described = {item["@id"] for item in graph}
    described |= {term["@id"] for item in graph for term in item.get("hasDefinedTerm", ())}
    for article in (item for item in graph if item["@type"] == ARTICLE):
        for target in (article["isPartOf"], *article["about"], *article["mentions"]):
            if target["@id"] not in described:
                message = f"it leads to {target['@id']}, which is not in the document"
                yield Violation(LINKED, article["identifier"], message)
    others = [item for item in graph if item["@type"] != ARTICLE]
    expected = [_collection(context), _terms(context)]
    if len(others) != len(expected):
        yield Violation(LINKED, "", "it does not describe the library and its factors once each, and nothing else")
    for item, expected_item in zip(others, expected, strict=False):
        if item != expected_item:
            yield from key_differences(LINKED, str(item["@id"]), item, expected_item, "what the library says")


def _collection(context: VerifyContext) -> dict[str, Any]:
    library = context.manifest.library
    return linked_object(
        id_=context.expected.identifiers.address("vocabulary", "library"),
        type_="Collection",
        name=library.title,
        inLanguage=library.language,
        license=library.licence_url,
        creditText=library.attribution,
        publisher=linked_object(type_="Organization", name=library.publisher),
        version=library.version,
        url=library.base_url,
    )


def _terms(context: VerifyContext) -> dict[str, Any]:
    address = context.expected.identifiers.address
    own = address("vocabulary", "factors")
    terms = [
        linked_object(
            id_=address("factor", factor["id"]),
            type_="DefinedTerm",
            termCode=factor["id"],
            name=factor["name"],
            inDefinedTermSet={"@id": own},
            description=factor["definition"],
            alternateName=factor["aliases"] or None,
        )
        for factor in items(context, FACTORS)
    ]
    language = context.manifest.library.language
    return linked_object(id_=own, type_="DefinedTermSet", name="Factors", inLanguage=language, hasDefinedTerm=terms)
