"""Measures hostile inputs and writes the table of them; fails if one breaks a promise.

Names choose subjects or families; then the other rows of the table stay as they are. With `--sample` a few families
are measured at small sizes, and the table stays as it is.
"""

from __future__ import annotations

import click

from tests.slow_inputs.families import FAMILIES
from tests.slow_inputs.measure import Row, measured, warm_up
from tests.slow_inputs.sample import SAMPLE
from tests.slow_inputs.sample import SIZES as SMALL
from tests.slow_inputs.table import SIZES, commit, keep


@click.command()
@click.argument("names", nargs=-1)
@click.option("--sizes", help="Sizes in bytes with commas between; those of the table go into it.")
@click.option("--sample", is_flag=True, help="Measure a few families at small sizes; write no table.")
def main(names: tuple[str, ...], sizes: str | None, sample: bool) -> None:
    """Measure some subjects or families, or all."""
    chosen = [each for each in (SAMPLE if sample else FAMILIES) if not names or each[0] in names or each[1] in names]
    numbers = tuple(map(int, sizes.split(","))) if sizes else SMALL if sample else SIZES
    measured_at = commit()
    warm_up()
    broken = 0
    for subject, name, family in chosen:
        row = measured(subject, name, family, numbers)._replace(commit=measured_at)
        click.echo(line_of(row))
        broken += bool(row.faults)
        if not sample:
            keep(row)
    click.echo(f"{len(chosen)} families, {broken} of them break a promise")
    if broken:
        raise SystemExit(1)


def line_of(row: Row) -> str:
    """A row on a terminal."""
    costs = "  ".join(f"{each.seconds:6.2f} s {each.memory:4d} MB ={each.code}" for each in row.costs.values())
    return f"{row.subject:14} {row.name:40} {costs}  ^{row.exponent:.2f}  {'; '.join(row.faults)}"


if __name__ == "__main__":
    main()
