"""The bundle that is forged: the test library with an address, a credit, an image and a place to edit it."""

from __future__ import annotations

from pathlib import Path

from conftest import LIBRARY
from releases import FORMATS, page, published, state

from pipeline.source.text import Source

INFO = """base_url: https://example.org/a/
edit_url: https://example.org/edit
attribution: Thanks to all teachers.
description: What teachers try in class.
words: {strategy: {one: pattern, many: patterns}, factor: {one: need, many: needs, menu: All needs}}
"""
HEADING, IMAGE = "\n\n## Example", "\n\n![Eight chairs](../images/circle.png)"


ALL = (*FORMATS, "sqlite", "xlsx")


def forgeable(folder: Path, formats: tuple[str, ...] = ALL) -> dict[str, bytes]:
    """Every file of the bundle, by path."""
    info = (LIBRARY / "content/library.yaml").read_text(encoding="utf-8")
    shown = page("student-voice", lambda text: text.replace(HEADING, IMAGE + HEADING, 1))
    return state(published(folder, formats, [Source("content/library.yaml", info + INFO), shown]).release)
