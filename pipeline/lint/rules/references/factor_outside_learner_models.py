from collections.abc import Iterator

from pipeline.lint.rule import Finding, rule
from pipeline.lint.rules.references._factors import is_outside, models_of
from pipeline.lint.rules.references._mentions import Mention, listed
from pipeline.lint.rules.references._resolution import term
from pipeline.model.context import Context
from pipeline.model.entry import Entry
from pipeline.source.paths import LEARNER_MODELS_PATH


def may_be_outside(entry: Entry, context: Context) -> bool:
    """False when one of the page's learner models or another holds each of its factors, or nobody can tell."""
    members = [context.vocabulary.members(id_) for id_ in entry.facts.texts("learner_models")]
    known = [factors for factors in members if factors is not None]
    return 0 < len(known) == len(members) and bool(set(entry.facts.texts("factors")).difference(*known))


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
    if not may_be_outside(entry, context):
        return
    vocabulary = context.vocabulary
    models = models_of(entry, vocabulary)
    if models is None:
        return
    first: dict[str, Mention] = {}
    for mention in listed(entry, "factors"):
        factor = vocabulary.factors.get(mention.text)
        if factor is None or factor.deprecated or first.setdefault(mention.text, mention) is not mention:
            continue
        if is_outside(factor.id, models):
            holding = [model.id for model in vocabulary.learner_models if model.group_of(factor.id) is not None]
            about = (LEARNER_MODELS_PATH, term("factor", factor.id))
            yield Finding(mention.span, _message(factor.id, len(models)), _help(holding), about=about)


def _message(factor: str, models: int) -> str:
    return f"`{factor}` is " + (
        "in none of this page's learner models" if models > 1 else "not in the page's learner model"
    )


def _help(holding: list[str]) -> str:
    if not holding:
        return f"no learner model holds it; see {LEARNER_MODELS_PATH}, or leave the factor out"
    names = " or ".join(f"`{id_}`" for id_ in holding[:3]) + (" …" if len(holding) > 3 else "")
    return f"add {names} to `learner_models` if the strategy fits there, or leave the factor out"
