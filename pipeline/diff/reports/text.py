"""Report of a difference as text."""

from collections.abc import Iterator

from pipeline.diff.reports import words
from pipeline.publish.changes.wording import Wording, consequences, named, remark, sentence, users, words_of
from pipeline.publish.schema.difference import ChangeV1, DifferenceV1
from pipeline.source.escapes import log_line


def render(difference: DifferenceV1) -> str:
    """The difference as text: new strategies, then the gravest changes first."""
    wording = Wording.of(difference)
    lines = [words.headline(difference)]
    if difference.faulty:
        lines += ["", "errors", *(f"  {line}" for line in words.faults(difference))]
    for group, changes in wording.groups.items():
        lines += ["", "new strategies" if group == "new" else group]
        for change in changes:
            lines += _new(change, wording) if group == "new" else _change(change, wording)
    return "\n".join(map(log_line, lines)) + "\n"


def _new(change: ChangeV1, wording: Wording) -> Iterator[str]:
    yield f"  {named(change.title, change.id)}" + (", which was retired before" if change.kind == "restored" else "")
    yield f"    {change.summary}"
    if change.strategies:
        yield f"    {users(change, wording)}"


def _change(change: ChangeV1, wording: Wording) -> Iterator[str]:
    yield f"  {sentence(change, wording)}"
    if change.stale_updated:
        yield f"    {remark(change)}"
    yield from (f"    {detail.place}: {words_of(detail)}" for detail in change.details)
    if change.strategies:
        yield f"    {users(change, wording)}"
    if following := consequences(change, wording):
        yield f"    changed with it, and in nothing else: {following}"
    if change.class_ != "wording":
        yield f"    for: {change.consumers}"
