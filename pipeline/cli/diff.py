"""`strategies diff`."""

import datetime as dt
import sys
from pathlib import Path

import click

from pipeline.cli.main import EXIT_ERRORS
from pipeline.cli.options import day, open_workspace, root_option, today_option
from pipeline.cli.terminal import say, write
from pipeline.diff.comparison import compare
from pipeline.diff.side import HasErrors, snapshot_of
from pipeline.escapes import json_text
from pipeline.model.difference_shape import DifferenceV1
from pipeline.reporters import difference as text
from pipeline.reporters import difference_markdown as markdown


def _json(difference: DifferenceV1) -> str:
    return json_text(difference.model_dump(mode="json"))


FORMATS = {"text": text.render, "json": _json, "markdown": markdown.render}


@click.command("diff")
@click.argument("old")
@click.argument("new", required=False)
@click.option("--format", "format_", type=click.Choice(list(FORMATS)), default="text", show_default=True)
@root_option
@today_option
def command(old: str, new: str | None, format_: str, root: Path | None, today: dt.datetime | None) -> None:
    """Say what changed from OLD to NEW, whom it touches, and which version says so honestly.

    Each is a bundle (a folder or a zip archive), the folder of a library, or a git commit of the library.
    NEW is the library as it stands unless given.
    """
    try:
        before = snapshot_of(old, root, day(today))
        after = snapshot_of(new or str(open_workspace(root).root), root, day(today))
    except HasErrors as error:
        say(f"strategies: {error}", err=True)
        sys.exit(EXIT_ERRORS)
    write(FORMATS[format_](compare(before, after)))
