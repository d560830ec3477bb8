"""`strategies lsp`."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.cli.options import Run, day
from pipeline.cli.terminal import taken_input, taken_output
from pipeline.source.environment import EnvironmentFault

if TYPE_CHECKING:
    from pipeline.incremental.workspace import Workspace


@click.command("lsp")
@click.option("--stdio", is_flag=True, help="For editors that say so; there is no other way.")
def command(stdio: bool) -> None:
    """Help an editor with a library.

    This is a server of the Language Server Protocol on standard input and output. Findings appear as you type; ids,
    fields, headings and disclaimers are completed; an id is explained, found and renamed over the library. It serves
    each library that the editor has a file of. Needs the extra `lsp`.
    """
    try:
        from pipeline.authoring.lsp.answers import serve
        from pipeline.authoring.lsp.messages import Messages
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in ("pygls", "lsprotocol", "cattrs", "attrs"):
            raise
        raise EnvironmentFault(
            "`strategies lsp` needs the extra `lsp`", "Install it with: pip install 'strategy-pipeline[lsp]'"
        ) from error
    serve(_workspace, lambda: day(None)).start_io(Messages(taken_input()), taken_output())


def _workspace(root: Path) -> "Workspace":
    return Run(root).workspace()
