"""An original page with the headings and disclaimers of another language, for want of a translation."""

from collections.abc import Iterator, Mapping

from pipeline.model import snippet
from pipeline.model.entry import Entry
from pipeline.model.facts import Facts
from pipeline.model.localization import Localization
from pipeline.model.plain_markdown import escaped
from pipeline.model.policy import PagePolicy, SectionPolicy, same_words
from pipeline.source.parse import Block, Document
from pipeline.source.text import Edit, Source, apply

SUBHEADING_LEVEL = 3


def text_with_localized_headings(document: Document, policy: PagePolicy, localization: Localization) -> str:
    """The text of a page without errors in which only headings and disclaimers are of another language."""
    return apply(document.source.text, tuple(_edits(document, policy, localization)))


def _edits(document: Document, policy: PagePolicy, localization: Localization) -> Iterator[Edit]:
    subheadings = _subheadings(localization)
    for section in document.body.sections if document.body else ():
        own = policy.section_of(section.title)
        if own is None or section.heading is None:
            continue
        local = localization.policy.by_id[own.id]
        yield from _renamed(section.heading, own.heading, local.heading)
        first = section.blocks[0] if section.blocks else None
        if own.disclaimer and first and first.kind == "blockquote":
            yield from _disclaimer(document.source, first, local, localization)
        for block in section.blocks:
            if block.kind == "heading" and block.level == SUBHEADING_LEVEL:
                yield from _renamed(block, block.text, subheadings.get(same_words(block.text), block.text))


def _renamed(heading: Block, before: str, after: str) -> Iterator[Edit]:
    if heading.inline and before != after:
        yield Edit(heading.inline.locate(0, len(heading.inline.content)), escaped(after))


def _disclaimer(source: Source, block: Block, local: SectionPolicy, localization: Localization) -> Iterator[Edit]:
    disclaimer = localization.policy.disclaimer_of(local)
    if disclaimer and f"disclaimers {disclaimer.id}" in localization.translated:
        yield Edit(block.span, snippet.quote(disclaimer, source.newline))


def facts_with_localized_headings(facts: Facts, policy: PagePolicy, localization: Localization) -> Facts:
    """The facts of such a text, given those of the original."""
    subheadings = _subheadings(localization)

    def heading(title: str) -> str:
        section = policy.section_of(title)
        return localization.policy.by_id[section.id].heading if section else title

    items = (
        item._replace(section=heading(item.section), heading=subheadings.get(same_words(item.heading), item.heading))
        for item in facts.items
    )
    return facts._replace(headings=tuple(map(heading, facts.headings)), items=tuple(items))


def _subheadings(localization: Localization) -> Mapping[str, str]:
    return {same_words(name): words for name, words in localization.words.subheadings.items()}


def fallback_entry(entry: Entry, policy: PagePolicy, localization: Localization) -> Entry:
    """The entry of such a text."""
    facts = facts_with_localized_headings(entry.facts, policy, localization)
    return Entry(entry.path, lambda: entry.document, lambda: entry.source, facts)
