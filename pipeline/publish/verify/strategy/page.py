"""HTML: the page of a strategy shows what its record says, in its order, with every disclaimer in its section."""

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from typing import Any

from pydantic_core import from_json

from pipeline.model.work import PLACE
from pipeline.publish.language import long_day
from pipeline.publish.schema.records import NamedV1, SectionV1, StrategyV1
from pipeline.publish.verify.check import check
from pipeline.publish.verify.expected import Expected
from pipeline.publish.verify.full_text import FROM_PAGE, FULL, end_of_page, top_of
from pipeline.publish.verify.links import page_link_violations, text_link_violations
from pipeline.publish.verify.page import normalized, normalized_name
from pipeline.publish.verify.section_html import NotOfSectionError, read_section
from pipeline.publish.verify.strategy.linked_data import article_of, is_article
from pipeline.publish.verify.view import StrategyView, former_markdown_of, markdown_of, page_of
from pipeline.publish.verify.violation import Violation, key_differences

# The marks of items at the start of a line, which pages show by other means.
LIST_MARKS = re.compile(r"^ *(?:(?:-|[0-9]{1,9}\.)(?: |$))*", re.MULTILINE)


BREADCRUMBS = "BreadcrumbList"
# What the note under the former name of a page as Markdown must hold; its words are those of the site.
FORMER_LINK = "[index.html.md](index.html.md)"


@check("html")
def page(view: StrategyView, expected: Expected) -> Iterator[Violation]:
    """The page shows the record, links to what it names, and holds the same data for programs."""
    if view.page is not None:
        path, text = page_of(view.id), normalized(view.page.text)
        yield from _missing_texts(path, view.record, text, expected.library.language)
        yield from _missing_blocks(path, view.record, text, expected.notes)
        yield from _missing_links(path, view.record, set(view.page.links))
        for data in view.page.data:
            yield from _data_violations(view, data, expected)


@check("html")
def links_of_page(view: StrategyView, expected: Expected) -> Iterator[Violation]:
    """The links of the page are valid; notes the files that they require."""
    if view.page is not None:
        targets, foreign = view.link_targets, expected.foreign
        yield from page_link_violations(expected.base, page_of(view.id), view.page, targets, foreign)


@check("html")
def markdown(view: StrategyView, expected: Expected) -> Iterator[Violation]:
    """The page as Markdown says the same, and its links are valid."""
    if view.markdown is None:
        return
    path, text = markdown_of(view.id), normalized(view.markdown)
    for name, value in _texts_of_markdown(view.record):
        if normalized_name(value) not in text:
            yield Violation(path, view.id, f"it lacks {name}")
    yield from text_link_violations(expected.base, path, view.markdown, view.link_targets)
    title, former = view.markdown.partition("\n")[0], view.former_markdown
    if former is not None and not (former.startswith(f"{title}\n") and FORMER_LINK in former):
        yield Violation(former_markdown_of(view.id), view.id, f"it is not the note that leads to {path}")


@check("html")
def full_text(view: StrategyView, expected: Expected) -> Iterator[Violation]:
    """The page in llms-full.txt is the page as Markdown; only the address of the site's top is another."""
    text, markdown = view.in_full_text, view.markdown
    if text is None or markdown is None:
        return
    if end_of_page(text, 0, markdown, top_of(expected.base)) != len(text):
        yield Violation(FULL, view.id, f"its text is not that of {markdown_of(view.id)}")
    elif FROM_PAGE in text:  # otherwise its links lead where those of the Markdown do
        yield from text_link_violations(expected.base, FULL, text, view.link_targets)


def _missing_texts(path: str, strategy: StrategyV1, text: str, language: str) -> Iterator[Violation]:
    """Texts that a page must show anywhere."""
    for name, value in _texts_of_page(strategy):
        if normalized_name(value) not in text:
            yield Violation(path, strategy.id, f"{name} is not shown: `{value[:60]}`")
    days = {"the day of the last change": strategy.updated}
    days |= {"the day the source was read": strategy.source.retrieved} if strategy.source else {}
    for name, day in days.items():
        if not any(normalized(form) in text for form in _forms_of_day(day, language)):
            yield Violation(path, strategy.id, f"{name} is not shown: {day}")


def _forms_of_day(day: str, language: str) -> Iterator[str]:
    """A day as the record and as people write it; the latter only if there is such a day."""
    yield day
    with suppress(ValueError):
        yield long_day(day, language)


def _missing_blocks(path: str, strategy: StrategyV1, text: str, notes: Mapping[str, str]) -> Iterator[Violation]:
    """Headings, notes and paragraphs that a page does not show in the order of the record."""
    position = 0
    for section in strategy.sections:
        noted = (notes[section.id],) if section.id in notes else ()
        blocks = (section.heading, *noted, *_blocks(section))
        complete = normalized("".join(blocks))
        if (found := text.find(complete, position)) >= 0:
            position = found + len(complete)
            continue
        for block in blocks:
            shown, disclaimer = normalized(block), section.disclaimer
            found = text.find(shown, position)
            if found >= 0:
                position = found + len(shown)
            elif disclaimer and shown == normalized(disclaimer.text):
                yield Violation(path, strategy.id, f"section `{section.id}` lacks the disclaimer `{disclaimer.id}`")
            else:
                yield Violation(path, strategy.id, f"section `{section.id}` does not say, in its place: `{block[:60]}`")


def _blocks(section: SectionV1) -> tuple[str, ...]:
    """The texts of a section's blocks; none if its HTML is not that of a section, which another check reports."""
    try:
        return tuple(read_section(section.html).leaves())
    except NotOfSectionError:
        return ()


def _texts_of_page(strategy: StrategyV1) -> Iterator[tuple[str, str]]:
    """Each text that a page must show anywhere, after the words for it in a message."""
    yield "the title", strategy.title
    yield "the summary", strategy.summary
    yield "the category", strategy.category.name
    for model in strategy.learner_models:
        yield f"the learner model `{model.id}`", model.name
    for factor in strategy.factors:
        yield f"the factor `{factor.id}`", factor.name
        yield f"the group of the factor `{factor.id}`", factor.group  # empty without groups
    for card in strategy.related:
        yield f"the title of the related strategy `{card.id}`", card.title
        yield f"the summary of the related strategy `{card.id}`", card.summary
    for resource in strategy.resources:
        yield "a resource", resource.title
        yield "what is said of a resource", LIST_MARKS.sub("", resource.description)
    for author in strategy.authors:
        yield "an author", author
    for video in strategy.videos:
        yield "the title of a video", video.title
    if strategy.source:
        yield "the source", strategy.source.title
    for id_, value in strategy.fields.items():
        for each in value if isinstance(value, list) else [value] if isinstance(value, NamedV1) else ():
            yield f"the field `{id_}`", each.name if isinstance(each, NamedV1) else each


def _missing_links(path: str, strategy: StrategyV1, links: set[str]) -> Iterator[Violation]:
    required = [f"../../factors/{factor.id}/index.html" for factor in strategy.factors]
    required += [f"../{card.id}/index.html" for card in strategy.related]
    required += [f"../../learner-models/{model.id}/index.html" for model in strategy.learner_models]
    required.append(f"../../categories/{strategy.category.id}/index.html")
    works = {reference.id: reference.url for reference in strategy.references if reference.id}
    placed = {id_: f"#{PLACE}{id_}" for id_, url in works.items() if url is None}
    required += [placed.get(resource.reference or "", resource.url) for resource in strategy.resources]
    required += [url for url in works.values() if url]
    required += [f"#{PLACE}{claim.reference}" for claim in strategy.claims]
    required += [strategy.source.url] if strategy.source else []
    known = links | {link.replace("../../strategies/", "../") for link in links}
    for link in required:
        if link not in known:
            yield Violation(path, strategy.id, f"there is no link to {link}")


def _data_violations(view: StrategyView, data: str, expected: Expected) -> Iterator[Violation]:
    """Differences between the data on a page and the linked data, disclaimers included."""
    path, strategy = page_of(view.id), view.record
    try:
        document = from_json(data)
    except ValueError:
        yield Violation(path, strategy.id, "the data on the page is no JSON")
        return
    if isinstance(document, dict) and document.get("@type") == BREADCRUMBS:
        if not _leads_to(strategy, document, expected):
            yield Violation(path, strategy.id, "its breadcrumbs are not the home page, its category and its title")
        return
    strings = set(_strings(document))
    for section in strategy.sections:
        if section.disclaimer and section.disclaimer.text not in strings:
            yield Violation(path, strategy.id, f"the data on the page lacks the disclaimer `{section.disclaimer.id}`")
    if isinstance(document, dict) and is_article(document):
        article = _article_on_page(article_of(strategy, expected))
        if not expected.grades and "educationalLevel" in document:  # nothing in this bundle says them
            article["educationalLevel"] = document["educationalLevel"]
        if document != article:
            for violation in key_differences(path, strategy.id, document, article, "what the record says"):
                yield replace(violation, message=f"in the data on the page {violation.message}")


def _leads_to(strategy: StrategyV1, document: dict[str, Any], expected: Expected) -> bool:
    """True for breadcrumbs of a strategy; the words for the home page are those of the site's language."""
    home = next((item.get("name") for item in _dicts(document.get("itemListElement"))), None)
    category = strategy.category
    items: list[dict[str, Any]] = [
        {"name": home, "item": expected.base},
        {"name": category.name, "item": f"{expected.base}categories/{category.id}/"},
        {"name": strategy.title},
    ]
    numbered = enumerate(items, 1)
    return document == {
        "@context": "https://schema.org",
        "@type": BREADCRUMBS,
        "itemListElement": [{"@type": "ListItem", "position": position} | item for position, item in numbered],
    }


def _dicts(value: object) -> list[dict[str, Any]]:
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def _article_on_page(article: dict[str, Any]) -> dict[str, Any]:
    """An article without the texts, citations and videos that the page itself shows."""
    notices = [part for part in article["hasPart"] if "usageInfo" in part]
    parts = [{key: value for key, value in part.items() if key not in ("text", "hasPart")} for part in notices]
    remaining = {key: value for key, value in article.items() if key not in ("citation", "video")}
    return {"@context": "https://schema.org"} | remaining | {"hasPart": parts}


def _strings(data: object) -> Iterator[str]:
    """Every text in the lists and objects of JSON."""
    waiting = [data]
    while waiting:
        value = waiting.pop()
        if isinstance(value, str):
            yield value
        elif isinstance(value, dict):
            waiting += value.values()
        elif isinstance(value, list):
            waiting += value


def _texts_of_markdown(strategy: StrategyV1) -> Iterator[tuple[str, str]]:
    """Each text that the Markdown must hold, after the words for it in a message."""
    for section in strategy.sections:
        if section.disclaimer and not section.disclaimer.markdown:  # else its words have marks among them
            yield f"the disclaimer `{section.disclaimer.id}`", section.disclaimer.text
        yield f"the heading of `{section.id}`", section.heading
    yield "the title", strategy.title
    yield "the summary", strategy.summary
    yield "the category", strategy.category.name
    yield "the day of the last change", strategy.updated
    for model in strategy.learner_models:
        yield f"the name of `{model.id}`", model.name
    for factor in strategy.factors:
        yield f"the name of `{factor.id}`", factor.name
    for card in strategy.related:
        yield f"the title of the related strategy `{card.id}`", card.title
    for author in strategy.authors:
        yield f"the author {author}", author
    if strategy.source:
        yield "the source", strategy.source.title
        yield "the address of the source", strategy.source.url
