"""A bar that shows how far a long piece of work has come; only for a terminal, and only after a second."""

import time
from typing import TYPE_CHECKING

from pipeline.cli.terminal import progress_bar

if TYPE_CHECKING:
    from click._termui_impl import ProgressBar

# Seconds before which nobody wonders.
PATIENCE = 1.0


class Bar:
    """Shows how many of how many things are done, on standard error."""

    def __init__(self, label: str) -> None:
        self._label = label
        self.start = time.monotonic()
        self._bar: ProgressBar[int] | None = None

    def __call__(self, done: int, total: int) -> None:
        """Tell that some are done."""
        if self._bar is None and time.monotonic() - self.start > PATIENCE and done < total:
            self._bar = progress_bar(self._label, total)
            self._bar.render_progress()
        if self._bar is not None:
            self._bar.update(done - self._bar.pos)
            if done >= total:
                self._bar.render_finish()
                self._bar = None
