from collections.abc import Iterator

from pipeline.lint.rule import Finding, rule
from pipeline.lint.rules.references._factors import factor_meant
from pipeline.model.context import Context
from pipeline.model.diagnostics import Fix, Safety
from pipeline.model.library import Library
from pipeline.model.wording import quoted
from pipeline.source.paths import FACTORS_PATH
from pipeline.source.text import Edit


@rule(Library, required=True, fixes=(Safety.UNSAFE,))
def unknown_group_factor(library: Library, context: Context) -> Iterator[Finding]:
    """A learner model lists a factor that there is not.

    Readers who come from the model look for the factor and find nothing.

    Bad:
        # path: content/vocabulary/learner-models.yaml
        - id: early-grades
          name: Early Grades
          grades: [PK, K, "1"]
          groups:
            Feeling: [emotion]
        - id: middle-grades
          name: Middle Grades
          grades: ["4", "5", "6"]
          groups:
            Feeling: [emotion, motivation, sense-of-belonging]
            Thinking: [attention, civic-mindedness, curiosity, visoin]

    Good:
        # path: content/vocabulary/learner-models.yaml
        - id: early-grades
          name: Early Grades
          grades: [PK, K, "1"]
          groups:
            Feeling: [emotion]
        - id: middle-grades
          name: Middle Grades
          grades: ["4", "5", "6"]
          groups:
            Feeling: [emotion, motivation, sense-of-belonging]
            Thinking: [attention, civic-mindedness, curiosity, vision]
    """
    members: dict[str, frozenset[str]] = {}  # of each model: it may have many unknown ones
    for problem in library.noted("unknown-group-factor"):
        factor, listed = problem.data["factor"], problem.data["listed"]
        if listed not in members:
            members[listed] = frozenset(listed.split(", "))
        meant = factor_meant(library.vocabulary, factor)
        fix = None
        if meant and meant.id not in members[listed]:
            fix = Fix(f"replace with `{meant.id}`", (Edit(problem.span, meant.id),), Safety.UNSAFE)
        yield Finding(
            problem.span,
            f"unknown factor {quoted(factor)}" + (f"; did you mean `{meant.id}`?" if meant else ""),
            f"factors are listed in {FACTORS_PATH}",
            fix=fix,
            about=(FACTORS_PATH, f"factor:{factor}"),
        )
