"""`strategies preview`."""

import datetime as dt
import webbrowser
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

import click

from pipeline.cli.options import Run, day, extra_for, open_root, root_option, today_option
from pipeline.cli.paths import known_paths
from pipeline.cli.terminal import say
from pipeline.source.environment import EnvironmentFault
from pipeline.source.undo_log import take_back

if TYPE_CHECKING:
    from pipeline.authoring.preview.session import PreviewSession


@click.command("preview")
@click.argument("page", required=False, type=click.Path(path_type=Path))
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="Port of this machine. Default: a free one.")
@click.option("--no-browser", is_flag=True, help="Print the address; open no browser.")
@root_option
@today_option
def command(page: Path | None, port: int, no_browser: bool, root: Path | None, today: dt.datetime | None) -> None:
    """Show the library, or one PAGE, in the browser while you write.

    Drafts and broken pages are shown too, with each finding at its place. Pages follow what you save. Only the
    buttons on them change files. Nothing but this machine can reach the preview. Needs the extra `preview`.
    """
    with extra_for("`strategies preview`", "preview", "starlette", "uvicorn", "watchfiles"):
        from pipeline.authoring.preview.running import run_preview
    from pipeline.authoring.preview.session import PreviewSession

    folder = open_root(root)
    say(*take_back(folder), err=True)
    workspace = Run(folder, jobs=1).workspace()
    session = PreviewSession(workspace, lambda: day(today))
    where = _address(session, folder, page) if page else "-/"

    def opened(address: str) -> None:
        base, mark, key = address.partition("#")
        shown = f"{base}{where}{mark}{key}"
        say(f"the preview is at {shown}", "it ends with Ctrl+C", err=True)
        if not no_browser:
            webbrowser.open(shown)

    run_preview(session, folder, port, opened)


def _address(session: "PreviewSession", root: Path, page: Path) -> str:
    """The address of a page by its path or id, or of the form of another file; raises EnvironmentFault if none is."""
    library = session.report.library
    path = library.by_id[str(page)].path if str(page) in library.by_id else known_paths(root, (page,))[0]
    if path in session.site.addresses:
        return session.site.addresses[path].removeprefix("/")
    if path not in library.sources:
        raise EnvironmentFault(f"{path} is no page of the library")
    return f"-/source?path={quote(path)}"
