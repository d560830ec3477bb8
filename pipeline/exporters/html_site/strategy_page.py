"""The page of a strategy, and the same as Markdown beside it."""

import datetime as dt
from collections.abc import Iterator
from urllib.parse import quote

from pipeline.exporter import File
from pipeline.exporters.html_site.clean_markdown import clean_markdown
from pipeline.exporters.html_site.linked import strategy_data
from pipeline.exporters.html_site.sections import section_views
from pipeline.exporters.html_site.site import INDEX, Sheet, Site
from pipeline.model.published import StrategyV1
from pipeline.model.rendition import Rendition

BESIDE = "index.md"
MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def address_of(id_: str) -> str:
    """Where a strategy's page stands on the site."""
    return f"strategies/{id_}/{INDEX}"


def strategy_pages(site: Site, strategy: StrategyV1, rendition: Rendition) -> Iterator[File]:
    """The two files of a strategy."""
    yield _page(site, strategy, rendition)
    related, address = site.listings.related(strategy), site.address(address_of(strategy.id))
    markdown = clean_markdown(site.records, strategy, rendition.body, related, address)
    yield File(f"html/strategies/{strategy.id}/{BESIDE}", markdown.encode())


def _page(site: Site, strategy: StrategyV1, rendition: Rendition) -> File:
    path, source = address_of(strategy.id), site.records.by_id[strategy.id].path
    before, after = site.listings.beside(strategy)
    groups: dict[str, list[tuple[str, str, str]]] = {}
    for factor in strategy.factors:
        definition = site.records.definition(factor.id)
        groups.setdefault(factor.group, []).append((factor.id, factor.name, definition))
    return site.page(
        Sheet(
            path,
            "strategy.html",
            strategy.title,
            strategy.summary,
            script="strategy",
            frames=tuple(video.embed_url for video in strategy.videos),
            data=strategy_data(site.records, strategy),
            beside=BESIDE,
            values={
                "strategy": strategy,
                "sections": section_views(rendition, site.records, site.root(path)),
                "factors_heading": site.records.catalog.policy.generated_headings.factors,
                "groups": groups,
                "related": site.listings.related(strategy),
                "before": before,
                "after": after,
                "grades": site.listings.spans(strategy),
                "day": _day(strategy.updated),
                "edit_address": _edit_address(site, source),
                "citation": _citation(site, strategy),
            },
        )
    )


def _day(date: str) -> str:
    """A day as people write it: November 24, 2026."""
    day = dt.date.fromisoformat(date)
    return f"{MONTHS[day.month - 1]} {day.day}, {day.year}"


def _edit_address(site: Site, path: str) -> str:
    """Where the page's text can be changed; empty when the library does not say."""
    base = site.records.catalog.info.edit_url
    return f"{base.rstrip('/')}/{quote(path)}" if base else ""


def _citation(site: Site, strategy: StrategyV1) -> str:
    library = site.records.library
    who = ", ".join(strategy.authors) or library.publisher
    where = site.address(address_of(strategy.id))
    parts = [f"{who} ({strategy.updated[:4]}).", f"{strategy.title}.", f"{library.title}, version {library.version}."]
    return " ".join([*parts, *([f"{library.publisher}."] if strategy.authors else []), *([where] if where else [])])
