"""The section for designers of products on the pages of strategies, factor by factor.

Only a library whose page policy has a section of this id has these pages; the section's heading is their title.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import accumulate

from markupsafe import Markup

from pipeline.publish.exporter import File
from pipeline.publish.exporters.html_site.groups import by_category, list_pages, strategies_of
from pipeline.publish.exporters.html_site.layout import TemplateInput
from pipeline.publish.exporters.html_site.page_kind import page_kind, path_in
from pipeline.publish.exporters.html_site.page_sections import section_text
from pipeline.publish.exporters.html_site.paging import PagedList, title_height
from pipeline.publish.exporters.html_site.sections import note_of
from pipeline.publish.exporters.html_site.site import Site
from pipeline.publish.exporters.html_site.strategy_page import address_of
from pipeline.publish.schema.records import FactorV1
from pipeline.publish.strategy_summary import StrategySummary
from pipeline.source.memoise import memoised
from pipeline.source.paths import TEMPLATES_FOLDER

SECTION = FOLDER = "product-design"
# With more strategies than these, or more bytes of text, a page has links to the sections in place of their texts.
MAX_TEXTS = 40
MAX_BYTES = 90_000
# The height of texts that are open on a page, on a narrow screen.
TEXT_HEIGHT = 8000
# How a strategy's page is seen from the page of a factor.
FROM_FACTOR = "../../"


@dataclass(frozen=True)
class ProductSections:
    """The strategies of a factor whose pages have the section."""

    factor: FactorV1
    paged: PagedList[StrategySummary]

    @property
    def strategies(self) -> list[StrategySummary]:
        """All of them, by category."""
        return [strategy for group in self.paged.groups for strategy in group.items]


@dataclass(frozen=True)
class ProductText:
    """The section of one strategy."""

    strategy: StrategySummary
    hue: int
    html: Markup

    @property
    def height(self) -> int:
        """Its height on a narrow screen, where text stands in a box, and much of it in lists."""
        blocks = self.html.count("</li>") + self.html.count("</p>")
        return title_height(self.strategy.title) + title_height(self.html.striptags()) + 14 * blocks + 110


@memoised
def product_sections(site: Site) -> dict[str, ProductSections]:
    """The strategies with the section by factor, by the factor's id; none if the library has no such section."""
    if SECTION not in site.records.policy.by_id:
        return {}
    found = {}
    for factor in sorted(site.records.factors, key=lambda factor: factor.name.casefold()):
        if having := [each for each in strategies_of(site, factor.strategies) if SECTION in each.section_ids]:
            listed = PagedList(
                f"{FOLDER}/{factor.id}", by_category(site, having), lambda item: title_height(item.title)
            )
            found[factor.id] = ProductSections(factor, listed)
    return found


def has_texts(site: Site, sections: ProductSections) -> bool:
    """True if the page of a factor can show texts: there are few, and they stand where our template puts them."""
    return sections.paged.total <= MAX_TEXTS and not _has_own_template(site)


def _has_own_template(site: Site) -> bool:
    """True if a template of the library renders the pages of strategies."""
    return f"{TEMPLATES_FOLDER}/strategy.html" in site.layout.shared.theme


@page_kind()
def product_pages(site: Site) -> Iterator[File]:
    """The list of factors, and the pages that have links only."""
    sections = product_sections(site)
    if not sections:
        return
    about = site.layout.words.gettext(
        "“%(heading)s” on the pages of strategies, factor by factor.", heading=product_heading(site)
    )
    values = _shared(site) | {"sections": sections.values()}
    yield site.page(TemplateInput(path_in(FOLDER), "product_design.html", product_heading(site), about, values=values))
    for each in sections.values():
        if not has_texts(site, each):
            yield from _pages(site, each, [])


def text_paths(site: Site) -> list[str]:
    """The paths of the pages that have texts."""
    return [each.paged.path(1) for each in product_sections(site).values() if has_texts(site, each)]


def text_pages(site: Site, read: Callable[[str], str]) -> Iterator[File]:
    """The pages that have texts; `read` gives a page of the site."""
    section_of = cache(lambda path: section_text(read(path), SECTION, FROM_FACTOR + path))
    for each in product_sections(site).values():
        if has_texts(site, each):
            texts = list(_texts(site, each, section_of))
            fits = sum(len(text.html.encode()) for text in texts) <= MAX_BYTES
            yield from _pages(site, each, texts if fits else [])


def _texts(site: Site, sections: ProductSections, section_of: Callable[[str], Markup | None]) -> Iterator[ProductText]:
    for strategy in sections.strategies:
        html = section_of(address_of(strategy.id))
        if html is not None:
            yield ProductText(strategy, site.records.hues[strategy.category.id], html)


def _pages(site: Site, sections: ProductSections, texts: list[ProductText]) -> Iterator[File]:
    words, factor = site.layout.words, sections.factor
    about = words.gettext(
        "“%(heading)s” on the pages of strategies that support %(factor)s.",
        heading=product_heading(site),
        factor=factor.name,
    )
    # The first texts are open, as many as have room.
    heights = accumulate(text.height for text in texts)
    unfolded = [(text, height <= TEXT_HEIGHT) for text, height in zip(texts, heights, strict=True)]
    values = _shared(site) | {"factor": factor, "texts": unfolded}
    title = f"{factor.name} · {product_heading(site)}"
    yield from list_pages(
        site, TemplateInput("", "product_design_factor.html", title, about, values=values), sections.paged
    )


def product_heading(site: Site) -> str:
    """The heading of the section, which is the title of these pages; empty if the library has no such section."""
    section = site.records.policy.by_id.get(SECTION)
    return section.heading if section else ""


def _shared(site: Site) -> dict[str, object]:
    policy = site.records.policy
    disclaimer = policy.disclaimer_of(policy.by_id[SECTION])
    return {
        "heading": product_heading(site),
        "disclaimer": disclaimer,
        "note": note_of(disclaimer) if disclaimer else "",
        # A template of the library's own may have other ids.
        "anchor": "" if _has_own_template(site) else f"#section-{SECTION}",
    }
