"""A library with a field of each type: the test library, its page policy, and pages that have values."""

from __future__ import annotations

from conftest import HERE, LIBRARY, quickly, report_of

from pipeline.source.paths import POLICY_PATH
from pipeline.source.text import Source

RULES = (HERE.parent / POLICY_PATH).read_text(encoding="utf-8")
FIELDS = """
fields:
  - {id: grade_band, name: Grade band, type: choices, of: [K-2, 3-5, "6"], required: true, filter: true, card: true}
  - {id: mode, name: "Mode <b>", type: choice, of: [Whole class, "On one’s own"], filter: true, column: false}
  - {id: materials, name: Materials, type: text, card: true, description: What to bring}
  - {id: minutes, name: Minutes, type: integer, card: true}
  - {id: cost, name: Cost per learner, type: number}
  - {id: tried_on, name: First tried, type: date}
  - {id: outdoors, name: Outdoors, type: boolean, filter: true, card: true}
  - {id: handout, name: Handout, type: url}
  - {id: next_step, name: Next step, type: reference, of: strategy, filter: true}
  - {id: main_factor, name: Main factor, type: reference, of: factor, filter: true, card: true}
  - {id: shelf, name: Second shelf, type: reference, of: category}
  - {id: model, name: Best model, type: reference, of: learner_model}
"""
VALUES = """grade_band: [3-5, K-2]
mode: Whole class
materials: "=cards & <i>timers</i>"
minutes: -20
cost: 2.50
tried_on: 2020-02-29
outdoors: false
handout: https://example.org/a?b=1&c="2"
next_step: building-trust
main_factor: motivation
shelf: teacher-modeling-support
model: middle-grades
"""
LEAST = "grade_band: [K-2]\n"
FULL = "student-voice"


def sources(values: str = VALUES, fields: str = FIELDS) -> list[Source]:
    """The page policy, and every page with values; one has those given here."""
    return [Source(POLICY_PATH, RULES + fields), *pages(values)]


def pages(values: str = VALUES) -> list[Source]:
    found = []
    for path in sorted((LIBRARY / "content/strategies").glob("*.md")):
        text = path.read_text(encoding="utf-8")
        own = values if path.stem == FULL else LEAST
        found.append(Source(f"content/strategies/{path.name}", text.replace("status:", f"{own}status:", 1)))
    return found


def findings(changed: list[Source]) -> list[str]:
    """The errors and warnings, each as its rule, the text at its position, and its message."""
    texts = {source.path: source.text for source in changed}
    report = report_of(quickly(changed))
    return [
        f"{found.rule} {texts.get(found.span.path, '')[found.span.start : found.span.end]!r}: {found.message}"
        for found in report.diagnostics
    ]
