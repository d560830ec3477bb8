"""`strategies export`."""

import datetime as dt
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from pipeline.cli.main import EXIT_BUG, EXIT_ERRORS
from pipeline.cli.options import Work, day, open_workspace, root_option, tell_timings, today_option, work_options
from pipeline.diagnostics import Severity
from pipeline.diff.comparison import compare
from pipeline.diff.side import snapshot_of
from pipeline.diff.since import refusals
from pipeline.diff.snapshot import Snapshot
from pipeline.environment import EnvironmentFault
from pipeline.exporter import EXCEL_FORMAT, Exporter, ExportFault, all_exporters, all_formats
from pipeline.fingerprint import fingerprint
from pipeline.model.catalog import Catalog
from pipeline.model.names import Names
from pipeline.model.records import Records
from pipeline.model.site_options import SiteOptions
from pipeline.publish.making import NotWhole
from pipeline.publish.release import Publication, Published, publish
from pipeline.reporters import text
from pipeline.reporters.view import View
from pipeline.workspace import Workspace


@click.command("export")
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), help="Default: exports in the library.")
@click.option("--formats", metavar="NAMES", help="Some of json,html,csv. Default: all.")
@click.option(
    "--csv-profile",
    type=click.Choice(["data", "excel"]),
    default="data",
    show_default=True,
    help="excel: tables for spreadsheet programs too, in csv-excel.",
)
@click.option("--no-search", is_flag=True, help="Leave out the index for full-text search of the site.")
@click.option("--archive", is_flag=True, help="Write a zip archive of each format, too.")
@click.option(
    "--since",
    metavar="OLD",
    help="Refuse a version, or a missing tombstone, that hides what changed since this bundle or git commit.",
)
@work_options
@root_option
@today_option
def command(
    out: Path | None,
    formats: str | None,
    csv_profile: str,
    no_search: bool,
    archive: bool,
    since: str | None,
    root: Path | None,
    today: dt.datetime | None,
    **work: Any,
) -> None:
    """Check the library and write its bundle: JSON, HTML and CSV.

    Nothing is written while the library has an error. Drafts are left out, and listed as left out.
    What was written is read again and verified before `latest` leads to it.
    """
    workspace = open_workspace(root, Work(**work))
    chosen = _chosen(formats, csv_profile)
    report = workspace.report(day(today), render=True)
    library = report.library
    if report.has_errors or library.info is None:
        errors = tuple(item for item in report.diagnostics if item.severity is Severity.ERROR)
        view = View(errors, library.sources, len(library.sources), width=shutil.get_terminal_size((120, 40)).columns)
        click.echo(text.render(view), nl=False)
        click.echo("nothing was exported: mend the errors above first", err=True)
        sys.exit(EXIT_ERRORS)
    catalog = Catalog.of(report)
    records = records_of(workspace, catalog, search=not no_search)
    if since is not None:
        _refuse_dishonesty(records, snapshot_of(since, workspace.root, day(today)))
    folder = out.absolute() if out else workspace.root / "exports"
    published = _publish(publication_of(workspace, records, chosen, archive=archive), folder)
    click.echo(f"{_count(len(catalog.published), 'strategy', 'strategies')} exported to {_shown(published.release)}")
    tell_timings(workspace.means.stages, Work(**work))
    for path in published.archives:
        click.echo(f"  archive:  {_shown(path)}")
    for page in catalog.drafts:
        click.echo(f"  left out: {page.id} (draft)")
    for page in catalog.retired:
        click.echo(f"  retired:  {page.id} (listed in json/tombstones.json)")


def records_of(workspace: Workspace, catalog: Catalog, *, search: bool) -> Records:
    """The records of a catalog, with what the workspace knows of its pages."""
    return Records(catalog, SiteOptions(search, workspace.site_files()), workspace.pages(catalog.policy))


def publication_of(
    workspace: Workspace, records: Records, exporters: Sequence[type[Exporter]], *, archive: bool = False
) -> Publication:
    """What is to be published of a workspace."""
    info, search = records.catalog.info.model_dump_json(), str(records.site.search)
    print_ = fingerprint(workspace.data_print, info, workspace.site_print(), search)
    return Publication(records, exporters, workspace.commit(), archive, workspace.means, print_)


def _chosen(formats: str | None, csv_profile: str) -> list[type[Exporter]]:
    known = all_formats()
    names = {name.strip() for name in formats.split(",") if name.strip()} if formats else set(known)
    for name in sorted(names.difference(known)):
        meant = Names.of(known).suggest(name)
        raise EnvironmentFault(
            f"there is no format `{name}`; "
            + (f"did you mean `{meant.id}`?" if meant else f"known: {', '.join(known)}")
        )
    if csv_profile == "excel":
        if "csv" not in names:
            raise EnvironmentFault("`--csv-profile excel` needs csv among the formats")
        names.add(EXCEL_FORMAT)
    return [exporter for exporter in all_exporters() if exporter.format in names]


def _refuse_dishonesty(records: Records, old: Snapshot) -> None:
    reasons = list(refusals(compare(old, Snapshot.of_records("this library", records))))
    for reason in reasons:
        click.echo(reason)
    if reasons:
        click.echo(f"nothing was exported; `strategies diff {old.name}` says what changed", err=True)
        sys.exit(EXIT_ERRORS)


def _publish(publication: Publication, folder: Path) -> Published:
    try:
        return publish(publication, folder, lambda message: click.echo(message, err=True))
    except ExportFault as error:
        raise EnvironmentFault(str(error)) from error
    except NotWhole as error:
        for fault in error.faults:
            click.echo(str(fault))
        click.echo(
            "strategies: nothing was published, for the bundle would have the faults above; "
            "this is a bug in the pipeline, not in your content. Please report it with these lines.",
            err=True,
        )
        sys.exit(EXIT_BUG)
    except OSError as error:
        where = f": {error.filename}" if error.filename else ""
        raise EnvironmentFault(
            f"the bundle could not be published: {error.strerror or error}{where}\n"
            f"Nothing in {_shown(folder)} is half-written; export again once the cause is mended."
        ) from error


def _count(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"


def _shown(path: Path) -> str:
    return str(path.relative_to(Path.cwd())) if path.is_relative_to(Path.cwd()) else str(path)
