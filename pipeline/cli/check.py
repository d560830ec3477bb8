"""`strategies check`."""

import datetime as dt
import shutil
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from contextlib import AbstractContextManager, nullcontext
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from pipeline.cli.baselines import BaselineRequest, baseline_option, compared, update_option
from pipeline.cli.main import EXIT_ERRORS
from pipeline.cli.options import (
    Run,
    changed_since_option,
    day,
    open_root,
    root_option,
    rule_named,
    run_options,
    tell_packaged_policy,
    today_option,
    warn,
)
from pipeline.cli.paths import known_paths, report_unread
from pipeline.cli.terminal import on_terminal, write
from pipeline.incremental.interruption import stop_if_interrupted
from pipeline.incremental.saved_report import recall
from pipeline.lint.reporters.view import ReportView, shortened
from pipeline.lint.scope import Scope
from pipeline.model.diagnostics import Diagnostic, Severity
from pipeline.source.discovery import path_in_library
from pipeline.source.environment import EnvironmentFault
from pipeline.source.escapes import log
from pipeline.source.text import Source

if TYPE_CHECKING:
    from pipeline.incremental.library_state import LibraryState
    from pipeline.incremental.workspace import Workspace
    from pipeline.lint.rule import Rule
    from pipeline.lint.staged import StagedLibrary

FORMATS = ("text", "json", "github", "sarif", "junit", "gitlab", "rdjson")
# Formats for programs that see the repository around the library: their paths are relative to that.
OF_REPOSITORIES = frozenset({"github", "gitlab", "sarif", "rdjson", "junit"})
# Formats that say how many findings a baseline hides.
COUNTING = frozenset({"text", "json"})
LEVELS = click.Choice([severity.value for severity in Severity])


@click.command("check")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@changed_since_option
@click.option("--staged", is_flag=True, help="Check what is staged for the next commit, as a git hook has to.")
@click.option(
    "--stdin-path", type=click.Path(path_type=Path), help="With `-`: the path that standard input stands for."
)
@click.option("--format", "format_", type=click.Choice(FORMATS), default="text", show_default=True)
@click.option("--select", metavar="RULES", help="Run only these rules (names with commas between).")
@click.option("--ignore", metavar="RULES", help="Leave these rules out (names with commas between).")
@click.option("--fail-on", type=LEVELS, help="Default: error.")
@click.option(
    "--show", type=LEVELS, default="warning", show_default=True, help="Least severity that the text format lists."
)
@click.option("--statistics", is_flag=True, help="Count findings by rule instead of listing them.")
@baseline_option
@update_option
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), help="Write to a file.")
@run_options
@root_option
@today_option
def command(
    paths: tuple[Path, ...],
    changed_since: str | None,
    staged: bool,
    stdin_path: Path | None,
    format_: str,
    select: str | None,
    ignore: str | None,
    fail_on: str | None,
    show: str,
    statistics: bool,
    baseline: Path | None,
    update_baseline: bool,
    output: Path | None,
    root: Path | None,
    today: dt.datetime | None,
    **run_options: Any,
) -> None:
    """Check the library and say what is wrong, where, and how to mend it.

    The whole library is always read. Given PATHS (files or folders, also ones that git remembers) limit
    what is reported to them and to what they cause in other files. `-` reads one file from standard input.

    Paths in the report are those in the library; for formats that code hosts read (github, gitlab,
    sarif, rdjson, junit) they are those in the git repository around it.
    """
    run = Run(open_root(root), **run_options)
    request = _Request(paths, changed_since, staged, stdin_path, _chosen(select, ignore), day(today))
    adopted = request.baseline(baseline, update=update_baseline, silent=statistics or format_ not in COUNTING)
    with _staged(request, run) as stage:  # staged files are laid out until the report is rendered
        view, default, most = _lint(request, run, stage.root if stage else run.root)
        view = compared(view, adopted, Severity(fail_on or default), request.covers(run.root))
        view = view._replace(
            diagnostics=_explained(view.diagnostics, stage) if stage else view.diagnostics,
            least=Severity(show),
            color=output is None and on_terminal(),
            width=shutil.get_terminal_size((120, 40)).columns,
        )
        view = _of_repository(view, run.root, format_) if format_ != "text" else view
        view = view if statistics else shortened(view, most)
        text = _statistics(view) if statistics else import_module(f"pipeline.lint.reporters.{format_}").render(view)
    stop_if_interrupted()
    _write(text, output, colored=view.color, commands=format_ == "github")
    run.print_timings(run.memo.trouble)
    if format_ == "text":
        tell_packaged_policy(run.root)
    if any(diagnostic.severity.rank <= Severity(fail_on or default).rank for diagnostic in view.diagnostics):
        sys.exit(EXIT_ERRORS)


def _write(text: str, output: Path | None, *, colored: bool, commands: bool) -> None:
    """Write a report to a file or to standard output."""
    if output:
        output.write_text(log(text, commands=commands), encoding="utf-8", newline="\n")
    else:
        write(text, colored=colored, commands=commands)


class _Request(NamedTuple):
    """What to check, with which rules (None means all)."""

    paths: tuple[Path, ...]
    changed_since: str | None
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
        return self.reads_stdin or self.staged or self.changed_since is not None or self.rules is not None

    def baseline(self, path: Path | None, *, update: bool, silent: bool) -> BaselineRequest:
        """What to do with a baseline."""
        return BaselineRequest.of(path, update=update, partial=self.is_partial, silent=silent)

    def covers(self, root: Path) -> Callable[[str], bool]:
        """A function that is true for the paths of files that are looked at."""
        chosen = [path_in_library(root, path) for path in self.paths if path != Path("-")]
        return Scope.of({}, chosen).covers if chosen else lambda path: True


def _staged(request: _Request, run: Run) -> "AbstractContextManager[StagedLibrary | None]":
    """The library as it is staged, if that is to be checked."""
    if not request.staged:
        return nullcontext()
    if request.reads_stdin:
        raise EnvironmentFault("`-` and --staged exclude each other: what an editor holds is not staged")
    from pipeline.lint.staged import staged  # few checks need git

    return staged(run.root)


def _explained(diagnostics: Iterable[Diagnostic], stage: "StagedLibrary") -> tuple[Diagnostic, ...]:
    """The findings, with a help where a file is missing that is not staged."""
    explained = tuple(map(stage.explained, diagnostics))
    for path in sorted({found.span.path for found in explained} & stage.changed):
        warn(f"{path} has changes that are not staged; they were not looked at")
    return explained


def _lint(request: _Request, run: Run, folder: Path) -> tuple[ReportView, str, int]:
    """The findings to show; the severity that fails and the most findings of a file, by configuration.

    Cached findings are shown if there are.
    """
    if request.reads_stdin:
        workspace, path = _with_stdin(request, run)
        return _report(request, run, workspace, [path])
    state, paths = None, known_paths(run.root, request.paths, folder)
    report_unread(run.root, paths)
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
    request: _Request, run: Run, workspace: "Workspace", paths: list[str], state: "LibraryState | None" = None
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


def _with_stdin(request: _Request, run: Run) -> tuple["Workspace", str]:
    """The library with standard input in place of a file, and the path of that file."""
    workspace = run.workspace()
    if request.stdin_path is None or request.paths not in ((), (Path("-"),)):
        raise EnvironmentFault("`-` stands alone and needs --stdin-path, the path that standard input stands for")
    path = workspace.relative(request.stdin_path)
    report_unread(run.root, [path])
    return workspace.with_overlay([Source.decode(path, sys.stdin.buffer.read())]), path


def _of_repository(view: ReportView, root: Path, format_: str) -> ReportView:
    """The same with addresses of the documentation, and for code hosts with paths in the repository.

    For GitHub, it has addresses of files at the checked commit.
    """
    from pipeline.lint.reporters.code_host import code_host, rules_address
    from pipeline.source.git.commits import library_prefix

    prefix, host = library_prefix(root), code_host() if format_ == "github" else None
    view = view._replace(host=host, rules_url=rules_address(view.rules_url, root, prefix, host))
    return view._replace(prefix=prefix) if format_ in OF_REPOSITORIES else view


def _view(
    diagnostics: tuple[Diagnostic, ...], sources: Mapping[str, Source], scope: Scope | None, rules_url: str
) -> ReportView:
    return ReportView(
        tuple(diagnostic for diagnostic in diagnostics if scope is None or scope.holds(diagnostic)),
        sources,
        len(sources) if scope is None else sum(map(scope.covers, sources)),
        rules_url,
    )


def _chosen(select: str | None, ignore: str | None) -> "list[Rule] | None":
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


def _statistics(view: ReportView) -> str:
    counts = Counter(diagnostic.rule for diagnostic in view.diagnostics)
    lines = [f"{number:6d}  {name}" for name, number in sorted(counts.items(), key=lambda item: (-item[1], item[0]))]
    return "\n".join([*lines, f"{counts.total():6d}  in total"]) + "\n"
