from collections.abc import Iterator

from pipeline.lint.rule import Finding, rule
from pipeline.lint.rules.references._mentions import Mention, listed
from pipeline.model.context import Context
from pipeline.model.diagnostics import Fix, Note, Safety
from pipeline.model.entry import Entry

LISTS = ("learner_models", "factors", "related", "aliases")


@rule(Entry, required=True, fixes=(Safety.SAFE,))
def repeated_reference(entry: Entry, context: Context) -> Iterator[Finding]:
    """A list in the front matter names the same thing twice.

    Readers would see the same card or factor twice, and counts would be wrong.

    Bad:
        factors: [motivation, emotion, motivation]

    Good:
        factors: [motivation, emotion]
    """
    own = (field.id for field in context.policy.fields if field.type == "references")
    for field in (*LISTS, *own):
        first: dict[str, Mention] = {}
        for mention in listed(entry, field):
            original = first.setdefault(mention.text, mention)
            # Each time that a page names itself is a `self-reference`.
            if original is mention or (field == "related" and mention.text == entry.id):
                continue
            edit = mention.removal()
            yield Finding(
                mention.span,
                f"`{mention.text}` stands twice in `{field}`",
                notes=(Note(original.span, "it stands here first"),),
                fix=Fix("remove it here", (edit,), Safety.SAFE) if edit else None,
            )
