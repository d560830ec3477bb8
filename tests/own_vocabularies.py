"""A library with two vocabularies of its own: the test library, its page policy, and pages that name terms."""

from __future__ import annotations

from own_fields import FULL, RULES, pages

from pipeline.source.paths import POLICY_PATH, vocabulary_path
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


__all__ = ["FULL", "sources"]
