"""Texts of translations: one to begin with, one with the sections that the original gained, one that is done."""

from collections.abc import Iterator

from pipeline.model.entry import Entry
from pipeline.model.fallback import text_with_localized_headings
from pipeline.model.front_lines import lines_of_field
from pipeline.model.library import Library
from pipeline.model.localization import Localization
from pipeline.model.outline import BLANKS
from pipeline.model.translated_page import TranslatedPage
from pipeline.model.translation import UNFINISHED_WORD, text_fields
from pipeline.source.parse import Document, Limits, parse_page
from pipeline.source.parse.yaml_tree import Mapping
from pipeline.source.paths import is_own_page, translated_path
from pipeline.source.text import Edit, Source, apply


def begun(original: Entry, library: Library, localization: Localization) -> Source:
    """A translation to begin with: headings and disclaimers of the language, and the text of the original."""
    document = original.document
    newline, own_page = document.source.newline, is_own_page(original.path)
    fields = ["title", "description", "menu"] if own_page else ["title", "summary"]
    fields += [] if own_page else [field.id for field in text_fields(library.policy.fields)]
    spans = (lines_of_field(document, field) for field in fields)
    front = "".join(document.source.slice(span) for span in spans if span)
    body = _localized(document, library, localization) if not own_page else document.source.text
    assert document.front_span is not None
    text = f"---{newline}{front}translates: {UNFINISHED_WORD}{newline}{body[document.front_span.end :]}"
    return Source(translated_path(original.path, localization.language), text)


def _localized(document: Document, library: Library, localization: Localization) -> str:
    return text_with_localized_headings(document, library.policy, localization)


def renewed(page: TranslatedPage, library: Library) -> tuple[Source, list[str]]:
    """The translation with sections that only the original has, in its words; and the headings of these."""
    source, original = page.entry.document.source, page.original
    assert original is not None
    if page.entry.of_own_page:
        return source, []
    text = _localized(original.document, library, page.localization)
    begun_page = parse_page(Source(original.path, text), Limits())
    policy = page.localization.policy
    known = {found.id for heading in page.entry.facts.headings if (found := policy.section_of(heading))}
    edits, added = [], []
    place = len(source.text.rstrip(BLANKS))
    for heading, words in _sections(begun_page):
        found = policy.section_of(heading)
        if found and found.id not in known:
            added.append(heading)
            edits.append(Edit(source.span(*(_place(page, found.id) or (place, place))), words))
    newline = source.newline
    joined = [edit._replace(text=f"{newline * 2}{edit.text}") for edit in edits]
    return Source(source.path, apply(source.text, joined)), added


def _sections(document: Document) -> Iterator[tuple[str, str]]:
    """The heading of each section, and its text with that."""
    sections = document.body.sections if document.body else ()
    for section in sections:
        blocks = (section.heading, *section.blocks)
        if first := blocks[0]:
            last = blocks[-1] or first
            yield section.title, document.source.text[first.span.start : last.span.end]


def _place(page: TranslatedPage, id_: str) -> tuple[int, int] | None:
    """Where a section belongs: after the last one that comes before it; None for the end of the page."""
    policy, document = page.localization.policy, page.entry.document
    ranks = [section.id for section in policy.sections]
    before = ranks[: ranks.index(id_)]
    ends = [
        blocks[-1].span.end
        for section in (document.body.sections if document.body else ())
        if (found := policy.section_of(section.title)) and found.id in before and section.heading
        for blocks in [(section.heading, *section.blocks)]
    ]
    return (ends[-1], ends[-1]) if ends else None


def done(page: TranslatedPage) -> Source:
    """The translation with the digests of the original as it is now. Only this field changes."""
    document = page.entry.document
    source, front = document.source, document.front
    written = "{" + ", ".join(f"{name}: {digest}" for name, digest in page.parts.items()) + "}"
    value = front.get("translates") if isinstance(front, Mapping) else None
    if value is None:
        assert document.front_span is not None
        end = document.front_span.end
        return Source(source.path, f"{source.text[:end]}translates: {written}{source.newline}{source.text[end:]}")
    return Source(source.path, apply(source.text, [Edit(value.span, written)]))
