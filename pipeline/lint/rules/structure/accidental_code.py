import re
from collections.abc import Iterator

from pipeline.lint.rule import Finding, rule
from pipeline.lint.rules.links._unlisted import unlisted_lines
from pipeline.lint.rules.structure._text_tables import drawn_lines, outermost
from pipeline.model.context import Context
from pipeline.model.diagnostics import Fix, Safety, Severity
from pipeline.model.entry import Entry
from pipeline.model.wording import quoted
from pipeline.source.parse import Block
from pipeline.source.text import Edit, Source, Span

# Signs of programs and drawings; a few of them may stand in any prose.
PROGRAM = re.compile(r"[{}<>=\\|`_^~;$#@&+*]|\(\)|//|--")
# A word of three letters or more, and any sign of a script that writes none with blanks between.
WORD = re.compile(r"[^\W\d_]{3,}|[\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff]")
BLANKS = " \t"
LEAST_WORDS = 4
# One sign of a program to so many words is too many for prose.
WORDS_TO_A_SIGN = 8
HEADING = re.compile(r"\s*\\?#{1,6}(?:\s|$)")
LINK = re.compile(r"\[[^\[\]]*\]\([^()\s]*\)")


@rule(Entry, severity=Severity.WARNING, fixes=(Safety.UNSAFE,))
def accidental_code(entry: Entry, context: Context) -> Iterator[Finding]:
    """A paragraph is indented by four spaces or a tab, which makes it code.

    Readers see it in the letters of a typewriter, its lines run out of the page, and links and bold words are none.

    Bad:
        First the class looks back.

            Then each learner writes one line in a notebook and keeps it.

    Good:
        First the class looks back.

        Then each learner writes one line in a notebook and keeps it.
    """
    found = [block for block in entry.body.walk() if block.kind == "code_block"]
    told = unlisted_lines(entry, context.policy) | drawn_lines(entry.document) if found else frozenset()
    outer = set(map(id, outermost(entry.body))) if found else set()
    source = entry.document.source
    for block in found:
        parts = [lines for lines in _parts(source, block) if _reads_like_prose(source, lines)]
        if parts and block.lines[0] not in told:
            # Inside a list a part of the indent may be that of the item.
            yield _finding(source, parts, mended=id(block) in outer)


def _parts(source: Source, block: Block) -> Iterator[range]:
    """The lines of a block that no empty line parts."""
    first = block.lines[0]
    for line in range(*block.lines):
        if not source.slice(source.line_span(line)).strip():
            if first < line:
                yield range(first, line)
            first = line + 1
    if first < block.lines[1]:
        yield range(first, block.lines[1])


def _reads_like_prose(source: Source, lines: range) -> bool:
    """True for some words with hardly a sign of a program between them; a heading `malformed-heading` tells of."""
    text = LINK.sub("link", source.text[source.line_starts[lines[0]] : source.line_span(lines[-1]).end])
    words = len(WORD.findall(text))
    signs = len(PROGRAM.findall(text))
    return not HEADING.match(text) and words >= LEAST_WORDS and words >= WORDS_TO_A_SIGN * signs


def _finding(source: Source, parts: list[range], *, mended: bool) -> Finding:
    line = source.line_span(parts[0][0])
    text = source.slice(line)
    start = line.start + len(text) - len(text.lstrip())
    place = Span(line.path, start, max(start, line.start + len(text.rstrip())))
    what = "the tab" if "\t" in text[: start - line.start] else "the indent"
    edits = tuple(edit for lines in parts for edit in _dedented(source, lines)) if mended else ()
    fix = Fix("remove the indent", edits, Safety.UNSAFE) if edits else None
    return Finding(place, f"{what} before {quoted(text)} makes it code", "begin the line at the margin", fix=fix)


def _dedented(source: Source, lines: range) -> Iterator[Edit]:
    """Every line without the indent that all share, and an empty line before what follows right away."""
    spans = [source.line_span(line) for line in lines]
    texts = [source.slice(span) for span in spans]
    shared = min(map(_width, texts))
    for span, text in zip(spans, texts, strict=True):
        end = span.end - len(text.lstrip(BLANKS))
        yield Edit(Span(span.path, span.start, end), " " * (_width(text) - shared))
    below = lines.stop
    if below < len(source.line_starts) and source.slice(source.line_span(below)).strip():
        at = source.line_starts[below]
        yield Edit(source.span(at, at), source.newline)


def _width(text: str) -> int:
    """Columns of the indent of a line."""
    return len(text[: len(text) - len(text.lstrip(BLANKS))].expandtabs(4))
