"""`strategies check`."""

import datetime as dt
import sys
from collections import Counter
from collections.abc import Iterable
from contextlib import AbstractContextManager, nullcontext
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from pipeline.cli.baselines import BaselineRequest, baseline_option, compared, update_option
from pipeline.cli.checking import CheckRequest, chosen_rules, fails, for_people, lint
from pipeline.cli.main import EXIT_ERRORS
from pipeline.cli.options import (
    Run,
    changed_since_option,
    day,
    open_root,
    policy_from_option,
    root_option,
    run_options,
    tell_packaged_policy,
    today_option,
    warn,
)
from pipeline.cli.terminal import on_terminal, write
from pipeline.lint.reporters.view import ReportView, shortened
from pipeline.model.diagnostics import Diagnostic, Severity
from pipeline.source.environment import EnvironmentFault
from pipeline.source.escapes import log
from pipeline.source.interruption import stop_if_interrupted

if TYPE_CHECKING:
    from pipeline.cli.guarding import GuardedLibrary
    from pipeline.lint.staged import StagedLibrary

FORMATS = ("text", "json", "github", "sarif", "junit", "gitlab", "rdjson")
# Formats for programs that see the repository around the library: their paths are relative to that.
OF_REPOSITORIES = frozenset({"github", "gitlab", "sarif", "rdjson", "junit"})
# Formats that say how many findings a baseline hides.
COUNTING = frozenset({"text", "json"})
# Options that do not go with --watch, and why.
NOT_WATCHED = {
    "staged": "follows the files on disk",
    "stdin_path": "follows the files on disk",
    "policy_from": "follows the files on disk",
    "statistics": "prints which findings changed",
    "output": "prints to a terminal or a pipe",
    "update_baseline": "changes no file",
    "timings": "prints which findings changed",
}
LEVELS = click.Choice([severity.value for severity in Severity])


@click.command("check")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@changed_since_option
@policy_from_option
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
@click.option(
    "--watch", is_flag=True, help="Check again after each change; print what changed. Needs the extra `watch`."
)
@run_options
@root_option
@today_option
def command(
    paths: tuple[Path, ...],
    changed_since: str | None,
    policy_from: str | None,
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
    watch: bool,
    root: Path | None,
    today: dt.datetime | None,
    **run_options: Any,
) -> None:
    """Say what is wrong in the library, where, and how to mend it.

    The whole library is always read. Given PATHS (files or folders, also ones that git remembers) limit
    what is reported to them and to what they cause in other files. `-` reads one file from standard input.

    Paths in the report are those in the library; for formats that code hosts read (github, gitlab,
    sarif, rdjson, junit) they are those in the git repository around it.
    """
    run = Run(open_root(root), **run_options)
    request = CheckRequest(
        paths, changed_since, policy_from, staged, stdin_path, chosen_rules(select, ignore), day(today)
    )
    adopted = request.baseline(baseline, update=update_baseline, silent=statistics or format_ not in COUNTING)
    if watch:
        _follow(request, run, adopted, (show, fail_on), today)
    # Staged files, and those of another commit, are laid out until the report is rendered.
    with _staged(request, run) as stage, _guarded(request, run, stage) as guard:
        view, default, most = lint(request, run, guard.root if guard else stage.root if stage else run.root)
        view = compared(view, adopted, Severity(fail_on or default), request.covers(run.root))
        view = _completed(view, stage, guard)
        view = for_people(view, show, colored=output is None and on_terminal())
        text = _statistics(view) if statistics else _rendered(shortened(view, most), run.root, format_)
    _write(text, output, colored=view.color, commands=format_ == "github")
    run.print_timings(run.memo.trouble)
    if format_ == "text":
        tell_packaged_policy(run.root)
    if fails(view, fail_on or default):
        sys.exit(EXIT_ERRORS)


def _follow(
    request: CheckRequest,
    run: Run,
    adopted: BaselineRequest,
    levels: tuple[str, str | None],
    today: dt.datetime | None,
) -> NoReturn:
    """Check after each change; raises EnvironmentFault for options that a watch cannot have."""
    given = click.get_current_context().params
    if given["format_"] != "text":
        raise EnvironmentFault(
            f"--watch prints what changed as text; leave out --format {given['format_']}",
            "For programs that follow a library there is `strategies lsp`.",
        )
    if Path("-") in given["paths"]:
        raise EnvironmentFault("--watch follows the files on disk: leave out `-`")
    for name, reason in NOT_WATCHED.items():
        if given[name]:
            raise EnvironmentFault(f"--watch {reason}: leave out --{name.replace('_', '-')}")
    from pipeline.cli.watching import follow  # few checks watch

    follow(request, run, adopted, levels, lambda: day(today))


def _write(text: str, output: Path | None, *, colored: bool, commands: bool) -> None:
    """Write a report to a file or to standard output; an interrupted run writes none."""
    stop_if_interrupted()
    if output:
        output.write_text(log(text, commands=commands), encoding="utf-8", newline="\n")
    else:
        write(text, colored=colored, commands=commands)


def _staged(request: CheckRequest, run: Run) -> "AbstractContextManager[StagedLibrary | None]":
    """The library as it is staged, if that is to be checked."""
    if not request.staged:
        return nullcontext()
    if request.reads_stdin:
        raise EnvironmentFault("`-` and --staged exclude each other: what an editor holds is not staged")
    from pipeline.lint.staged import staged  # few checks need git

    return staged(run.root)


def _guarded(
    request: CheckRequest, run: Run, stage: "StagedLibrary | None"
) -> "AbstractContextManager[GuardedLibrary | None]":
    """The library with the policy of another commit, if that is asked for."""
    if request.policy_from is None:
        return nullcontext()
    if request.reads_stdin:
        raise EnvironmentFault("`-` and --policy-from exclude each other: what an editor holds is no pull request")
    from pipeline.cli.guarding import guarded_library  # few checks need git

    return guarded_library(run.root, request.policy_from, stage.root if stage else None)


def _completed(view: ReportView, stage: "StagedLibrary | None", guard: "GuardedLibrary | None") -> ReportView:
    """The report with what is to be said of a policy of another commit, and of files that are not staged."""
    view = guard.added_to(view) if guard else view
    return view._replace(diagnostics=_explained(view.diagnostics, stage)) if stage else view


def _explained(diagnostics: Iterable[Diagnostic], stage: "StagedLibrary") -> tuple[Diagnostic, ...]:
    """The findings, with a help where a file is missing that is not staged."""
    explained = tuple(map(stage.explained, diagnostics))
    for path in sorted({found.span.path for found in explained} & stage.changed):
        warn(f"{path} has changes that are not staged; they were not looked at")
    return explained


def _of_repository(view: ReportView, root: Path, format_: str) -> ReportView:
    """The same with addresses of the documentation, and for code hosts with paths in the repository.

    For GitHub, it has addresses of files at the checked commit.
    """
    from pipeline.lint.reporters.code_host import code_host, rules_address
    from pipeline.source.git.commits import library_prefix

    prefix, host = library_prefix(root), code_host() if format_ == "github" else None
    view = view._replace(host=host, rules_url=rules_address(view.rules_url, root, prefix, host))
    return view._replace(prefix=prefix) if format_ in OF_REPOSITORIES else view


def _rendered(view: ReportView, root: Path, format_: str) -> str:
    """The report in a format."""
    view = view if format_ == "text" else _of_repository(view, root, format_)
    text: str = import_module(f"pipeline.lint.reporters.{format_}").render(view)
    return text


def _statistics(view: ReportView) -> str:
    counts = Counter(diagnostic.rule for diagnostic in view.diagnostics)
    lines = [f"{number:6d}  {name}" for name, number in sorted(counts.items(), key=lambda item: (-item[1], item[0]))]
    return "\n".join([*lines, f"{counts.total():6d}  in total"]) + "\n"
