"""Upgrades documents of older bundles to the current schema version."""

import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any

from pipeline.model.images import FOLDER, shown_in
from pipeline.model.licence import licence_url
from pipeline.publish.schema.base import SCHEMA_VERSION
from pipeline.publish.section_addresses import image_url, with_cross_links
from pipeline.publish.strategy_record import NO_DIGEST, page_url

# The id of a library in a bundle that has none.
UNSAID = ""
# What pages are made of, in a manifest that does not say it.
UNSAID_SITE: Mapping[str, Any] = {
    "sections": [],
    "videos": True,
    "factors_heading": "",
    "related_heading": "",
    "other_related_heading": "",
    "fields": [],
    "library_fields": {},
    "vocabularies": [],
    "evidence": {"studies": [], "practice_guides": [], "examples": [], "others": []},
    "edit_url": None,
    "licence_file": None,
    "words": {},
    "education": None,
    "logo": None,
    "csp": {},
    "analytics": None,
    "pages": [],
    "untranslated": [],
    "theme": [],
    "files": [],
}
# What a term does not say; coverage and records have lists of that name with other items.
UNSAID_TERM: Mapping[str, Any] = {"aliases": [], "deprecated": False, "replaced_by": None, "fields": {}}
# What 1.4 added to the site of manifests.
ADDED_IN_1_4 = (
    *("videos", "fields", "library_fields", "vocabularies", "words", "education"),
    *("logo", "csp", "analytics", "pages", "untranslated"),
)
# The start of an image's address on a page, in each form of a section.
IMAGE_FROM_PAGE = {
    "markdown": re.compile(r"(?<=\]\()(?:\.\./)+images/"),
    "html": re.compile(r'(?<=<img src=")(?:\.\./)+images/'),
}


def upgraded(document: dict[str, Any]) -> dict[str, Any]:
    """A document in the current schema version; one of no older version stays as it is."""
    steps = STEPS.get(str(document.get("schema_version")), ())
    try:
        for step in steps:
            document = step(document)
        return document | {"schema_version": SCHEMA_VERSION} if steps else document
    except (KeyError, TypeError, AttributeError):  # not of the version it names: validation will report that
        return document


def _from_1_0(document: dict[str, Any]) -> dict[str, Any]:
    """1.1 added the library's id and lists of images; before, their addresses in texts were relative to the page."""
    library, strategies = document.get("library"), document.get("strategies")
    document |= {"library": {"id": UNSAID} | library if isinstance(library, dict) else library}
    if isinstance(strategies, list):
        document["strategies"] = [_with_images(item) if isinstance(item, dict) else item for item in strategies]
    return document


def _with_images(strategy: dict[str, Any]) -> dict[str, Any]:
    images = []
    for section in strategy.get("sections", ()):
        for form, address in IMAGE_FROM_PAGE.items():
            section[form] = address.sub(f"{FOLDER}/", section[form])
        shown = shown_in(section["html"])
        images += [{"section": section["id"], "path": path, "alt": alt} for path, alt in shown]
    return {"images": images} | strategy


def _from_1_1(document: dict[str, Any]) -> dict[str, Any]:
    """1.2 added addresses of licence, pages and images, marks to texts, digests of records, the site to manifests."""
    library, strategies = document["library"], document.get("strategies")
    document |= {"library": {"licence_url": licence_url(library["licence"])} | library}
    if "formats" in document:  # a manifest
        document = {"site": UNSAID_SITE} | document
    if isinstance(strategies, list):
        document["strategies"] = [
            _with_addresses(item, library["base_url"]) if isinstance(item, dict) else item for item in strategies
        ]
    return document


def _with_addresses(strategy: dict[str, Any], base_url: str | None) -> dict[str, Any]:
    from pipeline.publish.verify.section_html import NotOfSectionError, read_section  # its package imports this module

    for section in strategy["sections"]:
        section["html"] = with_cross_links(section["html"], base_url)
        with suppress(NotOfSectionError):
            section["text"] = read_section(section["html"]).text
    for image in strategy["images"]:
        image["url"] = image_url(image["path"], base_url)
    # Nothing compares the digest.
    return {"url": page_url(base_url, strategy["id"]), "record_sha256": NO_DIGEST} | strategy


def _from_1_2(document: dict[str, Any]) -> dict[str, Any]:
    """1.3 added days of publication; to manifests, the library's own files, notes, and the headings of evidence."""
    site, strategies = document.get("site"), document.get("strategies")
    if isinstance(strategies, list):
        document["strategies"] = [{"published": None} | item if isinstance(item, dict) else item for item in strategies]
    if not isinstance(site, dict):
        return document
    sections = [{"note": None} | section for section in site["sections"]]
    return document | {"site": {"files": [], "evidence": UNSAID_SITE["evidence"]} | site | {"sections": sections}}


def _with_languages(strategy: dict[str, Any]) -> dict[str, Any]:
    added = {"fields": {}, "languages": [], "outdated_languages": []} | strategy
    if isinstance(related := strategy.get("related"), list):
        added["related"] = [{"languages": []} | card if isinstance(card, dict) else card for card in related]
    return added


def _from_1_3(document: dict[str, Any]) -> dict[str, Any]:
    """1.4 added own fields, days of retirement, words of terms, descriptions, languages; much to manifests."""
    site, strategies = document.get("site"), document.get("strategies")
    if isinstance(library := document.get("library"), dict):
        document["library"] = {"description": None, "languages": []} | library
    if isinstance(strategies, list):
        document["strategies"] = [_with_languages(item) if isinstance(item, dict) else item for item in strategies]
    if "formats" in document:  # a manifest
        document = {"languages": []} | document
    if "islands" in document:  # the coverage
        document = {"translations": []} | document
    if isinstance(tombstones := document.get("tombstones"), list):
        document["tombstones"] = [{"retired": item["updated"]} | item for item in tombstones]
    for name in ("factors", "categories", "learner_models"):
        if isinstance(terms := document.get(name), list):
            document[name] = [UNSAID_TERM | item if "strategies" in item else item for item in terms]
    if isinstance(site, dict):
        document["site"] = {name: UNSAID_SITE[name] for name in ADDED_IN_1_4} | site
    return document


def _from_1_4(document: dict[str, Any]) -> dict[str, Any]:
    """1.5 added works of the library to resources and references, and sentences that cite them."""
    if isinstance(strategies := document.get("strategies"), list):
        document["strategies"] = [_with_works(item) if isinstance(item, dict) else item for item in strategies]
    return document


def _with_works(strategy: dict[str, Any]) -> dict[str, Any]:
    if not isinstance(strategy.get("references"), list):  # a strategy of another document
        return strategy
    resources = [{"reference": None} | item for item in strategy["resources"]]
    references = [{"id": None, "csl": None} | item for item in strategy["references"]]
    return {"claims": []} | strategy | {"resources": resources, "references": references}


# The steps to the current version, from each older one.
STEPS: Mapping[str, tuple[Callable[[dict[str, Any]], dict[str, Any]], ...]] = {
    "1.0.0": (_from_1_0, _from_1_1, _from_1_2, _from_1_3, _from_1_4),
    "1.1.0": (_from_1_1, _from_1_2, _from_1_3, _from_1_4),
    "1.2.0": (_from_1_2, _from_1_3, _from_1_4),
    "1.3.0": (_from_1_3, _from_1_4),
    "1.4.0": (_from_1_4,),
}
