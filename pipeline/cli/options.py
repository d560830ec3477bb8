"""Options that several commands share."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from pipeline.cli.terminal import say, watched
from pipeline.incremental.memo import Memo
from pipeline.incremental.tasks import Timings
from pipeline.source.discovery import find_root
from pipeline.source.environment import EnvironmentFault

if TYPE_CHECKING:
    from pipeline.incremental.workspace import Workspace
    from pipeline.lint.rule import Rule

Command = TypeVar("Command", bound=Callable[..., Any])


def root_option(command: Command) -> Command:
    """`--root DIR`."""
    return click.option(
        "--root",
        type=click.Path(file_okay=False, exists=True, path_type=Path),
        help="The library's folder. Default: the nearest one above that holds content/library.yaml.",
    )(command)


def today_option(command: Command) -> Command:
    """`--today DATE`."""
    return click.option(
        "--today",
        type=click.DateTime(["%Y-%m-%d"]),
        help="The day to check dates against. Default: today.",
    )(command)


def changed_since_option(command: Command) -> Command:
    """`--changed-since REF`."""
    return click.option(
        "--changed-since",
        metavar="REF",
        help="Only files changed since this branch left REF (a git commit, branch or tag), committed or not.",
    )(command)


def work_options(command: Command) -> Command:
    """`--jobs`, `--scheduler`, `--no-cache`, `--cache-dir` and `--timings`."""
    options = (
        click.option(
            "--jobs",
            type=click.IntRange(1, 256),
            help="Processes to work with. Default: one for each core, if it pays.",
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
    for option in reversed(options):
        command = option(command)
    return command


@dataclass(frozen=True)
class Work:
    """How a command does its work."""

    jobs: int | None = None
    scheduler: str | None = None
    no_cache: bool = False
    cache_dir: Path | None = None
    timings: bool = False


def open_root(root: Path | None) -> Path:
    """The library named by `--root`, or the one around the working directory."""
    return find_root(Path.cwd() if root is None else root.absolute())


def open_workspace(root: Path | None, work: Work = Work()) -> "Workspace":
    """Open the library named by `--root`, or the one around the working directory."""
    found = open_root(root)
    return workspace_in(found, work, memo_of(found, work))


def memo_of(root: Path, work: Work) -> Memo:
    """What is remembered of a library."""
    return Memo() if work.no_cache else Memo.of(root, work.cache_dir)


def workspace_in(folder: Path, work: Work, memo: Memo, stages: Timings | None = None) -> "Workspace":
    """Open the library that a folder holds, with what is remembered of it."""
    # With it comes all that a check needs; a check with nothing to do answers without.
    from pipeline.cli.progress import Bar
    from pipeline.incremental.parallel import WORTH_IT, OrderedMap, Processes, cores
    from pipeline.incremental.tasks import Tasks, silent
    from pipeline.incremental.workspace import Workspace

    jobs = work.jobs or cores()
    spread: OrderedMap | None = None if jobs == 1 else Processes(jobs, least=1 if work.jobs else WORTH_IT)
    if work.scheduler:
        from pipeline.incremental.cluster import Cluster

        spread = Cluster(work.scheduler)
    return Workspace(folder, tasks=Tasks(memo, spread, stages or Timings(), Bar if watched() else silent))


def tell_timings(stages: Timings, work: Work, trouble: str = "") -> None:
    """Print where the time went, if that was asked for, and why nothing is kept for the next run, if so."""
    if work.timings and trouble:
        say(f"nothing is kept for the next run: {trouble}", err=True)
    for name, seconds in stages.seconds.items() if work.timings else ():
        say(f"{seconds:8.3f} s  {name}", err=True)


def tell(message: str) -> None:
    """Say something beside the output."""
    say(message, err=True)


def shown(path: Path) -> str:
    """A path as short as can be."""
    return str(path.relative_to(Path.cwd())) if path.is_relative_to(Path.cwd()) else str(path)


def day(today: dt.datetime | None) -> dt.date:
    """The day given by `--today`, or today."""
    return today.date() if today else dt.datetime.now(dt.UTC).date()


def rule_named(name: str) -> "Rule":
    """The rule of a name; raises EnvironmentFault with a suggestion when there is none."""
    from pipeline.lint.rule import all_rules
    from pipeline.source.names import Names

    rules = {rule.name: rule for rule in all_rules()}
    if name not in rules:
        meant = Names.of(rules).suggest(name)
        raise EnvironmentFault(
            f"there is no rule `{name}`"
            + (f"; did you mean `{meant.id}`?" if meant else "; `strategies rules` lists them")
        )
    return rules[name]
