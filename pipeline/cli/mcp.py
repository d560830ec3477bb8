"""`strategies mcp`."""

from pathlib import Path

import click

from pipeline.cli.options import extra_for
from pipeline.publish.bundle import open_bundle


@click.command("mcp")
@click.argument("bundle", type=click.Path(path_type=Path))
def command(bundle: Path) -> None:
    """Serve a bundle to language models.

    This is a Model Context Protocol server on standard input and output. It searches strategies and gives strategies
    and factors, each with its disclaimers, its licence and its address. It reads one bundle (a release's folder, a
    folder that holds `latest`, or a zip archive of the JSON), writes nothing and uses no network. Needs the extra
    `mcp`.
    """
    with extra_for("`strategies mcp`", "mcp", "mcp", "mcp_types"):
        from pipeline.publish.mcp_server import serve
    with open_bundle(bundle) as opened:
        server = serve(opened)
    server.run()
