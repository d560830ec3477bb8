"""`strategies export`."""

import datetime as dt
from pathlib import Path
from typing import Any

import click

from pipeline.cli.options import (
    Work,
    day,
    memo_of,
    open_root,
    root_option,
    shown,
    tell,
    tell_timings,
    today_option,
    work_options,
    workspace_in,
)
from pipeline.cli.terminal import say
from pipeline.incremental.timings import Timings
from pipeline.publish.release.last_export import ExportRequest, recall
from pipeline.publish.release.layout import RELEASES
from pipeline.publish.release.ownership import refuse_foreign, refuse_output_folder


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
    found = open_root(root)
    wanted = ExportRequest(out.absolute() if out else found / "exports", formats, csv_profile, not no_search)
    refuse_output_folder(wanted.out, found, chosen=out is not None)
    refuse_foreign(wanted.out)
    stages, memo = Timings(), memo_of(found, Work(**work))
    with stages("ask the memo"):
        last = None if archive or since else recall(found, memo, wanted, day(today), tell)
    archives: tuple[Path, ...] = ()
    if last is None:
        # With it comes all that an export needs; one with nothing to do answers without.
        from pipeline.cli.exporting import Question, export

        workspace = workspace_in(found, Work(**work), memo, stages)
        last, archives = export(workspace, Question(wanted, archive, since, day(today)))
    release = shown(wanted.out / RELEASES / last.release)
    say(f"{_count(last.published, 'strategy', 'strategies')} exported to {release}")
    tell_timings(stages, Work(**work))
    for path in archives:
        say(f"  archive:  {shown(path)}")
    for id_ in last.drafts:
        say(f"  left out: {id_} (draft)")
    for id_ in last.retired:
        say(f"  retired:  {id_} (listed in json/tombstones.json)")
    for warning in last.warnings:
        say(f"  warning:  {warning}")


def _count(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"
