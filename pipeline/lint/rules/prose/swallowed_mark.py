import re
from collections.abc import Iterator

from pipeline.lint.rule import Finding, rule
from pipeline.lint.rules._texts import inlines_of
from pipeline.model.context import Context
from pipeline.model.diagnostics import Fix, Safety, Severity
from pipeline.model.wording import quoted
from pipeline.source.parse import Block, Document, Inline
from pipeline.source.text import Edit, Span

# Numbers and words with asterisks and no blank between them.
PRODUCT = re.compile(r"[^\W_]++(?:[.,][0-9]+)*+(?:\*{1,2}[^\W_]+(?:[.,][0-9]+)*)+")
# A part of a product: a number, or a single letter, perhaps with a number before it.
OPERAND = re.compile(r"[0-9][0-9.,]*[^\W\d_]?|[^\W_]")
# Hashes at the end of a heading, with a blank before them.
CLOSING = re.compile(r"[ \t](#+)[ \t]*$")


@rule(Document, severity=Severity.WARNING, fixes=(Safety.UNSAFE,))
def swallowed_mark(document: Document, context: Context) -> Iterator[Finding]:
    r"""A sign inside a sum or at the end of a heading is taken for a mark of Markdown.

    Readers do not see the sign: of `3*4*5` there is left 345.

    Bad:
        The box holds 3*4*5 cubes.

    Good:
        The box holds 3 × 4 × 5 cubes.

    Bad:
        ### First steps in C #

    Good:
        ### First steps in C\#
    """
    for inline in inlines_of(document):
        if inline.marks:
            yield from _asterisks(inline)
    for block in document.body.walk() if document.body else ():
        if block.kind == "heading":
            yield from _closing_hashes(document, block)


def _asterisks(inline: Inline) -> Iterator[Finding]:
    swallowed = {offset for start, end in inline.marks for offset in range(start, end)}
    for match in PRODUCT.finditer(inline.prose):
        text = match.group()
        is_product = all(OPERAND.fullmatch(part) for part in text.split("*") if part)
        if not is_product or swallowed.isdisjoint(range(*match.span())):
            continue
        span = inline.exact(*match.span())
        escaped = text.replace("*", "\\*")
        fix = Fix(f"write `{escaped}`", (Edit(span, escaped),), Safety.UNSAFE) if span else None
        message = f"the asterisks of {quoted(text)} are taken for marks, and readers do not see them"
        yield Finding(inline.locate(*match.span()), message, "write `×` or `\\*` in place of each", fix=fix)


def _closing_hashes(document: Document, heading: Block) -> Iterator[Finding]:
    line = document.source.line_span(heading.lines[0])
    match = CLOSING.search(document.source.slice(line))
    if match is None or not heading.text or len(match[1]) == heading.level:
        return
    span = Span(line.path, line.start + match.start(1), line.start + match.end(1))
    if span.start <= heading.span.start + heading.level:
        return
    fix = Fix("show it", (Edit(Span(span.path, span.start, span.start), "\\"),), Safety.UNSAFE)
    message = f"`{match[1]}` at the end of a heading is taken for a mark, and readers do not see it"
    yield Finding(span, message, f"write `\\{match[1]}` to show it, or remove it", fix=fix)
