"""Strategies as far as their pages have them, so that drafts and broken pages can be shown."""

import datetime as dt
from collections.abc import Collection, Iterable
from typing import Any

from pipeline.model.dates import read_date
from pipeline.model.entry import Entry, build_entry
from pipeline.model.library import Library
from pipeline.model.own_fields import ATTRIBUTE, OwnField, page_model
from pipeline.model.policy import PagePolicy, SectionPolicy, same_words
from pipeline.model.rendition import RenderedBlock, RenderedSection
from pipeline.model.strategy import Strategy
from pipeline.source.parse import Limits, parse_page
from pipeline.source.text import LINE_ENDING, Edit, Source, apply

# What stands for a summary that a page does not have yet.
NO_SUMMARY = "This page has no summary yet."
# Front matter without any field that counts.
NO_FIELDS = "x:"
# The id of a section for what stands before the first.
BEFORE = "unknown-0"


def stand_in(entry: Entry, library: Library, known: Collection[str], today: dt.date) -> Strategy | None:
    """A strategy of all that can be shown of a page; None if there is no category that it could be in.

    References lead to terms that there are, and to strategies in `known`.
    """
    vocabulary, front = library.vocabulary, entry.facts
    categories = vocabulary.categories.items
    category = next((each for each in front.texts("category") if each in categories), next(iter(categories), None))
    if category is None:
        return None
    values: dict[str, Any] = {
        "status": "published",
        "category": category,
        "learner_models": _those(front.texts("learner_models"), vocabulary.learner_models.items),
        "factors": _those(front.texts("factors"), vocabulary.factors.items),
        "related": _those(front.texts("related"), known, entry.id),
    }
    if entry.strategy is not None:
        values |= dict.fromkeys(_unresolved(entry.strategy, library, known))
        same = all(getattr(entry.strategy, name) == value for name, value in values.items())
        return entry.strategy if same else entry.strategy.model_copy(update=values)
    values |= {
        "title": entry.title,
        "summary": front.text("summary") or NO_SUMMARY,
        "updated": read_date(front.text("updated") or "") or today,
    }
    return page_model(()).model_construct(**values)


def _those(named: Iterable[str], known: Collection[str], itself: str = "") -> tuple[str, ...]:
    return tuple(dict.fromkeys(each for each in named if each in known and each != itself))


def _unresolved(strategy: Strategy, library: Library, known: Collection[str]) -> Iterable[str]:
    """The attributes of the library's own fields that name what there is not."""
    for field in library.policy.fields:
        value = getattr(strategy, ATTRIBUTE + field.id, None)
        names = value if isinstance(value, tuple) else (value,)
        if field.target and value and not all(name in _targets(field, library, known) for name in names):
            yield ATTRIBUTE + field.id


def _targets(field: OwnField, library: Library, known: Collection[str]) -> Collection[str]:
    return known if field.target == "strategy" else library.vocabulary.terms_of(str(field.target)).items


def readable_entry(entry: Entry, limits: Limits) -> Entry:
    """The entry, or one without its front matter if only that cannot be read. Offsets stay those of the file."""
    document = entry.document
    if document.body is not None or document.front_span is None:
        return entry
    span = document.front_span
    blank = "".join(character if LINE_ENDING.fullmatch(character) else " " for character in document.source.slice(span))
    text = apply(document.source.text, [Edit(span, NO_FIELDS + blank[len(NO_FIELDS) :])])
    return build_entry(parse_page(Source(entry.path, text), limits))


def policy_with_sections_of(entry: Entry, policy: PagePolicy) -> PagePolicy:
    """The page policy with a section for each heading of a page that it does not know, and for what stands before."""
    titles = {same_words(section.title): section.title for section in entry.body.sections}
    unknown = [title for title in titles.values() if policy.section_of(title) is None]
    own = [
        SectionPolicy.model_construct(id=f"unknown-{number}", heading=title) for number, title in enumerate(unknown, 1)
    ]
    if entry.body.preamble.blocks:
        own.append(SectionPolicy.model_construct(id=BEFORE, heading="Before the first section"))
    return _copied(policy, sections=(*policy.sections, *own)) if own else policy


def preamble_of(entry: Entry) -> RenderedSection:
    """What stands before the first section of a page, which no published page can have."""
    document = entry.document
    blocks = (
        RenderedBlock(block.kind, document.html(*block.tokens, lambda address: address))
        for block in entry.body.preamble.blocks
    )
    return RenderedSection(BEFORE, "", "", tuple(blocks))


def without_items(policy: PagePolicy) -> PagePolicy:
    """The page policy without kinds of list items, for pages whose items cannot be read."""
    return _copied(policy, sections=tuple(each.model_copy(update={"items": None}) for each in policy.sections))


def _copied(policy: PagePolicy, **changed: object) -> PagePolicy:
    """A copy that computes anew what follows from its fields."""
    return PagePolicy.model_construct(**{name: getattr(policy, name) for name in PagePolicy.model_fields} | changed)
