"""`strategies retire`."""

import datetime as dt
from pathlib import Path

import click

from pipeline.cli.changing import Changing, change_options, kind_option

UNPUBLISHED = ("idea", "draft")


@click.command("retire")
@click.argument("id_", metavar="ID")
@click.option("--replaced-by", "successor", metavar="ID", help="What to use in its place.")
@kind_option
@change_options
def command(
    id_: str,
    successor: str | None,
    kind: str | None,
    root: Path | None,
    today: dt.datetime | None,
    dry_run: bool,
) -> None:
    """Take a strategy or a term out of use, and keep its id.

    A strategy gets the status `retired` and the day, a term is marked as deprecated. With --replaced-by, pages and
    terms that named it name that one. Without it, no strategy is related to a retired one any more.
    """
    from pipeline.authoring.changes.named import find
    from pipeline.authoring.changes.retiring import retire
    from pipeline.model.own_fields import STRATEGY

    changing = Changing.of(root, today, dry_run)
    named = find(changing.library, id_, kind)
    retire(changing.change, changing.library, named, successor, changing.today.isoformat())
    advice = "" if successor else "name what takes its place with --replaced-by, or change these places first"
    if named.kind == STRATEGY and changing.library.by_path[named.path].status in UNPUBLISHED:
        advice = f"if it was never published, nobody outside knows it: you can delete {named.path} instead"
    changing.finish(f"retired {named.words}" + (f" in favour of `{successor}`" if successor else ""), advice=advice)
