"""Maps of coverage: of the library, and of each learner model."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter

from pipeline.publish.coverage import FactorRow
from pipeline.publish.exporter import File
from pipeline.publish.exporters.html_site.groups import CATEGORY
from pipeline.publish.exporters.html_site.layout import TemplateInput
from pipeline.publish.exporters.html_site.page_kind import page_kind, path_in
from pipeline.publish.exporters.html_site.pages.factors import strategies_of_factors
from pipeline.publish.exporters.html_site.pages.learner_models import JOIN, by_factor
from pipeline.publish.exporters.html_site.scale import Scale
from pipeline.publish.exporters.html_site.site import Site
from pipeline.publish.schema.records import LearnerModelV1
from pipeline.publish.translations import translation_coverage
from pipeline.source.memoise import cached_property

FOLDER = "coverage"
# More strategies apart from the rest are only counted.
MAX_APART = 24
# Factors that are named as those with most strategies.
MOST_NAMED = 5


@dataclass(frozen=True)
class CoverageMap:
    """The rows of a map in groups, and where its cells lead: by factor, then by category."""

    groups: Mapping[str, Sequence[FactorRow]]
    links: Mapping[str, Mapping[str, str]]

    @cached_property
    def rows(self) -> list[FactorRow]:
        """All rows."""
        return [row for rows in self.groups.values() for row in rows]

    @cached_property
    def scale(self) -> Scale:
        """The shades of its cells."""
        return Scale.of(number for row in self.rows for number in row.counts.values())

    @property
    def most(self) -> list[FactorRow]:
        """The factors with most strategies."""
        return sorted((row for row in self.rows if row.total), key=lambda row: -row.total)[:MOST_NAMED]

    def with_total(self, least: int, most: int) -> list[str]:
        """Factors with a number of strategies from the least to the most."""
        return [row.factor for row in self.rows if least <= row.total <= most]

    def missing(self, category: str) -> list[str]:
        """Factors that no strategy of a category supports."""
        return [row.factor for row in self.rows if not row.counts[category]]


@page_kind()
def coverage_pages(site: Site) -> Iterator[File]:
    """The map of the library, and that of each learner model."""
    words, coverage = site.layout.words, site.records.coverage
    if not site.records.factors:
        return
    names = {factor.id: factor.name for factor in site.records.factors}
    apart = [id_ for group in coverage.islands for id_ in group]
    values = {
        "coverage": coverage,
        "names": names,
        "names_of": lambda ids: [names[id_] for id_ in ids],
        "named": lambda rows: [f"{names[row.factor]} ({words.number(row.total)})" for row in rows],
        "model": None,
        "apart": apart[:MAX_APART],
        "all_apart": len(apart),
        "translations": list(translation_coverage(site.records.library.languages, site.records.summaries)),
        "models": [model for model in mapped_models(site) if not model.deprecated],
    }
    about = words.gettext("How many strategies support each factor, by category, and where the gaps are.")
    title = words.gettext("Coverage map")
    whole = _whole(site, names)
    own = values | {"map": whole, "groups": whole.groups}
    yield site.page(TemplateInput(path_in(FOLDER), "coverage.html", title, about, values=own))
    for model in mapped_models(site):
        path, title = path_in(FOLDER, model.id), words.gettext("Coverage of %(model)s", model=model.name)
        part = _of_model(site, model.id)
        own = values | {"model": model, "map": part, "groups": part.groups}
        yield site.page(TemplateInput(path, "coverage.html", title, f"{title}. {about}", values=own))


def mapped_models(site: Site) -> list[LearnerModelV1]:
    """The learner models that have factors, and so a map."""
    return [model for model in site.records.learner_models if any(group.factors for group in model.groups)]


def _whole(site: Site, names: Mapping[str, str]) -> CoverageMap:
    """The map of the library. A cell leads to the category on the factor's page."""
    coverage, lists = site.records.coverage, strategies_of_factors(site)
    rows = [coverage.row(factor) for factor in sorted(coverage.totals, key=lambda id_: names[id_].casefold())]
    links = {
        row.factor: {id_.removeprefix(CATEGORY): path for id_, path in lists[row.factor].addresses.items()}
        for row in rows
    }
    return CoverageMap({"": rows}, links)


def _of_model(site: Site, model: str) -> CoverageMap:
    """The map of a learner model. A cell leads to its strategies by factor."""
    groups = {name: list(rows) for name, rows in groupby(site.records.coverage.rows(model), attrgetter("group"))}
    links: dict[str, dict[str, str]] = {row.factor: {} for rows in groups.values() for row in rows}
    for id_, path in by_factor(site)[model].addresses.items():
        factor, _, category = id_.partition(JOIN + CATEGORY)
        links[factor][category] = path
    return CoverageMap(groups, links)
