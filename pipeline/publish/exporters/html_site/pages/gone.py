"""Redirects for former ids, tombstones, and the page for addresses that do not exist."""

from collections.abc import Iterator

from pipeline.publish.exporter import File
from pipeline.publish.exporters.html_site.layout import TemplateInput
from pipeline.publish.exporters.html_site.page_kind import page_kind
from pipeline.publish.exporters.html_site.site import Site
from pipeline.publish.exporters.html_site.strategy_page import address_of


@page_kind(listed=False)
def gone_pages(site: Site) -> Iterator[File]:
    """All of them."""
    for strategy in site.records.summaries:
        for alias in strategy.aliases:
            yield _moved(site, alias, strategy.id, strategy.title)
    for tombstone in site.records.tombstones:
        path = address_of(tombstone.id)
        successor = site.listings.by_id.get(tombstone.replaced_by or "")
        values = {"tombstone": tombstone, "successor": successor}
        yield site.page(TemplateInput(path, "tombstone.html", tombstone.title, listed=False, values=values))
        for alias in tombstone.aliases:
            yield _moved(site, alias, tombstone.id, tombstone.title)
    # It is shown at any address, so relative links would not work: they are absolute where the base URL is known.
    title = site.layout.words.gettext("Page not found")
    yield site.page(TemplateInput("404.html", "404.html", title, listed=False), root=site.layout.base or None)


def _moved(site: Site, alias: str, target: str, title: str) -> File:
    values = {"target": f"../{target}/index.html"}
    return site.page(TemplateInput(address_of(alias), "moved.html", title, listed=False, values=values))
