"""Measures the site as readers meet it: `python -m benchmarks.site`. It needs chromium, Node.js and npm.

It exports the real content and a generated library, serves both with gzip, and writes a page of results.
"""

import argparse
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from importlib.metadata import version
from pathlib import Path

from benchmarks.measure import IN_MEMORY
from benchmarks.report import machine
from benchmarks.site.browser import chromium, started
from benchmarks.site.kinds import INDEX
from benchmarks.site.libraries import ExportedSite, exported, make_library, site_in
from benchmarks.site.lighthouse import PACKAGE, Verdict, judged
from benchmarks.site.pages import clicks, sizes
from benchmarks.site.report import SiteResult, misses, report
from benchmarks.site.server import serving

# Kinds of pages that Lighthouse judges, the heaviest of each.
JUDGED = (INDEX, "strategies/*", "factors/*", "coverage")


def main() -> None:
    """Measure and write the results."""
    arguments = _parser().parse_args()
    results = []
    for site in map(site_in, arguments.site) if arguments.site else _made(arguments.sizes, arguments.folder):
        results.append(measured(site, arguments.rounds))
        for miss in misses(results[-1]):
            print(f"{site.strategies:,}: {miss}")  # noqa: T201 - what the command is for
    facts = machine(arguments.folder) | _versions()
    arguments.out.write_text(report(results, facts, arguments.rounds), "utf-8", newline="\n")


def measured(site: ExportedSite, rounds: int) -> SiteResult:
    """Serve a site and measure it; without rounds, Lighthouse does not run."""
    with serving(site.folder) as origin:
        with started() as browser:
            kinds = sizes(site, origin, browser)
        pages = site.kinds()
        paths = [pages[kind][0].path for kind in JUDGED if kind in pages] if rounds else []
        verdicts: dict[str, Verdict] = {path: judged(origin + path, rounds) for path in paths}
    strategies = {page.path for page in pages["strategies/*"]}
    distances = {path: steps for path, steps in clicks(site).items() if path in strategies}
    return SiteResult(site.strategies, verdicts, kinds, len(distances), max(distances.values(), default=0))


def _made(sizes: Sequence[int], place: Path) -> Iterator[ExportedSite]:
    for size in sizes:
        with tempfile.TemporaryDirectory(prefix="site-", dir=place) as name:
            folder = Path(name)
            (folder / "library").mkdir()
            yield exported(make_library(folder / "library", size), folder)


def _versions() -> dict[str, str]:
    command = [chromium(), "--version"]
    browser = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()  # noqa: S603 - ours
    return {"Chromium": browser[1], "Lighthouse": PACKAGE.partition("@")[2], "Jinja2": version("Jinja2")}


def _parser() -> argparse.ArgumentParser:
    folder = IN_MEMORY if IN_MEMORY.is_dir() else Path(tempfile.gettempdir())
    parser = argparse.ArgumentParser(prog="python -m benchmarks.site", description=__doc__)
    add = parser.add_argument
    add("--sizes", type=_sizes, default=[30, 5000], help="numbers of strategies; default: 30,5000")
    add("--rounds", type=int, default=3, help="runs of Lighthouse on each page; 0: none; default: 3")
    add(
        "--site",
        type=Path,
        action="append",
        help="a folder that `strategies web` wrote, to be measured instead; repeatable",
    )
    add("--out", type=Path, default=Path(__file__).parent / "results.md", help="the page to write")
    add("--folder", type=Path, default=folder, help=f"where libraries and sites are put meanwhile; default: {folder}")
    return parser


def _sizes(text: str) -> Sequence[int]:
    return [int(part) for part in text.split(",")]


if __name__ == "__main__":
    main()
