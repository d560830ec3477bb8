"""Files that machines read: sitemap.xml, feed.atom and llms.txt."""

from collections.abc import Iterable, Iterator
from html import escape  # as good for XML, whose own module imports the network library

from pipeline.model.plain_markdown import plain
from pipeline.publish.exporter import File
from pipeline.publish.exporters.html_site.site import Site
from pipeline.publish.exporters.html_site.strategy_page import address_of, list_item
from pipeline.publish.feed import Feed


def feeds(site: Site, paths: Iterable[str]) -> Iterator[File]:
    """All of them. A sitemap takes absolute addresses only, so it needs the base URL of the site."""
    records = site.records
    if site.layout.base:
        yield File("html/sitemap.xml", _sitemap(site, paths).encode())
    yield File("html/feed.atom", Feed(records.library, records.summaries, records.tombstones).text().encode())
    yield File("html/llms.txt", _guide(site).encode())


def _sitemap(site: Site, paths: Iterable[str]) -> str:
    days = {address_of(strategy.id): strategy.updated for strategy in site.records.summaries}
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">']
    for path in sorted(paths):
        day = f"<lastmod>{days[path]}</lastmod>" if path in days else ""
        lines.append(f"<url><loc>{escape(site.layout.address(path), quote=False)}</loc>{day}</url>")
    return "\n".join([*lines, "</urlset>", ""])


def _guide(site: Site) -> str:
    """https://llmstxt.org: every strategy and factor, its address, and the disclaimers that must be shown."""
    library = site.records.library
    lines = [
        f"# {plain(library.title)}",
        "",
        "> Instructional strategies for teachers and for designers of learning products.",
    ]
    lines += ["", plain(f"Published by {library.publisher}. {library.licence}. Version {library.version}.")]
    lines += ["", plain(library.attribution)] if library.attribution else []
    lines += [
        "",
        "Wherever sections of these pages are shown, their disclaimers must be shown with them, word for word:",
        "",
    ]
    lines += [f"- {plain(disclaimer.text)}" for disclaimer in site.records.disclaimers]
    for category in site.records.categories:
        strategies = site.listings.sorted(category.strategies)
        lines += ["", f"## {plain(category.name)}", ""] if strategies else []
        lines += [
            list_item(strategy.title, f"{site.layout.base}strategies/{strategy.id}/index.md", strategy.summary)
            for strategy in strategies
        ]
    lines += ["", "## Factors", ""]
    lines += [
        list_item(factor.name, f"{site.layout.base}factors/{factor.id}/index.html", factor.definition)
        for factor in site.records.factors
    ]
    return "\n".join([*lines, ""])
