"""What the commands that change a library have in common: check, show or write, and say what happened."""

import datetime as dt
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from pipeline.cli.main import EXIT_ERRORS
from pipeline.cli.options import day, open_workspace, root_option, today_option
from pipeline.cli.terminal import say, write_patch
from pipeline.source.text import counted

if TYPE_CHECKING:
    from pipeline.authoring.changes.change import LibraryChange
    from pipeline.model.diagnostics import Diagnostic
    from pipeline.model.library import Library
    from pipeline.model.report import Report

Command = TypeVar("Command", bound=Callable[..., Any])
dry_run_option = click.option("--dry-run", is_flag=True, help="Show what would change; write nothing.")
kind_option = click.option(
    "--kind",
    metavar="KIND",
    help="strategy, factor, category, learner-model, or a vocabulary of the library's own; needed if several have ID.",
)


def change_options(command: Command) -> Command:
    """The options of every command that changes a library."""
    for option in (today_option, root_option, dry_run_option):
        command = option(command)
    return command


@dataclass(frozen=True)
class Changing:
    """One run of such a command: the library before, and the change in the making."""

    change: "LibraryChange"
    report: "Report"
    today: dt.date
    dry_run: bool

    @classmethod
    def of(cls, root: Path | None, today: dt.datetime | None, dry_run: bool) -> "Changing":
        """Open and check the library, once a change that was cut short is taken back."""
        from pipeline.authoring.changes.change import LibraryChange

        workspace = open_workspace(root, to_change=True)
        return cls(LibraryChange(workspace), workspace.report(day(today)), day(today), dry_run)

    @property
    def library(self) -> "Library":
        """The library before the change."""
        return self.report.library

    def finish(self, done: str, allowed: frozenset[str] = frozenset(), advice: str = "") -> None:
        """Write the change, or show it; refuse one that would bring an error that is not `allowed`, with advice."""
        from pipeline.authoring.changes.trial import tried

        change = self.change
        if not change.written and not change.removed:
            say("nothing to change", err=True)
            return
        trial = tried(change, self.report, self.today, allowed)
        if self.dry_run:
            write_patch(change.difference())
        for found in (*trial.errors, *trial.warnings):
            say(*_lines(trial.after, found), err=True)
        if trial.errors:
            number = counted(len(trial.errors), "new error")
            say(f"nothing was changed: this would bring {number}, listed above", *filter(None, [advice]), err=True)
            sys.exit(EXIT_ERRORS)
        if not self.dry_run:
            change.write()
        say(f"{'would have ' if self.dry_run else ''}{done}", err=True)
        self._list_files()

    def _list_files(self) -> None:
        """Name the files that changed."""
        change = self.change
        names = {target: path for path, target in change.moved.items()}
        gone = [path for path in change.removed if path not in change.moved]
        for path in sorted({*change.written, *names, *gone}):
            named = f"{names[path]} → {path}" if path in names else f"{path} removed" if path in gone else path
            say(f"  {named}", err=True)


def _lines(report: "Report", found: "Diagnostic") -> list[str]:
    """A finding at the place where it would be."""
    path, start, _ = found.span
    sources = report.library.sources
    place = sources[path].position(start) if path in sources else None
    where = f"{path}:{place.line}:{place.column}" if place else path
    more = (f"    {line}" for line in found.help.split("\n") if line)
    return [f"{where} {found.severity.value} {found.rule}: {found.message}", *more]
