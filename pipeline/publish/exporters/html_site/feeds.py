"""Files that machines read: sitemap.xml, robots.txt and feed.atom."""

from collections.abc import Iterable, Iterator
from html import escape  # as good for XML, whose own module imports the network library

from pipeline.model.site_paths import ROBOTS
from pipeline.publish.exporter import File
from pipeline.publish.exporters.html_site.site import Site
from pipeline.publish.exporters.html_site.strategy_page import address_of
from pipeline.publish.feed import Feed
from pipeline.publish.robots import PATH, robots_text


def feeds(site: Site, paths: Iterable[str]) -> Iterator[File]:
    """All of them. A sitemap takes absolute addresses only, so it needs the base URL of the site."""
    records = site.records
    if site.layout.base:
        yield File("html/sitemap.xml", _sitemap(site, paths).encode())
        if ROBOTS not in records.site.static:
            yield File(PATH, robots_text(records.library.base_url).encode())
    yield File("html/feed.atom", Feed(records.library, records.summaries, records.tombstones).text().encode())


def _sitemap(site: Site, paths: Iterable[str]) -> str:
    days = {address_of(strategy.id): strategy.updated for strategy in site.records.summaries}
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">']
    for path in sorted(paths):
        day = f"<lastmod>{days[path]}</lastmod>" if path in days else ""
        lines.append(f"<url><loc>{escape(site.layout.address(path), quote=False)}</loc>{day}</url>")
    return "\n".join([*lines, "</urlset>", ""])
