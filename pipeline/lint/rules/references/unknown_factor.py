from collections.abc import Iterator
from itertools import chain

from pipeline.lint.rule import Finding, rule
from pipeline.lint.rules.references._factors import declared_factors, factors_of_models
from pipeline.lint.rules.references._mentions import Mention, in_own_fields, linked, listed
from pipeline.lint.rules.references._resolution import findings, look_up_in
from pipeline.model.context import Context
from pipeline.model.diagnostics import Safety
from pipeline.model.entry import Entry
from pipeline.model.own_page import OwnPageEntry
from pipeline.model.translation import TranslationEntry


@rule(Entry, required=True, fixes=(Safety.SAFE, Safety.UNSAFE), rewrites=True)
def unknown_factor(entry: Entry, context: Context) -> Iterator[Finding]:
    """A page names a factor that the vocabulary does not list, or that is no longer used.

    Readers find strategies by factor; a misspelled one makes the page vanish from its shelf.

    Bad:
        factors: [motivation, emotion, curiositty]

    Good:
        factors: [motivation, emotion, curiosity]

    Bad:
        A quiet start gives [attention](factor:focus) time to settle.

    Good:
        A quiet start gives [motivation](factor:motivation) time to grow.
    """
    vocabulary = context.vocabulary
    look_up = look_up_in(vocabulary.factors, vocabulary.factor_names, one="factor", many="factors")

    def fits(mention: Mention, id_: str) -> bool:
        if mention.value and mention.field != "factors":
            return True
        if mention.link:
            return isinstance(entry, OwnPageEntry | TranslationEntry) or id_ in declared_factors(entry, vocabulary)
        allowed = factors_of_models(entry, vocabulary)
        return allowed is None or id_ in allowed

    mentions = chain(listed(entry, "factors"), in_own_fields(entry, "factor"), linked(entry, "factor"))
    yield from findings(mentions, look_up, fits)
