"""Every page that is not a strategy's."""

from collections.abc import Iterator
from typing import Any

from pipeline.exporter import File
from pipeline.exporters.html_site.linked import factor_data, library_data, list_data
from pipeline.exporters.html_site.safety import embedded
from pipeline.exporters.html_site.site import Sheet, Site
from pipeline.model.coverage import Coverage

# Cards that stand on the home page before a reader asks for more; longer lists elsewhere go without summaries.
MOST_CARDS = 48


def start_pages(site: Site) -> Iterator[File]:
    """Home, the index from A to Z, the coverage maps, about."""
    records = site.records
    yield site.page(
        Sheet(
            "index.html",
            "index.html",
            records.library.title,
            f"{len(records.strategies)} instructional strategies to read, filter and search.",
            script="home",
            search=records.site.search,
            data=library_data(records),
            values={"data": embedded(site.listings.data()), "most": MOST_CARDS},
        )
    )
    yield _listing(site, "a-z/index.html", "a_z.html", "A–Z", index=site.listings.index())
    yield from _coverage_pages(site)
    yield _listing(site, "about/index.html", "about.html", "About")


def list_pages(site: Site) -> Iterator[File]:
    """Factors, categories and learner models: all of them, and each."""
    records, terms = site.records, factor_data(site.records)
    common: dict[str, Any] = {"factors": {factor.id: factor for factor in records.factors}, "most": MOST_CARDS}
    yield _listing(site, "factors/index.html", "factors.html", "Factors")
    yield _listing(site, "categories/index.html", "categories.html", "Categories")
    yield _listing(site, "learner-models/index.html", "learner_models.html", "Learner models")
    for factor in records.factors:
        holders = [
            (model, group) for model in records.learner_models if (group := _group_of(site, model.id, factor.id))
        ]
        values = common | {"factor": factor, "holders": holders, "neighbours": site.listings.neighbours(factor)}
        path = f"factors/{factor.id}/index.html"
        yield site.page(
            Sheet(path, "factor.html", factor.name, factor.definition, data=terms[factor.id], values=values)
        )
    for category in records.categories:
        path = f"categories/{category.id}/index.html"
        values = common | {"category": category}
        yield _listing(site, path, "category.html", category.name, category.description, **values)
    for model in records.learner_models:
        path = f"learner-models/{model.id}/index.html"
        totals = {row.factor: row.total for row in Coverage(records.catalog).rows(model.id)}
        values = common | {"model": model, "totals": totals}
        yield _listing(site, path, "learner_model.html", model.name, model.description or "", **values)


def gone_pages(site: Site) -> Iterator[File]:
    """What stands where there is no strategy: redirects for former ids, tombstones, the page for anything else."""
    for strategy in site.records.strategies:
        for alias in strategy.aliases:
            yield _moved(site, alias, strategy.id, strategy.title)
    for tombstone in site.records.tombstones:
        path = f"strategies/{tombstone.id}/index.html"
        successor = site.listings.by_id.get(tombstone.replaced_by or "")
        values = {"tombstone": tombstone, "successor": successor}
        yield site.page(Sheet(path, "tombstone.html", tombstone.title, listed=False, values=values))
        for alias in tombstone.aliases:
            yield _moved(site, alias, tombstone.id, tombstone.title)
    # It is shown at any address, so relative links would lead nowhere: they are whole where the base is known.
    yield site.page(Sheet("404.html", "404.html", "Page not found", listed=False), root=site.base or None)


def _moved(site: Site, alias: str, target: str, title: str) -> File:
    values = {"target": f"../{target}/index.html"}
    return site.page(Sheet(f"strategies/{alias}/index.html", "moved.html", title, listed=False, values=values))


def _coverage_pages(site: Site) -> Iterator[File]:
    records = site.records
    coverage = Coverage(records.catalog)
    names = {factor.id: factor.name for factor in records.factors}
    values = {"coverage": coverage, "names": names}
    rows = [coverage.row(factor) for factor in sorted(coverage.totals, key=lambda id_: names[id_].casefold())]
    yield _listing(
        site, "coverage/index.html", "coverage.html", "Coverage map", groups={"": rows}, model=None, **values
    )
    for model in records.learner_models:
        groups: dict[str, list[object]] = {}
        for row in coverage.rows(model.id):
            groups.setdefault(row.group, []).append(row)
        path, title = f"coverage/{model.id}/index.html", f"Coverage of {model.name}"
        yield _listing(site, path, "coverage.html", title, groups=groups, model=model, **values)


def _group_of(site: Site, model: str, factor: str) -> str | None:
    return site.records.catalog.vocabulary.learner_models.items[model].group_of(factor)


def _listing(site: Site, path: str, template: str, title: str, description: str = "", **values: Any) -> File:
    data = list_data(site.records, title, site.address(path))
    return site.page(Sheet(path, template, title, description, data=data, values=values))
