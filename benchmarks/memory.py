"""Measures the memory that a check and an export of a whole library take, and holds it against a bound.

`python -m benchmarks.memory` writes `benchmarks/memory.md`, and fails if a run takes more than the bound. Libraries are
those of `benchmarks.corpus`; each command runs without a cache, with one process and with two.
"""

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import click

from benchmarks.corpus import generate
from benchmarks.process import run

SIZES = (2_000, 10_000)
TABLE = Path(__file__).parent / "memory.md"
# The most MiB of a run: so many, and so many for each thousand pages.
BASE, PER_THOUSAND = 250, 100
TODAY = "--today=2026-11-24"
COMMANDS = {
    "check": ("check", "--no-cache", TODAY),
    "export": ("export", "--no-cache", TODAY, "--no-search"),
}
HEAD = f"""\
# Memory of whole libraries

Made by `python -m benchmarks.memory`, with libraries of `benchmarks.corpus`. Peak memory of all processes of a run
together, without a cache; what processes share counts once. The bound is {BASE} MiB and {PER_THOUSAND} MiB for each
thousand pages; the run fails where more was taken. The last column is what each page added between the two sizes.

| command | processes | pages | input, MB | peak, MiB | times the input | bound, MiB | KiB for each page more |
|---|--:|--:|--:|--:|--:|--:|--:|
"""


class Peak(NamedTuple):
    """What a run of a command took: pages and bytes of the library, and MiB."""

    command: str
    jobs: int
    pages: int
    size: int
    memory: float

    @property
    def bound(self) -> float:
        """The most MiB that it may take."""
        return BASE + PER_THOUSAND * self.pages / 1_000


def peaks(folder: Path, pages: int) -> Iterator[Peak]:
    """What the commands take for a library of so many pages."""
    library = folder / str(pages)
    generate(library, pages)
    size = sum(path.stat().st_size for path in (library / "content/strategies").iterdir())
    for name, command in COMMANDS.items():
        for jobs in (1, 2):
            out = (f"--out={folder / 'out'}-{pages}-{jobs}",) if name == "export" else ()
            call = (sys.executable, "-m", "pipeline", *command, f"--jobs={jobs}", f"--root={library}", *out)
            yield Peak(name, jobs, pages, size, run(call, folder=Path.cwd()).memory)


def lines(found: list[Peak]) -> Iterator[str]:
    """The rows of the table."""
    smaller = {(each.command, each.jobs): each for each in reversed(found)}
    for each in sorted(found):
        first = smaller[each.command, each.jobs]
        more = f"{(each.memory - first.memory) * 1024 / (each.pages - first.pages):.0f}" if each != first else ""
        times = each.memory * 1024 * 1024 / each.size
        yield (
            f"| {each.command} | {each.jobs} | {each.pages:,} | {each.size / 1e6:.1f} | {each.memory:.0f} "
            f"| {times:.1f} | {each.bound:.0f} | {more} |\n"
        )


@click.command()
@click.option("--sizes", default=",".join(map(str, SIZES)), show_default=True, help="Numbers of pages.")
@click.option("--folder", type=click.Path(path_type=Path), help="Put libraries and output there for the time.")
def main(sizes: str, folder: Path | None) -> None:
    """Measure whole libraries, and write the table if all sizes were measured."""
    numbers = tuple(map(int, sizes.split(",")))
    with tempfile.TemporaryDirectory(dir=folder) as name:
        found = [each for pages in numbers for each in peaks(Path(name), pages)]
    text = HEAD + "".join(lines(found))
    click.echo(text)
    if numbers == SIZES:
        TABLE.write_text(text, encoding="utf-8")
    if any(each.memory > each.bound for each in found):
        raise SystemExit("a run took more than the bound")


if __name__ == "__main__":
    main()
