"""JSON and CSV: the record of a strategy is the same in every file, and so are its disclaimers and images."""

import re
from collections.abc import Iterator
from html import unescape
from typing import Any
from urllib.parse import quote

from pydantic_core import to_json

from pipeline.model.disclaimer_text import is_disclaimer, marked_words, without_layout, words_in
from pipeline.model.images import TAG, shown_in
from pipeline.model.policy import same_words
from pipeline.publish.manifest import MANIFEST
from pipeline.publish.record_digest import digest_of_record
from pipeline.publish.schema.base import SCHEMA_VERSION
from pipeline.publish.schema.records import StrategyV1
from pipeline.publish.section_addresses import cross_address
from pipeline.publish.verify.check import check
from pipeline.publish.verify.columns import STRATEGIES
from pipeline.publish.verify.expected import Expected
from pipeline.publish.verify.page import HtmlPage, normalized, normalized_name
from pipeline.publish.verify.section_html import NotOfSectionError, read_section
from pipeline.publish.verify.view import RECORD_LINES, RECORDS, StrategyView, own_document
from pipeline.publish.verify.violation import Violation, column_differences, key_differences
from pipeline.source.parse.markdown import render, tokenize

# How addresses of other websites begin.
WEB = ("https://", "http://")
# How addresses of other links outside the library begin, too.
OUTBOUND = (*WEB, "mailto:")
# A link of a section: its address, and the kind and id of what it leads to in the library.
LINK = re.compile(r'<a href="([^"]*)"(?: title="[^"]*")?(?: data-(factor|strategy|reference)="([^"]*)")?>')
SITE_FOLDER = "html/"


@check("json")
def own_document_of(view: StrategyView, expected: Expected) -> Iterator[Violation]:
    """A strategy's own document has its id as its name, and holds the library and the record that it was made from."""
    path = own_document(view.id)
    if view.record.id != view.id:
        yield Violation(path, view.record.id, "its id is not the name of its file")
    if view.document is not None and to_json(view.document) != to_json(view.record):
        yield from key_differences(
            path, view.id, view.document, view.record.model_dump(mode="json"), "what the record says"
        )
    if view.document is not None and view.library != expected.library.model_dump(mode="json"):
        yield Violation(path, view.id, f"its library is not that of {MANIFEST}")


@check("json")
def own_fields(view: StrategyView, expected: Expected) -> Iterator[Violation]:
    """The record has the address of its page, and its own digest."""
    path, record = own_document(view.id), view.record
    if record.url != (f"{expected.base}strategies/{record.id}/" if expected.library.base_url else None):
        yield Violation(path, record.id, "its url is not the address of its page")
    if record.record_sha256 != digest_of_record(record.model_dump(mode="json")):
        yield Violation(path, record.id, "its record_sha256 is not that of the record")


@check("json")
def same_record(view: StrategyView, expected: Expected) -> Iterator[Violation]:
    """`strategies.json` and `strategies.jsonl` hold the same record."""
    for path in (RECORDS, RECORD_LINES):
        found = view.shards.get(path)
        if view.document is None or found is None:
            continue
        own = view.document if path == RECORDS else _line_of(view.document, expected)
        if found == own and to_json(found) == to_json(own):  # to Python, 1 and true are equal
            continue
        if not isinstance(found, dict):
            yield Violation(path, view.id, "it is not JSON")
            continue
        yield from key_differences(path, view.id, found, own, f"that of {own_document(view.id)}")


def _line_of(document: dict[str, Any], expected: Expected) -> dict[str, Any]:
    """The record with what makes a line stand by itself."""
    return {"schema_version": SCHEMA_VERSION, "library": expected.library.model_dump(mode="json")} | document


@check("json")
def opening_disclaimers(view: StrategyView, expected: Expected) -> Iterator[Violation]:
    """Each section with a disclaimer opens with it, in every form."""
    path, record = own_document(view.id), view.record
    for section in record.sections:
        disclaimer = section.disclaimer
        if disclaimer is None:
            continue
        if expected.disclaimers.get(disclaimer.id) != disclaimer.text:
            yield Violation(path, record.id, f"the disclaimer `{disclaimer.id}` is not the one of manifest.json")
        marked = disclaimer.markdown
        markdown = section.markdown if marked is None else HtmlPage.read(_html_of(section.markdown)).text
        shown = {"markdown": markdown, "html": HtmlPage.read(section.html).text, "text": section.text}
        for form, text in shown.items():
            if not normalized(text).startswith(normalized_name(disclaimer.text)):
                yield Violation(
                    path, record.id, f"the {form} of `{section.id}` does not open with the disclaimer `{disclaimer.id}`"
                )


@check("json")
def marked_disclaimers(view: StrategyView, expected: Expected) -> Iterator[Violation]:
    """A disclaimer with links or emphasis has the words beside it, and opens its section with these marks."""
    path, record = own_document(view.id), view.record
    for section in record.sections:
        disclaimer = section.disclaimer
        if disclaimer is None or disclaimer.markdown is None:
            continue
        if not is_disclaimer(disclaimer.markdown) or words_in(disclaimer.markdown) != disclaimer.text:
            yield Violation(path, record.id, f"the Markdown of the disclaimer `{disclaimer.id}` has other words")
        marks = same_words(marked_words(disclaimer.markdown))
        for form, html in (("markdown", _html_of(section.markdown)), ("html", section.html)):
            if not same_words(without_layout(html)).startswith(marks):
                message = f"the {form} of `{section.id}` lacks links or emphasis of the disclaimer `{disclaimer.id}`"
                yield Violation(path, record.id, message)


def _html_of(markdown: str) -> str:
    return render(tokenize(markdown).tokens, lambda address: address)


@check("json")
def sections(view: StrategyView, expected: Expected) -> Iterator[Violation]:
    """The HTML of each section holds nothing unsafe, its links lead where they should, and its text says the same."""
    path, record = own_document(view.id), view.record
    for section in record.sections:
        try:
            text = read_section(section.html).text
        except NotOfSectionError as error:
            yield Violation(path, record.id, f"the html of `{section.id}` holds what no section may: {error}")
            continue
        if section.text != text:
            yield Violation(path, record.id, f"the text of `{section.id}` is not that of its html")
        for fault in _link_faults(record, section.html, expected):
            yield Violation(path, record.id, f"in the html of `{section.id}`, {fault}")


def _link_faults(record: StrategyV1, html: str, expected: Expected) -> Iterator[str]:
    """What is wrong with the links of a section."""
    works = [reference.id for reference in record.references if reference.id]
    mentions = {"factor": record.mentions.factors, "strategy": record.mentions.strategies, "reference": works}
    for address, kind, id_ in LINK.findall(html):
        if not kind:
            if not address.lower().startswith(OUTBOUND):
                yield f"a link leads to {address}"
            continue
        on_site = expected.library.base_url is not None
        wanted = cross_address(expected.base, kind, id_, record.id) if on_site else f"{kind}:{id_}"
        if unescape(address) != wanted:
            yield f"a link leads to {address}, not to {wanted}"
        if id_ not in mentions[kind]:
            yield f"a link names the {kind} `{id_}`, which the record does not mention"


@check("csv")
def rows(view: StrategyView, expected: Expected) -> Iterator[Violation]:
    """Each table has the rows that follow from the record, in its order, and no others."""
    for path, cells in expected.cells.items():
        if path not in view.rows:
            continue
        yield from cells.unknown_columns()
        found, rows_ = view.rows[path], cells.rows(view.record)
        if len(found) == len(rows_):
            for row, expected_row in zip(found, rows_, strict=True):
                yield from column_differences(path, view.id, row, expected_row)
        elif path == STRATEGIES:
            yield Violation(path, view.id, f"it has {len(found)} rows; it should have one")
        else:
            listed = cells.listed.replace("_", " ")
            yield Violation(path, view.id, f"it has {len(found)} rows; the record lists {len(rows_)} {listed}")


@check("json")
def images(view: StrategyView, expected: Expected) -> Iterator[Violation]:
    """The list of images is that of the texts; each must be in the bundle."""
    strategy, path = view.record, own_document(view.id)
    for image in strategy.images:
        view.link_targets.setdefault((image.path, ""), (image.path, path))
        url = expected.base + quote(image.path.removeprefix(SITE_FOLDER)) if expected.library.base_url else None
        if image.url != url:
            yield Violation(path, strategy.id, f"the url of {image.path} is {image.url}, not {url}")
    for section in strategy.sections:
        listed = [(image.path, image.alt) for image in strategy.images if image.section == section.id]
        if not listed and "<img " not in section.html:
            continue
        shown = list(shown_in(section.html))
        for shown_path, _ in shown:
            view.link_targets.setdefault((shown_path, ""), (shown_path, path))
        # An image of another website is not a file of the bundle.
        own = [address for address, _ in TAG.findall(section.html) if not address.startswith(WEB)]
        if shown != listed or len(shown) != len(own):
            yield Violation(path, strategy.id, f"the images of `{section.id}` are not those that its html shows")
        for image_path in dict.fromkeys(listed_path for listed_path, _ in listed):
            if quote(image_path) not in section.markdown:
                yield Violation(path, strategy.id, f"the markdown of `{section.id}` does not show {image_path}")
