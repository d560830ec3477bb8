from collections.abc import Iterator

from pipeline.lint.rule import Finding, rule
from pipeline.lint.rules.references import _list_edits as list_edits
from pipeline.lint.rules.references._factors import declared_factors, factors_of_models
from pipeline.lint.rules.references._mentions import linked
from pipeline.model.context import Context
from pipeline.model.diagnostics import Fix, Safety
from pipeline.model.entry import Entry
from pipeline.source.parse.yaml_tree import Mapping
from pipeline.source.paths import FACTORS_PATH


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
    if not isinstance(front, Mapping) or not entry.values("factors"):
        return  # a `missing-field` or `invalid-value`
    declared = set(declared_factors(entry, vocabulary))
    for mention in linked(entry, "factor"):
        factor = None if mention.text in declared else vocabulary.factors.get(mention.text)
        if factor is None or factor.deprecated:
            continue
        declared.add(factor.id)
        allowed = factors_of_models(entry, vocabulary)
        outside = allowed is not None and factor.id not in allowed
        edit = None if outside else list_edits.addition(entry.document.source, front, "factors", factor.id)
        yield Finding(
            mention.span,
            f"`{factor.id}` is linked here but not listed in `factors`",
            "it belongs to none of this page's learner models: write the words without a link" if outside else "",
            fix=Fix(f"add `{factor.id}` to `factors`", (edit,), Safety.UNSAFE) if edit else None,
            about=(FACTORS_PATH,),
        )
