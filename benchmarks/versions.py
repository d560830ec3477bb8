"""Compares this checkout with another one: `python -m benchmarks.versions OTHER --pairs 14`. Linux only.

Both do the same to copies of one library, in turn; which of them goes first alternates from pair to pair. Prints a
Markdown table: the processor time of this checkout as a multiple of the other's within a pair, as the median of all
pairs, the least and the most.
"""

import argparse
import statistics
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from benchmarks.contenders import Call, Contender
from benchmarks.corpus import generate
from benchmarks.measure import IN_MEMORY
from benchmarks.process import Usage
from benchmarks.tools import ROOT
from benchmarks.workbench import Workbench

HEADER = ["| what | processor time | peak memory |", "|---|--:|--:|"]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("other", type=Path, help="the folder of another checkout")
    parser.add_argument("--size", type=int, default=2000)
    parser.add_argument("--pairs", type=int, default=14)
    parser.add_argument("--cold", type=int, default=14, help="pairs of those that take long")
    arguments = parser.parse_args()
    found: dict[str, list[tuple[Usage, Usage]]] = defaultdict(list)
    with tempfile.TemporaryDirectory(prefix="versions-", dir=IN_MEMORY) as name:
        folder = Path(name)
        generate(folder / "library", arguments.size)
        benches = [
            Workbench(_tree(tree), folder / "library", folder / str(n))
            for n, tree in enumerate((ROOT, arguments.other))
        ]
        for pair in range(arguments.pairs):
            order = benches if pair % 2 else benches[::-1]
            used = {id(bench): dict(_measured(bench, cold=pair < arguments.cold)) for bench in order}
            ours, theirs = (used[id(bench)] for bench in benches)
            for label in ours:
                found[label].append((ours[label], theirs[label]))
            sys.stderr.write(f"pair {pair + 1} of {arguments.pairs}\n")
    sys.stdout.write("\n".join([*HEADER, *(_row(label, pairs) for label, pairs in found.items()), ""]))


def _tree(root: Path) -> Contender:
    """The command `strategies` of a checkout."""
    environment = {"PYTHONPATH": str(root.resolve())}

    def call(library: Path, *arguments: str | Path) -> Call:
        return Call([sys.executable, "-m", "pipeline", *arguments, "--jobs", "1"], library, environment)

    return Contender(
        str(root),
        str(root),
        export=lambda library, site, out: call(library, "export", "--no-search", "--out", out),
        check=lambda library, site: call(library, "check"),
    )


def _measured(bench: Workbench, *, cold: bool) -> Iterator[tuple[str, Usage]]:
    page = bench.pages[len(bench.pages) // 2]
    if cold:
        bench.clear()
        yield "cold check", bench.check()
        bench.clear()
        yield "cold export", bench.export()
    bench.ensure_exported()
    bench.check()
    yield "check, nothing changed", bench.check()
    bench.edit_body(page)
    yield "check, one page edited", bench.check()
    bench.export()
    yield "export, nothing changed", bench.export()
    bench.edit_body(page)
    yield "export, one page edited", bench.export()


def _row(label: str, pairs: list[tuple[Usage, Usage]]) -> str:
    times, memory = ([getattr(one, what) / getattr(other, what) for one, other in pairs] for what in ("cpu", "memory"))
    ours, theirs = (statistics.median(pair[number].cpu for pair in pairs) for number in (0, 1))
    shown = f"{statistics.median(times):.2f} ({min(times):.2f}–{max(times):.2f}; {ours:.2f} s to {theirs:.2f} s)"
    return f"| {label} ({len(pairs)}) | {shown} | {statistics.median(memory):.2f} |"


if __name__ == "__main__":
    main()
