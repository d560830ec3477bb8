"""`strategies link`."""

import datetime as dt
from pathlib import Path

import click

from pipeline.cli.changing import Changing, change_options
from pipeline.source.environment import EnvironmentFault


@click.command("link")
@click.argument("one", metavar="ID")
@click.argument("other", metavar="ID")
@change_options
def command(one: str, other: str, root: Path | None, today: dt.datetime | None, dry_run: bool) -> None:
    """Let two strategies name each other as related."""
    from pipeline.authoring.changes.named import find
    from pipeline.authoring.changes.relations import link
    from pipeline.model.own_fields import STRATEGY

    if one == other:
        raise EnvironmentFault(f"`{one}` cannot be related to itself; name two strategies")
    changing = Changing.of(root, today, dry_run)
    entries = [changing.library.by_path[find(changing.library, id_, STRATEGY).path] for id_ in (one, other)]
    link(changing.change, *entries)
    changing.finish(f"linked `{one}` and `{other}`")
