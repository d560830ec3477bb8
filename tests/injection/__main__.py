"""`python -m tests.injection`: every text in every place, every page in Chromium; prints the figures."""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))

from benchmarks.site.browser import started  # noqa: E402
from injection.run import Run  # noqa: E402 - it needs the folder of the tests
from injection.vectors import SPELLINGS, vectors  # noqa: E402

# From one library to the next, the texts move on by so many of the places that a library has once. A few texts have one
# such library.
OWN_STEP = 45


def main() -> int:
    """Run, print what was tried and seen, and fail if anything was."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--texts", type=int, default=0, help="only so many texts, from all groups")
    parser.add_argument("--together", type=int, default=44, help="so many share a library")
    parser.add_argument("--spellings", type=int, default=len(SPELLINGS), help="only the first so many spellings")
    parser.add_argument("--minutes", type=float, default=0, help="begin no library after so many")
    options = parser.parse_args()
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as name, started() as browser:
        run = Run(browser, Path(name))
        run.prepare()
        left = list(_libraries(run, options))
        while left and not (options.minutes and time.monotonic() - began > 60 * options.minutes):
            title, attempt = left.pop(0)
            known = len(run.wrong)
            try:
                attempt()
            except Exception as error:  # noqa: BLE001 - the others are tried all the same
                run.wrong.append(f"{title} ended: {error!r}"[:500])
            _say(f"{time.monotonic() - began:.0f} s, {title}: {'; '.join(run.said())}")
            for fault in [*dict.fromkeys(run.wrong[known:])][:20]:
                _say(f"  {fault}")
    _say("\n".join([*run.said(), f"{len(left)} libraries of the plan were left out"]))
    return 1 if run.wrong else 0


def _libraries(run: Run, options: argparse.Namespace) -> Iterator[tuple[str, partial[None]]]:
    """What to try: for each spelling, libraries of some texts, and then what belongs to a whole library.

    The preview has the texts as they are.
    """
    every = vectors()
    step = max(1, len(every) // options.texts) if options.texts else 1
    for spelling, spell in list(SPELLINGS.items())[: options.spellings]:
        texts = [spell(text) for text in every]
        chosen = texts[::step]
        for first in range(0, len(chosen), options.together):
            title, values = f"{spelling} {first}", chosen[first : first + options.together]
            yield title, partial(run.try_texts, title, values, texts[first:] + texts[:first], preview=spell is str)
        for first in range(0, len(texts), len(texts) if options.texts else OWN_STEP):
            title = f"{spelling}, whole library {first}"
            yield title, partial(run.try_own, title, texts[first:] + texts[:first])


def _say(text: str) -> None:
    print(text, flush=True)  # noqa: T201 - it is what this is for


if __name__ == "__main__":
    sys.exit(main())
