from collections.abc import Iterator

from pipeline.lint.rule import Finding, rule
from pipeline.lint.rules.vocabulary._wording import first_uses
from pipeline.model.context import Context
from pipeline.model.library import Library


@rule(Library, required=True)
def duplicate_vocabulary_id(library: Library, context: Context) -> Iterator[Finding]:
    """An id stands twice in a vocabulary list.

    Pages that use the id would show readers one of the two meanings, and nobody could tell which.

    Bad:
        # path: content/vocabulary/categories.yaml
        - {id: active-learning, name: Active Learning, description: Learners do things and think about them.}
        - {id: teacher-modeling-support, name: Teacher Modeling & Support, description: Teachers show how.}
        - {id: active-learning, name: Learning by Doing, description: Learners try things out.}

    Good:
        # path: content/vocabulary/categories.yaml
        - {id: active-learning, name: Active Learning, description: Learners do things and think about them.}
        - {id: teacher-modeling-support, name: Teacher Modeling & Support, description: Teachers show how.}
    """
    for problem in library.noted("duplicate-vocabulary-id"):
        yield Finding(
            problem.span,
            f"the id `{problem.data['id']}` stands here a second time",
            "give this one another id, or put the two together",
            first_uses(problem),
        )
