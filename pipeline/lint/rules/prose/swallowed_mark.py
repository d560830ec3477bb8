import re
from collections.abc import Iterator

from pipeline.lint.rule import Finding, rule
from pipeline.model.context import Context
from pipeline.model.diagnostics import Fix, Safety, Severity
from pipeline.model.wording import quoted
from pipeline.source.parse import Block, Document, Inline
from pipeline.source.text import Edit

# Numbers and words with asterisks and no blank between them.
PRODUCT = re.compile(r"[^\W_]++(?:[.,][0-9]+)*+(?:\*{1,2}[^\W_]+(?:[.,][0-9]+)*)+")
# What may stand in a sum: a number, or a single letter, perhaps with a number before it.
OPERAND = re.compile(r"[0-9][0-9.,]*[^\W\d_]?|[^\W_]")
# Hashes that end a heading and its words with a blank before.
CLOSING = re.compile(r"[ \t](?P<hashes>#+)[ \t]*$")


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
    body = document.body
    if body is None:
        return
    for inline in body.inlines:
        if inline.marks:
            yield from _signs(inline)
    for block in body.walk():
        if block.kind == "heading":
            yield from _closing(document, block)


def _signs(inline: Inline) -> Iterator[Finding]:
    swallowed = {offset for start, end in inline.marks for offset in range(start, end)}
    for match in PRODUCT.finditer(inline.prose):
        text, places = match.group(), range(*match.span())
        if not all(OPERAND.fullmatch(part) for part in text.split("*") if part) or swallowed.isdisjoint(places):
            continue
        span = inline.exact(*match.span())
        escaped = text.replace("*", "\\*")
        fix = Fix(f"write `{escaped}`", (Edit(span, escaped),), Safety.UNSAFE) if span else None
        message = f"the asterisks of {quoted(text)} are taken for marks, and readers do not see them"
        yield Finding(inline.locate(*match.span()), message, "write `×` or `\\*` in place of each", fix=fix)


def _closing(document: Document, heading: Block) -> Iterator[Finding]:
    line = document.source.line_span(heading.lines[0])
    match = CLOSING.search(document.source.slice(line))
    if match is None or not heading.text or len(match["hashes"]) == heading.level:
        return
    place = document.source.span(line.start + match.start("hashes"), line.start + match.end("hashes"))
    if place.start <= heading.span.start + heading.level:
        return
    fix = Fix("show it", (Edit(document.source.span(place.start, place.start), "\\"),), Safety.UNSAFE)
    message = f"`{match['hashes']}` at the end of a heading is taken for a mark, and readers do not see it"
    yield Finding(place, message, f"write `\\{match['hashes']}` to show it, or remove it", fix=fix)
