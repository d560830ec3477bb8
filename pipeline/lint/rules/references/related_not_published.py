from collections.abc import Iterator

from pipeline.lint.rule import Finding, rule
from pipeline.lint.rules.references._mentions import Mention, accepted_statuses, named_strategies, strategy_mentions
from pipeline.model.context import Context
from pipeline.model.diagnostics import Note
from pipeline.model.entry import Entry
from pipeline.model.library import Library

UNPUBLISHED = {"draft": "still a draft", "retired": "retired"}


@rule(Library, required=True)
def related_not_published(library: Library, context: Context) -> Iterator[Finding]:
    """A published page relates or links to a strategy that is a draft or retired.

    Readers cannot open a draft, and a retired strategy is no longer recommended to them.

    Bad:
        related: [building-trust, quiet-corner]

    Good:
        related: [building-trust, student-voice]
    """
    unpublished = {entry.id for entry in library.entries if entry.status in UNPUBLISHED}
    for entry in library.texts:
        if unpublished.isdisjoint(named_strategies(entry)):
            continue
        found: dict[str, list[Mention]] = {}
        for mention in strategy_mentions(entry):
            other = library.by_id.get(mention.text)
            accepted = accepted_statuses(mention)
            if accepted and other and other.id != entry.id and other.status in UNPUBLISHED.keys() - accepted:
                found.setdefault(other.id, []).append(mention)
        for id_, mentions in found.items():
            yield _finding(library.by_id[id_], mentions)


def _finding(other: Entry, mentions: list[Mention]) -> Finding:
    """Report all mentions of a strategy at once."""
    status, successor = other.values("status")[0], other.value("replaced_by")
    notes = [Note(mention.span, "it is linked here too") for mention in mentions[1:]]
    if status.text == "draft":
        remedy = "publish it first, or leave it out until then"
    elif successor:
        remedy = f"it was replaced by `{successor.text}`; name that, or leave it out"
    else:
        remedy = "leave it out"
    return Finding(
        mentions[0].span,
        f"`{other.id}` is {UNPUBLISHED[status.text]}",
        remedy,
        notes=(Note(status.span, "its status stands here"), *notes),
        about=(f"strategy:{other.id}",),
    )
