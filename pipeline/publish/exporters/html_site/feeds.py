"""Files that machines read: sitemap.xml and feed.atom."""

from collections.abc import Iterable, Iterator
from html import escape  # as good for XML, whose own module imports the network library

from pipeline.publish.exporter import File
from pipeline.publish.exporters.html_site.site import Site
from pipeline.publish.exporters.html_site.strategy_page import address_of
from pipeline.publish.strategy_summary import StrategySummary

# Entries of the feed: the latest ones.
MAX_ENTRIES = 50


def feeds(site: Site, paths: Iterable[str]) -> Iterator[File]:
    """Both of them. A sitemap takes absolute addresses only, so it needs the base URL of the site."""
    if site.layout.base:
        yield File("html/sitemap.xml", _sitemap(site, paths).encode())
    yield File("html/feed.atom", _feed(site).encode())


def _sitemap(site: Site, paths: Iterable[str]) -> str:
    days = {address_of(strategy.id): strategy.updated for strategy in site.records.summaries}
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">']
    for path in sorted(paths):
        day = f"<lastmod>{days[path]}</lastmod>" if path in days else ""
        lines.append(f"<url><loc>{escape(site.layout.address(path), quote=False)}</loc>{day}</url>")
    return "\n".join([*lines, "</urlset>", ""])


def _feed(site: Site) -> str:
    """https://www.rfc-editor.org/rfc/rfc4287; a day without an hour becomes its midnight in UTC."""
    library = site.records.library
    latest = sorted(site.records.summaries, key=lambda strategy: strategy.updated, reverse=True)  # ties by id
    updated = latest[0].updated if latest else "1970-01-01"
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{escape(library.language)}">',
        f"<id>{site.records.identifiers.address('vocabulary', 'library')}</id>",
        f"<title>{escape(library.title, quote=False)}</title>",
        f"<updated>{updated}T00:00:00Z</updated>",
        f"<author><name>{escape(library.publisher, quote=False)}</name></author>",
        f"<rights>{escape(library.licence, quote=False)}</rights>",
        f'<link rel="self" href="{escape(site.layout.base + "feed.atom")}"/>',
        f'<link rel="alternate" type="text/html" href="{escape(site.layout.address("index.html") or "index.html")}"/>',
    ]
    for strategy in latest[:MAX_ENTRIES]:
        lines += _entry(site, strategy)
    return "\n".join([*lines, "</feed>", ""])


def _entry(site: Site, strategy: StrategySummary) -> list[str]:
    path = address_of(strategy.id)
    return [
        "<entry>",
        f"<id>{site.records.identifiers.address('strategy', strategy.id)}</id>",
        f"<title>{escape(strategy.title, quote=False)}</title>",
        f"<updated>{strategy.updated}T00:00:00Z</updated>",
        f'<link rel="alternate" type="text/html" href="{escape(site.layout.address(path) or path)}"/>',
        f'<category term="{strategy.category.id}" label="{escape(strategy.category.name)}"/>',
        *(f"<author><name>{escape(author, quote=False)}</name></author>" for author in strategy.authors),
        f"<summary>{escape(strategy.summary, quote=False)}</summary>",
        "</entry>",
    ]
