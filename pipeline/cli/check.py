"""`strategies check`."""

import datetime as dt
import shutil
import sys
from collections import Counter
from collections.abc import Iterable
from importlib import import_module
from pathlib import Path
from typing import Any

import click

from pipeline.cli.main import EXIT_ERRORS
from pipeline.cli.options import (
    Work,
    day,
    on_terminal,
    open_workspace,
    root_option,
    rule_named,
    tell_timings,
    today_option,
    work_options,
)
from pipeline.configuration import EnvironmentFault
from pipeline.diagnostics import Severity
from pipeline.model.library import Library
from pipeline.reporters.view import View
from pipeline.rule import Rule, all_rules
from pipeline.scope import Scope
from pipeline.text import Source
from pipeline.workspace import Workspace

FORMATS = ("text", "json", "github", "sarif", "junit", "gitlab", "rdjson")


@click.command("check")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option("--changed-since", metavar="REF", help="Report only on files changed since this git commit.")
@click.option(
    "--stdin-path", type=click.Path(path_type=Path), help="With `-`: the path that standard input stands for."
)
@click.option("--format", "format_", type=click.Choice(FORMATS), default="text", show_default=True)
@click.option("--select", metavar="RULES", help="Run only these rules (names with commas between).")
@click.option("--ignore", metavar="RULES", help="Leave these rules out (names with commas between).")
@click.option("--fail-on", type=click.Choice([severity.value for severity in Severity]), help="Default: error.")
@click.option(
    "--show",
    type=click.Choice([severity.value for severity in Severity]),
    default=Severity.WARNING.value,
    show_default=True,
    help="Least severity that the text format lists.",
)
@click.option("--statistics", is_flag=True, help="Count findings by rule instead of listing them.")
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), help="Write to a file.")
@work_options
@root_option
@today_option
def command(
    paths: tuple[Path, ...],
    changed_since: str | None,
    stdin_path: Path | None,
    format_: str,
    select: str | None,
    ignore: str | None,
    fail_on: str | None,
    show: str,
    statistics: bool,
    output: Path | None,
    root: Path | None,
    today: dt.datetime | None,
    **work: Any,
) -> None:
    """Check the library and say what is wrong, where, and how to mend it.

    The whole library is always read. Given PATHS (files or folders, vanished ones too) limit what is
    reported to them and to what they cause in other files. `-` reads one file from standard input.
    """
    workspace = open_workspace(root, Work(**work))
    if stdin_path or Path("-") in paths:
        workspace, paths = _with_stdin(workspace, paths, stdin_path)
    report = workspace.report(day(today), _chosen(select, ignore))
    library = report.library
    scope = _scope(workspace, library, paths, changed_since)
    view = View(
        tuple(diagnostic for diagnostic in report.diagnostics if scope is None or scope.holds(diagnostic)),
        library.sources,
        sum(scope is None or scope.covers(path) for path in library.sources),
        rules_url=workspace.settings.rules_url,
        least=Severity(show),
        color=output is None and on_terminal(),
        width=shutil.get_terminal_size((120, 40)).columns,
    )
    text = _statistics(view) if statistics else import_module(f"pipeline.reporters.{format_}").render(view)
    if output:
        output.write_text(text, encoding="utf-8", newline="\n")
    else:
        click.echo(text, nl=False)
    tell_timings(workspace.means.stages, Work(**work))
    threshold = Severity(fail_on or workspace.settings.fail_on).rank
    if any(diagnostic.severity.rank <= threshold for diagnostic in view.diagnostics):
        sys.exit(EXIT_ERRORS)


def _with_stdin(
    workspace: Workspace, paths: tuple[Path, ...], stdin_path: Path | None
) -> tuple[Workspace, tuple[Path, ...]]:
    if stdin_path is None or paths not in ((), (Path("-"),)):
        raise EnvironmentFault("`-` stands alone and needs --stdin-path, the path that standard input stands for")
    source = Source.decode(workspace.relative(stdin_path), sys.stdin.buffer.read())
    return workspace.laid_over([source]), (stdin_path,)


def _chosen(select: str | None, ignore: str | None) -> list[Rule]:
    chosen = [rule_named(name) for name in _names(select)] or list(all_rules())
    left_out = {rule_named(name) for name in _names(ignore)}
    if required := sorted(rule.name for rule in left_out if rule.required):
        raise EnvironmentFault(f"`{required[0]}` is a required rule and cannot be left out")
    return [rule for rule in chosen if rule not in left_out]


def _names(text: str | None) -> Iterable[str]:
    return (name.strip() for name in (text or "").split(",") if name.strip())


def _scope(workspace: Workspace, library: Library, paths: tuple[Path, ...], changed_since: str | None) -> Scope | None:
    if changed_since is not None:
        former = workspace.changed_since(changed_since)
        given = [workspace.relative(path) for path in paths]
        return Scope.of(library, [*former, *given], former)
    if not paths:
        return None
    named = [workspace.relative(path) for path in paths]
    return Scope.of(library, named)


def _statistics(view: View) -> str:
    counts = Counter(diagnostic.rule for diagnostic in view.diagnostics)
    lines = [f"{number:6d}  {name}" for name, number in sorted(counts.items(), key=lambda item: (-item[1], item[0]))]
    return "\n".join([*lines, f"{counts.total():6d}  in total"]) + "\n"
