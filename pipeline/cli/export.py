"""`strategies export`."""

import datetime as dt
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import click

from pipeline.check import check
from pipeline.cli.main import EXIT_ERRORS
from pipeline.cli.options import day, open_workspace, root_option, today_option
from pipeline.configuration import EnvironmentFault
from pipeline.diagnostics import Severity
from pipeline.exporter import EXCEL_FORMAT, Exporter, File, all_exporters, all_formats
from pipeline.model.catalog import Catalog
from pipeline.model.names import Names
from pipeline.model.records import Records
from pipeline.publish.release import publish
from pipeline.reporters import text
from pipeline.reporters.view import View
from pipeline.schema import schema_folder


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
@root_option
@today_option
def command(
    out: Path | None, formats: str | None, csv_profile: str, root: Path | None, today: dt.datetime | None
) -> None:
    """Check the library and write its bundle: JSON, HTML and CSV.

    Nothing is written while the library has an error. Drafts are left out, and listed as left out.
    """
    workspace = open_workspace(root)
    chosen = _chosen(formats, csv_profile)
    library = workspace.load()
    report = check(library, workspace.settings, day(today))
    if report.has_errors or library.info is None:
        errors = tuple(item for item in report.diagnostics if item.severity is Severity.ERROR)
        view = View(errors, library.sources, len(library.sources), width=shutil.get_terminal_size((120, 40)).columns)
        click.echo(text.render(view), nl=False)
        click.echo("nothing was exported: mend the errors above first", err=True)
        sys.exit(EXIT_ERRORS)
    catalog = Catalog.of(report)
    records = Records(catalog)
    folder = out.absolute() if out else workspace.root / "exports"
    release = publish(records, _files(records, chosen), folder)
    click.echo(f"{_count(len(catalog.published), 'strategy', 'strategies')} exported to {_shown(release)}")
    for page in catalog.drafts:
        click.echo(f"  left out: {page.id} (draft)")
    for page in catalog.retired:
        click.echo(f"  retired:  {page.id} (listed in json/tombstones.json)")


def _chosen(formats: str | None, csv_profile: str) -> list[Exporter]:
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


def _files(records: Records, exporters: list[Exporter]) -> Iterator[File]:
    for exporter in exporters:
        yield from exporter.run(records)
    for path in sorted(schema_folder().glob("published-*.schema.json")):
        yield File(f"schemas/{path.name}", path.read_bytes())


def _count(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"


def _shown(path: Path) -> str:
    return str(path.relative_to(Path.cwd())) if path.is_relative_to(Path.cwd()) else str(path)
