"""`strategies export`."""

import datetime as dt
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pipeline.cli.options import (
    Run,
    day,
    display_path,
    open_root,
    policy_from_option,
    root_option,
    run_options,
    tell_packaged_policy,
    today_option,
    warn,
)
from pipeline.cli.terminal import say
from pipeline.publish.release.last_export import ExportRequest, ExportResult, recall
from pipeline.publish.release.layout import RELEASES
from pipeline.publish.release.ownership import refuse_foreign, refuse_output_folder
from pipeline.source.environment import EnvironmentFault
from pipeline.source.text import counted

if TYPE_CHECKING:
    from pipeline.cli.guarding import GuardedLibrary


def refuse_csv_profile(context: click.Context, option: click.Parameter, profile: str | None) -> None:
    """Name the format that replaced the tables for spreadsheet programs; `data`, the other profile, is the only one."""
    if profile == "excel":
        raise EnvironmentFault(
            "`--csv-profile excel` is no more: a workbook replaces the tables for spreadsheet programs",
            "Export it with: strategies export --formats json,html,csv,xlsx",
        )


@click.command("export")
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), help="Default: exports in the library.")
@click.option("--formats", metavar="NAMES", help="Some of json,html,csv,sqlite,xlsx. Default: json,html,csv.")
@click.option(
    "--csv-profile",
    type=click.Choice(["data", "excel"]),
    callback=refuse_csv_profile,
    expose_value=False,
    hidden=True,
)
@click.option("--no-search", is_flag=True, help="Leave out the index for full-text search of the site.")
@click.option("--dry-run", is_flag=True, help="Publish nothing; say what would be published, and how that differs.")
@click.option("--archive", is_flag=True, help="Write a zip archive of each format, too.")
@click.option(
    "--since",
    metavar="OLD",
    help="Refuse a version, or a missing tombstone, that hides what changed since this bundle or git commit.",
)
@policy_from_option
@run_options
@root_option
@today_option
def command(
    out: Path | None,
    formats: str | None,
    no_search: bool,
    dry_run: bool,
    archive: bool,
    since: str | None,
    policy_from: str | None,
    root: Path | None,
    today: dt.datetime | None,
    **run_options: Any,
) -> None:
    """Check the library and write its bundle.

    That is JSON, HTML and CSV; on demand also a SQLite database and a workbook.

    Nothing is written while the library has an error. Ideas, drafts and pages scheduled for a later day are left out,
    and listed as left out.
    With --dry-run, the bundle is made and verified elsewhere, and thrown away.
    What was written is read again and verified before `latest` leads to it.
    """
    run = Run(open_root(root), **run_options)
    request = ExportRequest(out.absolute() if out else run.root / "exports", formats, not no_search)
    refuse_output_folder(request.out, run.root, chosen=out is not None)
    refuse_foreign(request.out)
    with _guarded(run, policy_from) as guard:
        folder = guard.root if guard else run.root
        if dry_run:
            from pipeline.cli.exporting import dry_run_of

            say(*dry_run_of(run.workspace(folder), request, day(today), since))
            run.print_timings()
            return
        with run.stages("ask the memo"):
            last = None if archive or since or guard else recall(run.root, run.memo, request, day(today), warn)
        archives: tuple[Path, ...] = ()
        if last is None:
            from pipeline.cli.exporting import export  # a run with nothing to do needs none of its imports

            last, archives = export(run.workspace(folder), request, day(today), archive=archive, since=since)
    tell_packaged_policy(run.root)
    release = display_path(request.out / RELEASES / last.release)
    say(f"{counted(last.published, 'strategy', 'strategies')} exported to {release}")
    run.print_timings()
    _tell(last, archives)


def _tell(last: ExportResult, archives: tuple[Path, ...]) -> None:
    """Print what else was written, and what was not."""
    for path in archives:
        say(f"  archive:  {display_path(path)}")
    for id_, reason in last.left_out:
        say(f"  left out: {id_} ({reason})")
    for id_ in last.retired:
        say(f"  retired:  {id_} (listed in json/tombstones.json)")
    for warning in last.warnings:
        say(f"  warning:  {warning}")


def _guarded(run: Run, name: str | None) -> "AbstractContextManager[GuardedLibrary | None]":
    """The library with the policy of another commit, if one is named."""
    if name is None:
        return nullcontext()
    from pipeline.cli.guarding import guarded_library  # few exports need git

    return guarded_library(run.root, name, tell=True)
