from collections.abc import Iterator

from pipeline.lint.rule import Finding, rule
from pipeline.lint.rules.frontmatter._lines import FieldLines, without_mark
from pipeline.lint.rules.frontmatter._mistakes import find_mistake, parses_without_unseen
from pipeline.model.context import Context
from pipeline.model.diagnostics import Fix, Safety
from pipeline.model.library_info import LibraryInfo
from pipeline.model.policy import Disclaimer, EvidenceHeadings, GeneratedHeadings, PagePolicy, SectionPolicy
from pipeline.model.strategy import Origin, Strategy
from pipeline.model.vocabulary import Category, Factor, LearnerModel
from pipeline.source.parse import Document, Problem

PAGE_FIELDS = frozenset({*Strategy.model_fields, *Origin.model_fields})
DATA_MODELS = (
    *(Factor, Category, LearnerModel, LibraryInfo),
    *(PagePolicy, SectionPolicy, Disclaimer, GeneratedHeadings, EvidenceHeadings),
)
DATA_FIELDS = frozenset(name for model in DATA_MODELS for name in model.model_fields)


@rule(Document, required=True, fixes=(Safety.UNSAFE,))
def invalid_yaml(document: Document, context: Context) -> Iterator[Finding]:
    """The fields of a file cannot be read.

    Nothing of the page can be shown to readers until they can.

    Bad:
        title: Reflection: a weekly habit

    Good:
        title: "Reflection: a weekly habit"
    """
    for problem in document.noted("invalid-yaml"):
        layout = _layout(document)
        if not parses_without_unseen(layout):  # else `invisible-characters` reports the cause
            yield _mistake(layout, problem) or _unrecognised(layout, problem)


def _layout(document: Document) -> FieldLines:
    source, front = document.source, document.front_span
    file_span = without_mark(source, source.span(0, len(source.text)))
    return FieldLines(source, front or file_span, front is not None, PAGE_FIELDS if front else DATA_FIELDS)


def _mistake(layout: FieldLines, problem: Problem) -> Finding | None:
    found = find_mistake(layout, problem.span.start, int(problem.data["opened"]))
    if found is None:
        return None
    fix = Fix("mend it as shown", found.edits, Safety.UNSAFE) if found.certain else None
    return Finding(found.span, found.message, found.help, fix=fix)


def _unrecognised(layout: FieldLines, problem: Problem) -> Finding:
    """A finding where parsing stopped, or at the last character before that."""
    text = layout.source.text
    at = min(problem.span.start, layout.region.end)
    if not text[at : at + 1].strip() or at == layout.region.end:
        at = max(layout.region.start, len(text[:at].rstrip()) - 1)
    return Finding(
        layout.source.span(at, at + 1),
        "the fields cannot be read from here on",
        "look at this line and the one above it: each field is a name, a colon, a space and a value;"
        " quotation marks and brackets come in pairs",
    )
