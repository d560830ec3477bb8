"""Markdown of a section that stands by itself: nothing in it depends on the rest of its page."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from pipeline.model.images import bundle_address, image_path
from pipeline.source.parse import Block, Document, Inline, Link
from pipeline.source.parse.markdown import render, tokenize
from pipeline.source.parse.tables import cells
from pipeline.source.text import Edit, Source, normalised

# Characters that end an address without angle brackets, and those with a meaning in one that has them.
NEEDS_BRACKETS = re.compile(r"[\s()<>]|^$")
IN_ADDRESS = re.compile(r"[\\<>]|&(?=#|[A-Za-z])")
IN_TITLE = re.compile(r'[\\"]|&(?=#|[A-Za-z])')
# The marks of quotes and lists before the rest of a line.
MARKS = re.compile(r"[ \t]*(?:(?:>|[-*+]|[0-9]{1,9}[.)])[ \t]*)*")
# The mark of an item, and what takes its place to begin another list.
ITEM = re.compile(r"[ \t]*[0-9]{0,9}([-*+.)])")
OTHER_MARK = {"-": "*", "*": "-", "+": "-", ".": ")", ")": "."}
LISTS = ("bullet_list", "ordered_list")
CODE = frozenset({"code_block", "fence"})
# Above this number of lines to remove, only uniform ways are tried.
FEW = 12

# Replaces a range of an inline text.
Change = tuple[int, int, str]
# Removes complete lines, given the offsets of their start and end.
Removal = Callable[[Source, int, int], Edit]


class HiddenLines(NamedTuple):
    """Source lines that show nothing: an ignore comment or a link definition."""

    start: int  # offset of the first line
    end: int  # offset after the last
    comment: bool


def section_markdown(document: Document, blocks: Sequence[Block], html: str) -> str:
    """The Markdown of a section, given its HTML, which it renders to.

    Reference links have their addresses in them; addresses of images lead from the bundle's folder. Ignore comments
    and link definitions are removed. A definition stays if a link that uses it has no exact position.
    """
    if not blocks:
        return ""
    source = document.source
    start, end = source.line_starts[blocks[0].lines[0]], _line_start(source, blocks[-1].lines[1])
    edits, unresolved = _resolved(document, blocks)
    edits += _lists_apart(document, blocks)
    hidden = [lines for lines in _hidden_lines(document) if start <= lines.start and lines.end <= end]
    added = "".join(f"\n\n{definition}" for definition in unresolved)

    def written(removals: Iterable[Edit]) -> str:
        changes = [(edit.span.start - start, edit.span.end - start, edit.text) for edit in (*edits, *removals)]
        text = normalised(_changed(source.text[start:end], changes))
        return _trimmed(text, blocks) + added

    if not hidden:
        return written(())
    return _without(source, hidden, written, html)


def _without(source: Source, hidden: list[HiddenLines], written: Callable[[Iterable[Edit]], str], html: str) -> str:
    """The text without hidden lines, each removed in a way that keeps the HTML.

    Without its line, a comment between two lines would join them; an empty line in its place would end a quote.
    """
    for remove in REMOVALS:
        text = written([remove(source, lines.start, lines.end) for lines in hidden])
        if _rendered(text) == html:
            return text
    removed: list[Edit] = []
    for lines in hidden:
        ways = [remove(source, lines.start, lines.end) for remove in REMOVALS] if len(hidden) <= FEW else []
        kept = (way for way in ways if _rendered(written([*removed, way])) == html)
        way = next(kept, _line_removed(source, lines.start, lines.end) if lines.comment else None)
        removed += [way] if way else []
    return written(removed)


def _lists_apart(document: Document, blocks: Sequence[Block]) -> Iterator[Edit]:
    """Other marks for a list that only an ignore comment separates from another, as they would become one."""
    source, tokens = document.source, document.body.tokens if document.body else ()
    kind, mark = "", ""
    for block in blocks:
        own = tokens[block.tokens[0]].markup
        if document.ignores and block.kind in LISTS and (kind, mark) == (block.kind, own):
            own = OTHER_MARK[own]
            for item in block.children:
                found = ITEM.match(source.text, source.line_starts[item.lines[0]])
                if found is not None:
                    yield Edit(source.span(*found.span(1)), own)
        kind, mark = block.kind, own


def _rendered(text: str) -> str:
    return render(tokenize(text).tokens, lambda address: address).strip()


def _line_removed(source: Source, start: int, end: int) -> Edit:
    return Edit(source.span(start, end), "")


def _marks_kept(source: Source, start: int, end: int) -> Edit:
    """Keep the marks of quotes and lists on the first line."""
    marks = MARKS.match(source.text, start, end)
    assert marks is not None  # it matches an empty text
    return Edit(source.span(marks.end(), end), "\n")


def _line_emptied(source: Source, start: int, end: int) -> Edit:
    return Edit(source.span(start, end), "\n")


REMOVALS: tuple[Removal, ...] = (_line_removed, _marks_kept, _line_emptied)


def _hidden_lines(document: Document) -> list[HiddenLines]:
    """The ignore comments and link definitions of a page, in order."""
    source, found = document.source, []
    for ignore in document.ignores:
        line = source.line_index(ignore.span.start)
        found.append(HiddenLines(source.line_starts[line], _line_start(source, line + 1), comment=True))
    for definition in document.body.definitions if document.body else ():
        first, stop = definition.lines
        found.append(HiddenLines(source.line_starts[first], _line_start(source, stop), comment=False))
    return sorted(found)


def _line_start(source: Source, index: int) -> int:
    """Offset of a line, or of the end of the text."""
    return source.line_starts[index] if index < len(source.line_starts) else len(source.text)


def _trimmed(text: str, blocks: Sequence[Block]) -> str:
    """A text without empty lines at its end, and without white space unless it ends with code."""
    *_, last = blocks[-1].walk()
    return text.rstrip("\n") if last.kind in CODE else text.rstrip()


def _resolved(document: Document, blocks: Sequence[Block]) -> tuple[list[Edit], list[str]]:
    """Edits that write addresses into links, and definitions for links without an exact position."""
    edits: list[Edit] = []
    definitions: dict[str, None] = {}
    for block in (part for outer in blocks for part in outer.walk()):
        if block.kind == "tr":
            edits += _row_edits(document, block)
        elif block.inline and block.kind not in ("th", "td"):
            for link, change in _changes(document.path, block.inline):
                span = block.inline.exact(*change[:2])
                if span is not None:
                    edits.append(Edit(span, change[2]))
                elif link.label is not None:
                    definitions[f"[{link.label}]: {_target(document.path, link)}"] = None
    return edits, list(definitions)


def _row_edits(document: Document, row: Block) -> Iterator[Edit]:
    """The same for a row of a table, whose cells are found by their bars."""
    source, spans = document.source, cells(document.source, row.lines[0])
    if spans and MARKS.fullmatch(source.slice(spans[0])) and row.children[0].text != source.slice(spans[0]):
        spans = spans[1:]  # the marks of a list before the first bar
    for cell, span in zip(row.children, spans, strict=False):
        changes = [change for _, change in _changes(document.path, cell.inline)] if cell.inline else []
        if cell.inline and changes:
            start = span.end - len(cell.inline.content.replace("|", "\\|"))  # the marks of a list may stand before it
            new = _changed(cell.inline.content, changes)
            yield Edit(source.span(start, span.end), new.replace("|", "\\|"))


def _changes(page: str, inline: Inline) -> Iterator[tuple[Link, Change]]:
    """What changes in an inline text: addresses of images of the library, and the label of each reference."""
    for link in inline.links:
        if link.label is not None and link.label_end is not None:
            yield link, (link.label_end + 1, link.at[1], f"({_target(page, link)})")
        elif link.destination and (address := _image_address(page, link)):
            yield link, (*link.destination, address)


def _target(page: str, link: Link) -> str:
    """The address and title of a link as Markdown."""
    address = IN_ADDRESS.sub(r"\\\g<0>", _image_address(page, link) or link.href)
    if NEEDS_BRACKETS.search(address):
        address = f"<{address}>"
    title = IN_TITLE.sub(r"\\\g<0>", link.title).replace("\n", "&#10;")
    return f'{address} "{title}"' if title else address


def _image_address(page: str, link: Link) -> str:
    """The address of an image of the library from the bundle's folder; empty for other links."""
    path = image_path(page, link.href) if link.kind == "image" else ""
    return bundle_address(path) if path else ""


def _changed(text: str, changes: Iterable[Change]) -> str:
    """A text with changes, which do not overlap."""
    parts, end = [], 0
    for start, stop, new in sorted(changes):
        parts += [text[end:start], new]
        end = stop
    return "".join([*parts, text[end:]])
