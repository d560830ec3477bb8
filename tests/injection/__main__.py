"""`python -m tests.injection`: every text in every place, every page in Chromium; prints the figures."""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))

from benchmarks.site.browser import started  # noqa: E402
from injection import trial  # noqa: E402 - it needs the folder of the tests
from injection.hostile_library import UNCHECKED, HostileLibrary  # noqa: E402
from injection.vectors import SPELLINGS, vectors  # noqa: E402
from injection.watching import served, watched  # noqa: E402


def main() -> int:
    """Run, print what was tried and seen, and fail if anything was."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--texts", type=int, default=0, help="only so many texts, from all groups")
    parser.add_argument("--together", type=int, default=12, help="so many share a library")
    parser.add_argument("--spellings", type=int, default=len(SPELLINGS), help="only the first so many spellings")
    options = parser.parse_args()
    all_texts = vectors()
    chosen = all_texts[:: max(1, len(all_texts) // options.texts)] if options.texts else all_texts
    places = refused = pages = ran = left = 0
    wrong: list[str] = []
    with tempfile.TemporaryDirectory() as name, started() as browser:
        folder = Path(name)
        kinds, classes = trial.allowed_kinds(browser, folder / "plain")
        for spelling, spell in list(SPELLINGS.items())[: options.spellings]:
            for first in range(0, len(chosen), options.together):
                own = [spell(text) for text in (*all_texts[first:], *all_texts[:first])]
                values = [spell(text) for text in chosen[first : first + options.together]]
                library = HostileLibrary(folder / f"{spelling}-{first}", values, own=own)
                places += len(library.places)
                library.settle(UNCHECKED)
                refused += len(library.refused)
                site = trial.site_of(library)
                with served(site) as origin:
                    seen = watched(browser, origin, trial.opened_of(site))
                pages, ran, left = pages + seen.pages, ran + len(seen.ran), left + len(seen.left)
                wrong += [*seen.wrong, *trial.breaking_out(seen, kinds, classes)]
                wrong += [*trial.unlike_a_sanitiser(site), *trial.broken_documents(site)]
    print(f"{places} texts in places, {refused} of them refused by the check")  # noqa: T201 - it is what this is for
    print(f"{pages} pages opened, {ran} scripts run, {left} requests left, {len(wrong)} faults in all")  # noqa: T201
    print(*wrong[:50], sep="\n")  # noqa: T201
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
