"""What an editor tells of an id, a field or a heading under the pointer, as Markdown."""

from typing import NamedTuple

from pipeline.authoring.lsp.mentions import REFERENCE, Target, mention_at, terms_of
from pipeline.model.entry import Entry
from pipeline.model.library import Library
from pipeline.model.plain_markdown import escaped
from pipeline.model.strategy import Strategy
from pipeline.source.parse.yaml_tree import Mapping
from pipeline.source.text import Span, counted


class Explanation(NamedTuple):
    """Markdown about what stands at a span."""

    span: Span
    text: str


def explanation(path: str, offset: int, library: Library) -> Explanation | None:
    """What there is to tell of the place at an offset; None if nothing."""
    if found := mention_at(path, offset, library):
        text = _about(found.target, library)
        return Explanation(found.span, text) if text else None
    entry = next((each for each in library.texts if each.path == path), None)
    front = entry.document.front if entry else None
    for key, _ in front.pairs if isinstance(front, Mapping) else ():
        if key.span.start <= offset <= key.span.end:
            text = _field(key.text, library)
            return Explanation(key.span, text) if text else None
    return None


def _about(target: Target, library: Library) -> str:
    """The name of what an id stands for, what it is, and how many strategies refer to it."""
    terms = terms_of(target.kind, library)
    if terms is None:
        entry = library.by_id.get(target.id) or library.former_ids.get(target.id)
        if entry is None:
            return ""
        return _paragraphs(f"**{escaped(entry.title)}**", entry.facts.text("summary") or "", f"Status: {entry.status}")
    term = terms.get(target.id)
    if term is None:
        return ""
    used = sum(_names(target, each) for each in library.entries)
    also = f"Also: {', '.join(term.aliases)}" if term.aliases else ""
    gone = f"No longer used; use `{term.replaced_by}`" if term.deprecated and term.replaced_by else ""
    return _paragraphs(
        f"**{escaped(term.name)}**", term.meaning, also, gone, f"In {counted(used, 'strategy', 'strategies')}"
    )


def _names(target: Target, entry: Entry) -> bool:
    """True if the fields of a page name a term, or its links a work."""
    if target.kind == REFERENCE:
        return target.id in entry.facts.cited
    return any(target.id in entry.facts.texts(field) for field in entry.fields_naming(target.kind))


def _field(name: str, library: Library) -> str:
    own = next((field for field in library.policy.fields if field.id == name), None)
    if own is not None:
        return _paragraphs(f"**{escaped(own.name)}**", own.description or "")
    known = Strategy.model_fields.get(name)
    return _paragraphs(f"**{name}**", known.description or "") if known else ""


def _paragraphs(first: str, *others: str) -> str:
    """The first as Markdown; the others are texts of authors, and are shown as they were written."""
    return "\n\n".join([first, *(text if "`" in text else escaped(text) for text in others if text)])
