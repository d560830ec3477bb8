"""Learner models: a page that lists all, and a page for each."""

from collections.abc import Iterator

from pipeline.publish.exporter import File
from pipeline.publish.exporters.html_site.layout import TemplateInput
from pipeline.publish.exporters.html_site.page_kind import page_kind, path_in
from pipeline.publish.exporters.html_site.site import Site


@page_kind()
def learner_model_pages(site: Site) -> Iterator[File]:
    """The list of learner models, and the page of each."""
    title = site.layout.words.gettext("Learner models")
    yield site.page(TemplateInput(path_in("learner-models"), "learner_models.html", title))
    for model in site.records.learner_models:
        path = path_in("learner-models", model.id)
        values = {"model": model, "totals": {row.factor: row.total for row in site.records.coverage.rows(model.id)}}
        yield site.page(TemplateInput(path, "learner_model.html", model.name, model.description or "", values=values))
