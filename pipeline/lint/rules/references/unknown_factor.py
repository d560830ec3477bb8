from collections.abc import Iterator
from itertools import chain

from pipeline.lint.rule import Finding, rule
from pipeline.lint.rules.references._factors import declared_factors, factor_meant, is_outside, models_of
from pipeline.lint.rules.references._glance import linked_factors
from pipeline.lint.rules.references._mentions import Mention, linked, listed
from pipeline.lint.rules.references._resolution import Unresolved, findings, term, unknown
from pipeline.model.context import Context
from pipeline.model.diagnostics import Safety
from pipeline.model.entry import Entry
from pipeline.source.paths import FACTORS_PATH


def may_name_unknown(entry: Entry, context: Context) -> bool:
    """False when all factors that a page names are in use."""
    found = map(context.vocabulary.factors.get, [*entry.facts.texts("factors"), *sorted(linked_factors(entry))])
    return not all(factor and not factor.deprecated for factor in found)


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
    if not may_name_unknown(entry, context):
        return
    vocabulary, factors = context.vocabulary, context.vocabulary.factors
    declared, models = declared_factors(entry, vocabulary), models_of(entry, vocabulary)

    def look_up(text: str) -> Unresolved | None:
        factor = factors.get(text)
        if factor and factor.deprecated:
            meant = factor_meant(vocabulary, text)
            words = f"`{text}` is no longer used" + (f"; use `{meant.id}`" if meant else "")
            about = (FACTORS_PATH, term("factor", text))
            return Unresolved(words, f"factors are listed in {FACTORS_PATH}", about, meant)
        if factors.knows(text):
            return None
        return unknown(text, vocabulary.factor_names(), FACTORS_PATH, one="factor", many="factors")

    def fits(mention: Mention, id_: str) -> bool:
        return id_ in declared if mention.scheme else not is_outside(id_, models)

    yield from findings(chain(listed(entry, "factors"), linked(entry, "factor")), look_up, fits)
