"""A few hostile texts in every place: no script runs, no request leaves, nothing breaks out.

`python -m tests.injection` puts every text into every place and opens every page.
"""

from __future__ import annotations

from pathlib import Path

from injection.run import Run
from injection.vectors import vectors
from playwright.sync_api import Browser

VECTORS = vectors()
# So many of them are enough for a quick look: those at these steps.
FEW = VECTORS[::120]


def test_there_are_many_vectors() -> None:
    assert len(set(VECTORS)) == len(VECTORS) >= 250


def test_no_text_is_more_than_text(browser: Browser, tmp_path: Path) -> None:
    """Published, read by consumers and feed readers, reported and previewed; and the watch sees what is wrong."""
    run = Run(browser, tmp_path)
    run.prepare()
    run.try_texts("few", FEW, VECTORS, preview=True)
    assert run.wrong == []
    assert run.pages > 50
    assert run.previewed > 10
