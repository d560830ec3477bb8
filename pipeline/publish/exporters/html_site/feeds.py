"""Files that machines read: sitemap.xml, robots.txt and feed.atom."""

from collections.abc import Iterable, Iterator
from html import escape  # as good for XML, whose own module imports the network library

from pipeline.model.site_paths import ROBOTS
from pipeline.publish.exporter import File
from pipeline.publish.exporters.html_site.site import Site
from pipeline.publish.exporters.html_site.strategy_page import address_of
from pipeline.publish.feed import Feed, FeedContent, FeedSection
from pipeline.publish.inputs import StrategyInputs
from pipeline.publish.robots import PATH, robots_text
from pipeline.publish.section_addresses import with_cross_links

SITEMAP, SITEMAP_END = "html/sitemap.xml", "</urlset>\n"


def crawler_files(site: Site, paths: Iterable[str]) -> Iterator[File]:
    """The sitemap of these pages, and robots.txt. They hold absolute addresses, so they need the base URL."""
    records = site.records
    if site.layout.base:
        yield File(SITEMAP, _sitemap(site, paths).encode())
        if ROBOTS not in records.site.static:
            yield File(PATH, robots_text(records.library).encode())


def feed(site: Site, strategies: Iterable[StrategyInputs]) -> File:
    """The feed, with the texts of these strategies."""
    records = site.records
    texts = {strategy.id: list(_texts(strategy)) for strategy in strategies}
    content = FeedContent(records.library, records.summaries, records.tombstones, texts)
    return File("html/feed.atom", Feed(content, site.layout.words).text().encode())


def _texts(strategy: StrategyInputs) -> Iterator[FeedSection]:
    """The sections of a page, as its record has them."""
    shared = strategy.shared
    for section in strategy.loaded_rendition.sections:
        html = with_cross_links(section.html, shared.library.base_url, strategy.id)
        yield FeedSection(shared.policy.by_id[section.id].heading, html)


def _sitemap(site: Site, paths: Iterable[str]) -> str:
    days = {address_of(strategy.id): strategy.updated for strategy in site.records.summaries}
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">']
    lines += [_listed(site, path, days.get(path, "")) for path in sorted(paths)]
    return "\n".join([*lines, SITEMAP_END])


def _listed(site: Site, path: str, day: str = "") -> str:
    changed = f"<lastmod>{day}</lastmod>" if day else ""
    return f"<url><loc>{escape(site.layout.address(path), quote=False)}</loc>{changed}</url>"


def with_page(site: Site, sitemap: bytes, path: str) -> File:
    """A sitemap with one more page."""
    text = sitemap.decode().removesuffix(SITEMAP_END)
    return File(SITEMAP, f"{text}{_listed(site, path)}\n{SITEMAP_END}".encode())
