"""The Markdown that stands beside a strategy's page: the author's text, and what the page shows around it."""

from pipeline.exporters.html_site.listings import RelatedList
from pipeline.model.clean_text import beside, named_link, plain
from pipeline.model.published import FactorV1, StrategyV1
from pipeline.model.records import Records


def clean_markdown(records: Records, strategy: StrategyV1, body: str, related: list[RelatedList], address: str) -> str:
    """A page as Markdown; `body` is its text (see `clean_text`), `address` where the page itself will stand."""
    models = ", ".join(
        named_link(model.name, f"../../learner-models/{model.id}/index.html") for model in strategy.learner_models
    )
    category = named_link(strategy.category.name, f"../../categories/{strategy.category.id}/index.html")
    lines = [
        *(f"# {plain(strategy.title)}", "", plain(strategy.summary), ""),
        *(f"Category: {category}. Learner models: {models}. Updated: {strategy.updated}.", "", body, ""),
        *(f"## {records.catalog.policy.generated_headings.factors}", ""),
        *(_factor(records.factor(factor.id), factor.group) for factor in strategy.factors),
    ]
    for heading, cards in related:
        lines += ["", f"## {heading}", ""]
        lines += [f"- {named_link(card.title, beside(f'strategy:{card.id}'))}: {plain(card.summary)}" for card in cards]
    end = [*lines, "", "---", "", plain(_credit(records, strategy)), f"<{address}>" if address else ""]
    return "\n".join(end).rstrip() + "\n"


def _factor(factor: FactorV1, group: str) -> str:
    return f"- {named_link(factor.name, beside(f'factor:{factor.id}'))} ({group}): {plain(factor.definition)}"


def _credit(records: Records, strategy: StrategyV1) -> str:
    library = records.library
    credit = [f"From {library.title}, version {library.version}. {library.publisher}. {library.licence}."]
    credit += [f"By {', '.join(strategy.authors)}."] if strategy.authors else []
    credit += [library.attribution] if library.attribution else []
    credit += [f"Taken over from {strategy.source.title}, {strategy.source.url}."] if strategy.source else []
    return " ".join(credit)
