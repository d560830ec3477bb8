from collections.abc import Iterator

from pipeline.lint.rule import Finding, rule
from pipeline.lint.rules.references._mentions import linked, listed
from pipeline.model.context import Context
from pipeline.model.diagnostics import Fix, Safety
from pipeline.model.entry import Entry


@rule(Entry, required=True, fixes=(Safety.SAFE,))
def self_reference(entry: Entry, context: Context) -> Iterator[Finding]:
    """A page names itself as a related strategy, as its successor, or links to itself.

    A reader who follows the reference is back where they were.

    Bad:
        related: [building-trust, example]

    Good:
        related: [building-trust, lateral-reading]
    """
    for mention in listed(entry, "related"):
        if mention.text == entry.id:
            edit = mention.removal()
            fix = Fix("remove it from the list", (edit,), Safety.SAFE) if edit else None
            yield Finding(mention.span, "this page names itself as related", "name other strategies", fix=fix)
    for mention in listed(entry, "replaced_by"):
        if mention.text == entry.id:
            yield Finding(
                mention.span, "this page names itself as its successor", "name another strategy, or remove the field"
            )
    for mention in linked(entry, "strategy"):
        if mention.text == entry.id:
            yield Finding(mention.span, "this page links to itself", "remove the link and keep its words")
