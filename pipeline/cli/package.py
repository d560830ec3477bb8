"""`strategies package`."""

import sys
from pathlib import Path

import click

from pipeline.cli.main import EXIT_ERRORS
from pipeline.cli.terminal import say
from pipeline.publish.bundle import open_bundle
from pipeline.publish.release.new_folder import refuse_existing, write_new_folder


@click.command("package")
@click.argument("registry", type=click.Choice(("npm", "pypi")))
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option(
    "--bundle", type=click.Path(path_type=Path), default="exports", show_default=True, help="The bundle to pack."
)
@click.option("--name", help="Name of the package; made of the library's title unless given.")
def command(registry: str, folder: Path, bundle: Path, name: str | None) -> None:
    """Write a data package for npm or PyPI to the new folder DIR.

    It holds the JSON documents of a bundle with their schemas and types, a small reader that follows old ids,
    the licence and the disclaimers. Its version is the library's. Nothing in it runs on installation.

    Publish it from DIR with `npm publish`, or with `python -m build` and `twine upload dist/*`.
    """
    from pipeline.publish.packages.npm import NpmPackage
    from pipeline.publish.packages.package import default_name
    from pipeline.publish.packages.pypi import PypiPackage
    from pipeline.publish.verify import read_manifest, verify

    refuse_existing(folder)
    with open_bundle(bundle) as opened:
        violations = sorted(set(verify(opened)))
        manifest, _ = read_manifest(opened)
        if violations or manifest is None:
            say(*map(str, violations), f"{bundle} is not complete, so nothing was packed", err=True)
            sys.exit(EXIT_ERRORS)
        kind = NpmPackage if registry == "npm" else PypiPackage
        package = kind(opened, manifest, name or default_name(manifest.library.title))
        number = write_new_folder(package.files(), folder)
    say(f"Wrote {package.name} {manifest.library.version} for {package.registry} to {folder}: {number} files")
