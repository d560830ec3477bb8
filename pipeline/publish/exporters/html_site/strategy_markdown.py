"""The page of a strategy as Markdown: the author's text, and what the page shows around it."""

from pipeline.model.clean_text import address_from_top
from pipeline.model.plain_markdown import named_link, plain
from pipeline.publish.exporters.html_site.layout import layout_of
from pipeline.publish.exporters.html_site.own_values import OwnLine, own_lines
from pipeline.publish.exporters.html_site.strategy_page import address_of, related_lists
from pipeline.publish.exporters.html_site.words import SiteWords
from pipeline.publish.inputs import StrategyInputs
from pipeline.publish.schema.records import LibraryV1, StrategyV1


def markdown_page(inputs: StrategyInputs, top: str) -> str:
    """A page as Markdown; `top` is the address of the site's top as seen from the file that will hold it."""
    strategy, headings = inputs.record, inputs.shared.policy.generated_headings
    models = ", ".join(
        named_link(model.name, f"{top}learner-models/{model.id}/index.html") for model in strategy.learner_models
    )
    category = named_link(strategy.category.name, f"{top}categories/{strategy.category.id}/index.html")
    lines = [
        *(f"# {plain(strategy.title)}", "", plain(strategy.summary), ""),
        f"Category: {category}. Learner models: {models}. Updated: {strategy.updated}.",
        *_own_items(inputs, top),
        *("", top.join(inputs.loaded_rendition.body), ""),
        *(f"## {plain(headings.factors)}", ""),
    ]
    for factor in strategy.factors:
        link = named_link(factor.name, top + address_from_top(f"factor:{factor.id}"))
        lines.append(f"- {link} ({plain(factor.group)}): {plain(inputs.definitions[factor.id])}")
    for heading, cards in related_lists(inputs):
        lines += ["", f"## {plain(heading)}", ""]
        lines += [list_item(card.title, top + address_from_top(f"strategy:{card.id}"), card.summary) for card in cards]
    address = layout_of(inputs.shared).address(address_of(strategy.id))
    end = [*lines, "", "---", "", plain(_credit(inputs.shared.library, strategy)), f"<{address}>" if address else ""]
    return "\n".join(end).rstrip() + "\n"


def _own_items(inputs: StrategyInputs, top: str) -> list[str]:
    """The values of the library's own fields, as a list."""
    if not inputs.record.fields:
        return []
    lines = own_lines(SiteWords("en"), inputs.shared.policy.fields, inputs.record.fields)
    items = [f"- {plain(line.name)}: {_own_value(line, top)}" for line in lines]
    return ["", *items]


def _own_value(line: OwnLine, top: str) -> str:
    if line.links:
        return ", ".join(named_link(text, top + page) for text, page in line.links)
    text = ", ".join(line.texts)
    return named_link(text, line.address) if line.address else plain(text)


def list_item(name: str, address: str, text: str) -> str:
    """An item of a Markdown list: a link, then a text."""
    return f"- {named_link(name, address)}: {plain(text)}"


def _credit(library: LibraryV1, strategy: StrategyV1) -> str:
    credit = [f"From {library.title}, version {library.version}. {library.publisher}. {library.licence}."]
    credit += [f"By {', '.join(strategy.authors)}."] if strategy.authors else []
    credit += [library.attribution] if library.attribution else []
    credit += [f"Taken over from {strategy.source.title}, {strategy.source.url}."] if strategy.source else []
    return " ".join(credit)
