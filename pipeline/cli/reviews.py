"""`strategies reviews`."""

import datetime as dt
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.cli.options import day, open_workspace, root_option, today_option
from pipeline.cli.terminal import bold, on_terminal, say, write
from pipeline.model.due_reviews import SOON
from pipeline.source.escapes import json_text, printable
from pipeline.source.text import counted

if TYPE_CHECKING:
    from pipeline.lint.reviews import ReviewList

# More pages that were never reviewed are only counted, unless all are asked for.
FEW = 10


@click.command("reviews")
@click.option("--format", "format_", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option(
    "--within",
    type=click.IntRange(0, 3650),
    default=SOON,
    show_default=True,
    help="Also reviews that are due within so many days.",
)
@click.option("--all", "every", is_flag=True, help="Name all pages that were never reviewed, however many.")
@root_option
@today_option
def command(format_: str, within: int, every: bool, root: Path | None, today: dt.datetime | None) -> None:
    """List the pages to look at again.

    Those whose `review_by` has passed or is near, those that name what has changed since they were reviewed, and
    published ones that never were. `strategies review` notes that a page was read.
    """
    from pipeline.lint.reviews import ReviewList

    found = ReviewList.of(open_workspace(root).report(day(today)), within)
    if format_ == "json":
        write(json_text(found.document()))
    else:
        say(*_lines(found, every=every), colored=on_terminal())


def _lines(found: "ReviewList", *, every: bool) -> Iterator[str]:
    overdue = ((each, "overdue" if each.is_overdue(found.today) else "") for each in found.due)
    due = [f"{each.day}  {each.entry.id}  {remark}".rstrip() for each, remark in overdue]
    yield from _part(f"reviews due by {found.until}", len(due), due)
    yield ""
    relations = [
        line
        for page in found.suspect
        for line in (f"{page.entry.id}  (reviewed {page.day})", *(f"  {each.words}" for each in page.relations))
    ]
    number = sum(len(page.relations) for page in found.suspect)
    yield from _part("relations to read again", number, relations)
    yield ""
    never = [entry.id for entry in found.never]
    named = never if every or len(never) <= FEW else [f"{counted(len(never), 'page')}; --all names them"]
    yield from _part("published pages that were never reviewed", len(never), named)


def _part(title: str, number: int, lines: Iterable[str]) -> Iterator[str]:
    yield bold(f"{title}: {number or 'none'}")
    yield from (f"  {printable(line)}" for line in lines)
