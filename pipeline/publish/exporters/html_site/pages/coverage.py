"""Maps of coverage: of the library, and of each learner model."""

from collections.abc import Iterator
from itertools import groupby
from operator import attrgetter

from pipeline.publish.exporter import File
from pipeline.publish.exporters.html_site.layout import TemplateInput
from pipeline.publish.exporters.html_site.page_kind import page_kind, path_in
from pipeline.publish.exporters.html_site.site import Site


@page_kind()
def coverage_pages(site: Site) -> Iterator[File]:
    """The map of the library, and that of each learner model."""
    coverage, words = site.records.coverage, site.layout.words
    names = {factor.id: factor.name for factor in site.records.factors}
    rows = [coverage.row(factor) for factor in sorted(coverage.totals, key=lambda id_: names[id_].casefold())]
    values = {"coverage": coverage, "names": names, "groups": {"": rows}, "model": None}
    yield site.page(TemplateInput(path_in("coverage"), "coverage.html", words.gettext("Coverage map"), values=values))
    for model in site.records.learner_models:
        groups = {name: list(rows) for name, rows in groupby(coverage.rows(model.id), attrgetter("group"))}
        path, title = path_in("coverage", model.id), words.gettext("Coverage of %(model)s", model=model.name)
        yield site.page(TemplateInput(path, "coverage.html", title, values=values | {"groups": groups, "model": model}))
