"""`strategies diff`."""

import datetime as dt
import sys
from pathlib import Path

import click

from pipeline.cli.guarding import guarded_library
from pipeline.cli.main import EXIT_ERRORS
from pipeline.cli.options import day, open_root, policy_from_option, root_option, today_option
from pipeline.cli.terminal import say, write
from pipeline.diff.comparison import compare
from pipeline.diff.reports import markdown, text
from pipeline.diff.side import snapshot_of, snapshot_of_library
from pipeline.diff.snapshot import Snapshot
from pipeline.incremental.workspace import Workspace
from pipeline.lint.reporters.code_host import code_host
from pipeline.publish.changes.markdown import Address
from pipeline.publish.schema.difference import ChangeV1
from pipeline.source.environment import EnvironmentFault
from pipeline.source.escapes import json_text
from pipeline.source.git.commits import library_prefix

FORMATS = ("text", "json", "markdown")


@click.command("diff")
@click.argument("old")
@click.argument("new", required=False)
@click.option("--format", "format_", type=click.Choice(FORMATS), default="text", show_default=True)
@click.option(
    "--limit",
    type=click.IntRange(min=1000),
    metavar="CHARACTERS",
    help="For markdown: leave out the last changes of a longer text. A comment on GitHub holds 65536.",
)
@policy_from_option
@root_option
@today_option
def command(
    old: str,
    new: str | None,
    format_: str,
    limit: int | None,
    policy_from: str | None,
    root: Path | None,
    today: dt.datetime | None,
) -> None:
    """Say what changed from OLD to NEW.

    Also whom it touches, and which version number says so honestly.

    Each is a bundle (a folder or a zip archive), the folder of a library, or a git commit of the library.
    NEW is the library as it stands unless given.

    Where there are errors on either side, what has them is left out on both and named, the rest is
    compared, and the exit code is 1.
    """
    before = snapshot_of(old, root, day(today), partial=True)
    if policy_from and new:
        raise EnvironmentFault("--policy-from is for the library as it stands: leave NEW out")
    if policy_from:
        with guarded_library(open_root(root), policy_from, tell=True) as guard:
            after = snapshot_of_library(str(open_root(root)), Workspace(guard.root), day(today), partial=True)
    else:
        after = snapshot_of(new or str(open_root(root)), root, day(today), partial=True)
    difference = compare(before, after)
    if format_ == "markdown":
        write(markdown.render(difference, _addresses(after, open_root(root)) if new is None else _no_address, limit))
    else:
        write(text.render(difference) if format_ == "text" else json_text(difference.model_dump(mode="json")))
    faulty = [side.name for side in (before, after) if side.faulty]
    for name in faulty:
        say(f"strategies: {name} has errors; `strategies check` there says what is wrong", err=True)
    if faulty:
        sys.exit(EXIT_ERRORS)


def _no_address(change: ChangeV1) -> str:
    return ""


def _addresses(snapshot: Snapshot, root: Path) -> Address:
    """The addresses of files on the host of the commit that a workflow runs for."""
    host = code_host()
    if host is None:
        return _no_address
    prefix = library_prefix(root)

    def address(change: ChangeV1) -> str:
        position = snapshot.locations.get(f"{change.thing}:{change.new_id}" if change.new_id else change.key)
        return host.address(prefix + position.path, position.line) if position else ""

    return address
