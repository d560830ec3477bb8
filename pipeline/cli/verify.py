"""`strategies verify`."""

import datetime as dt
import sys
from pathlib import Path

import click

from pipeline.cli.main import EXIT_ERRORS
from pipeline.cli.options import day, root_option, today_option
from pipeline.cli.terminal import say
from pipeline.publish.bundle import open_bundle
from pipeline.publish.verify import read_manifest, verify
from pipeline.source.text import counted


@click.command("verify")
@click.argument("bundle", type=click.Path(path_type=Path))
@click.option(
    "--since",
    metavar="OLD",
    help="Compare with this bundle or git commit again: changes.json must list every change since, and no other.",
)
@root_option
@today_option
def command(bundle: Path, since: str | None, root: Path | None, today: dt.datetime | None) -> None:
    """Check that a bundle is whole.

    It can be a release's folder, a folder that holds `latest`, or a zip archive.

    Every file must be as manifest.json and SHA256SUMS say; every JSON document must fit its schema, and
    every CSV table its description; all formats must say the same of every strategy; every disclaimer
    must stand where it has to, and every link inside the site lead somewhere. No page may run, load or
    embed anything that the exporter does not write.

    A bundle with JSON is also made again from its own documents: any other byte is a fault, even if the
    checksums were made anew. What only one file says, such as the content of an image, cannot be compared.

    Each fault is printed with its file and the record it is about. Nothing but the bundle is read,
    and with --since the earlier state.
    """
    with open_bundle(bundle) as opened:
        faults = set(verify(opened))
        manifest = read_manifest(opened)[0]
        if since is not None and manifest is not None:
            from pipeline.diff.since import untold_changes  # few runs compare

            faults |= set(untold_changes(opened, since, root, day(today)))
    say(*map(str, sorted(faults)))
    if faults or manifest is None:
        say(f"{bundle}: {counted(len(faults), 'fault')}", err=True)
        sys.exit(EXIT_ERRORS)
    counts = manifest.counts
    say(
        f"{bundle} is whole: version {manifest.library.version} with {', '.join(manifest.formats)}; "
        f"{counts.published} published, {counts.retired} retired; "
        f"{counted(len(manifest.files), 'file')}"
    )
