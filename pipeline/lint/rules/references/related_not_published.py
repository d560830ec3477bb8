import datetime as dt
from collections.abc import Iterator

from pipeline.lint.rule import Finding, rule
from pipeline.lint.rules.references._mentions import Mention, accepted_statuses, named_strategies, strategy_mentions
from pipeline.model.context import Context
from pipeline.model.diagnostics import Note
from pipeline.model.entry import Entry
from pipeline.model.library import Library

# What other pages are that readers cannot open, or are not to be led to.
UNPUBLISHED = {"idea": "only an idea", "draft": "still a draft", "retired": "retired"}


@rule(Library, required=True)
def related_not_published(library: Library, context: Context) -> Iterator[Finding]:
    """A published page relates or links to a strategy that is not published yet, or retired.

    Readers cannot open a draft or a page that is scheduled for later, and a retired strategy is no longer recommended
    to them. A page that is itself scheduled may lead to what is published by then.

    Bad:
        related: [building-trust, quiet-corner]

    Good:
        related: [building-trust, student-voice]
    """
    unpublished = {
        entry.id for entry in library.entries if entry.status in UNPUBLISHED or entry.publish_on > context.today
    }
    for entry in library.texts:
        if unpublished.isdisjoint(named_strategies(entry)):
            continue
        found: dict[str, list[Mention]] = {}
        for mention in strategy_mentions(entry):
            other = library.by_id.get(mention.text)
            if other and other.id != entry.id and _is_unpublished(other, mention, context.today):
                found.setdefault(other.id, []).append(mention)
        for id_, mentions in found.items():
            yield _finding(library.by_id[id_], mentions)


def _is_unpublished(other: Entry, mention: Mention, today: dt.date) -> bool:
    """True if readers cannot open a strategy on the day on which they meet its mention."""
    accepted = accepted_statuses(mention)
    scheduled = "published" in accepted and other.publish_on > max(today, mention.entry.publish_on)
    return scheduled or (bool(accepted) and other.status in UNPUBLISHED.keys() - accepted)


def _finding(other: Entry, mentions: list[Mention]) -> Finding:
    """Report all mentions of a strategy at once."""
    status, successor = other.values("status")[0], other.value("replaced_by")
    if status.text == "published":
        return _scheduled(other, mentions)
    notes = _others(mentions)
    if other.is_unfinished:
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


def _scheduled(other: Entry, mentions: list[Mention]) -> Finding:
    """Report all mentions of a strategy that is scheduled for later than the page that names it."""
    written, own = other.values("publish_on")[0], mentions[0].entry.value("publish_on")
    remedy = f"set `publish_on` here to {written.text} or later" if own else "leave it out until then"
    return Finding(
        mentions[0].span,
        f"`{other.id}` is not published before {written.text}",
        remedy,
        notes=(Note(written.span, "its day stands here"), *_others(mentions)),
        about=(f"strategy:{other.id}",),
    )


def _others(mentions: list[Mention]) -> list[Note]:
    """Notes at all mentions but the first."""
    return [Note(mention.span, "it is linked here too") for mention in mentions[1:]]
