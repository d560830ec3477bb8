"""`strategies lsp`."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.cli.options import Run, day, extra_for
from pipeline.cli.terminal import taken_input, taken_output

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
    with extra_for("`strategies lsp`", "lsp", "pygls", "lsprotocol", "cattrs", "attrs"):
        from pipeline.authoring.lsp.answers import serve
        from pipeline.authoring.lsp.messages import Messages
    serve(_workspace, lambda: day(None)).start_io(Messages(taken_input()), taken_output())


def _workspace(root: Path) -> "Workspace":
    return Run(root).workspace()
