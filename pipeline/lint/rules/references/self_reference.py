from collections.abc import Iterator

from pipeline.lint.rule import Finding, rule
from pipeline.lint.rules.references._mentions import strategy_mentions
from pipeline.model.context import Context
from pipeline.model.diagnostics import Fix, Safety
from pipeline.model.entry import Entry

# Message and help by the field that names the page; empty for a link.
WORDS = {
    "related": ("this page names itself as related", "name other strategies"),
    "replaced_by": ("this page names itself as its successor", "name another strategy, or remove the field"),
    "": ("this page links to itself", "remove the link and keep its words"),
}


@rule(Entry, required=True, fixes=(Safety.SAFE,))
def self_reference(entry: Entry, context: Context) -> Iterator[Finding]:
    """A page names itself as a related strategy, as its successor, or links to itself.

    A reader who follows the reference is back where they were.

    Bad:
        related: [building-trust, example]

    Good:
        related: [building-trust, lateral-reading]
    """
    for mention in strategy_mentions(entry):
        if mention.text == entry.id:
            edit = mention.removal() if mention.field == "related" else None
            fix = Fix("remove it from the list", (edit,), Safety.SAFE) if edit else None
            own = (f"this page names itself as its `{mention.field}`", "name another strategy, or remove the field")
            yield Finding(mention.span, *WORDS.get(mention.field, own), fix=fix)
