import re
from collections.abc import Iterator

from pipeline.lint.rule import Finding, rule
from pipeline.model.context import Context
from pipeline.model.diagnostics import Fix, Note, Safety
from pipeline.model.wording import quoted
from pipeline.source.parse import Document
from pipeline.source.parse.addresses import Definition, label_of
from pipeline.source.parse.blocks import Fence
from pipeline.source.text import Edit, Span

# Labels of lines that are notes for editors.
NOTES = frozenset(map(label_of, ("//", "#", "comment", "note")))
# Part of an address: the line is meant as a definition.
ADDRESS = re.compile(r"[a-z]:\S|www\.|/|#")
REMEDY = "write `\\[` in place of the first `[` to show the line as it stands, or remove it"


@rule(Document, required=True, fixes=(Safety.UNSAFE,))
def unseen_text(document: Document, context: Context) -> Iterator[Finding]:
    """Markdown takes a line for something other than text, so no reader would see it.

    A word in square brackets with a colon behind it is the address of a link that is written elsewhere. Where nothing
    links to it, as in dialogue, the line is in no page, record or table.

    Bad:
        [Teacher]: Stop!

    Good:
        **Teacher:** Stop!

    Bad:
        ```Say this to the class
        Good morning.
        ```

    Good:
        ```text
        Good morning.
        ```
    """
    body = document.body
    if body is None:
        return
    used = {link.label for link in body.links}
    for definition in body.definitions:
        if definition.label not in used:
            yield _unused(document, definition)
        elif definition.earlier:
            yield _repeated(document, definition, definition.earlier)
    for fence in body.fences:
        if len(fence.info.split()) > 1:
            yield _info(document, fence)


def _unused(document: Document, definition: Definition) -> Finding:
    span = _lines(document, definition.lines)
    shown = quoted(document.source.slice(span))
    if definition.label in NOTES:
        message = f"{shown} is no place for a note: pages leave it out, but their Markdown is published with it"
        return Finding(span, message, "remove it; nothing on a page is for editors alone")
    message = f"no reader would see {shown}: it reads as the address of a link, and no link uses it"
    escape = Edit(Span(span.path, span.start, span.start), "\\")
    is_address = ADDRESS.search(document.source.slice(span)) is not None
    fix = None if is_address else Fix("show it as text", (escape,), Safety.UNSAFE)
    return Finding(span, message, REMEDY, fix=fix)


def _repeated(document: Document, definition: Definition, earlier: tuple[int, int]) -> Finding:
    span, note = _lines(document, definition.lines), Note(_lines(document, earlier), "the address that counts")
    shown = quoted(document.source.slice(span))
    message = f"no reader would see {shown}: these words in brackets have an address already"
    return Finding(span, message, "remove one of the two, or give one of them other words", (note,))


def _lines(document: Document, lines: tuple[int, int]) -> Span:
    """Span of a definition, from its bracket on."""
    source = document.source
    first, last = source.line_span(lines[0]), source.line_span(lines[1] - 1)
    written = source.text[first.start : last.end]
    return source.span(first.start + max(0, written.find("[")), first.start + len(written.rstrip()))


def _info(document: Document, fence: Fence) -> Finding:
    line = document.source.line_span(fence.block.lines[0])
    start = line.start + document.source.slice(line).index(fence.mark) + len(fence.mark)
    written = document.source.text[start : line.end]
    start += len(written) - len(written.lstrip())
    span = document.source.span(start, start + len(written.strip()))
    message = f"no reader would see {quoted(document.source.slice(span))}: it stands behind the mark of a code block"
    return Finding(span, message, "put it on a line of its own, above or below the mark")
