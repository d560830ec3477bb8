"""A library with two vocabularies of its own: the test library, its page policy, and pages that name terms."""

from __future__ import annotations

from conftest import LIBRARY
from own_fields import FULL, RULES, pages

from pipeline.source.paths import (
    CATEGORIES_PATH,
    FACTORS_PATH,
    INFO_PATH,
    LEARNER_MODELS_PATH,
    POLICY_PATH,
    vocabulary_path,
)
from pipeline.source.text import Source

HOUSE = """
vocabularies:
  - {id: tools, one: Tool, many: "Tools & <b>", menu: "100% tools", description: What a class needs at hand.}
  - {id: time-frames, one: Time frame, many: Time frames}
fields:
  - {id: tools_used, name: Tools, type: references, of: tools, filter: true, card: true}
  - {id: frame, name: Time frame, type: reference, of: time-frames, filter: true}
  - {id: also, name: Supports too, type: references, of: factor, filter: true}
  - {id: steps, name: Next steps, type: references, of: strategy}
"""
TOOLS = """\
- {id: whiteboard, name: White & board, aliases: [marker board, "<i>slate</i>"], definition: A surface to write on.}
- {id: camera, name: Camera}
- {id: overhead, name: Overhead projector, deprecated: true, replaced_by: whiteboard}
"""
FRAMES = """\
- {id: one-lesson, name: One lesson}
- {id: weeks, name: Some weeks, definition: Two or more weeks.}
"""
VALUES = """tools_used: [whiteboard, camera]
frame: weeks
also: [motivation, vision]
steps: [building-trust, lateral-reading]
"""


def sources(values: str = VALUES, *, house: str = HOUSE, tools: str | None = TOOLS) -> list[Source]:
    """The page policy, the vocabularies, and every page, one of them with values."""
    lists = {"tools": tools, "time-frames": FRAMES}
    found = [Source(vocabulary_path(id_), text) for id_, text in lists.items() if text is not None]
    written = [Source(page.path, page.text.replace("grade_band: [K-2]\n", "")) for page in pages(values)]
    return [Source(POLICY_PATH, RULES + house), *found, *written]


# Fields of terms and of the library itself.
ON_TERMS = """
  - {id: price, on: tools, name: Price, type: number, description: In euros}
  - {id: platforms, on: tools, name: "Works <on>", type: choices, of: [web, phone]}
  - {id: shown_in, on: tools, name: Shown in, type: references, of: strategy}
  - {id: since, on: factor, name: Known since, type: date}
  - {id: near, on: factor, name: Near, type: references, of: factor}
  - {id: home, on: category, name: More, type: url}
  - {id: lead, on: learner_model, name: Main tool, type: reference, of: tools}
  - {id: contact, on: library, name: Contact, type: text, required: true}
  - {id: starts, on: library, name: Start with, type: references, of: strategy}
"""
# What each file has in place of a text.
ADDED = {
    vocabulary_path("tools"): (
        "name: Camera",
        "name: Camera, price: 20.50, platforms: [web], shown_in: [student-voice]",
    ),
    FACTORS_PATH: ("name: Attention", "name: Attention, since: 2019-05-01, near: [emotion, vision]"),
    CATEGORIES_PATH: ("name: Active Learning", 'name: Active Learning, home: "https://example.org/?a=1&b=<2>"'),
    LEARNER_MODELS_PATH: ("  name: Early Grades", "  lead: camera\n  name: Early Grades"),
    INFO_PATH: ("title:", 'contact: "Ask <us>"\nstarts: [building-trust]\ntitle:'),
}


def extended(**others: tuple[str, str]) -> list[Source]:
    """The same with these fields; `others` replace values in files, by a part of their path."""
    texts = {source.path: source.text for source in sources(house=HOUSE.rstrip() + ON_TERMS)}
    for path, (old, new) in ADDED.items():
        text = texts.get(path) or (LIBRARY / path).read_text(encoding="utf-8")
        assert old in text
        texts[path] = text.replace(old, new, 1)
    for part, (old, new) in others.items():
        path = next(path for path in texts if part in path)
        assert old in texts[path]
        texts[path] = texts[path].replace(old, new)
    return [Source(path, text) for path, text in texts.items()]


__all__ = ["FULL", "extended", "sources"]
