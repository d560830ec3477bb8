"""For every rule: one edit of a good file trips it, and the edit undone, all is well again."""

from __future__ import annotations

import pytest
from conftest import LIBRARY
from examples import GOOD_PAGE, PAGE, sources_of
from test_rules import findings

from pipeline.lint.rule import Rule, all_rules
from pipeline.source.text import Edit, Source, Span, apply

MUTATIONS = [
    pytest.param(rule, example, id=f"{rule.name}-{number}")
    for rule in all_rules()
    for number, example in enumerate(rule.documentation.bad, 1)
]


def good_text(path: str) -> str | None:
    if path == PAGE:
        return GOOD_PAGE
    file = LIBRARY / path
    return file.read_bytes().decode() if file.is_file() else None


def shared(one: str, other: str) -> int:
    """Length of the beginning that two texts share."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((at for at, (a, b) in pairs if a != b), min(len(one), len(other)))


def single_edit(path: str, before: str, after: str) -> Edit:
    """The one edit that makes `after` of `before`."""
    start = shared(before, after)
    tail = shared(before[start:][::-1], after[start:][::-1])
    return Edit(Span(path, start, len(before) - tail), after[start : len(after) - tail])


@pytest.mark.parametrize(("rule", "example"), MUTATIONS)
def test_one_edit_trips_the_rule_and_undoing_it_mends_it(rule: Rule, example: str) -> None:
    good = {PAGE: GOOD_PAGE}
    bad: dict[str, str] = {}
    for source in sources_of(example):
        before = good_text(source.path)
        if before is None:  # a file that should not be there: adding it is the edit
            bad[source.path] = source.text
        elif before != source.text:
            edit = single_edit(source.path, before, source.text)
            bad[source.path] = apply(before, [edit])
            good[source.path] = before
            undone = Edit(
                Span(source.path, edit.span.start, edit.span.start + len(edit.text)),
                before[edit.span.start : edit.span.end],
            )
            assert apply(bad[source.path], [undone]) == before
    assert bad
    broken = findings(tuple(Source(path, text) for path, text in (good | bad).items()), rule)
    mended = findings(tuple(Source(path, text) for path, text in good.items()), rule)
    # Rules that are infos may find something elsewhere in the good library; it must not be what the edit brought.
    place = {(found.span.path, found.message) for found in mended if found.rule == rule.name}
    assert any(found.rule == rule.name and (found.span.path, found.message) not in place for found in broken)
