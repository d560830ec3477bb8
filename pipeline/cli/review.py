"""`strategies review`."""

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.cli.changing import Changing, change_options
from pipeline.cli.terminal import say
from pipeline.source.text import counted

if TYPE_CHECKING:
    from pipeline.model.entry import Entry


@click.command("review")
@click.argument("ids", metavar="ID...", nargs=-1)
@click.option("--all", "every", is_flag=True, help="Every published page.")
@click.option(
    "--next",
    "following",
    metavar="DAY",
    type=click.DateTime(["%Y-%m-%d"]),
    help="The day by which to look at it again, as YYYY-MM-DD, for `review_by`.",
)
@change_options
def command(
    ids: tuple[str, ...],
    every: bool,
    following: dt.datetime | None,
    root: Path | None,
    today: dt.datetime | None,
    dry_run: bool,
) -> None:
    """Note that pages of strategies were read, and are still true.

    The day stands in `reviewed`, with digests of what each strategy and factor that the page names means now. When one
    of these changes later, a check says that the relation wants to be read again.
    """
    from pipeline.authoring.changes.reviewing import review
    from pipeline.model.meanings import Meanings

    if bool(ids) == every:
        raise click.UsageError("name pages, or say --all")
    changing = Changing.of(root, today, dry_run)
    until = following.date() if following else None
    if until and until <= changing.today:
        raise click.BadParameter("name a day to come", param_hint="--next")
    entries, meanings = _published(changing) if every else _named(changing, ids), Meanings(changing.library)
    for entry in entries:
        review(changing.change, meanings, entry, changing.today, until)
    one = f"the strategy `{entries[0].id}`" if len(entries) == 1 else counted(len(entries), "strategy", "strategies")
    changing.finish(f"reviewed {one}")
    if not until:
        _remind(changing, entries)


def _named(changing: Changing, ids: tuple[str, ...]) -> list["Entry"]:
    from pipeline.authoring.changes.named import find
    from pipeline.model.own_fields import STRATEGY

    found = (find(changing.library, id_, STRATEGY).path for id_ in dict.fromkeys(ids))
    return [changing.library.by_path[path] for path in found]


def _published(changing: Changing) -> list["Entry"]:
    return [entry for entry in changing.library.entries if entry.status == "published"]


def _remind(changing: Changing, entries: list["Entry"]) -> None:
    """Say which pages stay on the list of reviews that are due."""
    from pipeline.model.due_reviews import due_reviews

    for due in due_reviews(entries, changing.today):
        say(f"  {due.entry.id} was to be looked at by {due.day}; say --next with the next day", err=True)
