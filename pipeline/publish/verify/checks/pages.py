"""HTML: a strategy's page says what its record says, and every disclaimer stands where it must."""

from collections.abc import Iterator
from functools import lru_cache

from pydantic_core import from_json, to_json

from pipeline.model.published import SectionV1, StrategyV1
from pipeline.publish.manifest import MANIFEST
from pipeline.publish.verify.checks.images import unshown
from pipeline.publish.verify.checks.links import Wanted, page_links, wanted_faults
from pipeline.publish.verify.fault import Fault
from pipeline.publish.verify.inspection import Inspection, check
from pipeline.publish.verify.page import Page, known_words, words

# Files that carry every disclaimer.
CARRIERS = ("html/about/index.html", "html/llms.txt")
NEEDED = ("html/index.html", "html/404.html", *CARRIERS)


def page_of(id_: str) -> str:
    """Path of a strategy's page."""
    return f"html/strategies/{id_}/index.html"


def text_of(id_: str) -> str:
    """Path of the same as Markdown."""
    return f"html/strategies/{id_}/index.md"


@check("html")
def pages(inspection: Inspection) -> Iterator[Fault]:
    """Each published strategy has its page and its text; home, about and their like are there."""
    published = inspection.manifest.published
    for path in (*NEEDED, *map(page_of, published), *map(text_of, published)):
        if path not in inspection.paths:
            yield Fault(path, "", "it is missing")
    for path in inspection.below("html", ".html"):
        if path not in inspection.proved and inspection.text(path) is None:
            yield Fault(path, "", "it cannot be read as UTF-8")


@check("html")
def page_contents(inspection: Inspection) -> Iterator[Fault]:
    """Links of pages lead to something, each image is on one; a strategy's page shows its record."""
    wanted: Wanted = {}
    strategies = {page_of(id_): id_ for id_ in inspection.manifest.published}
    for path in inspection.below("html", ".html"):
        if path in inspection.proved:
            continue
        html = inspection.text(path)
        page = Page.read(html or "")
        yield from page_links(inspection.base, path, page, wanted)
        strategy = inspection.strategy(strategies[path]) if path in strategies else None
        if strategy is not None and html is not None:
            yield from page_faults(strategy, page)
    yield from wanted_faults(inspection, wanted)
    yield from unshown(inspection, {target for target, _ in wanted})


def page_faults(strategy: StrategyV1, page: Page) -> Iterator[Fault]:
    """What the page of a strategy does not show, or where it does not lead."""
    path = page_of(strategy.id)
    yield from _shows(path, strategy, words(page.text))
    yield from _leads(path, strategy, set(page.links))
    for data in page.data:
        yield from _tells(path, strategy, data)


def _shows(path: str, strategy: StrategyV1, text: str) -> Iterator[Fault]:
    end = _end_of_sections(strategy, text)
    # Factors and cards stand below the sections: most are found at once there.
    below = text[end or 0 :]
    for name, id_, value in _texts(strategy):
        shown = known_words(value)
        if shown not in below and shown not in text:
            named = f"{name} `{id_}`" if id_ else name
            yield Fault(path, strategy.id, f"{named} is not shown: `{value[:60]}`")
    if end is None:
        yield from _unshown_blocks(path, strategy, text)


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


def _unshown_blocks(path: str, strategy: StrategyV1, text: str) -> Iterator[Fault]:
    position = 0
    for section in strategy.sections:
        for block in _blocks(section):
            shown = words(block)
            found = text.find(shown, position)
            due = section.disclaimer
            if found < 0 and due and shown == words(due.text):
                yield Fault(path, strategy.id, f"section `{section.id}` lacks the disclaimer `{due.id}`")
            elif found < 0:
                yield Fault(path, strategy.id, f"section `{section.id}` does not say, in its place: `{block[:60]}`")
            else:
                position = found + len(shown)


def _blocks(section: SectionV1) -> list[str]:
    return [section.heading, *section.text.split("\n\n")]


def _texts(strategy: StrategyV1) -> Iterator[tuple[str, str, str]]:
    """What must be shown anywhere: what it is, an id or nothing, and the text."""
    yield "the title", "", strategy.title
    yield "the summary", "", strategy.summary
    yield "the category", "", strategy.category.name
    for factor in strategy.factors:
        yield "the factor", factor.id, factor.name
    for card in strategy.related:
        yield "the title of the related strategy", card.id, card.title
        yield "the summary of the related strategy", card.id, card.summary
    for resource in strategy.resources:
        yield "a resource", "", resource.title
        yield "what is said of a resource", "", resource.description
    for author in strategy.authors:
        yield "an author", "", author


def _leads(path: str, strategy: StrategyV1, links: set[str]) -> Iterator[Fault]:
    wanted = [f"../../factors/{factor.id}/index.html" for factor in strategy.factors]
    wanted += [f"../{card.id}/index.html" for card in strategy.related]
    wanted += [resource.url for resource in strategy.resources]
    missing = [link for link in wanted if link not in links]
    known = {link.replace("../../strategies/", "../") for link in links} if missing else ()
    for link in missing:
        if link not in known:
            yield Fault(path, strategy.id, f"there is no link to {link}")


def _tells(path: str, strategy: StrategyV1, data: str) -> Iterator[Fault]:
    """What a page tells programs carries the disclaimers too."""
    try:
        document = from_json(data)
    except ValueError:
        yield Fault(path, strategy.id, "the data on the page is no JSON")
        return
    for section in strategy.sections:
        due = section.disclaimer
        # As a value most stand there letter by letter: to go through all of them takes ten times as long.
        if due and _value(due.text) not in data and due.text not in _strings(document):
            yield Fault(path, strategy.id, f"the data on the page lacks the disclaimer `{due.id}`")


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


@check("html", each=True)
def carriers(inspection: Inspection) -> Iterator[Fault]:
    """The about page, llms.txt and the Markdown of each strategy carry the disclaimers."""
    texts = inspection.manifest.disclaimers
    for path in CARRIERS:
        content = inspection.text(path)
        shown = words(Page.read(content).text if content and path.endswith(".html") else content or "")
        for item in texts if content is not None else ():
            if words(item.text) not in shown:
                yield Fault(path, "", f"it lacks the disclaimer `{item.id}`")
    for strategy in inspection.strategies():
        content = inspection.text(text_of(strategy.id))
        if content is not None:
            yield from text_faults(strategy, content)


def text_faults(strategy: StrategyV1, content: str) -> Iterator[Fault]:
    """Which disclaimers the Markdown of a strategy lacks."""
    for section in strategy.sections:
        due = section.disclaimer
        # As a block quote of one line most stand there; the words of a page take a while to fold.
        if due and f"\n> {due.text}\n" not in content and words(due.text) not in words(content):
            yield Fault(text_of(strategy.id), strategy.id, f"it lacks the disclaimer `{due.id}`")


@check("html")
def carrying_pages(inspection: Inspection) -> Iterator[Fault]:
    """Where there is no record to compare with: as many pages carry each disclaimer as the manifest says."""
    if inspection.holds("json") or inspection.given:
        return
    published = inspection.manifest.published
    shown = {id_: words(Page.read(html).text) for id_ in published if (html := inspection.text(page_of(id_)))}
    for item in inspection.manifest.disclaimers:
        lacking = [id_ for id_ in shown if words(item.text) not in shown[id_]]
        if len(shown) - len(lacking) == item.strategies:
            continue
        for id_ in lacking:
            yield Fault(page_of(id_), id_, f"it lacks the disclaimer `{item.id}`, or {MANIFEST} miscounts them")
