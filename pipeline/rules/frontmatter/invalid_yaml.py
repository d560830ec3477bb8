from collections.abc import Iterator

from pipeline.diagnostics import Fix, Safety
from pipeline.model.context import Context
from pipeline.parse import Document, Problem
from pipeline.parse.yaml_events import NOT_TEXT
from pipeline.rule import Finding, rule
from pipeline.rules.frontmatter._slips import find_slip
from pipeline.text import Span


@rule(Document, required=True, fixes=(Safety.MANUAL,))
def invalid_yaml(document: Document, context: Context) -> Iterator[Finding]:
    """The fields of a file cannot be read.

    Nothing of the page can be shown to readers until they can.

    Bad:
        title: Reflection: a weekly habit

    Good:
        title: "Reflection: a weekly habit"
    """
    for problem in document.noted("invalid-yaml"):
        line = document.source.line_span(document.source.line_index(problem.span.start))
        if NOT_TEXT.search(document.source.slice(line)):
            continue  # `invisible-characters` tells of the cause
        yield _slip(document, problem) or _unrecognised(document, problem)


def _slip(document: Document, problem: Problem) -> Finding | None:
    source = document.source
    front = document.front_span or source.span(0, len(source.text))
    found = find_slip(source, front, problem.span.start, int(problem.data["opened"]))
    if found is None:
        return None
    return Finding(found.span, found.message, found.help, fix=Fix("mend the line as shown", found.edits, Safety.MANUAL))


def _unrecognised(document: Document, problem: Problem) -> Finding:
    """Where reading stopped, on the last line that says anything."""
    source = document.source
    start = problem.span.start
    if document.front_span:
        start = min(start, document.front_span.end)
    before = source.text[:start].rstrip()
    place = start if source.text[start : start + 1].strip() else max(0, len(before) - 1)
    return Finding(
        Span(source.path, place, min(place + 1, len(source.text))),
        "the fields cannot be read from here on",
        "look at this line and the one above it: each field is a name, a colon, a space and a value;"
        " quotation marks and brackets come in pairs",
    )
