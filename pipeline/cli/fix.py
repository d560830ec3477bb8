"""`strategies fix`."""

import datetime as dt
import sys
from collections.abc import Mapping
from pathlib import Path

import click

from pipeline.cli.main import EXIT_ERRORS
from pipeline.cli.options import changed_since_option, day, open_workspace, root_option, today_option
from pipeline.cli.paths import known_paths, report_unread
from pipeline.cli.terminal import say, write_patch
from pipeline.incremental.workspace import Workspace
from pipeline.lint.fix import Fixed, fix
from pipeline.lint.runner import check_revisions
from pipeline.lint.scope import Scope
from pipeline.model.diagnostics import Safety
from pipeline.model.report import Report
from pipeline.source.difference import difference
from pipeline.source.text import Source, counted
from pipeline.source.writing import write_all


@click.command("fix")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option("--unsafe", is_flag=True, help="Also apply fixes that are probably right but may change the meaning.")
@click.option("--diff", is_flag=True, help="Show what would change; write nothing.")
@click.option("--check", "only_check", is_flag=True, help="Write nothing; exit 1 when something would change.")
@changed_since_option
@root_option
@today_option
def command(
    paths: tuple[Path, ...],
    unsafe: bool,
    diff: bool,
    only_check: bool,
    changed_since: str | None,
    root: Path | None,
    today: dt.datetime | None,
) -> None:
    """Mend what can be mended without a person's judgement.

    Only the bytes at fault change, in all files or in none. A fix that would bring a new error is refused.
    """
    workspace = open_workspace(root, to_change=not (diff or only_check))
    chosen = known_paths(workspace.root, paths)
    report_unread(workspace.root, chosen)
    former = None
    if changed_since is not None:
        from pipeline.source.git.changes import changed_since as former_texts  # few runs need git

        former = former_texts(workspace.root, changed_since)
    fixed = _fixed(workspace, chosen, former, day(today), unsafe=unsafe)
    if diff:
        write_patch(difference(fixed.before, fixed.sources))
    if not (diff or only_check):
        write_all(workspace.root, _bytes_of(fixed.sources), _bytes_of(fixed.before))
    _print_outcome(fixed, wrote=not (diff or only_check))
    if only_check and fixed.sources:
        sys.exit(EXIT_ERRORS)


def _fixed(
    workspace: Workspace, paths: list[str], former: Mapping[str, Source | None] | None, today: dt.date, *, unsafe: bool
) -> Fixed:
    """Fix the files with these paths and the changed ones, or all files if there are neither paths nor former texts."""

    def check_with(sources: Mapping[str, Source]) -> Report:
        fixed = workspace.with_overlay(sources.values())
        report = fixed.report(today)
        return check_revisions(report, former or {}, fixed.context(report.library, today))

    scope = None
    if paths or former is not None:
        scope = Scope.of(workspace.report(today).library.aliases, [*(former or {}), *paths])
    safeties = frozenset({Safety.SAFE, Safety.UNSAFE} if unsafe else {Safety.SAFE})
    return fix(check_with, safeties, lambda found: scope is None or scope.covers(found.span.path))


def _bytes_of(sources: Mapping[str, Source]) -> dict[str, bytes]:
    return {path: source.encode() for path, source in sorted(sources.items())}


def _print_outcome(fixed: Fixed, *, wrote: bool) -> None:
    for finding, error in fixed.refused:
        words = f"the fix of {finding.rule} was refused, for it would bring {error.rule}: {error.message}"
        say(f"{finding.span.path}: {words}", err=True)
    number, files = len(fixed.applied), len(fixed.sources)
    if not number:
        say("nothing to mend", err=True)
        return
    verb = "mended" if wrote else "could be mended"
    say(f"{counted(number, 'finding')} {verb} in {counted(files, 'file')}", err=True)
    for path in sorted(fixed.sources):
        say(f"  {path}", err=True)
