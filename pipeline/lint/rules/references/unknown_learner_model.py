from collections.abc import Iterator
from itertools import chain

from pipeline.lint.rule import Finding, rule
from pipeline.lint.rules.references._mentions import Mention, in_own_fields, listed
from pipeline.lint.rules.references._resolution import findings, look_up_in
from pipeline.model.context import Context
from pipeline.model.diagnostics import Safety
from pipeline.model.entry import Entry


@rule(Entry, required=True, fixes=(Safety.SAFE, Safety.UNSAFE), rewrites=True)
def unknown_learner_model(entry: Entry, context: Context) -> Iterator[Finding]:
    """A page names a learner model that the vocabulary does not list, or that is no longer used.

    Readers choose the ages they teach by learner model; a page with an unknown one is shown to nobody.

    Bad:
        learner_models: [midle-grades]

    Good:
        learner_models: [middle-grades]
    """
    vocabulary, models = context.vocabulary, context.vocabulary.learner_models
    look_up = look_up_in(models, vocabulary.learner_model_names, one="learner model", many="learner models")

    def fits(mention: Mention, id_: str) -> bool:
        """False if the page would list factors outside of its learner models: then the author must choose."""
        if mention.field != "learner_models":
            return True
        named = [id_ if other.span == mention.span else other.text for other in listed(entry, "learner_models")]
        known = [model for name in named if (model := models.get(name))]
        allowed = {factor for model in known for factor in model.factors}
        factors = {other.text for other in listed(entry, "factors") if vocabulary.factors.get(other.text)}
        return len(known) < len(named) or factors <= allowed

    mentions = chain(listed(entry, "learner_models"), in_own_fields(entry, "learner_model"))
    yield from findings(mentions, look_up, fits)
