"""All pages but those of strategies."""

from collections.abc import Iterator
from itertools import groupby
from operator import attrgetter

from pipeline.publish.exporter import File
from pipeline.publish.exporters.html_site.layout import INDEX, TemplateInput
from pipeline.publish.exporters.html_site.safety import embedded
from pipeline.publish.exporters.html_site.site import Site
from pipeline.publish.exporters.html_site.strategy_page import address_of
from pipeline.publish.exporters.linked_data import factor_data, library_data


def start_pages(site: Site) -> Iterator[File]:
    """Home, the index from A to Z, the coverage maps, about."""
    records, words = site.records, site.layout.words
    yield site.page(
        TemplateInput(
            "index.html",
            "index.html",
            records.library.title,
            words.ngettext(
                "%(num)s strategy to read, filter and search.",
                "%(num)s strategies to read, filter and search.",
                len(records.summaries),
            ),
            scripts=("home",),
            search=site.is_searched,
            data=library_data(records),
            values={"data": embedded(site.listings.data())},
        )
    )
    yield site.page(
        TemplateInput("a-z/index.html", "a_z.html", words.gettext("A–Z"), values={"index": site.listings.index()})
    )
    yield from _coverage_pages(site)
    yield about_page(site)


def about_page(site: Site, data_page: str = "") -> File:
    """The page "About", with a link to the page "Data" where there is one."""
    title = site.layout.words.gettext("About")
    return site.page(TemplateInput("about/index.html", "about.html", title, values={"data_page": data_page}))


def _path(*folders: str) -> str:
    return "/".join((*folders, INDEX))


def list_pages(site: Site) -> Iterator[File]:
    """Factors, categories and learner models: a page that lists all, and a page for each."""
    words = site.layout.words
    yield site.page(TemplateInput(_path("factors"), "factors.html", words.gettext("Factors")))
    yield site.page(TemplateInput(_path("categories"), "categories.html", words.gettext("Categories")))
    yield site.page(TemplateInput(_path("learner-models"), "learner_models.html", words.gettext("Learner models")))
    yield from _factor_pages(site)
    for category in site.records.categories:
        path = _path("categories", category.id)
        yield site.page(
            TemplateInput(path, "category.html", category.name, category.description, values={"category": category})
        )
    for model in site.records.learner_models:
        path = _path("learner-models", model.id)
        values = {"model": model, "totals": {row.factor: row.total for row in site.records.coverage.rows(model.id)}}
        yield site.page(TemplateInput(path, "learner_model.html", model.name, model.description or "", values=values))


def _factor_pages(site: Site) -> Iterator[File]:
    terms, models = factor_data(site.records), site.records.vocabulary.learner_models
    for factor in site.records.factors:
        holders = [(model, group) for model in models if (group := model.group_of(factor.id))]
        values = {"factor": factor, "holders": holders, "neighbours": site.listings.neighbours(factor)}
        path = _path("factors", factor.id)
        yield site.page(
            TemplateInput(path, "factor.html", factor.name, factor.definition, data=terms[factor.id], values=values)
        )


def gone_pages(site: Site) -> Iterator[File]:
    """Redirects for former ids, tombstones, and the page for addresses that do not exist."""
    for strategy in site.records.summaries:
        for alias in strategy.aliases:
            yield _moved(site, alias, strategy.id, strategy.title)
    for tombstone in site.records.tombstones:
        path = address_of(tombstone.id)
        successor = site.listings.by_id.get(tombstone.replaced_by or "")
        values = {"tombstone": tombstone, "successor": successor}
        yield site.page(TemplateInput(path, "tombstone.html", tombstone.title, listed=False, values=values))
        for alias in tombstone.aliases:
            yield _moved(site, alias, tombstone.id, tombstone.title)
    # It is shown at any address, so relative links would not work: they are absolute where the base URL is known.
    title = site.layout.words.gettext("Page not found")
    yield site.page(TemplateInput("404.html", "404.html", title, listed=False), root=site.layout.base or None)


def _moved(site: Site, alias: str, target: str, title: str) -> File:
    values = {"target": f"../{target}/index.html"}
    return site.page(TemplateInput(address_of(alias), "moved.html", title, listed=False, values=values))


def _coverage_pages(site: Site) -> Iterator[File]:
    coverage, words = site.records.coverage, site.layout.words
    names = {factor.id: factor.name for factor in site.records.factors}
    rows = [coverage.row(factor) for factor in sorted(coverage.totals, key=lambda id_: names[id_].casefold())]
    values = {"coverage": coverage, "names": names, "groups": {"": rows}, "model": None}
    yield site.page(TemplateInput("coverage/index.html", "coverage.html", words.gettext("Coverage map"), values=values))
    for model in site.records.learner_models:
        groups = {name: list(rows) for name, rows in groupby(coverage.rows(model.id), attrgetter("group"))}
        path, title = f"coverage/{model.id}/index.html", words.gettext("Coverage of %(model)s", model=model.name)
        yield site.page(TemplateInput(path, "coverage.html", title, values=values | {"groups": groups, "model": model}))
