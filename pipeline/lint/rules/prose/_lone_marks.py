"""Marks of other dialects that belong to whole blocks: containers between colons, tasks, code in braces."""

import re
from collections.abc import Iterator

from pipeline.lint.rule import Finding
from pipeline.lint.rules.links._resources import LISTS, opening
from pipeline.model.diagnostics import Fix, Safety
from pipeline.model.wording import quoted
from pipeline.source.parse import Block, Document, Inline
from pipeline.source.parse.blocks import Fence
from pipeline.source.text import Edit

# `:::`, `::: {.note}`, `:::tip`, `:::note[Words]`, `::: tip Words`.
COLONS = re.compile(
    r"^:{3,}[ \t]*(?P<name>\{[^{}\n]*\}|[A-Za-z][\w-]*)?(?P<attributes>\{[^{}\n]*\})?"
    r"(?:\[(?P<title>[^\[\]\n]*)\]|[ \t]+(?P<words>[^\s:{][^\n]*?))?(?:\{[^{}\n]*\})?[ \t]*:*[ \t]*$",
    re.MULTILINE,
)
# One end of such a container: its match in an inline text.
End = tuple[Inline, re.Match[str]]
TASK = re.compile(r"\[(?:[ xX\u00a0]|)\](?=\s)[ \t]*")


def lone_marks(document: Document) -> Iterator[Finding]:
    """Find such marks: one finding for both ends of a container, and one for all tasks of a list."""
    assert document.body is not None
    yield from _containers(document.body.inlines)
    for block in document.body.walk():
        if block.kind in LISTS and (found := _tasks(block)):
            yield found
    for fence in document.body.fences:
        if fence.info.startswith("{") and len(fence.info.split()) == 1:
            yield _code(document, fence)


def _containers(inlines: tuple[Inline, ...]) -> Iterator[Finding]:
    opened: list[End] = []
    for inline in inlines:
        for match in COLONS.finditer(inline.prose):
            if match["name"] or match["attributes"]:
                opened.append((inline, match))
            else:
                yield _container(*[opened.pop()] if opened else [], (inline, match))
    yield from map(_container, opened)


def _container(*ends: End) -> Finding:
    """The finding at the first end; its fix leaves the lines empty, so that no two paragraphs become one."""
    inline, match = ends[0]
    words = (match["title"] or match["words"] or "").strip()
    spans = [part.exact(*found.span()) for part, found in ends]
    edits = [Edit(span, "") for span in spans if span]
    if words and edits:
        edits[0] = edits[0]._replace(text=f"**{words}**\n")
    fix = Fix("remove these lines", tuple(edits), Safety.UNSAFE) if len(edits) == len(ends) else None
    message = f"{quoted(match.group())} is left over from markup"
    return Finding(inline.locate(*match.span()), message, "remove it, and the `:::` below it if there is one", fix=fix)


def _tasks(block: Block) -> Finding | None:
    inlines = filter(None, map(opening, block.children))
    tasks = [(inline, match) for inline in inlines if (match := TASK.match(inline.prose))]
    if not tasks:
        return None
    spans = [inline.exact(*match.span()) for inline, match in tasks]
    edits = tuple(Edit(span, "") for span in spans if span)
    inline, match = tasks[0]
    fix = Fix("remove these boxes", edits, Safety.UNSAFE) if len(edits) == len(tasks) else None
    message = f"`{match.group().strip()}` is left over from markup: pages have no boxes to tick"
    return Finding(inline.locate(match.start(), match.end()), message, "remove it, or write `☐` or `☑`", fix=fix)


def _code(document: Document, fence: Fence) -> Finding:
    line = document.source.line_span(fence.block.lines[0])
    start = line.start + document.source.slice(line).index(fence.info)
    span = document.source.span(start, start + len(fence.info))
    name = fence.info.strip("{}").removeprefix(".")
    message = f"{quoted(fence.info)} is left over from markup"
    if not name.isalnum():
        return Finding(span, message, "write what it shows with Markdown's own marks, or remove it")
    remedy = f"write `{name}`"
    return Finding(span, message, remedy, fix=Fix(remedy, (Edit(span, name),), Safety.UNSAFE))
