"""`strategies fix`."""

import datetime as dt
import difflib
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import click

from pipeline.cli.main import EXIT_ERRORS
from pipeline.cli.options import day, open_workspace, root_option, today_option
from pipeline.cli.terminal import say
from pipeline.diagnostics import Safety
from pipeline.fix import Fixed, fix
from pipeline.model.report import Report
from pipeline.scope import Scope
from pipeline.text import Source
from pipeline.workspace import FileChanged, Workspace


@click.command("fix")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option("--unsafe", is_flag=True, help="Also apply fixes that are probably right but may change the meaning.")
@click.option("--diff", is_flag=True, help="Show what would change; write nothing.")
@click.option("--check", "only_check", is_flag=True, help="Write nothing; exit 1 when something would change.")
@root_option
@today_option
def command(
    paths: tuple[Path, ...], unsafe: bool, diff: bool, only_check: bool, root: Path | None, today: dt.datetime | None
) -> None:
    """Mend what can be mended without a person's judgement.

    Only the bytes at fault change. A fix that would bring a new error is refused.
    """
    workspace = open_workspace(root)
    fixed = _fixed(workspace, [workspace.relative(path) for path in paths], unsafe, day(today))
    before = {path: workspace.read(path) for path in fixed.sources}
    if diff:
        say(*_difference(before, fixed.sources))
    left_alone = 0 if diff or only_check else _write(workspace, before, fixed.sources)
    _tell(fixed, left_alone, wrote=not (diff or only_check))
    if left_alone or (only_check and fixed.sources):
        sys.exit(EXIT_ERRORS)


def _fixed(workspace: Workspace, paths: list[str], unsafe: bool, today: dt.date) -> Fixed:
    def check_with(sources: Mapping[str, Source]) -> Report:
        return workspace.laid_over(sources.values()).report(today)

    scope = Scope.of(workspace.report(today).library.aliases, paths) if paths else None
    safeties = frozenset({Safety.SAFE, Safety.UNSAFE} if unsafe else {Safety.SAFE})
    return fix(check_with, safeties, lambda found: scope is None or scope.covers(found.span.path))


def _difference(before: Mapping[str, Source], after: Mapping[str, Source]) -> Iterator[str]:
    for path in sorted(after):
        old, new = before[path].text.split("\n"), after[path].text.split("\n")
        for line in difflib.unified_diff(old, new, f"a/{path}", f"b/{path}", lineterm=""):
            yield line.removesuffix("\r")


def _write(workspace: Workspace, before: Mapping[str, Source], after: Mapping[str, Source]) -> int:
    """Replace the files that are still as they were read; gives the number of those that are not."""
    left_alone = 0
    for path in sorted(after):
        try:
            workspace.replace(before[path], after[path])
        except FileChanged:
            left_alone += 1
            say(f"{path} was changed by somebody else meanwhile and is left alone", err=True)
    return left_alone


def _tell(fixed: Fixed, left_alone: int, *, wrote: bool) -> None:
    for finding, error in fixed.refused:
        words = f"the fix of {finding.rule} was refused, for it would bring {error.rule}: {error.message}"
        say(f"{finding.span.path}: {words}", err=True)
    number, files = len(fixed.applied), len(fixed.sources) - left_alone
    if not number:
        say("nothing to mend", err=True)
        return
    verb = "mended" if wrote else "could be mended"
    say(f"{_count(number, 'finding')} {verb} in {_count(files, 'file')}", err=True)
    for path in sorted(fixed.sources):
        say(f"  {path}", err=True)


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
