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
TASK = re.compile(r"\[(?:[ xX\u00a0]|)\](?=\s)[ \t]*")


def lone_marks(document: Document) -> Iterator[Finding]:
    """Find such marks; the two ends of a container are one, and so are all tasks of a list."""
    assert document.body is not None
    yield from _containers(document.body.inlines)
    for block in document.body.walk():
        if block.kind in LISTS and (found := _tasks(block)):
            yield found
    for fence in document.body.fences:
        if fence.info.startswith("{") and len(fence.info.split()) == 1:
            yield _code(document, fence)


def _containers(inlines: tuple[Inline, ...]) -> Iterator[Finding]:
    opened: list[tuple[Inline, re.Match[str]]] = []
    for inline in inlines:
        for match in COLONS.finditer(inline.prose) if ":::" in inline.content else ():
            if match["name"] or match["attributes"]:
                opened.append((inline, match))
            elif opened:
                yield _container(*opened.pop(), (inline, match))
            else:
                yield _container(inline, match)
    for inline, match in opened:
        yield _container(inline, match)


def _container(inline: Inline, match: re.Match[str], *ends: tuple[Inline, re.Match[str]]) -> Finding:
    """What is said of the line that opens a container; the lines stay, empty, so that no two paragraphs become one."""
    words = (match["title"] or match["words"] or "").strip()
    edits = []
    for part, found in ((inline, match), *ends):
        span = part.exact(*found.span())
        edits += [Edit(span, f"**{words}**\n" if words and found is match else "")] if span else []
    fix = Fix("remove these lines", tuple(edits), Safety.UNSAFE) if len(edits) == 1 + len(ends) else None
    message = f"{quoted(match.group())} is left over from markup"
    return Finding(inline.locate(*match.span()), message, "remove it, and the `:::` below it if there is one", fix=fix)


def _tasks(block: Block) -> Finding | None:
    marked = [
        (inline, match) for item in block.children if (inline := opening(item)) and (match := TASK.match(inline.prose))
    ]
    if not marked:
        return None
    spans = [inline.exact(*match.span()) for inline, match in marked]
    edits = tuple(Edit(span, "") for span in spans if span)
    inline, match = marked[0]
    fix = Fix("remove these boxes", edits, Safety.UNSAFE) if len(edits) == len(marked) else None
    message = f"`{match.group().strip()}` is left over from markup: pages have no boxes to tick"
    return Finding(inline.locate(match.start(), match.end()), message, "remove it, or write `☐` or `☑`", fix=fix)


def _code(document: Document, fence: Fence) -> Finding:
    line = document.source.line_span(fence.block.lines[0])
    start = line.start + document.source.slice(line).index(fence.info)
    span = document.source.span(start, start + len(fence.info))
    name = fence.info.strip("{}").removeprefix(".")
    plain = name.isalnum()
    fix = Fix(f"write `{name}`", (Edit(span, name),), Safety.UNSAFE) if plain else None
    remedy = f"write `{name}`" if plain else "write what it shows with Markdown's own marks, or remove it"
    return Finding(span, f"{quoted(fence.info)} is left over from markup", remedy, fix=fix)
