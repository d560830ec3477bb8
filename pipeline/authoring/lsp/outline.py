"""The outline of a file: sections and subheadings of a page, terms of a vocabulary."""

from typing import NamedTuple

from pipeline.model.library import Library
from pipeline.source.parse import Document, Section
from pipeline.source.parse.yaml_tree import Mapping, Scalar, Sequence
from pipeline.source.text import Span


class Heading(NamedTuple):
    """A part of a file: its complete `span`, the span of its `name`, and the parts in it."""

    name: str
    span: Span
    name_span: Span
    parts: tuple["Heading", ...] = ()


def outline(path: str, library: Library) -> list[Heading]:
    """The parts of a file of the library, in order."""
    entry = next((each for each in library.texts if each.path == path), None)
    if entry is not None:
        return _of_page(entry.document)
    document = next((each for each in library.data_files if each.path == path), None)
    return _of_data(document) if document else []


def _of_page(document: Document) -> list[Heading]:
    found = []
    if document.front_span:
        found.append(Heading("Fields", document.front_span, document.front_span))
    sections = document.body.sections if document.body else ()
    size = len(document.source.text)
    starts = [section.heading.span.start for section in sections if section.heading]
    for section, end in zip(sections, [*starts[1:], size], strict=True):
        if section.heading is not None:
            name = section.title or "(no heading)"
            span = Span(document.path, section.heading.span.start, end)
            found.append(Heading(name, span, section.heading.span, _subheadings(section, end)))
    return found


def _subheadings(section: Section, end: int) -> tuple[Heading, ...]:
    headings = [block for block in section.blocks if block.kind == "heading"]
    ends = [*(block.span.start for block in headings[1:]), end]
    return tuple(
        Heading(block.text or "(no heading)", Span(block.span.path, block.span.start, stop), block.span)
        for block, stop in zip(headings, ends, strict=False)
    )


def _of_data(document: Document) -> list[Heading]:
    front = document.front
    if isinstance(front, Mapping):
        return [
            Heading(key.text, Span(key.span.path, key.span.start, max(key.span.end, value.span.end)), key.span)
            for key, value in front.pairs
        ]
    items = front.items if isinstance(front, Sequence) else ()
    found = []
    for item in items:
        id_ = item.get("id") if isinstance(item, Mapping) else None
        if isinstance(id_, Scalar) and id_.text:
            found.append(Heading(id_.text, item.span, id_.span))
    return found
