"""HTML: a strategy's page says what its record says, in its order, and every disclaimer stands where it must."""

from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from typing import Any

from pydantic_core import from_json, to_json

from pipeline.publish.schema.records import SectionV1, StrategyV1
from pipeline.publish.verify.expected import Expected, each
from pipeline.publish.verify.links import page_link_violations, text_link_violations
from pipeline.publish.verify.page import HtmlPage, known_words, words
from pipeline.publish.verify.strategy.linked_data import ARTICLE, article_of
from pipeline.publish.verify.strategy.record import key_differences
from pipeline.publish.verify.view import StrategyView, markdown_of, page_of
from pipeline.publish.verify.violation import Violation

MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


@each("html")
def page(view: StrategyView, expected: Expected) -> Iterator[Violation]:
    """The page shows the record, leads where it should, and tells programs the same."""
    if view.page is not None:
        yield from page_faults(view.record, view.page)
        for data in view.page.data:
            yield from _tells(view, data, expected)


@each("html")
def links_of_page(view: StrategyView, expected: Expected) -> Iterator[Violation]:
    """The links of the page are sound; wants where they lead."""
    if view.page is not None:
        yield from page_link_violations(expected.base, page_of(view.id), view.page, view.link_targets)


@each("html")
def text_beside(view: StrategyView, expected: Expected) -> Iterator[Violation]:
    """The same for the page as Markdown."""
    if view.text is not None:
        yield from text_faults(view.record, view.text)
        yield from text_link_violations(expected.base, markdown_of(view.id), view.text, view.link_targets)


def page_faults(strategy: StrategyV1, page: HtmlPage) -> Iterator[Violation]:
    """What the page of a strategy does not show, or where it does not lead."""
    path = page_of(strategy.id)
    yield from _shows(path, strategy, words(page.text))
    yield from _leads(path, strategy, set(page.links))


def _shows(path: str, strategy: StrategyV1, text: str) -> Iterator[Violation]:
    end = _end_of_sections(strategy, text)
    # Factors and cards stand below the sections: most are found at once there.
    below = text[end or 0 :]
    for name, id_, value in _texts(strategy):
        shown = known_words(value)
        if shown not in below and shown not in text:
            named = f"{name} `{id_}`" if id_ else name
            yield Violation(path, strategy.id, f"{named} is not shown: `{value[:60]}`")
    if not any(words(day) in text for day in _days(strategy.updated)):
        yield Violation(path, strategy.id, f"the day of the last change is not shown: {strategy.updated}")
    if end is None:
        yield from _unshown_blocks(path, strategy, text)


def _days(date: str) -> tuple[str, str]:
    """A day as programs and as people write it."""
    year, month, day = date.split("-")
    return date, f"{MONTHS[int(month) - 1]} {int(day)}, {year}"


def _end_of_sections(strategy: StrategyV1, text: str) -> int | None:
    """Where the last section ends, if each stands in its place, whole or block by block; None if any does not."""
    position = 0
    for section in strategy.sections:
        whole = words(f"{section.heading}\n\n{section.text}")
        found = text.find(whole, position)
        if found >= 0:
            position = found + len(whole)
            continue
        for block in _blocks(section):  # something stands between them, such as a video's button
            shown = words(block)
            found = text.find(shown, position)
            if found < 0:
                return None
            position = found + len(shown)
    return position


def _unshown_blocks(path: str, strategy: StrategyV1, text: str) -> Iterator[Violation]:
    position = 0
    for section in strategy.sections:
        for block in _blocks(section):
            shown = words(block)
            found = text.find(shown, position)
            due = section.disclaimer
            if found < 0 and due and shown == words(due.text):
                yield Violation(path, strategy.id, f"section `{section.id}` lacks the disclaimer `{due.id}`")
            elif found < 0:
                yield Violation(path, strategy.id, f"section `{section.id}` does not say, in its place: `{block[:60]}`")
            else:
                position = found + len(shown)


def _blocks(section: SectionV1) -> list[str]:
    return [section.heading, *section.text.split("\n\n")]


def _texts(strategy: StrategyV1) -> Iterator[tuple[str, str, str]]:
    """What must be shown anywhere: what it is, an id or nothing, and the text."""
    yield "the title", "", strategy.title
    yield "the summary", "", strategy.summary
    yield "the category", "", strategy.category.name
    for model in strategy.learner_models:
        yield "the learner model", model.id, model.name
    for factor in strategy.factors:
        yield "the factor", factor.id, factor.name
        yield "the group of the factor", factor.id, factor.group
    for card in strategy.related:
        yield "the title of the related strategy", card.id, card.title
        yield "the summary of the related strategy", card.id, card.summary
    for resource in strategy.resources:
        yield "a resource", "", resource.title
        yield "what is said of a resource", "", resource.description
    for author in strategy.authors:
        yield "an author", "", author
    for video in strategy.videos:
        yield "the title of a video", "", video.title
    if strategy.source:
        yield "the source", "", strategy.source.title
        yield "the day the source was read", "", strategy.source.retrieved


def _leads(path: str, strategy: StrategyV1, links: set[str]) -> Iterator[Violation]:
    wanted = [f"../../factors/{factor.id}/index.html" for factor in strategy.factors]
    wanted += [f"../{card.id}/index.html" for card in strategy.related]
    wanted += [f"../../learner-models/{model.id}/index.html" for model in strategy.learner_models]
    wanted.append(f"../../categories/{strategy.category.id}/index.html")
    wanted += [resource.url for resource in strategy.resources]
    wanted += [strategy.source.url] if strategy.source else []
    missing = [link for link in wanted if link not in links]
    known = {link.replace("../../strategies/", "../") for link in links} if missing else ()
    for link in missing:
        if link not in known:
            yield Violation(path, strategy.id, f"there is no link to {link}")


def _tells(view: StrategyView, data: str, expected: Expected) -> Iterator[Violation]:
    """What a page tells programs is what the linked data says, its disclaimers included."""
    path, strategy = page_of(view.id), view.record
    try:
        document = from_json(data)
    except ValueError:
        yield Violation(path, strategy.id, "the data on the page is no JSON")
        return
    for section in strategy.sections:
        due = section.disclaimer
        # As a value most stand there letter by letter: to go through all of them takes ten times as long.
        if due and _value(due.text) not in data and due.text not in _strings(document):
            yield Violation(path, strategy.id, f"the data on the page lacks the disclaimer `{due.id}`")
    if isinstance(document, dict) and document.get("@type") == ARTICLE:
        wanted = _told_on_page(article_of(view, expected))
        if document != wanted:
            for fault in key_differences(path, strategy.id, document, wanted, "what the record says"):
                yield replace(fault, message=f"in the data on the page {fault.message}")


def _told_on_page(article: dict[str, Any]) -> dict[str, Any]:
    """An article without the texts and citations that stand on the page itself."""
    notices = [part for part in article["hasPart"] if "usageInfo" in part]
    parts = [{key: value for key, value in part.items() if key != "text"} for part in notices]
    told = {key: value for key, value in article.items() if key != "citation"}
    return {"@context": "https://schema.org"} | told | {"hasPart": parts}


@lru_cache(maxsize=64)
def _value(text: str) -> str:
    """A text as the value of a key in JSON. It stands nowhere else: inside a text its quotes would be escaped."""
    return ":" + to_json(text).decode()


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


def text_faults(strategy: StrategyV1, content: str) -> Iterator[Violation]:
    """What the Markdown of a strategy does not say, its disclaimers above all."""
    path, folded = markdown_of(strategy.id), ""
    for name, value, quoted in _beside(strategy):
        # To the letter most stand there; the words of a page take a while to fold.
        if quoted not in content:
            folded = folded or words(content)
            if words(value) not in folded:
                yield Violation(path, strategy.id, f"it lacks {name}")


def _beside(strategy: StrategyV1) -> Iterator[tuple[str, str, str]]:
    """What must be said in the Markdown: what it is, the text, and how that stands there as a rule."""
    for section in strategy.sections:
        due = section.disclaimer
        if due:
            yield f"the disclaimer `{due.id}`", due.text, f"\n> {due.text}\n"
        yield f"the heading of `{section.id}`", section.heading, f"## {section.heading}"
    yield "the title", strategy.title, f"# {strategy.title}\n"
    yield "the summary", strategy.summary, f"\n{strategy.summary}\n"
    yield "the category", strategy.category.name, strategy.category.name
    yield "the day of the last change", strategy.updated, strategy.updated
    names = [(model.id, model.name) for model in strategy.learner_models]
    for id_, name in (*names, *((factor.id, factor.name) for factor in strategy.factors)):
        yield f"the name of `{id_}`", name, name
    for card in strategy.related:
        yield f"the title of the related strategy `{card.id}`", card.title, card.title
    for author in strategy.authors:
        yield f"the author {author}", author, author
    if strategy.source:
        yield "the source", strategy.source.title, strategy.source.title
        yield "the address of the source", strategy.source.url, strategy.source.url
