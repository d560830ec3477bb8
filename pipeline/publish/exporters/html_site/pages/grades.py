"""Grades: a page with the numbers of each factor, and a page for each band of grades."""

from collections import Counter
from collections.abc import Iterable, Iterator

from pipeline.publish.exporter import File
from pipeline.publish.exporters.html_site.grades import GradeBand, grade_bands
from pipeline.publish.exporters.html_site.groups import by_category, list_pages
from pipeline.publish.exporters.html_site.layout import TemplateInput
from pipeline.publish.exporters.html_site.page_kind import page_kind, path_in
from pipeline.publish.exporters.html_site.paging import strategy_list
from pipeline.publish.exporters.html_site.scale import Scale
from pipeline.publish.exporters.html_site.site import Site
from pipeline.publish.strategy_summary import StrategySummary
from pipeline.source.memoise import memoised

FOLDER = "grades"


@memoised
def bands_of(site: Site) -> list[GradeBand]:
    """The bands of grades of a library's learner models."""
    return grade_bands(site.records.learner_models_in_use)


def band_name(site: Site, band: GradeBand) -> str:
    """The name of a band: Grade 3, Grades 4–6, Adult."""
    words, ranges = site.layout.words, ", ".join(band.ranges)
    if not band.is_numbered:
        return ranges
    if len(band.grades) == 1:
        return words.gettext("Grade %(grade)s", grade=ranges)
    return words.gettext("Grades %(grades)s", grades=ranges)


def in_band(strategies: Iterable[StrategySummary], band: GradeBand) -> list[StrategySummary]:
    """Those strategies that are for the grades of a band."""
    return [each for each in strategies if not band.models.isdisjoint(model.id for model in each.learner_models)]


@page_kind()
def grade_pages(site: Site) -> Iterator[File]:
    """The numbers of strategies by factor and band, and the strategies of each band."""
    words, bands = site.layout.words, bands_of(site)
    if not bands:
        return
    names = {band.slug: band_name(site, band) for band in bands}
    members = {band.slug: in_band(site.listings.strategies, band) for band in bands}
    counts = {slug: Counter(factor.id for each in found for factor in each.factors) for slug, found in members.items()}
    factors = sorted(site.records.factors, key=lambda factor: factor.name.casefold())
    scale = Scale.of(counts[slug][factor.id] for slug in counts for factor in factors)
    values = {"bands": bands, "names": names, "members": members, "counts": counts, "factors": factors, "scale": scale}
    about = words.gettext("Strategies by grade, and how many support each factor.")
    if not factors:
        about = words.gettext("Strategies by grade.")
    yield site.page(TemplateInput(path_in(FOLDER), "grades.html", words.gettext("Grades"), about, values=values))
    for band in bands:
        name, found = names[band.slug], members[band.slug]
        about = words.ngettext(
            "%(num)s strategy for these grades: %(grades)s.",
            "%(num)s strategies for these grades: %(grades)s.",
            len(found),
            grades=name,
        )
        sheet = TemplateInput("", "grade.html", name, about, values=values | {"band": band, "own": counts[band.slug]})
        yield from list_pages(site, sheet, strategy_list(f"{FOLDER}/{band.slug}", by_category(site, found)))
