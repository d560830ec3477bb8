import re
from collections.abc import Iterator

from pipeline.lint.rule import Finding, rule
from pipeline.lint.rules.links._resources import LISTS
from pipeline.lint.rules.links._unlisted import unlisted_lines
from pipeline.lint.rules.structure._bullets import Bullet, bulleted_items, bullets, depths
from pipeline.lint.rules.structure._text_tables import drawn_lines
from pipeline.model.context import Context
from pipeline.model.diagnostics import Fix, Safety, Severity
from pipeline.model.entry import Entry
from pipeline.source.parse import Block
from pipeline.source.text import Edit, Span

# A further bullet on one line, with the blanks around it.
FURTHER = r"[^\S\n]+{}[^\S\n]+(?=\S)"
INDENT = "  "


@rule(Entry, severity=Severity.WARNING, fixes=(Safety.SAFE, Safety.UNSAFE), rewrites=True)
def pasted_bullet(entry: Entry, context: Context) -> Iterator[Finding]:
    """Lines begin with the bullets of a word processor or web page, which make no list.

    Readers see all items run together in one paragraph, with the bullets in it.

    Bad:
        • Some draw a face.
        • Others write a line.

    Good:
        - Some draw a face.
        - Others write a line.
    """
    reported = unlisted_lines(entry, context) | drawn_lines(entry.document)
    for blocks in _siblings(entry):
        for group in bullets(block for block in blocks if block.lines[0] not in reported):
            yield _finding(group)
    for block in entry.body.walk():
        if block.kind in LISTS and (group := bulleted_items(block)):
            yield _second(group)


def _siblings(entry: Entry) -> Iterator[tuple[Block, ...]]:
    """Neighbouring blocks in sections and in quotes; for lists see `bulleted_items`."""
    for section in (entry.body.preamble, *entry.body.sections):
        yield section.blocks
    for block in entry.body.walk():
        if block.kind == "blockquote":
            yield block.children


def _finding(group: list[Bullet]) -> Finding:
    first = group[0]
    span = first.inline.locate(first.start, first.start + len(first.sign))
    message, remedy = f"{_shown(first.sign)} makes no list", "write `- ` before each item"
    if first.kind == "tight":
        message = "a space belongs behind the `-` of a list's item"
    elif first.kind == "number":
        message = f"a space belongs behind the `{first.inline.content[first.start : first.end]}` of a list's item"
        remedy = "write each number with a full stop and a space behind it"
    edits = [edit for bullet, depth in zip(group, depths(group), strict=True) for edit in _edits(bullet, depth)]
    is_safe = all(bullet.kind == "sure" for bullet in group)
    fix = Fix("make it a list", tuple(edits), Safety.SAFE if is_safe else Safety.UNSAFE)
    return Finding(span, message, remedy, fix=fix if len(edits) >= len(group) else None)


def _second(group: list[Bullet]) -> Finding:
    first = group[0]
    edits = [Edit(span, "") for bullet in group if (span := bullet.inline.exact(bullet.start, bullet.end))]
    fix = Fix("remove them", tuple(edits), Safety.SAFE) if len(edits) == len(group) else None
    message = f"{_shown(first.sign)} is a second bullet: this is an item of a list already"
    return Finding(first.inline.locate(first.start, first.start + len(first.sign)), message, "remove it", fix=fix)


def _shown(sign: str) -> str:
    return f"`{sign}`" if sign < "\ue000" or sign > "\uf8ff" else "a bullet of a word processor"


def _edits(bullet: Bullet, depth: int) -> Iterator[Edit]:
    """Make items of a line and of each further bullet on it; no edits if its position is unknown."""
    inline, source = bullet.inline, bullet.inline.source
    span = inline.exact(bullet.start, bullet.end)
    if span is None:
        return
    if bullet.kind == "number":
        yield Edit(Span(span.path, span.end, span.end), " ")
        return
    line = source.line_span(source.line_index(span.start)).start
    alone = not source.text[line : span.start].strip()
    mark = (INDENT * depth if alone else "") + "- "
    yield Edit(Span(span.path, line if alone else span.start, span.end), mark)
    if bullet.kind == "sure" and alone:
        rest = inline.prose[bullet.end :].partition("\n")[0]
        for match in re.finditer(FURTHER.format(re.escape(bullet.sign)), rest):
            part = inline.exact(bullet.end + match.start(), bullet.end + match.end())
            if part:
                yield Edit(part, source.newline + mark)
