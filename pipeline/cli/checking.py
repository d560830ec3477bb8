"""What `strategies check` is asked for, and the findings that it shows."""

import datetime as dt
import shutil
import sys
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from pipeline.cli.baselines import BaselineRequest
from pipeline.cli.options import Run, rule_named
from pipeline.cli.paths import known_paths, report_unread
from pipeline.incremental.saved_report import recall
from pipeline.lint.reporters.view import ReportView
from pipeline.lint.scope import Scope
from pipeline.model.diagnostics import Diagnostic, Severity
from pipeline.source.discovery import path_in_library
from pipeline.source.environment import EnvironmentFault
from pipeline.source.text import Source

if TYPE_CHECKING:
    from pipeline.incremental.library_state import LibraryState
    from pipeline.incremental.workspace import Workspace
    from pipeline.lint.rule import Rule


class CheckRequest(NamedTuple):
    """What to check, with which rules (None means all)."""

    paths: tuple[Path, ...]
    changed_since: str | None
    policy_from: str | None
    staged: bool
    stdin_path: Path | None
    rules: "list[Rule] | None"
    today: dt.date

    @property
    def reads_stdin(self) -> bool:
        """True when standard input replaces a file."""
        return self.stdin_path is not None or Path("-") in self.paths

    @property
    def is_partial(self) -> bool:
        """True if findings are left out, or are not those of the files on disk."""
        limited = self.changed_since is not None or self.rules is not None
        return limited or self.reads_stdin or self.staged or self.policy_from is not None

    def baseline(self, path: Path | None, *, update: bool, silent: bool) -> BaselineRequest:
        """What to do with a baseline."""
        return BaselineRequest.of(path, self.policy_from, update=update, partial=self.is_partial, silent=silent)

    def known_paths(self, root: Path, folder: Path) -> list[str]:
        """The paths in the library; raises EnvironmentFault if one is unknown, or no check reads any of them."""
        paths = known_paths(root, self.paths, folder)
        report_unread(root, paths)
        return paths

    def covers(self, root: Path) -> Callable[[str], bool]:
        """A function that is true for the paths of files that are looked at."""
        chosen = [path_in_library(root, path) for path in self.paths if path != Path("-")]
        return Scope.of({}, chosen).covers if chosen else lambda path: True


def lint(request: CheckRequest, run: Run, folder: Path, paths: list[str] | None = None) -> tuple[ReportView, str, int]:
    """The findings to show; the severity that fails and the most findings of a file, by configuration.

    Cached findings are shown if there are. `paths` are those of the request, if they were looked up before.
    """
    if request.reads_stdin:
        workspace, path = _with_stdin(request, run)
        return _report(request, run, workspace, [path])
    state, paths = None, request.known_paths(run.root, folder) if paths is None else paths
    if request.changed_since is None:
        with run.stages("ask the memo"):
            names = None if request.rules is None else [rule.name for rule in request.rules]
            known = recall(folder, run.memo, request.today, names)
        if saved := known.outcome:
            run.memo.save()
            scope = Scope.of(saved.pages, paths) if paths else None
            return _view(saved.diagnostics, known.sources, scope, saved.rules_url), saved.fail_on, saved.most
        state = known.state
    return _report(request, run, run.workspace(folder), paths, state)


def _report(
    request: CheckRequest, run: Run, workspace: "Workspace", paths: list[str], state: "LibraryState | None" = None
) -> tuple[ReportView, str, int]:
    report = workspace.report(request.today, request.rules, state=state)
    library, settings, review, scope = report.library, workspace.settings, None, None
    if request.changed_since is not None:
        from pipeline.lint.review import Review  # few checks compare with a commit
        from pipeline.lint.runner import check_revisions
        from pipeline.source.git.changes import changed_since

        former = changed_since(run.root, request.changed_since, staged=request.staged)
        report = check_revisions(report, former, workspace.context(library, request.today), request.rules)
        scope = Scope.of(library.aliases, [*former, *paths], former)
        review = Review(library, former, workspace.limits)
    elif paths:
        scope = Scope.of(library.aliases, paths)
    view = _view(report.diagnostics, library.sources, scope, settings.rules_url)
    return view._replace(review=review), settings.fail_on, settings.limits.findings


def _with_stdin(request: CheckRequest, run: Run) -> tuple["Workspace", str]:
    """The library with standard input in place of a file, and the path of that file."""
    workspace = run.workspace()
    if request.stdin_path is None or request.paths not in ((), (Path("-"),)):
        raise EnvironmentFault("`-` stands alone and needs --stdin-path, the path that standard input stands for")
    path = workspace.relative(request.stdin_path)
    report_unread(run.root, [path])
    return workspace.with_overlay([Source.decode(path, sys.stdin.buffer.read())]), path


def _view(
    diagnostics: tuple[Diagnostic, ...], sources: Mapping[str, Source], scope: Scope | None, rules_url: str
) -> ReportView:
    return ReportView(
        tuple(diagnostic for diagnostic in diagnostics if scope is None or scope.holds(diagnostic)),
        sources,
        len(sources) if scope is None else sum(map(scope.covers, sources)),
        rules_url,
    )


def for_people(view: ReportView, show: str, *, colored: bool) -> ReportView:
    """The findings as they are shown in this terminal."""
    return view._replace(least=Severity(show), color=colored, width=shutil.get_terminal_size((120, 40)).columns)


def fails(view: ReportView, fail_on: str) -> bool:
    """True if a finding is at least as severe."""
    return any(found.severity.rank <= Severity(fail_on).rank for found in view.diagnostics)


def chosen_rules(select: str | None, ignore: str | None) -> "list[Rule] | None":
    """The rules to run; None means all."""
    if not (select or ignore):
        return None
    from pipeline.lint.rule import all_rules

    chosen = [rule_named(name) for name in _names(select)] or list(all_rules())
    left_out = {rule_named(name) for name in _names(ignore)}
    if required := sorted(rule.name for rule in left_out if rule.required):
        raise EnvironmentFault(f"`{required[0]}` is a required rule and cannot be left out")
    return [rule for rule in chosen if rule not in left_out]


def _names(text: str | None) -> Iterable[str]:
    return (name.strip() for name in (text or "").split(",") if name.strip())
