from collections.abc import Iterator, Mapping

from pipeline.lint.rule import Finding, rule
from pipeline.lint.rules.vocabulary._wording import findings
from pipeline.model.context import Context
from pipeline.model.library import Library
from pipeline.model.wording import quoted
from pipeline.source.parse import Problem

ANOTHER_ID = "ids name columns and places on web pages; give the section another one"


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
    yield from findings(library, "invalid-policy", _words)


def _words(problem: Problem) -> tuple[str, str]:
    data = problem.data
    value = quoted(data.get("value", ""))
    match data["what"]:
        case "no-disclaimer":
            return f"there is no disclaimer {value}", "add it to `disclaimers` below, with its exact words"
        case "taken-column":
            message = f"{value} cannot be the id of a section: the table of strategies has a column `{data['column']}`"
            return message, ANOTHER_ID
        case "taken-section":
            return f"{value} cannot be the id of a section: every page has one of this name already", ANOTHER_ID
        case "taken-heading":
            return f"{value} would be taken for a heading inside the section `{data['section']}`", ANOTHER_ID
        case "like-heading" | "former-heading" | "generated-heading" | "filled-in":
            return _of_headings(data, value)
        case "no-words":
            return f"`{data['field']}` holds no words", "write at least one word that readers can see"
        case "not-plain":
            message = "this disclaimer holds marks that Markdown takes for more than words"
            return message, "write plain words in one paragraph: without `*`, `_`, `[…](…)`, `<…>` or `&…;`"
    return f"the {data['field']} {value} stands here a second time", "each section needs its own"


def _of_headings(data: Mapping[str, str], value: str) -> tuple[str, str]:
    match data["what"]:
        case "like-heading":
            message = f"the heading {value} differs from {quoted(data['other'])} only in capitals, spaces or hyphens"
            return message, "authors could not tell the two apart; give one of them other words"
        case "former-heading":
            message = f"the former heading {value} stands for another section already"
            return message, "a former heading leads to one section only; keep it with one of them"
        case "generated-heading":
            message = f"{value} is a heading that is made for every page, and the heading of a section as well"
            return message, "give one of the two other words, so that readers can tell them apart"
    remedy = "`{category}` stands for the name of the category, and only in `related`; write no other `{` or `}`"
    return f"nothing can be filled in here: {value}", remedy
