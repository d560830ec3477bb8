from collections.abc import Iterator

from pipeline.lint.rule import Finding, rule
from pipeline.lint.rules.references import _list_edits as list_edits
from pipeline.lint.rules.references._factors import declared_factors, is_outside, models_of
from pipeline.lint.rules.references._glance import linked_factors
from pipeline.lint.rules.references._mentions import linked
from pipeline.model.context import Context
from pipeline.model.diagnostics import Fix, Safety
from pipeline.model.entry import Entry
from pipeline.source.parse.yaml_tree import Mapping
from pipeline.source.paths import FACTORS_PATH


def may_link_undeclared(entry: Entry) -> bool:
    """False when each factor that the page links to is listed letter by letter."""
    return not linked_factors(entry).issubset(entry.facts.texts("factors"))


@rule(Entry, required=True, fixes=(Safety.UNSAFE,))
def undeclared_factor(entry: Entry, context: Context) -> Iterator[Finding]:
    """A page links to a factor that its front matter does not list.

    A reader who follows the link to the factor will not find this strategy there.

    Bad:
        A new place to read wakes [curiosity](factor:curiosity).

    Good:
        A new place to read wakes [motivation](factor:motivation).
    """
    vocabulary, front = context.vocabulary, entry.document.front
    if not may_link_undeclared(entry):
        return
    if not isinstance(front, Mapping) or not entry.values("factors"):
        return  # `missing-field` or `invalid-value` says so
    declared = set(declared_factors(entry, vocabulary))
    models = models_of(entry, vocabulary)
    for mention in linked(entry, "factor"):
        factor = vocabulary.factors.get(mention.text)
        if factor is None or factor.deprecated or factor.id in declared:
            continue
        declared.add(factor.id)
        outside = is_outside(factor.id, models)
        edit = None if outside else list_edits.addition(entry.document.source, front, "factors", factor.id)
        yield Finding(
            mention.span,
            f"`{factor.id}` is linked here but not listed in `factors`",
            "it belongs to none of this page's learner models: write the words without a link" if outside else "",
            fix=Fix(f"add `{factor.id}` to `factors`", (edit,), Safety.UNSAFE) if edit else None,
            about=(FACTORS_PATH,),
        )
