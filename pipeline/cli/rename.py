"""`strategies rename`."""

import datetime as dt
from pathlib import Path

import click

from pipeline.cli.changing import Changing, change_options, kind_option


@click.command("rename")
@click.argument("old")
@click.argument("new")
@kind_option
@change_options
def command(old: str, new: str, kind: str | None, root: Path | None, today: dt.datetime | None, dry_run: bool) -> None:
    """Give a strategy or a term another id, everywhere.

    OLD is the id of a strategy, factor, category, learner model or term of the library's own. Its page and
    translations, the vocabulary, and every page that names it change together. The old id is kept as an alias.
    """
    from pipeline.authoring.changes.named import find
    from pipeline.authoring.changes.renaming import rename

    changing = Changing.of(root, today, dry_run)
    named = find(changing.library, old, kind)
    rename(changing.change, changing.library, named, new)
    changing.finish(f"renamed {named.words} to `{new}`")
