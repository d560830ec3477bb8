"""What the search knows of a strategy: a document for the index, made of its page and the names that it is filed under.

Words that stand on every page, such as generated headings and disclaimers, are no part of it: they would find them all.
"""

import re
from collections.abc import Iterator

from markupsafe import escape

from pipeline.publish.exporter import File
from pipeline.publish.exporters.html_site.own_values import own_lines
from pipeline.publish.exporters.html_site.site import Site
from pipeline.publish.exporters.html_site.strategy_page import address_of
from pipeline.publish.exporters.html_site.term_names import term_facet
from pipeline.publish.strategy_summary import StrategySummary

# Chinese and Japanese put no space between words. Pagefind would take a sentence for a word, so that each character is
# made one; the scripts of the site ask for characters side by side.
CHARACTER = re.compile(r"([\u3000-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff])")
# Parts of a page that are not searched. Headings that authors wrote are one level below the generated ones.
UNSEARCHED = "header, footer, nav, .side, h1, h2, .resources h3, .note, .citations, #section-factors, button, .soft"
# The elements of a page that may hold the texts of its strategy, best first.
BODIES = ("article", "main", "body")


def search_document(site: Site, strategy: StrategySummary, page: str) -> File:
    """The document of a strategy. Its title is metadata, so that it weighs most and opens no excerpt."""
    language, title = escape(site.records.library.language), escape(strategy.title)
    lines = [
        f'<!DOCTYPE html><html lang="{language}"><head><meta charset="utf-8">',
        f'<meta data-pagefind-meta="title[content]" content="{title}"></head><body data-pagefind-body>',
        f"<p>{escape(strategy.summary)}</p>",
        _body_of(page),
        # It ends with names that weigh less than sentences do, so that an excerpt shows a sentence if there is one.
        '<div id="filed" data-pagefind-weight="0.5">',
        *(f"<p>{escape(term)}</p>" for term in dict.fromkeys(_terms(site, strategy))),
        "</div></body></html>",
    ]
    return File(address_of(strategy.id), CHARACTER.sub(r"\1 ", "\n".join(lines)).encode())


def _body_of(page: str) -> str:
    """The part of a page with the texts of its strategy; templates of a library may name it in their own way."""
    for element in BODIES:
        _, tag, rest = page.partition(f"<{element}")
        content, end, _ = rest.partition(">")[2].rpartition(f"</{element}>")
        if tag and end:
            return content
    return page


def _terms(site: Site, strategy: StrategySummary) -> Iterator[str]:
    """Names under which a strategy is filed, and other names of these."""
    others = site.listings.other_names
    yield from (strategy.category.name, *others["category", strategy.category.id])
    for factor in strategy.factors:
        yield from (factor.name, *others["factor", factor.id])
    yield from (factor.group for factor in strategy.factors if factor.group)
    for line in own_lines(site.layout.words, site.records.policy.fields, strategy.fields):
        yield from line.texts
    for vocabulary in site.records.vocabularies:
        for term in vocabulary.terms:
            if strategy.id in term.strategies:
                yield from others[term_facet(vocabulary.id), term.id]
    for model in strategy.learner_models:
        yield from (model.name, *others["model", model.id])
        words = site.layout.words
        yield from (words.gettext("Grade %(grade)s", grade=grade) for grade in site.listings.grades[model.id])
