"""Files for language models, as https://llmstxt.org describes them: llms.txt and llms-full.txt."""

import re
from collections.abc import Iterator

from pipeline.model.clean_text import address_from_top
from pipeline.model.plain_markdown import plain
from pipeline.publish.exporter import Aggregate
from pipeline.publish.exporters.html_site.site import Site
from pipeline.publish.records import Records

GUIDE, FULL = "html/llms.txt", "html/llms-full.txt"
SEPARATOR = "\n---\n\n"
# An escaped character. Many readers of llms.txt end the name of a link at any closing bracket, escaped or not.
ESCAPE = re.compile(r"\\(.)")
BRACKETS = {"[": "&#91;", "]": "&#93;"}


def guide(site: Site) -> str:
    """The text of llms.txt: the library, its disclaimers, and links to every strategy, factor and own term.

    The section "Optional" is for what may be skipped; the category of that name is not, so headings say what they list.
    """
    records, top = site.records, link_base(site.layout.base)
    lines = [*_introduction(records)]
    for category in records.categories:
        strategies = site.listings.sorted(category.strategies)
        lines += ["", f"## Strategies: {plain(category.name)}", ""] if strategies else []
        lines += [
            _item(strategy.title, top + address_from_top(f"strategy:{strategy.id}"), strategy.summary)
            for strategy in strategies
        ]
    lines += ["", "## Factors", ""] if records.factors else []
    lines += [
        _item(factor.name, top + address_from_top(f"factor:{factor.id}"), factor.definition)
        for factor in records.factors
    ]
    for vocabulary in records.vocabularies:
        lines += ["", f"## Terms: {plain(vocabulary.many)}", ""] if vocabulary.terms else []
        lines += [
            _item(term.name, f"{top}{vocabulary.id}/{term.id}/index.html", term.definition or vocabulary.one)
            for term in vocabulary.terms
        ]
    full = _item("All strategies in one file", f"{top}llms-full.txt", "the same texts, one after the other")
    return "\n".join([*lines, "", "## Optional", "", full, ""])


def full_text(records: Records) -> Aggregate:
    """The file llms-full.txt: the introduction of llms.txt, then each strategy's page as Markdown."""
    introduction = "\n".join([*_introduction(records), ""])
    header, separator = (introduction + SEPARATOR).encode(), SEPARATOR.encode()
    return Aggregate(FULL, header, separator, empty=introduction.encode())


def link_base(base: str) -> str:
    """The base URL for links in Markdown, where a bracket in it could end the link."""
    return base.replace("(", "%28").replace(")", "%29")


def _introduction(records: Records) -> Iterator[str]:
    library = records.library
    yield f"# {plain(library.title)}"
    yield from ("", "> Instructional strategies for teachers and for designers of learning products.", "")
    yield plain(f"Published by {library.publisher}. {library.licence}. Version {library.version}.")
    if library.attribution:
        yield from ("", plain(library.attribution))
    if records.disclaimers:
        must = "Wherever sections of these pages are shown, their disclaimers must be shown with them, word for word:"
        yield from ("", must, "")
        yield from (f"- {plain(disclaimer.text)}" for disclaimer in records.disclaimers)


def _item(name: str, address: str, text: str) -> str:
    escaped = ESCAPE.sub(lambda found: BRACKETS.get(found[1], found[0]), plain(name))
    return f"- [{escaped}]({address}): {plain(text)}"
