"""`strategies web`."""

import datetime as dt
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import click

from pipeline.cli.options import Run, day, display_path, open_root, root_option, run_options, today_option
from pipeline.cli.terminal import say
from pipeline.publish.bundle import Bundle, open_bundle
from pipeline.publish.exporters.html_site.site import Site
from pipeline.publish.release.new_folder import refuse_existing, write_new_folder
from pipeline.source.environment import EnvironmentFault
from pipeline.source.text import counted


@click.command("web")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option(
    "--bundle", type=click.Path(path_type=Path), help="The bundle to deploy. Default: exports in the library."
)
@click.option(
    "--earlier",
    metavar="BUNDLE",
    multiple=True,
    type=click.Path(path_type=Path),
    help="The bundle, or an archive, of an earlier version to keep below v/. Repeatable.",
)
@run_options
@root_option
@today_option
def command(
    folder: Path,
    bundle: Path | None,
    earlier: tuple[Path, ...],
    root: Path | None,
    today: dt.datetime | None,
    **run_options: Any,
) -> None:
    """Write a new folder DIR to deploy.

    It has the site, and the data of its bundle beside it. The data is at the top, as json/, csv/ and so on, and of each
    version below v/<version>/, which is a bundle of its own. v/index.json lists the versions, and the page Data says
    what there is, with sizes and checksums.

    Export first. Nothing is changed in the bundle.
    """
    run = Run(open_root(root), **run_options)
    refuse_existing(folder)
    with ExitStack() as stack:
        opened = stack.enter_context(open_bundle(bundle or run.root / "exports"))
        site = _site_of(run, opened, day(today))
        from pipeline.publish.web_root import open_versions, web_root

        versions = list(open_versions(earlier, stack))
        number = write_new_folder(web_root(site, opened, versions), folder)
    say(f"Wrote version {site.records.library.version} to {display_path(folder)}: {counted(number, 'file')}")


def _site_of(run: Run, bundle: Bundle, today: dt.date) -> Site:
    """The site of the library; raises EnvironmentFault unless the bundle was exported from what it is now."""
    from pipeline.model.catalog import Catalog
    from pipeline.model.localized_catalog import with_languages
    from pipeline.publish.publication_inputs import site_options
    from pipeline.publish.records import Records
    from pipeline.publish.verify import read_manifest

    workspace = run.workspace()
    report = workspace.report(today)
    manifest, _ = read_manifest(bundle)
    if manifest and not report.has_errors and "html" in manifest.formats:
        catalog = with_languages(Catalog.of(report), report.library)
        records = Records.of(catalog, site_options(workspace, search=False))
        if manifest.library == records.library and manifest.published == [each.id for each in records.summaries]:
            return Site(records)
    raise EnvironmentFault(f"{bundle.name} is not what this library would export; run `strategies export` first")
