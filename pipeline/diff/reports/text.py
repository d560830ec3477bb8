"""A difference for people at a terminal."""

from collections.abc import Iterator

from pipeline.diff.reports.words import (
    Wording,
    consequences,
    faults,
    headline,
    named,
    remark,
    sentence,
    users,
    words_of,
)
from pipeline.publish.schema.difference import ChangeV1, DetailV1, DifferenceV1
from pipeline.source.escapes import log_line


def render(difference: DifferenceV1) -> str:
    """The whole difference as text: new strategies, then the gravest changes first."""
    told = Wording.of(difference)
    lines = [headline(difference)]
    if difference.faulty:
        lines += ["", "errors", *(f"  {line}" for line in faults(difference))]
    if told.new:
        lines += ["", "new strategies", *(line for change in told.new for line in _new(change, told))]
    shown = None
    for change in told.others:
        if change.class_ != shown:
            shown = change.class_
            lines += ["", shown]
        lines += _change(change, told)
    return "\n".join(map(log_line, lines)) + "\n"


def _new(change: ChangeV1, told: Wording) -> Iterator[str]:
    yield f"  {named(change.title, change.id)}" + (", which was retired before" if change.kind == "restored" else "")
    yield f"    {change.summary}"
    if change.strategies:
        yield f"    {users(change, told)}"


def _change(change: ChangeV1, told: Wording) -> Iterator[str]:
    yield f"  {sentence(change, told)}"
    if change.stale_updated:
        yield f"    {remark(change)}"
    yield from (f"    {_detail(detail)}" for detail in change.details)
    if change.strategies:
        yield f"    {users(change, told)}"
    if following := consequences(change, told):
        yield f"    changed with it, and in nothing else: {following}"
    if change.class_ != "wording":
        yield f"    for: {change.consumers}"


def _detail(detail: DetailV1) -> str:
    return f"{detail.place}: {words_of(detail)}"
