"""JSON-LD: the library and its factors are there as their documents say, and every link inside leads to something."""

from collections.abc import Iterator
from typing import Any

from pipeline.publish.verify.checks.graph import items
from pipeline.publish.verify.context import VerifyContext, check
from pipeline.publish.verify.references import FACTORS
from pipeline.publish.verify.shapes import read_json
from pipeline.publish.verify.strategy.linked_data import ARTICLE, licence_of, told
from pipeline.publish.verify.strategy.record import key_differences
from pipeline.publish.verify.view import LINKED
from pipeline.publish.verify.violation import Violation

# The meaning of every term: schema.org's.
CONTEXT = {
    "@vocab": "http://schema.org/",
    "dateModified": {"@type": "Date"},
    "embedUrl": {"@type": "@id"},
    "license": {"@type": "@id"},
    "url": {"@type": "@id"},
}


@check("json", each=True)
def linked_data(context: VerifyContext) -> Iterator[Violation]:
    """Each key of what stands around the articles; and all that these lead to is described."""
    data = context.data(LINKED)
    if data is None or context.shape_violations(LINKED):
        return
    document = read_json(data)
    if document["@context"] != CONTEXT:
        yield Violation(LINKED, "@context", "it does not give the terms the meaning that schema.org does")
    graph = document["@graph"]
    described = {item["@id"] for item in graph}
    described |= {term["@id"] for item in graph for term in item.get("hasDefinedTerm", ())}
    for article in (item for item in graph if item["@type"] == ARTICLE):
        for thing in (article["isPartOf"], *article["about"], *article["mentions"]):
            if thing["@id"] not in described:
                words = f"it leads to {thing['@id']}, which is not in the document"
                yield Violation(LINKED, article["identifier"], words)
    around = [item for item in graph if item["@type"] != ARTICLE]
    wanted = [_collection(context), _terms(context)]
    if len(around) != len(wanted):
        yield Violation(LINKED, "", "it does not describe the library and its factors once each, and nothing else")
    for item, due in zip(around, wanted, strict=False):
        if item != due:
            yield from key_differences(LINKED, str(item["@id"]), item, due, "what the library says")


def _collection(context: VerifyContext) -> dict[str, Any]:
    library, address = context.manifest.library, context.identifiers.address
    return told(
        id_=address("vocabulary", "library"),
        type_="Collection",
        name=library.title,
        inLanguage=library.language,
        license=licence_of(library),
        creditText=library.attribution,
        publisher=told(type_="Organization", name=library.publisher),
        version=library.version,
        url=library.base_url,
    )


def _terms(context: VerifyContext) -> dict[str, Any]:
    library, address = context.manifest.library, context.identifiers.address
    own = address("vocabulary", "factors")
    terms = [
        told(
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
    return told(id_=own, type_="DefinedTermSet", name="Factors", inLanguage=library.language, hasDefinedTerm=terms)
