"""Renders results as a Markdown page."""

import os
import platform
from collections.abc import Iterator, Mapping
from pathlib import Path

from benchmarks.goals import goal_rows
from benchmarks.results import Results, Spread

INTRODUCTION = """\
# Measurements

Made by `python -m benchmarks.measure`; [what is measured, and how](README.md). Times are seconds from start to end of
the whole process; CPU time and memory are of all its processes together. Each number is the median of {rounds}, the
least and the most in brackets. A ratio is taken in each round, between two runs one shortly after the other.
"""


def machine(folder: Path) -> dict[str, str]:
    """The machine in a few words; `folder` holds the libraries and output."""
    model = next(_values(Path("/proc/cpuinfo"), "model name"), platform.processor() or platform.machine())
    memory = int(next(_values(Path("/proc/meminfo"), "MemTotal"), "0 kB").split()[0]) / 1024**2
    mounts = [line.split()[1:3] for line in Path("/proc/mounts").read_text("utf-8").splitlines()]
    inside = [(point, kind) for point, kind in mounts if folder.resolve().is_relative_to(point)]
    return {
        "processor": f"{model}, {os.cpu_count()} cores",
        "memory": f"{memory:.0f} GiB",
        "system": f"{platform.system()} {platform.release().split('-')[0]}",
        "file system": max(inside, key=lambda mount: len(mount[0]))[1],
        "load when it began": f"{os.getloadavg()[0]:.1f}",
    }


def report(results: Results, titles: Mapping[str, str], facts: Mapping[str, str], plot: str) -> str:
    """The page; `titles` are of contenders, `facts` of machine and versions, `plot` the name of an image."""
    counts = sorted({len(results.rounds(item.size, item.contender, item.label)) for item in results.measurements})
    rounds = "–".join(str(count) for count in dict.fromkeys((counts[0], counts[-1])))
    lines = [
        INTRODUCTION.format(rounds="1 round" if rounds == "1" else f"{rounds} rounds"),
        "## Goals",
        "",
        *goal_rows(results),
        "",
    ]
    for size in results.sizes():
        lines += [f"## {size:,} strategies", "", *_table(results, size, titles), ""]
    lines += ["## Growth", "", f"![Seconds against the number of strategies]({plot})", ""]
    lines += ["## Machine and versions, of the last run", "", "| | |", "|---|---|"]
    lines += [f"| {key} | {text} |" for key, text in facts.items()]
    return "\n".join([*lines, ""])


def _table(results: Results, size: int, titles: Mapping[str, str]) -> Iterator[str]:
    yield "| what | program | time, s | CPU time, s | peak memory, MiB | time to Hugo's |"
    yield "|---|---|--:|--:|--:|--:|"
    for label in results.labels(size):
        named = label
        for contender in titles:
            wall = results.spread(size, contender, label)
            cpu = results.spread(size, contender, label, "cpu")
            memory = results.spread(size, contender, label, "memory")
            if wall and cpu and memory:
                ratio = results.ratio(size, (contender, label), ("hugo", label), "wall")
                compared = f"{_shown(ratio)} ×" if ratio and contender != "hugo" else ""
                cells = [named, titles[contender], _shown(wall), _number(cpu.median), _number(memory.median), compared]
                yield f"| {' | '.join(cells)} |"
                named = ""


def _shown(spread: Spread) -> str:
    return f"{_number(spread.median)} ({_number(spread.least)}–{_number(spread.most)})"


def _number(value: float) -> str:
    """A number with three significant digits."""
    digits = 0 if value >= 100 else 1 if value >= 10 else 2 if value >= 1 else 3
    return f"{value:,.{digits}f}"


def _values(path: Path, key: str) -> Iterator[str]:
    for line in path.read_text("utf-8").splitlines():
        name, _, value = line.partition(":")
        if name.strip() == key:
            yield value.strip()
