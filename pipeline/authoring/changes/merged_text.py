"""The text of one page below that of another, section by section."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from pipeline.authoring.changes.change import LibraryChange
from pipeline.model import snippet
from pipeline.model.policy import PagePolicy
from pipeline.source.environment import EnvironmentFault
from pipeline.source.parse import Block, Document
from pipeline.source.text import LINE_ENDING, Edit, Source

# A section by its id, and a heading of level 3 in it; empty for what stands above these.
Place = tuple[str, str]


class Part(NamedTuple):
    """What stands below a heading: that heading, and the blocks below it without its disclaimer."""

    place: Place
    heading: Block
    blocks: tuple[Block, ...]

    @property
    def last(self) -> Block:
        """The last block."""
        return self.blocks[-1] if self.blocks else self.heading


def merge_text(change: LibraryChange, from_: Document, path: str, policy: PagePolicy) -> None:
    """Put each part of a page at the end of the same part of another, or in a section of its own."""
    for part in list(_parts(from_, policy)):
        document = change.document(path)
        source, known = document.source, {each.place: each for each in _parts(document, policy)}
        text = _text(from_.source, part.blocks, source.newline)
        target = known.get(part.place)
        if target is None:
            in_section = [each for each in known.values() if each.place[0] == part.place[0]]
            heading = from_.source.slice(part.heading.span).strip()
            if not in_section:
                heading = _opening(policy, part.place[0], source.newline)
            whole = (source.newline * 2).join(filter(None, (heading, text)))
            above = in_section or _before(known, part.place[0], policy)
            if not above:
                raise EnvironmentFault(f"{path} has no section that could stand before `{part.heading.text}`; add one")
            change.edit(path, [snippet.below(source, above[-1].last, whole)])
        elif text and text != _text(source, target.blocks, source.newline):
            change.edit(path, [_below(source, target.last, part.blocks[0], text)])
    _merge_definitions(change, from_, path)


def _merge_definitions(change: LibraryChange, from_: Document, path: str) -> None:
    """Put the definitions of links by reference at the end, but for those that came with the text between them."""
    document = change.document(path)
    known = {each.label for each in document.body.definitions} if document.body else set()
    found = from_.body.definitions if from_.body else ()
    lines = [
        from_.source.text[_start(from_.source, each.lines[0]) : _start(from_.source, each.lines[1])].strip()
        for each in found
        if each.label not in known
    ]
    twice = [each.label for each in found if each.label in known and not _came_along(document, from_, each.lines)]
    if twice:
        raise EnvironmentFault(f"{path} and {from_.path} both define [{twice[0]}]: give one of them another name")
    if lines:
        source = document.source
        text = LINE_ENDING.sub(source.newline, "\n".join(lines))
        end = len(source.text.rstrip())
        change.edit(path, [Edit(source.span(end, end), source.newline * 2 + text)])


def _came_along(document: Document, from_: Document, lines: tuple[int, int]) -> bool:
    """True if the same definition stands in the merged text."""
    written = from_.source.text[_start(from_.source, lines[0]) : _start(from_.source, lines[1])].strip()
    return written in LINE_ENDING.sub(from_.source.newline, document.source.text)


def _start(source: Source, line: int) -> int:
    return source.line_starts[line] if line < len(source.line_starts) else len(source.text)


def _before(known: Mapping[Place, Part], section: str, policy: PagePolicy) -> list[Part]:
    """The parts of the sections that stand before one, in the order of the page."""
    ids = [each.id for each in policy.sections]
    return [part for (id_, _), part in known.items() if id_ in ids[: ids.index(section)]]


def _opening(policy: PagePolicy, id_: str, newline: str) -> str:
    """The heading of a section, and its disclaimer."""
    section = policy.by_id[id_]
    disclaimer = policy.disclaimer_of(section)
    quote = [snippet.quote(disclaimer, newline)] if disclaimer else []
    return (newline * 2).join([snippet.heading(section), *quote])


def _parts(document: Document, policy: PagePolicy) -> Iterator[Part]:
    for section in document.body.sections if document.body else ():
        heading, found = section.heading, policy.section_of(section.title)
        if heading is None or found is None:
            if section.blocks:
                raise EnvironmentFault(f"{document.path} has text outside of the sections of the house; move it first")
            continue
        name, blocks = "", list[Block]()
        rest = section.blocks[1:] if found.disclaimer and _is_quote(section.blocks) else section.blocks
        for block in rest:
            if block.kind == "heading" and block.level == 3:
                yield Part((found.id, name), heading, tuple(blocks))
                heading, name, blocks = block, block.text, []
            else:
                blocks.append(block)
        yield Part((found.id, name), heading, tuple(blocks))


def _is_quote(blocks: tuple[Block, ...]) -> bool:
    return bool(blocks) and blocks[0].kind == "blockquote"


def _text(source: Source, blocks: tuple[Block, ...], newline: str) -> str:
    if not blocks:
        return ""
    start = source.line_starts[source.line_index(blocks[0].span.start)]
    return LINE_ENDING.sub(newline, source.text[start : blocks[-1].span.end].rstrip())


def _below(source: Source, last: Block, first: Block, text: str) -> Edit:
    """Put a text below a block; items of a list go on with it."""
    edit = snippet.below(source, last, text)
    together = last.kind == first.kind and first.kind in snippet.LISTS
    return edit._replace(text=edit.text.removeprefix(source.newline)) if together else edit
