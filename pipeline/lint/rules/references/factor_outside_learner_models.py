from collections.abc import Iterator

from pipeline.lint.rule import Finding, rule
from pipeline.lint.rules.references._factors import factors_of_models
from pipeline.lint.rules.references._mentions import listed
from pipeline.lint.rules.references._resolution import term
from pipeline.model.context import Context
from pipeline.model.entry import Entry
from pipeline.source.paths import LEARNER_MODELS_PATH


@rule(Entry, required=True)
def factor_outside_learner_models(entry: Entry, context: Context) -> Iterator[Finding]:
    """A factor belongs to none of the page's learner models.

    Factors are shown in the groups of a learner model; this one has no place to be shown in.

    Bad:
        learner_models: [middle-grades]
        factors: [motivation, emotion, vision]

    Good:
        learner_models: [early-grades, middle-grades]
        factors: [motivation, emotion, vision]
    """
    vocabulary = context.vocabulary
    allowed = factors_of_models(entry, vocabulary)
    if allowed is None:
        return
    several = len(entry.facts.texts("learner_models")) > 1
    where = "in none of this page's learner models" if several else "not in the page's learner model"
    reported: set[str] = set()
    for mention in listed(entry, "factors"):
        id_ = mention.text
        factor = None if id_ in allowed or id_ in reported else vocabulary.factors.get(id_)
        if factor and not factor.deprecated:
            reported.add(id_)
            holding = [model.id for model in vocabulary.learner_models if model.group_of(id_) is not None]
            about = (LEARNER_MODELS_PATH, term("factor", id_))
            yield Finding(mention.span, f"`{id_}` is {where}", _help(holding), about=about)


def _help(holding: list[str]) -> str:
    if not holding:
        return f"no learner model holds it; see {LEARNER_MODELS_PATH}, or leave the factor out"
    names = " or ".join(f"`{id_}`" for id_ in holding[:3]) + (" …" if len(holding) > 3 else "")
    return f"add {names} to `learner_models` if the strategy fits there, or leave the factor out"
