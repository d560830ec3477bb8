"""The Markdown that stands beside a strategy's page: the author's text, and what the page shows around it."""

from functools import lru_cache

from pipeline.model.clean_text import address_from_page
from pipeline.model.plain_markdown import named_link, plain
from pipeline.publish.exporters.html_site.related import RelatedList
from pipeline.publish.inputs import StrategyInputs
from pipeline.publish.schema.records import LibraryV1, StrategyV1


def clean_markdown(inputs: StrategyInputs, related: list[RelatedList], address: str) -> str:
    """A page as Markdown; `address` is where the page itself will stand."""
    strategy, body, headings = inputs.record, inputs.shown.body, inputs.shared.policy.generated_headings
    models = ", ".join(
        named_link(model.name, f"../../learner-models/{model.id}/index.html") for model in strategy.learner_models
    )
    category = named_link(strategy.category.name, f"../../categories/{strategy.category.id}/index.html")
    lines = [
        *(f"# {plain(strategy.title)}", "", plain(strategy.summary), ""),
        *(f"Category: {category}. Learner models: {models}. Updated: {strategy.updated}.", "", body, ""),
        *(f"## {plain(headings.factors)}", ""),
        *(_factor(factor.id, factor.name, factor.group, inputs.definitions[factor.id]) for factor in strategy.factors),
    ]
    for heading, cards in related:
        lines += ["", f"## {plain(heading)}", ""]
        lines += [_card(card.id, card.title, card.summary) for card in cards]
    end = [*lines, "", "---", "", plain(_credit(inputs.shared.library, strategy)), f"<{address}>" if address else ""]
    return "\n".join(end).rstrip() + "\n"


# Both stand on many pages, and to escape them took half of the time.
@lru_cache(maxsize=4096)
def _factor(id_: str, name: str, group: str, definition: str) -> str:
    return f"- {named_link(name, address_from_page(f'factor:{id_}'))} ({plain(group)}): {plain(definition)}"


@lru_cache(maxsize=4096)
def _card(id_: str, title: str, summary: str) -> str:
    return f"- {named_link(title, address_from_page(f'strategy:{id_}'))}: {plain(summary)}"


def _credit(library: LibraryV1, strategy: StrategyV1) -> str:
    credit = [f"From {library.title}, version {library.version}. {library.publisher}. {library.licence}."]
    credit += [f"By {', '.join(strategy.authors)}."] if strategy.authors else []
    credit += [library.attribution] if library.attribution else []
    credit += [f"Taken over from {strategy.source.title}, {strategy.source.url}."] if strategy.source else []
    return " ".join(credit)
