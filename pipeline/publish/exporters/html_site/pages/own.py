"""The library's own pages, each with its Markdown beside it."""

from collections.abc import Iterator
from dataclasses import replace

from pipeline.model.clean_text import MARKDOWN_PAGE
from pipeline.model.own_page import ABOUT, OwnPage
from pipeline.publish.exporter import File
from pipeline.publish.exporters.html_site.layout import INDEX, TemplateInput
from pipeline.publish.exporters.html_site.page_kind import page_kind
from pipeline.publish.exporters.html_site.safety import rendered
from pipeline.publish.exporters.html_site.sections import with_addresses
from pipeline.publish.exporters.html_site.site import Site
from pipeline.publish.own_pages import markdown_of_page


@page_kind()
def own_pages(site: Site) -> Iterator[File]:
    """All of them; the text of `about` is shown in About."""
    for page in site.records.own_pages:
        if page.id != ABOUT:
            path = f"{page.id}/{INDEX}"
            text = rendered(with_addresses(page.html, site.layout.root(path)))
            values = {"text": text}
            about = page.description or ""
            inputs = TemplateInput(path, "page.html", page.title, about, beside=MARKDOWN_PAGE, values=values)
            yield site.page(replace(inputs, languages=page.languages))


@page_kind(listed=False)
def own_markdown(site: Site) -> Iterator[File]:
    """Their Markdown, also that of About."""
    for page in site.records.own_pages:
        yield File(f"html/{page.id}/{MARKDOWN_PAGE}", markdown_of_page(page).encode())


def about_of(site: Site) -> OwnPage | None:
    """The library's own text for About."""
    return next((page for page in site.records.own_pages if page.id == ABOUT), None)
