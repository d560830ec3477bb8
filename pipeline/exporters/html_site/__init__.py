"""HTML: a page for each strategy, factor, category and learner model; works from any folder and from file://."""

from collections.abc import Iterator
from functools import cache
from importlib.resources import files

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from pipeline.exporter import File, exporter
from pipeline.model.published import RelatedV1, StrategyV1
from pipeline.model.records import Records, sections_of

STYLESHEET = "assets/site.css"


@exporter("html")
def html_site(records: Records) -> Iterator[File]:
    """The site: index, strategies, factors, categories, learner models, about."""
    site = _Site(records)
    style = files("pipeline") / "exporters" / "html_site" / STYLESHEET
    yield File(f"html/{STYLESHEET}", style.read_bytes())
    yield site.page("index.html", "index.html", title=records.library.title)
    yield site.page("about/index.html", "about.html", title="About")
    for strategy in records.strategies:
        yield site.strategy(strategy)
    for folder, template, things in (
        ("factors", "factor.html", records.factors),
        ("categories", "category.html", records.categories),
        ("learner-models", "learner_model.html", records.learner_models),
    ):
        for thing in things:
            yield site.page(f"{folder}/{thing.id}/index.html", template, title=thing.name, thing=thing)


class _Site:
    """Renders templates; addresses are relative to the page, so that the site works anywhere."""

    def __init__(self, records: Records) -> None:
        self.records = records
        self.by_id = {strategy.id: strategy for strategy in records.strategies}
        self.factors = {factor.id: factor for factor in records.factors}

    def page(self, path: str, template: str, **values: object) -> File:
        """Render one page."""
        text = (
            _environment()
            .get_template(template)
            .render(
                records=self.records,
                strategies=self.by_id,
                factors=self.factors,
                root="../" * path.count("/"),
                path=path,
                **values,
            )
        )
        return File(f"html/{path}", text.encode())

    def strategy(self, strategy: StrategyV1) -> File:
        """Render the page of a strategy."""
        path = f"strategies/{strategy.id}/index.html"
        policy = self.records.catalog.policy.generated_headings
        groups: dict[str, list[str]] = {}
        for factor in strategy.factors:
            groups.setdefault(factor.group, []).append(factor.id)
        same = [card for card in strategy.related if card.category == strategy.category.id]
        others = [card for card in strategy.related if card.category != strategy.category.id]
        related: list[tuple[str, list[RelatedV1]]] = [
            (policy.related.replace("{category}", strategy.category.name), same),
            (policy.other_related, others),
        ]
        return self.page(
            path,
            "strategy.html",
            title=strategy.title,
            strategy=strategy,
            sections=self._sections(strategy, "../" * path.count("/")),
            factors_heading=policy.factors,
            groups=groups,
            related=[(heading, cards) for heading, cards in related if cards],
        )

    def _sections(self, strategy: StrategyV1, root: str) -> list[tuple[str, str, Markup]]:
        """Id, heading and HTML of each section, links to factors and strategies made relative."""

        def resolve(address: str) -> str:
            scheme, _, id_ = address.partition(":")
            folder = {"factor": "factors", "strategy": "strategies"}.get(scheme)
            return f"{root}{folder}/{id_}/index.html" if folder else address

        page = self.records.catalog.by_id[strategy.id]
        found = []
        for policy, section in sections_of(page, self.records.catalog):
            tokens = (section.blocks[0].tokens[0], section.blocks[-1].tokens[1]) if section.blocks else (0, 0)
            # Rendered by the one parser, with raw HTML off: the only markup that enters a template unescaped.
            html = Markup(page.entry.document.html(*tokens, resolve))  # noqa: S704
            found.append((policy.id, policy.heading, html))
        return found


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("pipeline.exporters.html_site"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
