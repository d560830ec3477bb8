"""`strategies check`."""

import datetime as dt
import shutil
import sys
from collections import Counter
from collections.abc import Iterable, Mapping
from contextlib import ExitStack
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from pipeline.cli.main import EXIT_ERRORS
from pipeline.cli.options import (
    Work,
    changed_since_option,
    day,
    memo_of,
    open_root,
    root_option,
    rule_named,
    tell,
    tell_timings,
    today_option,
    work_options,
    workspace_in,
)
from pipeline.cli.paths import known_paths, tell_unread
from pipeline.cli.terminal import on_terminal, write
from pipeline.incremental.interruption import stop_if_interrupted
from pipeline.incremental.saved_report import KnownReport, SavedReport, recall
from pipeline.incremental.tasks import Timings
from pipeline.lint.reporters.view import ReportView
from pipeline.lint.scope import Scope
from pipeline.model.diagnostics import Diagnostic, Severity
from pipeline.source.environment import EnvironmentFault
from pipeline.source.escapes import log
from pipeline.source.text import Source

if TYPE_CHECKING:
    from pipeline.incremental.workspace import Workspace
    from pipeline.lint.rule import Rule
    from pipeline.lint.staged import StagedLibrary
    from pipeline.model.report import Report

# Formats that are read by what knows the repository alone.
OF_REPOSITORIES = frozenset({"github", "gitlab", "sarif", "rdjson", "junit"})
FORMATS = ("text", "json", "github", "sarif", "junit", "gitlab", "rdjson")


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
    staged: bool,
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

    The whole library is always read. Given PATHS (files or folders, also ones that git remembers) limit
    what is reported to them and to what they cause in other files. `-` reads one file from standard input.

    Paths in the report are those in the library; for formats that code hosts read (github, gitlab,
    sarif, rdjson, junit) they are those in the git repository around it.
    """
    question = _Question(open_root(root), paths, changed_since, staged, stdin_path, select, ignore, day(today))
    with ExitStack() as files:  # the staged ones, to be shown from
        said = _answer(question, Work(**work), files)
        threshold = Severity(fail_on or said.fail_on).rank
        view = said.view._replace(
            least=Severity(show),
            color=output is None and on_terminal(),
            width=shutil.get_terminal_size((120, 40)).columns,
        )
        view = _of_repository(view, question.root, format_) if format_ in OF_REPOSITORIES else view
        text = _statistics(view) if statistics else import_module(f"pipeline.lint.reporters.{format_}").render(view)
    stop_if_interrupted()
    if output:
        output.write_text(log(text, commands=format_ == "github"), encoding="utf-8", newline="\n")
    else:
        write(text, colored=view.color, commands=format_ == "github")
    tell_timings(said.stages, Work(**work), said.trouble)
    if any(diagnostic.severity.rank <= threshold for diagnostic in view.diagnostics):
        sys.exit(EXIT_ERRORS)


class _Question(NamedTuple):
    """What is to be checked."""

    root: Path
    paths: tuple[Path, ...]
    changed_since: str | None
    staged: bool
    stdin_path: Path | None
    select: str | None
    ignore: str | None
    today: dt.date


class _Said(NamedTuple):
    """What is to be shown, and the least severity that fails unless an option says otherwise."""

    view: ReportView
    fail_on: str
    stages: Timings
    trouble: str  # why nothing is kept for the next run


def _answer(question: _Question, work: Work, files: ExitStack) -> _Said:
    """What is to be said; staged files are laid out until `files` is closed."""
    folder, given, stage, stages = question.root, list[str](), None, Timings()
    memo, typed = memo_of(folder, work), question.stdin_path or Path("-") in question.paths
    if question.staged:
        from pipeline.lint.staged import staged  # few checks ask git

        if typed:
            raise EnvironmentFault("`-` and --staged exclude each other: what an editor holds is not staged")
        stage = files.enter_context(staged(folder))
        folder = stage.root
    rules, recalled = _chosen(question.select, question.ignore), KnownReport()
    if not typed:
        given = known_paths(question.root, question.paths, folder)
        tell_unread(question.root, given)
        if question.changed_since is None:
            with stages("ask the memo"):
                names = None if rules is None else [rule.name for rule in rules]
                recalled = recall(folder, memo, question.today, names)
            if recalled.outcome:
                memo.save()
                said = _remembered(recalled.outcome, recalled.sources, given)
                return _explained(_Said(*said, stages, memo.trouble), stage)
    workspace = workspace_in(folder, work, memo, stages)
    if typed:
        workspace, given = _with_stdin(workspace, question)
    report = workspace.report(question.today, rules, state=recalled.state)
    said = _reported(question, workspace, report, given)
    return _explained(_Said(*said, stages, memo.trouble), stage)


def _explained(said: _Said, stage: "StagedLibrary | None") -> _Said:
    """The same with what the folder holds and the next commit does not, if the answer is about that."""
    if stage is None:
        return said
    diagnostics = tuple(map(stage.explained, said.view.diagnostics))
    for path in sorted({found.span.path for found in diagnostics} & stage.changed):
        tell(f"{path} has changes that are not staged; they were not looked at")
    return said._replace(view=said.view._replace(diagnostics=diagnostics))


def _remembered(outcome: SavedReport, sources: Mapping[str, Source], given: list[str]) -> tuple[ReportView, str]:
    scope = Scope.of(outcome.pages, given) if given else None
    return _view(outcome.diagnostics, sources, scope, outcome.rules_url), outcome.fail_on


def _reported(
    question: _Question, workspace: "Workspace", report: "Report", given: list[str]
) -> tuple[ReportView, str]:
    library, settings, review, scope = report.library, workspace.settings, None, None
    if question.changed_since is not None:
        from pipeline.cli.comparing import compared  # few checks ask git
        from pipeline.lint.review import Review
        from pipeline.source.git.changes import changed_since

        rules = _chosen(question.select, question.ignore)
        former = changed_since(question.root, question.changed_since, staged=question.staged)
        report = compared(workspace, report, former, question.today, rules)
        scope = Scope.of(library.aliases, [*former, *given], former)
        review = Review(library, former, workspace.limits)
    elif given:
        scope = Scope.of(library.aliases, given)
    view = _view(report.diagnostics, library.sources, scope, settings.rules_url)
    return view._replace(review=review), settings.fail_on


def _of_repository(view: ReportView, root: Path, format_: str) -> ReportView:
    """The same with places in the repository; for GitHub with addresses, where a workflow says of which commit."""
    from pipeline.lint.reporters.code_host import absolute, code_host
    from pipeline.source.git.commits import prefix_of

    view = view._replace(prefix=prefix_of(root))
    if format_ != "github":
        return view
    host = code_host()
    return view._replace(host=host, rules_url=absolute(view.rules_url, root, view.prefix, host))


def _view(
    diagnostics: tuple[Diagnostic, ...], sources: Mapping[str, Source], scope: Scope | None, rules_url: str
) -> ReportView:
    return ReportView(
        tuple(diagnostic for diagnostic in diagnostics if scope is None or scope.holds(diagnostic)),
        sources,
        len(sources) if scope is None else sum(map(scope.covers, sources)),
        rules_url,
    )


def _with_stdin(workspace: "Workspace", question: _Question) -> tuple["Workspace", list[str]]:
    if question.stdin_path is None or question.paths not in ((), (Path("-"),)):
        raise EnvironmentFault("`-` stands alone and needs --stdin-path, the path that standard input stands for")
    path = workspace.relative(question.stdin_path)
    tell_unread(question.root, [path])
    return workspace.with_overlay([Source.decode(path, sys.stdin.buffer.read())]), [path]


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
