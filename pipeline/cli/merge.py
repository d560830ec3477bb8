"""`strategies merge`."""

import datetime as dt
from pathlib import Path

import click

from pipeline.cli.changing import Changing, change_options, kind_option


@click.command("merge")
@click.argument("old", metavar="ID")
@click.argument("into", metavar="INTO")
@kind_option
@change_options
def command(old: str, into: str, kind: str | None, root: Path | None, today: dt.datetime | None, dry_run: bool) -> None:
    """Make one of two strategies or terms: what names ID names INTO.

    Each section of a strategy goes to the end of the same section of the other, which also gets its factors, related
    strategies and former ids. Then its page is removed, with its title, summary and dates. A term stays in its list,
    as no longer used.
    """
    from pipeline.authoring.changes.merging import merge
    from pipeline.authoring.changes.named import find

    changing = Changing.of(root, today, dry_run)
    named = find(changing.library, old, kind)
    other = find(changing.library, into, named.kind)
    merge(changing.change, changing.library, named, other, changing.today.isoformat())
    changing.finish(f"merged {named.words} into `{into}`")
