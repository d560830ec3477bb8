"""The one way to standard output and standard error: no text that takes it can steer a terminal or a build server."""

import os
import sys
from typing import TYPE_CHECKING

import click

from pipeline.source import escapes

if TYPE_CHECKING:
    from click._termui_impl import ProgressBar

BOLD = "1"


def say(*lines: str, err: bool = False, colored: bool = False) -> None:
    """Print lines; a line ending inside of one is shown as an escape.

    `colored` keeps colours: only for lines whose parts are escaped already.
    """
    _print("".join(f"{escapes.log_line(line, colored=colored)}\n" for line in lines), err)


def write(text: str, *, err: bool = False, colored: bool = False, commands: bool = False) -> None:
    """Print a text of several lines, which brings its own line endings.

    `colored` is as above; `commands` keeps our own commands for GitHub.
    """
    _print(escapes.log(text, colored=colored, commands=commands), err)


def bold(text: str) -> str:
    """A text in bold on a terminal, escaped in any case."""
    shown = escapes.printable(text)
    return f"\x1b[{BOLD}m{shown}\x1b[0m" if on_terminal() else shown


def on_terminal() -> bool:
    """True when standard output is a terminal that may be coloured."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def watched() -> bool:
    """True when somebody may look at standard error while a command runs."""
    return sys.stderr.isatty()


def progress_bar(label: str, total: int) -> "ProgressBar[int]":
    """A bar on standard error that counts up to a total."""
    return click.progressbar(range(total), label=escapes.log_line(label), file=sys.stderr)


def open_streams() -> None:
    """Make standard streams write any text; one that the caller closed leads nowhere."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            # Stays open to the end, so that no file of ours takes the place of the stream.
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: PTH123, SIM115
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[union-attr]


def flush() -> None:
    """Hand over all that was printed; raises OSError when nobody takes it."""
    sys.stdout.flush()
    sys.stderr.flush()


def _print(text: str, err: bool) -> None:
    click.echo(text, err=err, nl=False)
