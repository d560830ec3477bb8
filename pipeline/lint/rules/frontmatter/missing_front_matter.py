import re
from collections.abc import Iterator

from pipeline.lint.rule import Finding, rule
from pipeline.lint.rules.frontmatter._lines import FIELD
from pipeline.lint.rules.source._unseen import without_unseen
from pipeline.model.context import Context
from pipeline.model.strategy import Strategy
from pipeline.source.parse import Document
from pipeline.source.text import Source, Span

# Lines that a word processor or an author may write instead of `---`.
NEARLY_FENCE = re.compile(r"[ \t]*(?:[-–—−‐‑]{1,10}|[_=*~+]{3,10}|-(?: -){2})[ \t]*")
# Three words at the margin.
PROSE = re.compile(r"[^\s#\[{-]\S*\s+\S+\s+\S")
NEARLY = "the line around the front matter must be three hyphens and nothing else"
FIELDS = "each field as its name, a colon, a space and its value, such as `title: Weekly Reflection`"
HOW = "the first line must be `---`; fields such as `title: …` follow, and another `---` ends them"


@rule(Document, required=True)
def missing_front_matter(document: Document, context: Context) -> Iterator[Finding]:
    """A page does not begin with its front matter.

    Title, category and factors stand there; without them the page cannot be shown or found.

    Bad:
        # path: content/strategies/example.md
        ## Overview

        Learners look back on their week.

    Good:
        ---
        title: Weekly Reflection
        summary: Learners look back on their week and choose one thing to try next.
        category: teacher-modeling-support
        learner_models: [middle-grades]
        factors: [emotion]
        related: []
        status: draft
        updated: 2026-11-01
        ---

        ## Overview

        On Fridays learners look back on their week. They name what went well, what was hard and what they felt on the way, and then they choose one small thing to try on Monday. The room is quiet for these five minutes, and nobody has to read aloud.

        ## Example: Use This Strategy in the Classroom

        Each learner writes one line in a notebook.

        ## Design It into Your Product

        > Videos are chosen as examples of strategies in action. These choices are not endorsements of the products or evidence of use of research to develop the feature.

        Offer a short, private space at the end of a unit.

        ## Additional Resources

        > Additional examples, research, and professional development. These resources are possible representations of this strategy, not endorsements.

        - [UDL Guidelines](https://udlguidelines.cast.org/): how choice and reflection support learners.
    """  # noqa: E501 - the disclaimers stand on one line
    for problem in document.noted("missing-front-matter"):
        match problem.data["what"]:
            case "open":
                found = _not_begun(document.source)
            case "close":
                found = _not_ended(document.source)
            case "list":
                found = Finding(problem.span, "the front matter is a list with hyphens", "write " + FIELDS)
            case _:
                found = Finding(problem.span, "the front matter holds no fields", "write " + FIELDS)
        if found:
            yield found


def _not_begun(source: Source) -> Finding | None:
    _, line = next(_lines(source, 0), (0, source.line_span(0)))
    text = source.slice(line)
    if _hides_fence(text):
        return None
    if not text.strip():
        return Finding(line, "this file is empty", HOW)
    if text.rstrip(" \t") == "---":
        return Finding(line, "the front matter begins below the first line", "remove the empty lines above it")
    if NEARLY_FENCE.fullmatch(text):
        return Finding(line, NEARLY, "write `---`")
    if (field := FIELD.match(text)) and field["name"] in Strategy.model_fields:
        return Finding(line, "no line `---` stands above the first field", "write `---` on a line of its own above it")
    return Finding(line, "the page does not begin with its front matter", HOW)


def _not_ended(source: Source) -> Finding | None:
    """A finding at a line that is nearly `---`, or where the text of the page begins."""
    before = ""
    for index, line in _lines(source, 1):
        text = source.slice(line)
        if _hides_fence(text):
            return None
        if NEARLY_FENCE.fullmatch(text) and text.strip() != "-":
            return Finding(line, NEARLY, "write `---`")
        apart = not source.slice(source.line_span(index - 1)).strip() and before[-1:] != ":"
        if text.startswith("## ") or (apart and not FIELD.match(text) and PROSE.match(text)):
            message = "the text of the page begins here, but no line `---` ends the fields above it"
            return Finding(line, message, "write a line `---` above it")
        before = text.rstrip()
    remedy = "write a line `---` behind its last field, before the first section"
    return Finding(source.line_span(0), "the front matter that begins here never ends", remedy)


def _hides_fence(text: str) -> bool:
    """True for a `---` with invisible characters in it, which `invisible-characters` reports."""
    return text.rstrip() != "---" and without_unseen(text).rstrip() == "---"


def _lines(source: Source, first: int) -> Iterator[tuple[int, Span]]:
    """The lines that are not empty, with their index."""
    for index in range(first, len(source.line_starts)):
        span = source.line_span(index)
        if source.slice(span).strip():
            yield index, span
