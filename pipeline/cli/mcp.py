"""`strategies mcp`."""

from pathlib import Path

import click

from pipeline.publish.bundle import open_bundle
from pipeline.source.environment import EnvironmentFault


@click.command("mcp")
@click.argument("bundle", type=click.Path(path_type=Path))
def command(bundle: Path) -> None:
    """Serve a bundle to language models.

    This is a Model Context Protocol server on standard input and output. It searches strategies and gives strategies
    and factors, each with its disclaimers, its licence and its address. It reads one bundle (a release's folder, a
    folder that holds `latest`, or a zip archive of the JSON), writes nothing and uses no network. Needs the extra
    `mcp`.
    """
    try:
        from pipeline.publish.mcp_server import serve
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in ("mcp", "mcp_types"):
            raise
        raise EnvironmentFault(
            "`strategies mcp` needs the extra `mcp`", "Install it with: pip install 'strategy-pipeline[mcp]'"
        ) from error
    with open_bundle(bundle) as opened:
        server = serve(opened)
    server.run()
