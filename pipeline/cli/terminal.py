"""All output: escaped, so that no text can steer a terminal or a build server."""

import os
import sys
import time
from collections.abc import Callable, Sequence
from io import BytesIO, FileIO, TextIOWrapper
from typing import TYPE_CHECKING, BinaryIO

import click

from pipeline.source import escapes

if TYPE_CHECKING:
    from click._termui_impl import ProgressBar

# Seconds after which a progress bar appears.
PATIENCE = 1.0


def say(*lines: str, err: bool = False, colored: bool = False) -> None:
    """Print lines; a line ending within one is shown as an escape.

    `colored` keeps colours: only for lines whose parts are escaped already.
    """
    click.echo("".join(f"{escapes.log_line(line, colored=colored)}\n" for line in lines), err=err, nl=False)


def write(text: str, *, err: bool = False, colored: bool = False, commands: bool = False) -> None:
    """Print a text with its own line endings.

    `colored` is as for `say`; `commands` keeps our own commands for GitHub.
    """
    click.echo(escapes.log(text, colored=colored, commands=commands), err=err, nl=False)


def write_patch(text: str) -> None:
    """Print a patch; each line keeps its ending, so that the patch can be applied."""
    lines = (line.removesuffix("\r") for line in text.split("\n"))
    ends = ("\r\n" if line.endswith("\r") else "\n" for line in text.split("\n"))
    shown = "".join(f"{escapes.log_line(line)}{end}" for line, end in zip(lines, ends, strict=True))
    click.echo(shown.removesuffix("\n"), nl=False)


def bold(text: str) -> str:
    """An escaped text, in bold on a terminal."""
    shown = escapes.printable(text)
    return f"\x1b[1m{shown}\x1b[0m" if on_terminal() else shown


def on_terminal() -> bool:
    """True when standard output is a terminal that may be coloured."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def redraws() -> bool:
    """True when standard output is a terminal on which lines can be replaced."""
    return sys.stdout.isatty() and os.environ.get("TERM") != "dumb"


def watched() -> bool:
    """True when standard error is a terminal."""
    return sys.stderr.isatty()


def answers() -> bool:
    """True when somebody at a terminal can be asked."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def ask(question: str, default: str, check: Callable[[str], str]) -> str:
    """Ask until `check` takes the answer; it gives what is meant, or raises click.BadParameter with the reason."""
    shown = f"{escapes.log_line(question)} [{escapes.log_line(default)}]" if default else escapes.log_line(question)
    return str(click.prompt(shown, default=default or None, show_default=False, value_proc=check))


def answer(question: str) -> str:
    """What a person answers, or nothing."""
    return str(click.prompt(escapes.log_line(question), default="", show_default=False))


def agreed(question: str) -> bool:
    """Ask a question with yes or no, yes by default."""
    return click.confirm(escapes.log_line(question), default=True)


class Pinned:
    """Lines at the bottom of a terminal; what is printed goes above them, and stays in the scroll-back.

    The terminal cuts lines at its edge meanwhile: a line that it folds would take more room than it is taken for.
    """

    def __init__(self) -> None:
        self._height = 0

    def show(self, above: str, lines: Sequence[str], *, colored: bool) -> None:
        """Print a text with its own line endings, and the lines below it in place of the former ones."""
        erase = f"\r\x1b[{self._height}A\x1b[J" if self._height else ""
        below = "".join(f"{escapes.log_line(line, colored=colored)}\n" for line in lines)
        click.echo(f"{erase}{escapes.log(above, colored=colored)}\x1b[?7l{below}\x1b[?7h", nl=False)
        self._height = len(lines)


class Bar:
    """A progress bar on standard error, shown only for work that takes longer than `PATIENCE`."""

    def __init__(self, label: str) -> None:
        self._label = escapes.log_line(label)
        self.start = time.monotonic()
        self._bar: ProgressBar[int] | None = None

    def __call__(self, done: int, total: int) -> None:
        """Show how many items are done."""
        if self._bar is None and time.monotonic() - self.start > PATIENCE and done < total:
            self._bar = click.progressbar(range(total), label=self._label, file=sys.stderr)
            self._bar.render_progress()
        if self._bar is not None:
            self._bar.update(done - self._bar.pos)
            if done >= total:
                self._bar.render_finish()
                self._bar = None


def open_streams() -> None:
    """Let standard streams write any text, and replace those that the caller closed by the null device."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            # Stays open to the end, so that no file of ours gets the descriptor of the stream.
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: PTH123, SIM115
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[union-attr]


def taken_output() -> BinaryIO:
    """Standard output for the messages of a protocol; whatever else is printed then is an error's."""
    output = sys.stdout.buffer
    sys.stdout = sys.stderr
    return output


def taken_input() -> FileIO:
    """Standard input for the messages of a protocol; nothing else reads it.

    A process that is forked closes `sys.stdin` first. It would wait forever if a thread of this one was reading that.
    """
    input_ = FileIO(sys.stdin.fileno(), closefd=False)
    sys.stdin = TextIOWrapper(BytesIO())
    return input_


def flush() -> None:
    """Flush both streams; raises OSError when a reader has closed its end."""
    sys.stdout.flush()
    sys.stderr.flush()
