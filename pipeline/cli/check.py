"""`strategies check`."""

import datetime as dt
import shutil
import sys
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from pipeline.beside import beside
from pipeline.cache import Cache
from pipeline.cli.main import EXIT_ERRORS
from pipeline.cli.options import (
    Work,
    day,
    on_terminal,
    open_root,
    open_workspace,
    root_option,
    rule_named,
    tell_timings,
    today_option,
    work_options,
)
from pipeline.diagnostics import Diagnostic, Severity
from pipeline.environment import EnvironmentFault
from pipeline.last_check import LastCheck, Recalled, Sources, older_than, recall_plainly
from pipeline.reporters.view import View
from pipeline.scope import Scope
from pipeline.stages import Stages
from pipeline.text import Source
from pipeline.tree import inside

if TYPE_CHECKING:
    from pipeline.rule import Rule
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
    said = None
    if not (changed_since or stdin_path or Path("-") in paths or select or ignore):
        said = _said_before(open_root(root), Work(**work), paths, day(today))
    if said is None:
        said = _asked(
            open_workspace(root, Work(**work)), _Question(paths, changed_since, stdin_path, select, ignore, day(today))
        )
    threshold = Severity(fail_on or said.fail_on).rank
    view = said.view._replace(
        least=Severity(show),
        color=output is None and on_terminal(),
        width=shutil.get_terminal_size((120, 40)).columns,
    )
    text = _statistics(view) if statistics else import_module(f"pipeline.reporters.{format_}").render(view)
    if output:
        output.write_text(text, encoding="utf-8", newline="\n")
    else:
        click.echo(text, nl=False)
    tell_timings(said.stages, Work(**work))
    if any(diagnostic.severity.rank <= threshold for diagnostic in view.diagnostics):
        sys.exit(EXIT_ERRORS)


class _Question(NamedTuple):
    """What is to be checked."""

    paths: tuple[Path, ...]
    changed_since: str | None
    stdin_path: Path | None
    select: str | None
    ignore: str | None
    today: dt.date


class _Said(NamedTuple):
    """What is to be shown, and the least severity that fails unless an option says otherwise."""

    view: View
    fail_on: str
    stages: Stages


def _said_before(root: Path, work: Work, paths: tuple[Path, ...], today: dt.date) -> _Said | None:
    """The outcome of the last check, if nothing changed since."""
    stages = Stages()
    with stages("ask the last check"):
        cache = None if work.no_cache else Cache.of(root)
        found = _recalled(root, cache, paths, today) if cache else None
    if found is None:
        return None
    last, changed, _ = found
    if changed:
        with stages("look at changed pages"):
            again = _looked_again(root, last, changed, today)
        if again is None:
            return None
        last = again
    scope = Scope.of(last.pages, [inside(root, path) for path in paths]) if paths else None
    view = _view(last.diagnostics, Sources(root, [*last.data_files, *last.pages]), scope, last.rules_url)
    return _Said(view, last.fail_on, stages)


def _recalled(root: Path, cache: Cache, paths: tuple[Path, ...], today: dt.date) -> Recalled | None:
    ask = partial(recall_plainly, root, cache, today)
    if not older_than(cache, paths):
        return Recalled.of(ask())
    # A page that was just written will be looked at: what that needs is loaded while each file is asked for.
    answer = beside(ask)
    import_module("pipeline.second_look")
    return Recalled.of(answer())


def _looked_again(root: Path, last: LastCheck, changed: Mapping[str, str], today: dt.date) -> LastCheck | None:
    # With them come the parsers and the rules; a check with nothing to do answers without.
    from pipeline.files import Files
    from pipeline.second_look import look_again

    return look_again(Files(root), last, changed, today)


def _asked(workspace: "Workspace", question: _Question) -> _Said:
    paths, stdin_path = question.paths, question.stdin_path
    if stdin_path or Path("-") in paths:
        workspace, paths = _with_stdin(workspace, paths, stdin_path)
    report = workspace.report(question.today, _chosen(question.select, question.ignore))
    library, settings = report.library, workspace.settings
    scope = _scope(workspace, library.aliases, paths, question.changed_since)
    view = _view(report.diagnostics, library.sources, scope, settings.rules_url)
    return _Said(view, settings.fail_on, workspace.means.stages)


def _view(
    diagnostics: tuple[Diagnostic, ...], sources: Mapping[str, Source], scope: Scope | None, rules_url: str
) -> View:
    return View(
        tuple(diagnostic for diagnostic in diagnostics if scope is None or scope.holds(diagnostic)),
        sources,
        len(sources) if scope is None else sum(map(scope.covers, sources)),
        rules_url,
    )


def _with_stdin(
    workspace: "Workspace", paths: tuple[Path, ...], stdin_path: Path | None
) -> tuple["Workspace", tuple[Path, ...]]:
    if stdin_path is None or paths not in ((), (Path("-"),)):
        raise EnvironmentFault("`-` stands alone and needs --stdin-path, the path that standard input stands for")
    source = Source.decode(workspace.relative(stdin_path), sys.stdin.buffer.read())
    return workspace.laid_over([source]), (stdin_path,)


def _chosen(select: str | None, ignore: str | None) -> "list[Rule] | None":
    """The rules to run; None means all."""
    if not (select or ignore):
        return None
    from pipeline.rule import all_rules

    chosen = [rule_named(name) for name in _names(select)] or list(all_rules())
    left_out = {rule_named(name) for name in _names(ignore)}
    if required := sorted(rule.name for rule in left_out if rule.required):
        raise EnvironmentFault(f"`{required[0]}` is a required rule and cannot be left out")
    return [rule for rule in chosen if rule not in left_out]


def _names(text: str | None) -> Iterable[str]:
    return (name.strip() for name in (text or "").split(",") if name.strip())


def _scope(
    workspace: "Workspace", pages: Mapping[str, Sequence[str]], paths: tuple[Path, ...], changed_since: str | None
) -> Scope | None:
    given = [workspace.relative(path) for path in paths]
    if changed_since is not None:
        from pipeline.git.changes import changed_since as files_changed_since  # few checks ask git

        former = files_changed_since(workspace.root, changed_since)
        return Scope.of(pages, [*former, *given], former)
    return Scope.of(pages, given) if paths else None


def _statistics(view: View) -> str:
    counts = Counter(diagnostic.rule for diagnostic in view.diagnostics)
    lines = [f"{number:6d}  {name}" for name, number in sorted(counts.items(), key=lambda item: (-item[1], item[0]))]
    return "\n".join([*lines, f"{counts.total():6d}  in total"]) + "\n"
