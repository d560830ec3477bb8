"""The context of linked data, and the words that describe its terms in its schema, with an example of each text."""

from collections.abc import Mapping
from typing import Any

VOCABULARY = "http://schema.org/"
CONTEXT: Mapping[str, str | dict[str, str]] = {
    "@vocab": VOCABULARY,
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
# For each term a description, and an example where its value is a text or a number.
WORDS: Mapping[str, tuple[str, str | int | None]] = {
    "@id": ("what identifies it, here and elsewhere", "urn:uuid:9f1c1f0e-5d5b-5b6f-8a53-0d2f6c8a4f11"),
    "@type": ("its class in schema.org", None),
    "about": ("its factors", None),
    "abstract": ("its summary", "Learners leave a page to see what others say of it."),
    "additionalProperty": ("values of the library's own fields", None),
    "alternateName": ("other forms of its name", None),
    "articleSection": ("name of its category", "Active Learning"),
    "audience": ("whom it is for", None),
    "author": ("who wrote it", None),
    "citation": ("additional resources, and citations", None),
    "creditText": ("whom readers should credit besides the publisher", "After a framework of Example Labs."),
    "dateModified": ("the day of the last change", "2026-11-01"),
    "description": ("what it is or offers", "The wish to know more."),
    "educationalLevel": ("grades of its learners", None),
    "educationalRole": ("their role", None),
    "embedUrl": ("address of a player to embed", "https://player.vimeo.com/video/123456789?dnt=1"),
    "hasDefinedTerm": ("its terms", None),
    "hasPart": ("its parts", None),
    "headline": ("its title", "Lateral Reading"),
    "identifier": ("its id", "lateral-reading"),
    "inDefinedTermSet": ("the set that it belongs to", None),
    "inLanguage": ("language of the texts as a BCP 47 tag", "en"),
    "isBasedOn": ("where it was taken over from", None),
    "isPartOf": ("the library", None),
    "learningResourceType": ("what kind of resource it is", None),
    "license": ("address of its licence", "https://creativecommons.org/licenses/by/4.0/"),
    "mentions": ("related strategies", None),
    "name": ("its name", "Lateral Reading"),
    "position": ("its place on the page, from 1", 1),
    "propertyID": ("id of the field", "grade_band"),
    "publisher": ("who publishes it", None),
    "termCode": ("its id", "curiosity"),
    "text": ("its text", "Readers leave the page."),
    "url": ("its address", "https://example.org/library/"),
    "usageInfo": ("what must be shown with it, word for word", None),
    "value": ("its value; of a reference, the name", "K-2"),
    "valueReference": ("what a reference names", None),
    "version": ("version of the content, following semantic versioning", "1.4.0"),
    "video": ("videos in its sections", None),
}


def describe(schema: dict[str, Any]) -> None:
    """Add a description and an example to each property of a schema, as far as it has none."""
    for name, member in schema.get("properties", {}).items():
        description, example = WORDS.get(name, ("", None))
        if description:
            member.setdefault("description", description)
        if example is not None:
            member.setdefault("examples", [example])
