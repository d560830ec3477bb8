"""HTML: llms.txt lists each strategy and factor as https://llmstxt.org says; llms-full.txt has their texts."""

import re
from collections.abc import Iterator

from pipeline.publish.verify.check import check
from pipeline.publish.verify.checks.documents import OWN_VOCABULARIES, items
from pipeline.publish.verify.context import VerifyContext
from pipeline.publish.verify.full_text import FROM_PAGE, FULL, SEPARATOR, end_of_page, top_of
from pipeline.publish.verify.links import text_link_violations
from pipeline.publish.verify.page import normalized
from pipeline.publish.verify.references import FACTORS
from pipeline.publish.verify.site_words import site_words
from pipeline.publish.verify.view import former_markdown_of, markdown_of
from pipeline.publish.verify.violation import Violation

GUIDE = "html/llms.txt"
# A heading of a list, and an item of it: the name of a link, its address, and what is said of it.
HEADING = re.compile(r"\n## (.*)\n")
ITEM = re.compile(r"- \[([^\]]+)\]\(([^)]+)\): (.*)")
# Messages of the site.
PUBLISHED = "Published by %(publisher)s. %(licence)s. Version %(version)s."
MUST = "Wherever sections of these pages are shown, their disclaimers must be shown with them, word for word:"
STRATEGIES = "Strategies: %(category)s"
FACTORS_HEADING = "Factors"
TERMS = "Terms: %(name)s"
ALL, WHAT = "All strategies in one file", "the same texts, one after the other"


@check("html")
def guide(context: VerifyContext) -> Iterator[Violation]:
    """The introduction says what the manifest says, and each strategy and factor is listed once, in its list."""
    text = context.text(GUIDE)
    if text is None:
        return
    introduction, *lists = HEADING.split(text)
    if normalized(introduction) != normalized(_introduction(context)):
        yield Violation(GUIDE, "", "its introduction is not the one that follows from manifest.json")
    listed: dict[str, tuple[str, str]] = {}
    for heading, lines in zip(lists[::2], lists[1::2], strict=True):
        for line in filter(None, lines.split("\n")):
            item = ITEM.fullmatch(line)
            if item is None or item[2] in listed:
                message = f"a line is not the only link to a page, with words about it: `{line[:60]}`"
                yield Violation(GUIDE, heading, message)
            else:
                listed[item[2]] = heading, f"{item[1]}: {item[3]}"
    yield from _differences(context, listed)


@check("html", sharded=True)
def full_text(context: VerifyContext) -> Iterator[Violation]:
    """llms-full.txt begins like llms.txt, and then holds the Markdown of each strategy and nothing else."""
    text, introduction = context.text(FULL), HEADING.split(context.text(GUIDE) or "")[0]
    if text is None:
        return
    context.verified.add(FULL)
    top, end = top_of(context.expected.base), len(introduction)
    if not text.startswith(introduction):
        yield Violation(FULL, "", f"its introduction is not that of {GUIDE}")
        return
    for id_ in context.manifest.published:
        path, start = markdown_of(id_), end + len(SEPARATOR)
        found = end_of_page(text, start, context.text(path) or "", top) if text.startswith(SEPARATOR, end) else None
        if found is None:
            yield Violation(FULL, id_, f"its text is not that of {path}")
            return
        end = found
        if FROM_PAGE in text[start:end]:  # otherwise its links lead where those of the Markdown do
            yield from text_link_violations(context.expected.base, FULL, text[start:end], context.link_targets)
    if end < len(text):
        yield Violation(FULL, "", "there is more in it than the pages of the strategies")


@check("html", sharded=True)
def former_names(context: VerifyContext) -> Iterator[Violation]:
    """Under the former name of each strategy's Markdown, a note leads to it."""
    from pipeline.publish.exporters.html_site.strategy_markdown import moved_note

    for id_ in context.manifest.published:
        path, other = markdown_of(id_), former_markdown_of(id_)
        if other in context.paths and context.text(other) != moved_note(site_words(context), context.text(path) or ""):
            yield Violation(other, id_, f"it is not the note that leads to {path}")
        context.verified.add(other)


def _introduction(context: VerifyContext) -> str:
    """The introduction as it must be; two lines of it are in the language of the site."""
    library, says = context.manifest.library, site_words(context).text
    lines = [f"# {library.title}", *([f"> {library.description}"] if library.description else [])]
    named = {"publisher": library.publisher, "licence": library.licence, "version": library.version}
    lines.append(says(PUBLISHED) % named)
    lines += [library.attribution] if library.attribution else []
    disclaimers = [f"- {item.markdown or item.text}" for item in context.manifest.disclaimers]
    return "\n".join([*lines, *([says(MUST)] if disclaimers else []), *disclaimers])


def _differences(context: VerifyContext, listed: dict[str, tuple[str, str]]) -> Iterator[Violation]:
    """Pages that the lists lack, name otherwise, or have in another list, and links to anything else."""
    expected = dict(_expected(context))
    for address, (heading, words) in expected.items():
        if address not in listed:
            yield Violation(GUIDE, heading, f"it does not list {address}")
            continue
        found_heading, found_words = listed[address]
        if heading and not _same_words(found_heading, heading):
            yield Violation(GUIDE, found_heading, f"{address} is not in the list `{heading}`")
        if words and not _same_words(found_words, words):
            yield Violation(GUIDE, found_heading, f"what it says of {address} is not what its record says")
    top = top_of(context.expected.base)
    of_terms = tuple(f"{top}{folder}/" for folder in ("factors", *context.manifest.site.vocabularies))
    for address in listed.keys() - expected.keys():
        if context.holds("json") or not address.startswith(of_terms):
            yield Violation(GUIDE, listed[address][0], f"{address} is no page of a strategy, factor or term")


def _same_words(found: str, expected: str) -> bool:
    """True for Markdown that shows the expected words; most of it is the same text."""
    return found == expected or normalized(found) == normalized(expected)


def _expected(context: VerifyContext) -> Iterator[tuple[str, tuple[str, str]]]:
    """Each address with its heading and words; without records some of these are empty, and not compared."""
    top, says = top_of(context.expected.base), site_words(context).text
    for id_ in context.manifest.published:
        summary = context.summaries.get(id_)
        heading = says(STRATEGIES) % {"category": summary.category.name} if summary else ""
        words = f"{summary.title}: {summary.summary}" if summary else ""
        yield top + markdown_of(id_).removeprefix("html/"), (heading, words)
    factors = says(FACTORS_HEADING)
    for factor in items(context, FACTORS) if context.holds("json") else ():
        if factor["deprecated"]:
            continue
        yield f"{top}factors/{factor['id']}/index.html", (factors, f"{factor['name']}: {factor['definition']}")
    for vocabulary in items(context, OWN_VOCABULARIES) if context.holds("json") else ():
        heading = says(TERMS) % {"name": vocabulary["many"]}
        for term in vocabulary["terms"]:
            if not term["deprecated"]:
                words = f"{term['name']}: {term['definition'] or vocabulary['one']}"
                yield f"{top}{vocabulary['id']}/{term['id']}/index.html", (heading, words)
    yield f"{top}llms-full.txt", ("Optional", f"{says(ALL)}: {says(WHAT)}")
