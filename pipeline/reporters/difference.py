"""A difference for people at a terminal."""

from collections.abc import Iterator

from pipeline.escapes import log_line
from pipeline.model.difference_shape import ChangeV1, DetailV1, DifferenceV1

MARKS = {"keep": "{}", "remove": "[-{}-]", "add": "{{+{}+}}"}


def render(difference: DifferenceV1) -> str:
    """The whole difference as text, the gravest changes first."""
    lines = [headline(difference)]
    shown = None
    for change in difference.changes:
        if change.class_ != shown:
            shown = change.class_
            lines += ["", shown]
        lines += _change(change)
    return "\n".join(map(log_line, lines)) + "\n"


def headline(difference: DifferenceV1) -> str:
    """The versions, and which one would be honest."""
    old, new, counts = difference.old.version, difference.new.version, difference.counts
    if not difference.changes:
        return f"{old} → {new}: nothing changed" + ("" if difference.honest else ", but the version went back")
    found = ", ".join(f"{number} {name}" for name, number in counts if number)
    verdict = "which is honest" if difference.honest else f"which should be {difference.least_version} or higher"
    return f"{old} → {new}, {verdict}: {found}; the least honest step is {difference.bump}"


def sentence(change: ChangeV1) -> str:
    """What became of a thing, in a few words."""
    leads = f"; leads to {change.leads_to}" if change.leads_to else ""
    lost = ", without a trace" if change.vanished else ""
    return f"{change.thing} {change.id}: {change.kind}{lost}{leads}"


def remark(change: ChangeV1) -> str:
    """What to look at where the text changed and the day in `updated` did not."""
    return f"`updated` is still {change.stale_updated}, although the text changed"


def words_of(detail: DetailV1) -> str:
    """What changed in one field, list or section."""
    if detail.words:
        return " ".join(MARKS[part.op].format(part.text) for part in detail.words)
    changed = [*(f"- {item}" for item in detail.removed), *(f"+ {item}" for item in detail.added)]
    return ", ".join(changed) if changed else "another order"


def _change(change: ChangeV1) -> Iterator[str]:
    yield f"  {sentence(change)}"
    if change.stale_updated:
        yield f"    {remark(change)}"
    for detail in change.details:
        yield f"    {detail.place}: {words_of(detail)}"
    if change.strategies:
        yield f"    touches: {', '.join(change.strategies)}"
    if change.class_ != "wording":
        yield f"    for: {change.consumers}"
