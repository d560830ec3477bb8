"""The table of hostile inputs: `benchmarks/slow_inputs.md`, and the numbers beside it as JSON."""

from __future__ import annotations

import fcntl
import json
import os
import subprocess
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

from tests.slow_inputs.families import FAMILIES
from tests.slow_inputs.measure import CEILING, EXPONENT, MEMORY, Cost, Row

FOLDER = Path(__file__).parent.parent.parent / "benchmarks"
NUMBERS, TABLE = FOLDER / "slow_inputs.json", FOLDER / "slow_inputs.md"
# Just below the largest page.
SIZES = (10_000, 100_000, 980_000)
Key = tuple[str, str]
HEAD = f"""\
# Hostile inputs

Made by `python -m tests.slow_inputs`. Each input runs in a process of its own: `check`, and if that finds nothing
wrong `export`; `fix` or `import` where the family is about these. CPU seconds, with the exit code where it is not 0:
1 and 2 say that the input was refused with a finding. Promises: at most {CEILING:.0f} s at 100 KB, time grows with
size to the power of {EXPONENT} at most (– : too fast to tell), at most {MEMORY:,} MB of memory, and the last word of
the input is published or a finding says why not. The same commands on the library without the input take 0.1 to 0.7 s.
An empty cell was not measured; two cores were shared with other work.
"""


def commit() -> str:
    """The commit that is checked out."""
    return subprocess.run(
        ("git", "rev-parse", "--short=12", "HEAD"), capture_output=True, text=True, cwd=FOLDER
    ).stdout.strip()


def keep(row: Row) -> None:
    """Put a row into the table; other runs may do so at the same time."""
    folder = os.open(FOLDER, os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        rows = read_rows()
        rows[row.subject, row.name] = row.beside(rows.get((row.subject, row.name)))
        write_rows(rows, [(each[0], each[1]) for each in FAMILIES])
    finally:
        os.close(folder)


def read_rows() -> dict[Key, Row]:
    """The rows that were measured before."""
    if not NUMBERS.exists():
        return {}
    rows = {}
    for subject, name, base, at, costs in json.loads(NUMBERS.read_text(encoding="utf-8")):
        rows[subject, name] = Row(subject, name, {int(size): Cost(*each) for size, each in costs.items()}, base, at)
    return rows


def write_rows(rows: Mapping[Key, Row], order: Sequence[Key]) -> None:
    """Write the numbers and the table; families that are no more are left out."""
    kept = [rows[key] for key in order if key in rows]
    lines = [json.dumps([row.subject, row.name, round(row.base, 2), row.commit, _plain(row)]) for row in kept]
    fresh = NUMBERS.with_suffix(".fresh")
    fresh.write_text("[\n" + ",\n".join(lines) + "\n]\n", encoding="utf-8")
    fresh.replace(NUMBERS)
    broken = sum(bool(row.faults) for row in kept)
    times = Counter(row.commit for row in kept)
    commits = ", ".join(f"{commit or 'earlier ones'} ({number})" for commit, number in times.most_common())
    largest = sum(SIZES[-1] in row.costs for row in kept)
    summary = (
        f"\n{len(kept)} families, {broken} of them break a promise; {largest} were measured at the largest size, too. "
        f"Measured at commit {commits}.\n"
    )
    TABLE.write_text(HEAD + summary + "".join(_table(kept)), encoding="utf-8")


def _plain(row: Row) -> dict[int, tuple[object, ...]]:
    return {size: (round(each.seconds, 2), *each[1:]) for size, each in row.costs.items() if size in SIZES}


def _table(rows: Sequence[Row]) -> list[str]:
    lines: list[str] = []
    for subject in dict.fromkeys(row.subject for row in rows):
        head = " | ".join(f"{size // 1000} KB" for size in SIZES)
        lines += [f"\n## {subject.replace('_', ' ').capitalize()}\n\n"]
        lines += [f"| family | {head} | exponent | memory, MB | |\n", f"|---|{'--:|' * (len(SIZES) + 2)}---|\n"]
        lines += [_line(row) for row in rows if row.subject == subject]
    return lines


def _line(row: Row) -> str:
    cells = [_cell(row.costs.get(size)) for size in SIZES]
    exponent = f"{row.exponent:.2f}" if row.exponent else "–"
    memory = max(each.memory for each in row.costs.values())
    return f"| {row.name} | {' | '.join(cells)} | {exponent} | {memory} | {'; '.join(row.faults)} |\n"


def _cell(cost: Cost | None) -> str:
    if cost is None:
        return ""
    return f"{cost.seconds:.2f}" + (f" ({cost.code})" if cost.code else "")
