"""The page of a strategy, and the same as Markdown: the author's text, and what the page shows around it."""

import datetime as dt
from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import quote

from pipeline.model.clean_text import address_from_page
from pipeline.model.plain_markdown import named_link, plain
from pipeline.publish.exporter import File
from pipeline.publish.exporters.html_site.grades import grade_ranges
from pipeline.publish.exporters.html_site.layout import INDEX, SiteLayout, TemplateInput, layout_of
from pipeline.publish.exporters.html_site.sections import section_views
from pipeline.publish.exporters.linked_data import strategy_data
from pipeline.publish.inputs import StrategyInputs
from pipeline.publish.schema.records import FactorOfStrategyV1, LibraryV1, RelatedV1, StrategyV1

MARKDOWN = "index.md"
MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


class RelatedList(NamedTuple):
    """A heading and the cards below it."""

    heading: str
    cards: list[RelatedV1]


def address_of(id_: str) -> str:
    """Path of a strategy's page on the site."""
    return f"strategies/{id_}/{INDEX}"


def strategy_pages(strategy: StrategyInputs) -> Iterator[File]:
    """The two files of a strategy."""
    layout = layout_of(strategy.shared)
    yield layout.page(_page_input(layout, strategy, related_lists(strategy)))
    yield markdown_page(strategy)


def markdown_page(strategy: StrategyInputs) -> File:
    """The page as Markdown."""
    address = layout_of(strategy.shared).address(address_of(strategy.id))
    markdown = _clean_markdown(strategy, related_lists(strategy), address)
    return File(f"html/strategies/{strategy.id}/{MARKDOWN}", markdown.encode())


def related_lists(strategy: StrategyInputs) -> list[RelatedList]:
    """Related strategies of the same category, then those of others."""
    headings, category = strategy.shared.policy.generated_headings, strategy.summary.category
    lists = (
        RelatedList(
            headings.related.replace("{category}", category.name),
            [card for card in strategy.related if card.category == category.id],
        ),
        RelatedList(headings.other_related, [card for card in strategy.related if card.category != category.id]),
    )
    return [item for item in lists if item.cards]


def _page_input(layout: SiteLayout, strategy: StrategyInputs, related: list[RelatedList]) -> TemplateInput:
    path, record, shared = address_of(strategy.id), strategy.record, strategy.shared
    groups: dict[str, list[tuple[str, str, str]]] = {}
    for factor in record.factors:
        groups.setdefault(factor.group, []).append((factor.id, factor.name, strategy.definitions[factor.id]))
    return TemplateInput(
        path,
        "strategy.html",
        record.title,
        record.summary,
        script="strategy",
        frames=tuple(video.embed_url for video in record.videos),
        data=strategy_data(strategy),
        beside=MARKDOWN,
        values={
            "strategy": record,
            "sections": section_views(strategy.loaded_rendition, shared.policy, layout.root(path)),
            "factors_heading": shared.policy.generated_headings.factors,
            "groups": groups,
            "related": related,
            "before": strategy.before,
            "after": strategy.after,
            "hues": strategy.hues,
            "categories": strategy.categories,
            "grades": grade_ranges({grade for grades in strategy.grades.values() for grade in grades}),
            "day": _day(record.updated),
            "edit_address": _edit_address(shared.edit_url, strategy.summary.path),
            "citation": _citation(layout, record),
        },
    )


def _day(date: str) -> str:
    """A day as people write it: November 24, 2026."""
    day = dt.date.fromisoformat(date)
    return f"{MONTHS[day.month - 1]} {day.day}, {day.year}"


def _edit_address(base: str | None, path: str) -> str:
    """Address where the page's text can be edited; empty when the library has none."""
    return f"{base.rstrip('/')}/{quote(path)}" if base else ""


def _citation(layout: SiteLayout, strategy: StrategyV1) -> str:
    library = layout.shared.library
    who = ", ".join(strategy.authors) or library.publisher
    where = layout.address(address_of(strategy.id))
    parts = [f"{who} ({strategy.updated[:4]}).", f"{strategy.title}.", f"{library.title}, version {library.version}."]
    return " ".join([*parts, *([f"{library.publisher}."] if strategy.authors else []), *([where] if where else [])])


def _clean_markdown(inputs: StrategyInputs, related: list[RelatedList], address: str) -> str:
    """A page as Markdown; `address` is the page's own address, if known."""
    strategy, body, headings = inputs.record, inputs.loaded_rendition.body, inputs.shared.policy.generated_headings
    models = ", ".join(
        named_link(model.name, f"../../learner-models/{model.id}/index.html") for model in strategy.learner_models
    )
    category = named_link(strategy.category.name, f"../../categories/{strategy.category.id}/index.html")
    lines = [
        *(f"# {plain(strategy.title)}", "", plain(strategy.summary), ""),
        *(f"Category: {category}. Learner models: {models}. Updated: {strategy.updated}.", "", body, ""),
        *(f"## {plain(headings.factors)}", ""),
        *(_factor(factor, inputs.definitions[factor.id]) for factor in strategy.factors),
    ]
    for heading, cards in related:
        lines += ["", f"## {plain(heading)}", ""]
        lines += [list_item(card.title, address_from_page(f"strategy:{card.id}"), card.summary) for card in cards]
    end = [*lines, "", "---", "", plain(_credit(inputs.shared.library, strategy)), f"<{address}>" if address else ""]
    return "\n".join(end).rstrip() + "\n"


def _factor(factor: FactorOfStrategyV1, definition: str) -> str:
    link = named_link(factor.name, address_from_page(f"factor:{factor.id}"))
    return f"- {link} ({plain(factor.group)}): {plain(definition)}"


def list_item(name: str, address: str, text: str) -> str:
    """An item of a Markdown list: a link, then a text."""
    return f"- {named_link(name, address)}: {plain(text)}"


def _credit(library: LibraryV1, strategy: StrategyV1) -> str:
    credit = [f"From {library.title}, version {library.version}. {library.publisher}. {library.licence}."]
    credit += [f"By {', '.join(strategy.authors)}."] if strategy.authors else []
    credit += [library.attribution] if library.attribution else []
    credit += [f"Taken over from {strategy.source.title}, {strategy.source.url}."] if strategy.source else []
    return " ".join(credit)
