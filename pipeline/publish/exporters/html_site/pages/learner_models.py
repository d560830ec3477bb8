"""Learner models: a page that lists all, and for each a page, and one of its strategies by factor and category."""

from collections.abc import Iterator

from pipeline.publish.exporter import File
from pipeline.publish.exporters.html_site.groups import by_category, list_pages, strategies_of
from pipeline.publish.exporters.html_site.layout import TemplateInput
from pipeline.publish.exporters.html_site.page_kind import page_kind, path_in
from pipeline.publish.exporters.html_site.paging import PagedList, strategy_list, title_height
from pipeline.publish.exporters.html_site.site import Site
from pipeline.publish.exporters.html_site.term_names import successors
from pipeline.publish.schema.records import LearnerModelV1
from pipeline.publish.strategy_summary import StrategySummary
from pipeline.source.memoise import memoised

FOLDER = "learner-models"
# Between the id of a factor and that of a category's group; no id holds it.
JOIN = "--"


@memoised
def by_factor(site: Site) -> dict[str, PagedList[StrategySummary]]:
    """The strategies of each learner model by factor and category: what the cells of its coverage map count."""
    return {model.id: _by_factor(site, model) for model in site.records.learner_models}


def _by_factor(site: Site, model: LearnerModelV1) -> PagedList[StrategySummary]:
    members = strategies_of(site, model.strategies)
    groups = [
        group.below(factor + JOIN, site.listings.factors[factor].name)
        for factor in dict.fromkeys(factor for part in model.groups for factor in part.factors)
        for group in by_category(site, (each for each in members if any(factor == own.id for own in each.factors)))
    ]
    return PagedList(f"{FOLDER}/{model.id}/factors", groups, lambda item: title_height(item.title))


@page_kind()
def learner_model_pages(site: Site) -> Iterator[File]:
    """The list of learner models; the page of each, and that of its strategies by factor."""
    words = site.layout.words
    if not site.records.learner_models:
        return
    about = words.gettext("Each strategy says which of these it is for.")
    yield site.page(TemplateInput(path_in(FOLDER), "learner_models.html", words.gettext("Learner models"), about))
    successor = successors(site.records.learner_models)
    for model in site.records.learner_models:
        totals = {row.factor: row.total for row in site.records.coverage.rows(model.id)}
        values: dict[str, object] = {
            "model": model,
            "totals": totals,
            "successor": successor.get(model.id),
            "own": site.own_lines("learner_model", model.fields),
        }
        grades = words.gettext("Grades: %(grades)s.", grades=", ".join(model.grades)) if model.grades else ""
        about = model.description or grades
        found = by_category(site, strategies_of(site, model.strategies))
        sheet = TemplateInput("", "learner_model.html", model.name, about, values=values)
        yield from list_pages(site, sheet, strategy_list(f"{FOLDER}/{model.id}", found))
        if not totals:
            continue
        title = words.gettext("%(model)s by factor", model=model.name)
        about = words.gettext("The strategies of this learner model by the factors that they support, and by category.")
        paged = by_factor(site)[model.id]
        sheet = TemplateInput(
            "", "learner_model_factors.html", title, about, values=values | {"starts": _starts(paged)}
        )
        yield from list_pages(site, sheet, paged)


def _starts(paged: PagedList[StrategySummary]) -> list[tuple[str, str]]:
    """The name of each factor, and the address of its first strategies."""
    found: dict[str, str] = {}
    for group in paged.groups:
        found.setdefault(group.name, paged.addresses[group.id])
    return list(found.items())
