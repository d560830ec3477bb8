"""Factors: a page that lists all, and a page for each."""

from collections.abc import Iterator

from pipeline.publish.exporter import File
from pipeline.publish.exporters.html_site.layout import TemplateInput
from pipeline.publish.exporters.html_site.page_kind import page_kind, path_in
from pipeline.publish.exporters.html_site.site import Site
from pipeline.publish.exporters.linked_data import factor_data


@page_kind()
def factor_pages(site: Site) -> Iterator[File]:
    """The list of factors, and the page of each."""
    yield site.page(TemplateInput(path_in("factors"), "factors.html", site.layout.words.gettext("Factors")))
    terms, models = factor_data(site.records), site.records.vocabulary.learner_models
    for factor in site.records.factors:
        holders = [(model, group) for model in models if (group := model.group_of(factor.id))]
        values = {"factor": factor, "holders": holders, "neighbours": site.listings.neighbours(factor)}
        path = path_in("factors", factor.id)
        yield site.page(
            TemplateInput(path, "factor.html", factor.name, factor.definition, data=terms[factor.id], values=values)
        )
