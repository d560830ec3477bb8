from collections.abc import Iterator

from pipeline.lint.rule import Finding, rule
from pipeline.lint.rules.vocabulary._wording import findings
from pipeline.model.context import Context
from pipeline.model.library import Library
from pipeline.source.parse import Problem


@rule(Library, required=True)
def invalid_vocabulary(library: Library, context: Context) -> Iterator[Finding]:
    """A list of factors, categories, learner models or terms has something wrong in it.

    Every page of the library names things from these lists and shows readers what they say.

    Bad:
        # path: content/vocabulary/categories.yaml
        - {id: active-learning, name: Active Learning, description: Learners do things and think about them.}
        - {id: teacher-modeling-support, name: Teacher Modeling & Support}

    Good:
        # path: content/vocabulary/categories.yaml
        - {id: active-learning, name: Active Learning, description: Learners do things and think about them.}
        - {id: teacher-modeling-support, name: Teacher Modeling & Support, description: Teachers show how.}
    """
    yield from findings(library, "invalid-vocabulary", _words)


def _words(problem: Problem) -> tuple[str, str]:
    data = problem.data
    match data["what"]:
        case "item":
            return "this item has no fields", "write at least `id` and `name`, each with its value"
        case "shared-name":
            remedy = data["apart"] or "two of a list cannot go by one name; keep it with one of them"
            return f"`{data['form']}` stands for `{data['other']}` already", remedy
        case "not-deprecated":
            message = f"`{data['id']}` names a successor but is still in use"
            return message, "add `deprecated: true`, or remove `replaced_by`"
        case "no-successor":
            message = f"the successor of `{data['id']}`, `{data['successor']}`, is not a {data['kind']} in use"
            return message, f"name a {data['kind']} that is listed here and not deprecated, or remove `replaced_by`"
        case _:
            return f"`{data['factor']}` stands twice in this learner model", "keep it in one group"
