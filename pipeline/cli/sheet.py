"""`strategies sheet`."""

import datetime as dt
import sys
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path

import click

from pipeline.authoring.archive import NotADocument
from pipeline.authoring.sheet.columns import DEFAULT_FIELDS, chosen_columns
from pipeline.authoring.sheet.table import NotASheet, RawTable
from pipeline.cli.main import EXIT_ERRORS
from pipeline.cli.options import day, display_path, open_workspace, root_option, today_option
from pipeline.cli.terminal import say, write_patch
from pipeline.source.environment import EnvironmentFault
from pipeline.source.text import Source, counted

ENDINGS = (".csv", ".tsv", ".txt")
WORKBOOK = ".xlsx"
# Most bytes of a work-list.
LARGEST = 50_000_000


@click.group("sheet")
def command() -> None:
    """Change fields of many pages in a spreadsheet (.xlsx or .csv)."""


@command.command("export")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--fields", metavar="FIELDS", help=f"Columns, with commas between. Default: {', '.join(DEFAULT_FIELDS)}.")
@click.option("--force", is_flag=True, help="Replace FILE if it is there.")
@root_option
@today_option
def export_sheet(file: Path, fields: str | None, force: bool, root: Path | None, today: dt.datetime | None) -> None:
    """Write a row for each page to FILE (.xlsx or .csv)."""
    from pipeline.authoring.sheet import csv_file, xlsx_file
    from pipeline.authoring.sheet.exporting import work_list
    from pipeline.source.writing import replace_file

    if file.suffix.lower() not in (".csv", WORKBOOK):
        raise EnvironmentFault(f"{file}: give the file a name that ends in .xlsx or .csv")
    if file.exists() and not force:
        raise EnvironmentFault(
            f"{file} is there already and may hold changes; choose another name, or replace it with --force"
        )
    if file.suffix.lower() == WORKBOOK:
        _need_openpyxl()
    library = open_workspace(root).report(day(today)).library
    sheet, left_out = work_list(library, chosen_columns(fields, library.policy.fields))
    replace_file(file, xlsx_file.write(sheet) if file.suffix.lower() == WORKBOOK else csv_file.write(sheet))
    say(*left_out, err=True)
    say(f"{counted(len(sheet.rows), 'page')} written to {display_path(file)}", err=True)


@command.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Show what would change; write nothing.")
@root_option
@today_option
def import_sheet(file: Path, dry_run: bool, root: Path | None, today: dt.datetime | None) -> None:
    """Make the changes in FILE, which `sheet export` wrote, in the pages.

    All rows are taken or none: nothing is written if a page was changed since, or would get a new error.
    """
    from pipeline.authoring.sheet.importing import changes_of
    from pipeline.authoring.sheet.reading import read_rows
    from pipeline.authoring.sheet.report import lines_of
    from pipeline.model.report import Report
    from pipeline.source.difference import difference
    from pipeline.source.writing import write_all

    table = _read(file)
    workspace = open_workspace(root, to_change=not dry_run)
    report = workspace.report(day(today))
    read = read_rows(str(file), table, report.library)

    def check(sources: Mapping[str, Source]) -> Report:
        return workspace.with_overlay(sources.values()).report(day(today))

    found = changes_of(read, report, check, workspace.limits)
    if found.faults:
        say(*lines_of(found.faults))
        say("nothing was changed; mend the sheet and import it again", err=True)
        sys.exit(EXIT_ERRORS)
    if dry_run:
        before = {path: found.before[path] for path in found.after}
        write_patch(difference(before, found.after))
    else:
        former = {path: found.before[path].encode() for path in found.after}
        write_all(workspace.root, {path: each.encode() for path, each in found.after.items()}, former)
    say(*lines_of(found.warnings), err=True)
    number = len(found.after)
    done = "would be changed" if dry_run else "changed"
    say(f"{counted(read.count, 'row')} read, {counted(number, 'page')} {done}", err=True)
    say(*(f"  {path}: {', '.join(found.fields[path])}" for path in sorted(found.after)), err=True)


def _read(file: Path) -> RawTable:
    """The table in a file; raises NotASheet if there is none."""
    from pipeline.authoring.sheet import csv_file, xlsx_file

    ending = file.suffix.lower()
    if ending not in (*ENDINGS, WORKBOOK):
        raise NotASheet(str(file), "its name ends neither in .xlsx nor in .csv; save it as one of these")
    if file.stat().st_size > LARGEST:
        raise NotASheet(str(file), f"it has more than {LARGEST // 1_000_000} megabytes")
    if ending == WORKBOOK:
        _need_openpyxl()
    try:
        return xlsx_file.read(file.read_bytes()) if ending == WORKBOOK else csv_file.read(file.read_bytes())
    except NotADocument as fault:
        raise NotASheet(str(file), str(fault)) from None


def _need_openpyxl() -> None:
    if not find_spec("openpyxl"):
        raise EnvironmentFault("workbooks need a package: pip install 'strategy-pipeline[sheet]'; .csv needs none")
