"""`strategies verify`."""

import sys
from pathlib import Path

import click

from pipeline.cli.main import EXIT_ERRORS
from pipeline.cli.terminal import say
from pipeline.publish.bundle import open_bundle
from pipeline.publish.verify import read_manifest, verify
from pipeline.source.text import counted


@click.command("verify")
@click.argument("bundle", type=click.Path(path_type=Path))
def command(bundle: Path) -> None:
    """Check that a bundle is whole: a release's folder, a folder that holds `latest`, or a zip archive.

    Every file must be as manifest.json and SHA256SUMS say; every JSON document must fit its schema, and
    every CSV table its description; JSON, CSV and HTML must say the same of every strategy; every
    disclaimer must stand where it has to, and every link inside the site lead somewhere. No page may run,
    load or embed anything that the exporter does not write.

    A bundle with JSON is also made again from its own documents: any other byte is a fault, even if the
    checksums were made anew. What only one file says, such as the content of an image, cannot be compared.

    Each fault is printed with its file and the record it is about. Nothing but the bundle is read.
    """
    with open_bundle(bundle) as opened:
        faults = sorted(set(verify(opened)))
        manifest = read_manifest(opened)[0]
    say(*map(str, faults))
    if faults or manifest is None:
        say(f"{bundle}: {counted(len(faults), 'fault')}", err=True)
        sys.exit(EXIT_ERRORS)
    counts = manifest.counts
    say(
        f"{bundle} is whole: version {manifest.library.version} with {', '.join(manifest.formats)}; "
        f"{counts.published} published, {counts.retired} retired; "
        f"{counted(len(manifest.files), 'file')}"
    )
