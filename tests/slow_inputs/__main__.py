"""Measures hostile inputs and writes the table of them; fails if one breaks a promise.

Names choose subjects or families; then the other rows of the table stay as they are.
"""

from __future__ import annotations

import click

from tests.slow_inputs.families import FAMILIES
from tests.slow_inputs.measure import measured, warm_up
from tests.slow_inputs.table import SIZES, read_rows, write_rows


@click.command()
@click.argument("names", nargs=-1)
@click.option("--sizes", help="Sizes in bytes with commas between; those of the table go into it.")
def main(names: tuple[str, ...], sizes: str | None) -> None:
    """Measure some subjects or families, or all."""
    chosen = [each for each in FAMILIES if not names or each[0] in names or each[1] in names]
    numbers = tuple(map(int, sizes.split(","))) if sizes else SIZES
    warm_up()
    broken = 0
    for subject, name, family in chosen:
        row = measured(subject, name, family, numbers)
        costs = "  ".join(f"{each.seconds:6.2f} s {each.memory:4d} MB ={each.code}" for each in row.costs.values())
        click.echo(f"{subject:14} {name:40} {costs}  ^{row.exponent:.2f}  {'; '.join(row.faults)}")
        broken += bool(row.faults)
        rows = read_rows()  # another run may measure other subjects
        rows[subject, name] = row.beside(rows.get((subject, name)))
        write_rows(rows, [(each[0], each[1]) for each in FAMILIES])
    click.echo(f"{len(chosen)} families, {broken} of them break a promise")
    if broken:
        raise SystemExit(1)


if __name__ == "__main__":
    main()
