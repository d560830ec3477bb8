from collections.abc import Iterator

from pipeline.diagnostics import Note
from pipeline.model.context import Context
from pipeline.model.library import Library
from pipeline.parse import Problem
from pipeline.rule import Finding, rule
from pipeline.rules.vocabulary._wording import common


@rule(Library, required=True)
def invalid_policy(library: Library, context: Context) -> Iterator[Finding]:
    """The house rules of a page have something wrong in them.

    Until that is mended no page is checked, and readers could meet pages without their disclaimers.

    Bad:
        # path: schemas/strategy-page.yaml
        sections:
          - {id: overview, heading: Overview, required: perhaps}

    Good:
        status: draft
    """
    for problem in library.noted("invalid-policy"):
        message, remedy = common(problem) or _words(problem)
        notes = tuple(Note(span, "it stands here first") for span in problem.related)
        yield Finding(problem.span, message, remedy, notes)


def _words(problem: Problem) -> tuple[str, str]:
    data = problem.data
    if data["what"] == "no-disclaimer":
        return f"there is no disclaimer `{data['value']}`", "add it to `disclaimers` below, with its exact words"
    return f"the {data['field']} `{data['value']}` stands here a second time", "each section needs its own"
