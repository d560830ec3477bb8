"""Factors: a page that lists all, and for each a page, and one for each band of grades."""

from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.model.vocabulary import LearnerModel
from pipeline.publish.exporter import File
from pipeline.publish.exporters.html_site.grades import GradeBand
from pipeline.publish.exporters.html_site.groups import by_category, list_pages, strategies_of
from pipeline.publish.exporters.html_site.layout import TemplateInput
from pipeline.publish.exporters.html_site.page_kind import page_kind, path_in
from pipeline.publish.exporters.html_site.pages.grades import band_name, bands_of, in_band
from pipeline.publish.exporters.html_site.pages.product_design import product_heading, product_sections
from pipeline.publish.exporters.html_site.paging import PagedList, strategy_list
from pipeline.publish.exporters.html_site.site import Site
from pipeline.publish.exporters.html_site.term_names import successors
from pipeline.publish.exporters.linked_data import factor_data
from pipeline.publish.schema.records import FactorV1
from pipeline.publish.strategy_summary import StrategySummary
from pipeline.source.memoise import memoised

FOLDER = "factors"


@dataclass(frozen=True)
class GradeLink:
    """A link to the strategies of a factor for some grades, and how many there are."""

    path: str
    name: str
    strategies: int


@memoised
def strategies_of_factors(site: Site) -> dict[str, PagedList[StrategySummary]]:
    """The strategies of each factor by category, by the factor's id."""
    return {
        factor.id: strategy_list(f"{FOLDER}/{factor.id}", by_category(site, strategies_of(site, factor.strategies)))
        for factor in site.records.factors
    }


@page_kind()
def factor_pages(site: Site) -> Iterator[File]:
    """The list of factors; the page of each, and its pages by grade."""
    words = site.layout.words
    if not site.records.factors:
        return
    about = words.gettext("What the strategies of this library support.")
    yield site.page(TemplateInput(path_in(FOLDER), "factors.html", words.gettext("Factors"), about))
    terms, successor = factor_data(site.records), successors(site.records.factors)
    holders = _holders(site)
    for factor in site.records.factors:
        bands = list(_bands(site, factor))
        values: dict[str, object] = {
            "factor": factor,
            "successor": successor.get(factor.id),
            "holders": holders.get(factor.id, []),
            "own": site.own_lines("factor", factor.fields),
            "neighbours": site.listings.neighbours(factor),
            "for_designers": product_sections(site).get(factor.id),
            "product_heading": product_heading(site),
            "grades": [_link(site, band, paged) for band, paged in bands],
        }
        sheet = TemplateInput("", "factor.html", factor.name, factor.definition, data=terms[factor.id], values=values)
        yield from list_pages(site, sheet, strategies_of_factors(site)[factor.id])
        for band, paged in bands:
            yield from _grade_pages(site, values, band, paged)


def _holders(site: Site) -> dict[str, list[tuple[LearnerModel, str]]]:
    """The learner models that hold each factor, and in which group."""
    found: dict[str, list[tuple[LearnerModel, str]]] = {}
    for model in site.records.vocabulary.learner_models:
        if not model.deprecated:
            for id_, group in {id_: group for group, members in model.parts.items() for id_ in members}.items():
                found.setdefault(id_, []).append((model, group))
    return found


def _bands(site: Site, factor: FactorV1) -> Iterator[tuple[GradeBand, PagedList[StrategySummary]]]:
    """The bands of grades for which any strategy supports a factor, with these strategies."""
    strategies = strategies_of(site, factor.strategies)
    for band in bands_of(site):
        if found := in_band(strategies, band):
            yield band, strategy_list(f"{FOLDER}/{factor.id}/{band.slug}", by_category(site, found))


def _link(site: Site, band: GradeBand, paged: PagedList[StrategySummary]) -> GradeLink:
    return GradeLink(paged.path(1), band_name(site, band), paged.total)


def _grade_pages(
    site: Site, values: dict[str, object], band: GradeBand, paged: PagedList[StrategySummary]
) -> Iterator[File]:
    words, factor, grades = site.layout.words, values["factor"], band_name(site, band)
    assert isinstance(factor, FactorV1)
    about = words.ngettext(
        "%(num)s strategy that supports %(factor)s. %(grades)s. %(definition)s",
        "%(num)s strategies that support %(factor)s. %(grades)s. %(definition)s",
        paged.total,
        factor=factor.name,
        grades=grades,
        definition=factor.definition,
    )
    sheet = TemplateInput(
        "",
        "factor_grade.html",
        f"{factor.name} · {grades}",
        about,
        values=values | {"band": band, "grades_name": grades},
    )
    yield from list_pages(site, sheet, paged)
