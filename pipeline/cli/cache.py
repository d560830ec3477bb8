"""`strategies cache`."""

from pathlib import Path

import click

from pipeline.cache import Cache
from pipeline.cli.options import open_root, root_option


@click.group("cache")
def command() -> None:
    """Look after what earlier runs remember: never needed, for a cache that is stale or damaged is not used."""


@command.command("clear")
@root_option
def clear(root: Path | None) -> None:
    """Forget all that is remembered of this library."""
    cache = Cache.of(open_root(root))
    if cache:
        cache.clear()
