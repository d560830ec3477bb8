"""Files for language models, as https://llmstxt.org describes them: llms.txt and llms-full.txt."""

import re
from collections.abc import Iterable, Iterator

from pipeline.model.clean_text import address_from_top
from pipeline.model.plain_markdown import plain
from pipeline.publish.exporter import Aggregate
from pipeline.publish.exporters.html_site.site import Site
from pipeline.publish.exporters.html_site.words import SiteWords
from pipeline.publish.schema.records import DisclaimerV1, LibraryV1

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
    words = site.layout.words
    lines = [*_introduction(records.library, records.disclaimers, words)]
    for category in records.categories:
        strategies = site.listings.sorted(category.strategies)
        heading = words.gettext("Strategies: %(category)s", category=category.name)
        lines += ["", f"## {plain(heading)}", ""] if strategies else []
        lines += [
            _item(strategy.title, top + address_from_top(f"strategy:{strategy.id}"), strategy.summary)
            for strategy in strategies
        ]
    factors = [factor for factor in records.factors if not factor.deprecated]
    lines += ["", f"## {plain(words.gettext('Factors'))}", ""] if factors else []
    lines += [
        _item(factor.name, top + address_from_top(f"factor:{factor.id}"), factor.definition) for factor in factors
    ]
    for vocabulary in records.vocabularies:
        terms = [term for term in vocabulary.terms if not term.deprecated]
        heading = words.gettext("Terms: %(name)s", name=vocabulary.many)
        lines += ["", f"## {plain(heading)}", ""] if terms else []
        lines += [
            _item(term.name, f"{top}{vocabulary.id}/{term.id}/index.html", term.definition or vocabulary.one)
            for term in terms
        ]
    name, text = words.gettext("All strategies in one file"), words.gettext("the same texts, one after the other")
    full = _item(name, f"{top}llms-full.txt", text)
    return "\n".join([*lines, "", "## Optional", "", full, ""])


def full_text(site: Site) -> Aggregate:
    """The file llms-full.txt: the introduction of llms.txt, then each strategy's page as Markdown."""
    records = site.records
    text = "\n".join([*_introduction(records.library, records.disclaimers, site.layout.words), ""])
    return Aggregate(FULL, (text + SEPARATOR).encode(), SEPARATOR.encode(), empty=text.encode())


def link_base(base: str) -> str:
    """The base URL for links in Markdown, where a bracket in it could end the link."""
    return base.replace("(", "%28").replace(")", "%29")


def _introduction(library: LibraryV1, disclaimers: Iterable[DisclaimerV1], words: SiteWords) -> Iterator[str]:
    """The lines above the lists: what the library says of itself, and what must be shown with its texts."""
    yield f"# {plain(library.title)}"
    yield ""
    if library.description:
        yield from (f"> {plain(library.description)}", "")
    published = words.gettext(
        "Published by %(publisher)s. %(licence)s. Version %(version)s.",
        publisher=library.publisher,
        licence=library.licence,
        version=library.version,
    )
    yield plain(published)
    if library.attribution:
        yield from ("", plain(library.attribution))
    texts = [disclaimer.markdown or plain(disclaimer.text) for disclaimer in disclaimers]
    if texts:
        must = words.gettext(
            "Wherever sections of these pages are shown, their disclaimers must be shown with them, word for word:"
        )
        yield from ("", plain(must), "")
        for text in texts:
            yield "- " + text.replace("\n\n", "\n\n  ")


def _item(name: str, address: str, text: str) -> str:
    escaped = ESCAPE.sub(lambda found: BRACKETS.get(found[1], found[0]), plain(name))
    return f"- [{escaped}]({address}): {plain(text)}"
