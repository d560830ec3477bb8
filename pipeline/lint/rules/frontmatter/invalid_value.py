from collections.abc import Iterator
from dataclasses import replace

from pipeline.lint.rule import Finding, rule
from pipeline.lint.rules.frontmatter._empty import is_empty
from pipeline.model import wording
from pipeline.model.context import Context
from pipeline.model.diagnostics import Fix, Safety
from pipeline.model.entry import Entry
from pipeline.model.fields import ONE_NAME_PATTERN
from pipeline.model.list_slips import parts_of, written_list
from pipeline.source.names import Names
from pipeline.source.parse import Problem
from pipeline.source.parse.yaml_tree import Mapping, Sequence
from pipeline.source.text import Edit


@rule(Entry, required=True, fixes=(Safety.UNSAFE,))
def invalid_value(entry: Entry, context: Context) -> Iterator[Finding]:
    """A field has a value that it cannot have.

    Cards, lists and dates are made from these values; a wrong one shows readers something false, or nothing.

    Bad:
        updated: 2026-02-30

    Good:
        updated: 2026-02-28
    """
    for problem in entry.problems:
        if problem.kind == "invalid-value" and not is_empty(problem):
            problem = _with_commas(problem, context)
            words = wording.invalid_value(problem.data)
            yield Finding(problem.span, words, wording.accepted(problem.data), fix=_fix(entry, problem))


def _with_commas(problem: Problem, context: Context) -> Problem:
    """The problem with a list that has commas between its ids, if the vocabulary knows each of them."""
    names = {
        "factors": context.vocabulary.factors.spans,
        "learner_models": context.vocabulary.learner_models.spans,
    }.get(problem.data["field"], {})
    ids = Names.of(names).ids_in(problem.data.get("meant", "").strip("[]"))
    return replace(problem, data={**problem.data, "meant": written_list(list(ids))}) if ids else problem


def _fix(entry: Entry, problem: Problem) -> Fix | None:
    """Write the intended list, or the intended names of an item in brackets."""
    meant, value = problem.data.get("meant", ""), problem.data.get("value", "")
    if problem.data.get("pattern") == ONE_NAME_PATTERN and entry.document.source.slice(problem.span) == value:
        front = entry.document.front
        listed = front.get(problem.data["field"]) if isinstance(front, Mapping) else None
        if isinstance(listed, Sequence) and entry.document.source.text.startswith("[", listed.span.start):
            meant = written_list([value[start:end] for start, end in parts_of(value)])[1:-1]
    return Fix(f"replace with {wording.quoted(meant)}", (Edit(problem.span, meant),), Safety.UNSAFE) if meant else None
