"""Redirects for former ids, tombstones, and the page for addresses that do not exist."""

from collections.abc import Iterator
from urllib.parse import urlsplit

from pipeline.publish.exporter import File
from pipeline.publish.exporters.html_site.head import picture_path
from pipeline.publish.exporters.html_site.layout import TemplateInput
from pipeline.publish.exporters.html_site.page_kind import page_kind
from pipeline.publish.exporters.html_site.site import Site
from pipeline.publish.exporters.html_site.strategy_page import address_of
from pipeline.publish.share import NAME


@page_kind(listed=False)
def gone_pages(site: Site) -> Iterator[File]:
    """All of them."""
    words = site.layout.words
    for strategy in site.records.summaries:
        for alias in strategy.aliases:
            yield _moved(site, alias, strategy.id, strategy.title, picture_path(strategy.id))
    for tombstone in site.records.tombstones:
        path = address_of(tombstone.id)
        successor = site.listings.by_id.get(tombstone.replaced_by or "")
        values = {"tombstone": tombstone, "successor": successor}
        title, about = tombstone.title, words.gettext("This strategy was retired.")
        yield site.page(TemplateInput(path, "tombstone.html", title, about, listed=False, values=values))
        for alias in tombstone.aliases:
            yield _moved(site, alias, tombstone.id, tombstone.title)
    title, about = words.gettext("Page not found"), words.gettext("There is nothing at this address.")
    yield site.page(TemplateInput("404.html", "404.html", title, about, listed=False), root=_top(site))


def _moved(site: Site, alias: str, target: str, title: str, picture: str = NAME) -> File:
    """The page of a former id. Search engines should show the target in its place."""
    about = site.layout.words.gettext("This page has moved: %(title)s.", title=title)
    return site.page(
        TemplateInput(
            address_of(alias),
            "moved.html",
            title,
            about,
            listed=False,
            canonical=address_of(target),
            picture=picture,
            values={"target": f"../{target}/index.html"},
        )
    )


def _top(site: Site) -> str:
    """The path of the site on its server, for a page that is shown at any address.

    Links with the name of the server would lead away from a copy on another one, such as a preview.
    """
    return urlsplit(site.layout.base).path or "/"
