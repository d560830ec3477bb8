from collections.abc import Iterator

from pipeline.lint.rule import Finding, rule
from pipeline.lint.rules.references._factors import factor_meant
from pipeline.model.context import Context
from pipeline.model.diagnostics import Fix, Safety
from pipeline.model.library import Library
from pipeline.model.load import members_of
from pipeline.model.wording import quoted
from pipeline.source.parse.yaml_tree import Mapping, Sequence
from pipeline.source.paths import FACTORS_PATH, LEARNER_MODELS_PATH
from pipeline.source.text import Edit, Span


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
    beside = _listed_together(library)
    for problem in library.noted("unknown-group-factor"):
        factor = problem.data["factor"]
        meant = factor_meant(library.vocabulary, factor)
        fix = None
        if meant and meant.id not in beside[problem.span]:
            fix = Fix(f"replace with `{meant.id}`", (Edit(problem.span, meant.id),), Safety.UNSAFE)
        yield Finding(
            problem.span,
            f"unknown factor {quoted(factor)}" + (f"; did you mean `{meant.id}`?" if meant else ""),
            f"factors are listed in {FACTORS_PATH}",
            fix=fix,
            about=(FACTORS_PATH, f"factor:{factor}"),
        )


def _listed_together(library: Library) -> dict[Span, frozenset[str]]:
    """The factors of a learner model, by the place of each."""
    file = next((each for each in library.data_files if each.path == LEARNER_MODELS_PATH), None)
    models = file.front.items if file and isinstance(file.front, Sequence) else ()
    found: dict[Span, frozenset[str]] = {}
    for model in models:
        members = list(members_of(model)) if isinstance(model, Mapping) else []
        found |= dict.fromkeys((member.span for member in members), frozenset(member.text for member in members))
    return found
