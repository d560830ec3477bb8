from collections.abc import Callable, Iterator
from typing import NamedTuple

from pipeline.lint.rule import Finding, rule
from pipeline.lint.rules._texts import folded, inlines_of, masked, texts_of
from pipeline.lint.rules.links._resources import entry_sections, resource_items
from pipeline.lint.rules.prose._house_words import UnwantedWord, changes_article, house_words
from pipeline.model.context import Context
from pipeline.model.diagnostics import Fix, Safety, Severity
from pipeline.model.disclaimer_placement import disclaimer_placements, words_of
from pipeline.model.entry import Entry, build_entry
from pipeline.model.plain_markdown import escaped
from pipeline.model.policy import same_words
from pipeline.model.strategy import Strategy
from pipeline.model.wording import quoted
from pipeline.source.parse import Document, Inline
from pipeline.source.parse.yaml_tree import Mapping
from pipeline.source.paths import POLICY_PATH
from pipeline.source.text import Edit, Span

# Fields whose words the library chooses itself. Names of people, other forms of names and titles of sources are not.
FIELDS = frozenset({"title", "summary", "name", "definition", "description", "attribution"})


class _Text(NamedTuple):
    """A text, a function that locates a part of it, and one that replaces a part."""

    text: str
    locate: Callable[[int, int], Span]
    edit: Callable[[int, int, str], Edit | None]


@rule(Document, severity=Severity.WARNING, fixes=(Safety.SAFE, Safety.UNSAFE), rewrites=True)
def unwanted_word(document: Document, context: Context) -> Iterator[Finding]:
    """A word stands here that the house rules do not want.

    A library that calls the same thing by one name on all pages is easier to read, to search and to translate.
    Disclaimers, code, addresses, and the titles of resources and citations stay as they are.

    Bad:
        # path: schemas/strategy-page.yaml
        # …
        terms:
          - {write: learner, not: [pupil]}
        +++
        A pupil looks back on the week.

    Good:
        # path: schemas/strategy-page.yaml
        # …
        terms:
          - {write: learner, not: [pupil]}
        +++
        A learner looks back on the week.
    """
    words = house_words(context.policy)
    pattern = words.pattern(folded(_everything(document))) if words else None
    if words is None or pattern is None:
        return
    for text in (*_short_texts(document), *_prose(document, context)):
        for found in words.found_in(text.text, pattern):
            yield _finding(text, found, of_page=document.body is not None)


def _everything(document: Document) -> str:
    """All texts in which words could stand; some of them are not looked at after all."""
    return "\n".join([*(text.text for text in texts_of(document)), *(inline.prose for inline in inlines_of(document))])


def _short_texts(document: Document) -> Iterator[_Text]:
    """Texts of fields, without those of the source of a page."""
    page = document.front if document.body is not None and isinstance(document.front, Mapping) else None
    own = {id(value) for _, value in page.pairs} if page else set()
    for text in texts_of(document):
        is_own_field = page is not None and text.field not in Strategy.model_fields
        if (text.field in FIELDS or is_own_field) and (page is None or id(text.value) in own):
            yield _Text(text.text, text.part, text.edit)


def _prose(document: Document, context: Context) -> Iterator[_Text]:
    """The prose of a page, without disclaimers and the titles of works."""
    if document.body is None or not document.readable:
        return
    entry = build_entry(document)
    if not entry.readable:
        return
    quoted_here = {id(inline) for inline in _not_own(entry, context)}
    titles = dict(_titles(entry, context))
    for inline in inlines_of(document):
        if id(inline) not in quoted_here:
            title = titles.get(id(inline))
            text = masked(inline.prose, [title]) if title else inline.prose
            yield _Text(text, inline.locate, _editor(document, inline))


def _not_own(entry: Entry, context: Context) -> Iterator[Inline]:
    """The inline texts of disclaimers, in their place or not, and of citations."""
    placements = disclaimer_placements(entry, context)
    found = {id(placement.block) for placement in placements}
    exact = {same_words(disclaimer.words) for disclaimer in context.policy.disclaimers}
    for section in (entry.body.preamble, *entry.body.sections):
        for block in section.blocks:
            if id(block) in found or words_of(block) in exact:
                yield from (part.inline for part in block.walk() if part.inline)
    for policy, section in entry_sections(entry, context):
        if policy.items == "citation":
            yield from (part.inline for part in section.walk() if part.inline)


def _titles(entry: Entry, context: Context) -> Iterator[tuple[int, tuple[int, int]]]:
    """The position of the title at the start of each resource, by its inline text."""
    for item in resource_items(entry, context):
        if item.inline and item.link:
            yield id(item.inline), item.link.at


def _editor(document: Document, inline: Inline) -> Callable[[int, int, str], Edit | None]:
    """Replaces a part of an inline text, if the file holds it letter by letter and the new text is no Markdown."""

    def edit(start: int, end: int, new: str) -> Edit | None:
        span = inline.exact(start, end)
        exact = span is not None and document.source.slice(span) == inline.content[start:end]
        return Edit(span, new) if span and exact and escaped(new) == new else None

    return edit


def _finding(text: _Text, found: UnwantedWord, *, of_page: bool) -> Finding:
    written, new = text.text[found.start : found.end], found.replacement
    span = text.locate(found.start, found.end)
    remedy = found.term.message or f"the words of this library are listed under `terms` in {POLICY_PATH}"
    if not new:
        return Finding(span, f"{quoted(written)} is not written in this library", remedy)
    edit = text.edit(found.start, found.end, new)
    sure = of_page and not changes_article(text.text[: found.start], written, new)
    fix = Fix(f"replace with `{new}`", (edit,), Safety.SAFE if sure else Safety.UNSAFE) if edit else None
    return Finding(span, f"this library writes {quoted(new)}, not {quoted(written)}", remedy, fix=fix)
