"""Options that several commands share."""

import datetime as dt
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from pipeline.configuration import EnvironmentFault
from pipeline.model.names import Names
from pipeline.rule import Rule, all_rules
from pipeline.workspace import Workspace, find_root

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


def open_workspace(root: Path | None) -> Workspace:
    """Open the library named by `--root`, or the one around the working directory."""
    return Workspace(find_root(Path.cwd()) if root is None else find_root(root.absolute()))


def day(today: dt.datetime | None) -> dt.date:
    """The day given by `--today`, or today."""
    return today.date() if today else dt.datetime.now(dt.UTC).date()


def rule_named(name: str) -> Rule:
    """The rule of a name; raises EnvironmentFault with a suggestion when there is none."""
    rules = {rule.name: rule for rule in all_rules()}
    if name not in rules:
        meant = Names.of(rules).suggest(name)
        raise EnvironmentFault(
            f"there is no rule `{name}`"
            + (f"; did you mean `{meant.id}`?" if meant else "; `strategies rules` lists them")
        )
    return rules[name]


def on_terminal() -> bool:
    """True when standard output is a terminal that may be coloured."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
