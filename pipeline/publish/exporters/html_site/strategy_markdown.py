"""The page of a strategy as Markdown: the author's text, and what the page shows around it."""

from collections.abc import Iterator, Mapping

from pipeline.model.clean_text import MARKDOWN_PAGE, address_from_top, place_of_work
from pipeline.model.plain_markdown import named_link, plain
from pipeline.publish.exporters.html_site.layout import layout_of
from pipeline.publish.exporters.html_site.own_values import OwnLine, own_lines
from pipeline.publish.exporters.html_site.strategy_page import address_of, related_lists
from pipeline.publish.exporters.html_site.words import SiteWords, msgid
from pipeline.publish.inputs import StrategyInputs
from pipeline.publish.schema.records import LibraryV1, ReferenceV1, StrategyV1


def markdown_page(inputs: StrategyInputs, top: str) -> str:
    """A page as Markdown; `top` is the address of the site's top as seen from the file that will hold it."""
    strategy, headings = inputs.record, inputs.shared.policy.generated_headings
    words = layout_of(inputs.shared).words
    lines = [
        *(f"# {plain(strategy.title)}", "", plain(strategy.summary), ""),
        " ".join(_filed(words, strategy, top)),
        *_own_items(inputs, top),
        *("", top.join(inputs.loaded_rendition.body), ""),
    ]
    lines += list(_sources(words, inputs))
    lines += [f"## {plain(words.heading(headings.factors))}", ""] if strategy.factors else []
    for factor in strategy.factors:
        link = named_link(factor.name, top + address_from_top(f"factor:{factor.id}"))
        group = f" ({plain(factor.group)})" if factor.group else ""
        lines.append(f"- {link}{group}: {plain(inputs.definitions[factor.id])}")
    for heading, cards in related_lists(inputs):
        lines += ["", f"## {plain(heading)}", ""]
        lines += [list_item(card.title, top + address_from_top(f"strategy:{card.id}"), card.summary) for card in cards]
    address = layout_of(inputs.shared).address(address_of(strategy.id))
    end = [
        *lines,
        "",
        "---",
        "",
        plain(_credit(words, inputs.shared.library, strategy)),
        f"<{address}>" if address else "",
    ]
    return "\n".join(end).rstrip() + "\n"


def _sources(words: SiteWords, inputs: StrategyInputs) -> Iterator[str]:
    """The works that a page names, as a list; links of the text lead to their anchors."""
    found = ((place_of_work(inputs.id, source.id or ""), source) for source in inputs.sources)
    items = [f'- <a id="{place}"></a>{_cited(source)}' for place, source in found]
    if items:
        yield from (f"## {plain(words.gettext('Sources'))}", "", *items, "")


def _cited(source: ReferenceV1) -> str:
    return f"{plain(source.text)} <{source.url}>" if source.url else plain(source.text)


def moved_note(words: SiteWords, markdown: str) -> str:
    """What stands under the former name of a page as Markdown: its title, and a link to it."""
    link = {"link": named_link(MARKDOWN_PAGE, MARKDOWN_PAGE)}
    note = said_in_markdown(words.text(msgid("The Markdown of this page is in %(link)s.")), link)
    return f"{markdown.partition(chr(10))[0]}\n\n{note}\n"


def said_in_markdown(message: str, values: Mapping[str, str]) -> str:
    """A message of the site as Markdown; its values are Markdown already."""
    kept = {f"\0{name}\0": value for name, value in values.items()}
    text = plain(message % {name: f"\0{name}\0" for name in values})
    for place, value in kept.items():
        text = text.replace(place, value)
    return text


def _filed(words: SiteWords, strategy: StrategyV1, top: str) -> Iterator[str]:
    """Sentences about what a strategy is filed under."""
    category = named_link(strategy.category.name, f"{top}categories/{strategy.category.id}/index.html")
    yield said_in_markdown(words.text(msgid("Category: %(category)s.")), {"category": category})
    models = [named_link(model.name, f"{top}learner-models/{model.id}/index.html") for model in strategy.learner_models]
    if models:
        yield said_in_markdown(words.text(msgid("Learner models: %(names)s.")), {"names": ", ".join(models)})
    yield said_in_markdown(words.text(msgid("Updated: %(day)s.")), {"day": strategy.updated})


def _own_items(inputs: StrategyInputs, top: str) -> list[str]:
    """The values of the library's own fields, as a list."""
    if not inputs.record.fields:
        return []
    lines = own_lines(layout_of(inputs.shared).words, inputs.shared.policy.fields, inputs.record.fields)
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


def _credit(words: SiteWords, library: LibraryV1, strategy: StrategyV1) -> str:
    source = strategy.source
    credit = [words.gettext("From %(title)s, version %(version)s.", title=library.title, version=library.version)]
    credit += [f"{library.publisher}. {library.licence}."]
    credit += [words.gettext("By %(names)s.", names=", ".join(strategy.authors))] if strategy.authors else []
    credit += [library.attribution] if library.attribution else []
    credit += (
        [words.gettext("Taken over from %(title)s, %(address)s.", title=source.title, address=source.url)]
        if source
        else []
    )
    return " ".join(credit)
