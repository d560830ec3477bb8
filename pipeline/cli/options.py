"""Options that several commands share, and the library and workspace they open."""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from pipeline.cli.terminal import Bar, say, watched
from pipeline.incremental.memo import Memo
from pipeline.incremental.tasks import Timings
from pipeline.source.discovery import find_root
from pipeline.source.disk import path_exists
from pipeline.source.environment import EnvironmentFault
from pipeline.source.memoise import cached_property
from pipeline.source.names import did_you_mean
from pipeline.source.paths import POLICY_PATH, UNDO_LOG

if TYPE_CHECKING:
    from pipeline.incremental.workspace import Workspace
    from pipeline.lint.rule import Rule
    from pipeline.model.diagnostics import Diagnostic
    from pipeline.model.report import Report

Command = TypeVar("Command", bound=Callable[..., Any])


def extra_is_missing(what: str, extra: str) -> EnvironmentFault:
    """Says what needs an extra, and how to install that."""
    return EnvironmentFault(
        f"{what} needs the extra `{extra}`", f"Install it with: pip install 'strategy-pipeline[{extra}]'"
    )


@contextmanager
def extra_for(what: str, extra: str, *packages: str) -> Iterator[None]:
    """Imports what needs the packages of an extra; raises EnvironmentFault if one of them is missing."""
    try:
        yield
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in packages:
            raise
        raise extra_is_missing(what, extra) from error


root_option = click.option(
    "--root",
    type=click.Path(file_okay=False, exists=True, path_type=Path),
    help="The library's folder. Default: the nearest one above that holds content/library.yaml.",
)
today_option = click.option(
    "--today", type=click.DateTime(["%Y-%m-%d"]), help="The day to check dates against. Default: today."
)
changed_since_option = click.option(
    "--changed-since",
    metavar="REF",
    help="Only files changed since this branch left REF (a git commit, branch or tag), committed or not.",
)
policy_from_option = click.option(
    "--policy-from",
    metavar="REF",
    help="Take settings, page policy, templates, static files and words of the site from REF (a git commit, branch "
    "or tag), as for a pull request; what differs in them is reported.",
)
RUN_OPTIONS = (
    click.option(
        "--jobs", type=click.IntRange(1, 256), help="Processes to work with. Default: one for each core, if it pays."
    ),
    click.option(
        "--scheduler",
        metavar="ADDRESS",
        help="Work on the Dask cluster of this scheduler, such as tcp://10.0.0.1:8786.",
    ),
    click.option("--no-cache", is_flag=True, help="Look at every page anew, and remember nothing."),
    click.option(
        "--cache-dir",
        type=click.Path(file_okay=False, path_type=Path),
        help="Folder of what runs remember. Default: $STRATEGIES_CACHE_DIR, or one in your own cache folder.",
    ),
    click.option("--timings", is_flag=True, help="Print where the time went."),
)


def run_options(command: Command) -> Command:
    """The options of a `Run`."""
    for option in reversed(RUN_OPTIONS):
        command = option(command)
    return command


@dataclass(frozen=True)
class Run:
    """One run of a command on a library, with the values of `run_options`."""

    root: Path
    jobs: int | None = None
    scheduler: str | None = None
    no_cache: bool = False
    cache_dir: Path | None = None
    timings: bool = False
    stages: Timings = field(default_factory=Timings)

    @cached_property
    def memo(self) -> Memo:
        """The cached results of earlier runs on this library."""
        return Memo() if self.no_cache else Memo.of(self.root, self.cache_dir)

    def workspace(self, folder: Path | None = None) -> "Workspace":
        """Open the library, or another version of it in a folder."""
        # These modules bring all that a check imports; a run whose result is cached does without.
        from pipeline.incremental.parallel import WORTH_IT, OrderedMap, Processes, cores
        from pipeline.incremental.tasks import Tasks, silent
        from pipeline.incremental.workspace import Workspace

        if path_exists(self.root, UNDO_LOG):
            warn("a change of this library was cut short, or is still going on; if it was cut short, run it again")
        jobs = self.jobs or cores()
        spread: OrderedMap | None = None if jobs == 1 else Processes(jobs, least=1 if self.jobs else WORTH_IT)
        if self.scheduler:
            from pipeline.incremental.cluster import Cluster

            spread = Cluster(self.scheduler)
        progress = Bar if watched() else silent
        tasks = Tasks(self.memo, spread, self.stages, progress)
        return Workspace(folder or self.root, tasks=tasks, trial=_trial, home=self.root)

    def print_timings(self, trouble: str = "") -> None:
        """Print the time of each stage if asked to, and why nothing could be cached."""
        if self.timings and trouble:
            say(f"nothing is kept for the next run: {trouble}", err=True)
        for name, seconds in self.stages.seconds.items() if self.timings else ():
            say(f"{seconds:8.3f} s  {name}", err=True)


def _trial(workspace: "Workspace", report: "Report") -> "Iterable[Diagnostic]":
    """What the library's own templates fail to render."""
    from pipeline.publish.theme_trial import theme_trial  # few libraries have templates

    return theme_trial(workspace, report)


def open_root(root: Path | None) -> Path:
    """The library named by `--root`, or the one around the working directory."""
    return find_root(Path.cwd() if root is None else root.absolute())


def open_workspace(root: Path | None, *, to_change: bool = False) -> "Workspace":
    """Open the library named by `--root`, or the one around the working directory.

    A change of it that was cut short is taken back first `to_change` it.
    """
    folder = open_root(root)
    if to_change:
        from pipeline.source.undo_log import take_back  # a check needs none of its imports

        say(*take_back(folder), err=True)
    return Run(folder).workspace()


def warn(message: str) -> None:
    """Print a message on standard error."""
    say(message, err=True)


def tell_packaged_policy(root: Path) -> None:
    """Say that the house rules of this tool are used, if a library has none of its own."""
    if not path_exists(root, POLICY_PATH):
        used = f"there is no {POLICY_PATH}, so the house rules that this tool comes with are used"
        warn(f"{used}; to have your own, save there what `strategies rules --house` prints")


def display_path(path: Path) -> str:
    """A path, relative to the working directory if it is below that."""
    return str(path.relative_to(Path.cwd())) if path.is_relative_to(Path.cwd()) else str(path)


def day(today: dt.datetime | None) -> dt.date:
    """The day given by `--today`, or today."""
    return today.date() if today else dt.datetime.now(dt.UTC).date()


def now() -> dt.datetime:
    """The time in UTC."""
    return dt.datetime.now(dt.UTC)


def time_of_day() -> str:
    """The time as people read it on their clock."""
    return dt.datetime.now().astimezone().strftime("%H:%M:%S")


def rule_named(name: str) -> "Rule":
    """The rule with a name; raises EnvironmentFault with a suggestion when there is none."""
    from pipeline.lint.rule import all_rules

    rules = {rule.name: rule for rule in all_rules()}
    if name not in rules:
        hint = did_you_mean(rules, name, "; `strategies rules` lists them")
        raise EnvironmentFault(f"there is no rule `{name}`{hint}")
    return rules[name]
