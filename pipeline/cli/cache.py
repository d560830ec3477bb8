"""`strategies cache`."""

from pathlib import Path

import click

from pipeline.cli.options import open_root, root_option
from pipeline.incremental.memo import Memo


@click.group("cache")
def command() -> None:
    """Look after what earlier runs remember.

    That is never needed: what is out of date or damaged is not used.
    """


@command.command("clear")
@click.option("--cache-dir", type=click.Path(file_okay=False, path_type=Path), help="As for `strategies check`.")
@root_option
def clear(root: Path | None, cache_dir: Path | None) -> None:
    """Forget all that is remembered of this library."""
    Memo.of(open_root(root), cache_dir).clear()
