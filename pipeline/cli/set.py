"""`strategies set`."""

import datetime as dt
from pathlib import Path

import click

from pipeline.cli.changing import Changing, change_options, kind_option


@click.command("set")
@click.argument("id_", metavar="ID")
@click.argument("values", metavar="FIELD=VALUE...", nargs=-1, required=True)
@kind_option
@change_options
def command(
    id_: str,
    values: tuple[str, ...],
    kind: str | None,
    root: Path | None,
    today: dt.datetime | None,
    dry_run: bool,
) -> None:
    """Set fields of a strategy or a term.

    As in: set student-voice status=published "factors=emotion; attention". Values of a list stand between semicolons;
    FIELD+=VALUE adds some, FIELD-=VALUE removes some. An empty value removes the field, or empties the list. Write
    `--` before a value that begins with a hyphen.
    """
    from pipeline.authoring.changes.named import find
    from pipeline.authoring.changes.setting import set_values

    changing = Changing.of(root, today, dry_run)
    named = find(changing.library, id_, kind)
    set_values(changing.change, changing.library, named, values)
    changing.finish(f"changed {named.words}")
