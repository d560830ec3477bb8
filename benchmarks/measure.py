"""Measures us and others over the same libraries: `python -m benchmarks.measure --install`. Linux only.

In each round, each scenario runs for one program after the other, so that a slow minute of the machine affects all.
"""

import argparse
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from benchmarks.contenders import Contender, contenders
from benchmarks.corpus import generate
from benchmarks.goals import COLD, EDITED, growth
from benchmarks.plot import plot
from benchmarks.report import machine, report
from benchmarks.results import Measurement, Results
from benchmarks.scenarios import SCENARIOS, Scenario
from benchmarks.tools import Tools
from benchmarks.workbench import Workbench

HERE = Path(__file__).parent
# On a disk, creating files where many were lately removed takes longer than what is measured.
IN_MEMORY = Path("/dev/shm")  # noqa: S108 - a folder of its own is made in it
LINES = (("us", COLD), ("us", EDITED), ("plain", COLD), ("hugo", COLD))


def main() -> None:
    """Measure and write the results."""
    parser = _parser()
    arguments = parser.parse_args()
    tools = Tools()
    if arguments.install:
        tools.install()
    elif arguments.peers and not tools.installed():
        parser.error("the other programs are not there yet: add --install, or --peers none")
    known = contenders(tools)
    chosen = [contender for contender in known if contender.name == "us" or contender.name in arguments.peers]
    scenarios = [scenario for scenario in SCENARIOS if scenario.name in arguments.scenarios]
    arguments.out.parent.mkdir(parents=True, exist_ok=True)
    data: Path = arguments.out.with_suffix(".json")
    results = Results.read(data)
    facts = machine(arguments.folder) | tools.versions()
    titles = {contender.name: contender.title for contender in known}
    for size in arguments.sizes:
        with tempfile.TemporaryDirectory(prefix="benchmarks-", dir=arguments.folder) as folder:
            measured = list(_measure(Path(folder), size, chosen, scenarios, arguments.rounds))
        results.replace(size, measured)
        results.write(data)
        lines = {f"{titles[name]}, {label}": growth(results, name, label) for name, label in LINES}
        image = arguments.out.with_name("growth.svg")
        image.write_text(plot({name: points for name, points in lines.items() if points}), "utf-8", newline="\n")
        arguments.out.write_text(report(results, titles, facts, image.name), "utf-8", newline="\n")


def _measure(
    folder: Path, size: int, chosen: list[Contender], scenarios: list[Scenario], rounds: int
) -> Iterator[Measurement]:
    library = folder / "library"
    generate(library, size)
    small_enough = [contender for contender in chosen if contender.largest is None or size <= contender.largest]
    benches = [Workbench(contender, library, folder / contender.name) for contender in small_enough]
    for number in range(1, rounds + 1):
        for scenario in scenarios:
            for bench in filter(scenario.applies_to, benches):
                for label, usage in scenario.measure(bench):
                    name = bench.contender.name
                    print(  # noqa: T201 - progress
                        f"{size:>7,}  round {number}  {label:<24} {name:<12} "
                        f"{usage.wall:8.2f} s  {usage.cpu:8.2f} s CPU  {usage.memory:7.0f} MiB",
                        file=sys.stderr,
                    )
                    yield Measurement(size, number, name, label, usage.wall, usage.cpu, usage.memory)


def _parser() -> argparse.ArgumentParser:
    peers = [contender.name for contender in contenders(Tools()) if contender.name != "us"]
    scenarios = [scenario.name for scenario in SCENARIOS]
    folder = IN_MEMORY if IN_MEMORY.is_dir() else Path(tempfile.gettempdir())
    parser = argparse.ArgumentParser(prog="python -m benchmarks.measure", description=__doc__)
    add = parser.add_argument
    add("--install", action="store_true", help="install the other programs first, into build/benchmarks")
    add("--sizes", type=_sizes, default=[1000, 10_000], help="numbers of strategies; default: 1000,10000")
    add("--rounds", type=int, default=3, help="default: 3")
    add("--scenarios", type=_some_of(scenarios), default=scenarios, help=f"default: {','.join(scenarios)}")
    add("--peers", type=_some_of(peers), default=peers, help=f"besides us, or none; default: {','.join(peers)}")
    add("--out", type=Path, default=HERE / "results.md", help="the page to write; data and plot are put beside it")
    add("--folder", type=Path, default=folder, help=f"where libraries and output are put meanwhile; default: {folder}")
    return parser


def _sizes(text: str) -> list[int]:
    return [int(part) for part in text.split(",")]


def _some_of(known: list[str]) -> Callable[[str], list[str]]:
    def names(text: str) -> list[str]:
        chosen = [] if text == "none" else text.split(",")
        if unknown := sorted(set(chosen).difference(known)):
            raise argparse.ArgumentTypeError(f"{', '.join(unknown)}: not one of {', '.join(known)}")
        return chosen

    return names


if __name__ == "__main__":
    main()
