import re
from collections.abc import Iterator
from itertools import groupby

from pipeline.lint.rule import Finding, rule
from pipeline.lint.rules._texts import line_text, words_span
from pipeline.lint.rules.links._unlisted import unlisted_lines
from pipeline.lint.rules.structure._text_tables import drawn_lines, outermost
from pipeline.model.context import Context
from pipeline.model.diagnostics import Fix, Safety, Severity
from pipeline.model.entry import Entry
from pipeline.model.wording import quoted
from pipeline.source.parse import Block
from pipeline.source.text import Edit, Source, Span

# Signs of programs and drawings; prose contains few of them.
PROGRAM = re.compile(r"[{}<>=\\|`_^~;$#@&+*]|\(\)|//|--")
# A word of three letters or more, and any sign of a script without blanks between words.
WORD = re.compile(r"[^\W\d_]{3,}|[\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff]")
BLANKS = " \t"
LEAST_WORDS = 4
# With fewer words for each sign of a program, a text is not prose.
WORDS_PER_SIGN = 8
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
    if not found:
        return
    reported = unlisted_lines(entry, context) | drawn_lines(entry.document)
    outer = set(map(id, outermost(entry.body)))
    source = entry.document.source
    for block in found:
        parts = [lines for lines in _parts(source, block) if _reads_like_prose(source, lines)]
        if parts and block.lines[0] not in reported:
            # Inside a list, part of the indent may belong to the item.
            yield _finding(source, parts, with_fix=id(block) in outer)


def _parts(source: Source, block: Block) -> Iterator[list[int]]:
    """Group the lines of a block between its empty lines."""
    for is_text, lines in groupby(range(*block.lines), key=lambda line: bool(line_text(source, line).strip())):
        if is_text:
            yield list(lines)


def _reads_like_prose(source: Source, lines: list[int]) -> bool:
    """True for several words with few signs of a program, except for a heading (`malformed-heading`)."""
    text = LINK.sub("link", source.text[source.line_starts[lines[0]] : source.line_span(lines[-1]).end])
    words = len(WORD.findall(text))
    signs = len(PROGRAM.findall(text))
    return not HEADING.match(text) and words >= LEAST_WORDS and words >= WORDS_PER_SIGN * signs


def _finding(source: Source, parts: list[list[int]], *, with_fix: bool) -> Finding:
    first = parts[0][0]
    span, text = words_span(source, first), line_text(source, first)
    what = "the tab" if "\t" in text[: len(text) - len(text.lstrip())] else "the indent"
    edits = tuple(edit for lines in parts for edit in _dedented(source, lines)) if with_fix else ()
    fix = Fix("remove the indent", edits, Safety.UNSAFE) if edits else None
    return Finding(span, f"{what} before {quoted(text)} makes it code", "begin the line at the margin", fix=fix)


def _dedented(source: Source, lines: list[int]) -> Iterator[Edit]:
    """Remove the common indent of lines, and insert an empty line before text right below them."""
    shared = min(_width(line_text(source, line)) for line in lines)
    for line in lines:
        span, text = source.line_span(line), line_text(source, line)
        end = span.end - len(text.lstrip(BLANKS))
        yield Edit(Span(span.path, span.start, end), " " * (_width(text) - shared))
    below = lines[-1] + 1
    if below < len(source.line_starts) and line_text(source, below).strip():
        at = source.line_starts[below]
        yield Edit(source.span(at, at), source.newline)


def _width(text: str) -> int:
    """Columns of the indent of a line."""
    return len(text[: len(text) - len(text.lstrip(BLANKS))].expandtabs(4))
