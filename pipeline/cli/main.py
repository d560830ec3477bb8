"""The group of commands, and the handling of errors."""

import gc
import io
import os
import sys
from importlib import import_module
from itertools import chain
from keyword import iskeyword
from pathlib import Path
from typing import NoReturn

import click

import pipeline
from pipeline.cli import terminal
from pipeline.source.interruption import exit_code, stop_if_interrupted

# Plugins of pydantic would be foreign code, and the search for them takes time at each start.
os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")

EXIT_ERRORS, EXIT_USE, EXIT_BUG = 1, 2, 3
LONGEST_OUTLINE = 66  # fits beside the longest name on a terminal of 80 columns
# The commands, each a module of this package, as `--help` groups them.
SECTIONS = {
    "Check and publish": (
        "check",
        "fix",
        "explain",
        "rules",
        "export",
        "diff",
        "coverage",
        "reviews",
        "links",
        "cache",
    ),
    "Write": ("preview", "new", "set", "link", "review", "rename", "retire", "merge", "translate", "sheet", "lsp"),
    "Begin a library": ("init", "import", "theme", "schema"),
    "Use a bundle": ("verify", "web", "package", "mcp"),
}


class Commands(click.Group):
    """Finds commands by the names of their modules, and imports only the one that is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Names of all commands."""
        return sorted(chain.from_iterable(SECTIONS.values()))

    def invoke(self, ctx: click.Context) -> object:
        """Run a command; an interrupted one ends with a short message."""
        try:
            try:
                return super().invoke(ctx)
            finally:
                stop_if_interrupted()
        except KeyboardInterrupt:
            terminal.say("", "strategies: interrupted", err=True)  # below a progress bar, or ^C
            ctx.exit(exit_code())

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of a name, or None."""
        if cmd_name not in self.list_commands(ctx):
            return None
        command = import_module(f"pipeline.cli.{_module(cmd_name)}").command
        assert isinstance(command, click.Command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of commands without importing any, so that `--help` is quick."""
        widest = max(map(len, self.list_commands(ctx)))
        for title, listed in SECTIONS.items():
            with formatter.section(title):
                formatter.write_dl([(name.ljust(widest), self._outline(name)) for name in listed])

    def _outline(self, name: str) -> str:
        return click.Command(name, help=_help_of(name)).get_short_help_str(LONGEST_OUTLINE)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command, or say which one was probably meant."""
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError:
            from pipeline.source.names import Names

            meant = Names.of(self.list_commands(ctx)).suggest(args[0])
            if meant is None:
                raise
            ctx.fail(f"no such command `{args[0]}`; did you mean `{meant.id}`?")


def _module(command: str) -> str:
    """The module of a command: a word of Python cannot be a name in it, and gets a low line."""
    return f"{command}_" if iskeyword(command) else command


def _help_of(name: str) -> str | None:
    """The docstring of a command's function, read from the source of its module."""
    import ast

    module = ast.parse(Path(__file__).with_name(f"{_module(name)}.py").read_bytes())
    functions = (node for node in module.body if isinstance(node, ast.FunctionDef) and node.name == "command")
    return next((ast.get_docstring(function) for function in functions), None)


@click.group(
    cls=Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Start with `strategies check`. Documentation of any rule: `strategies explain RULE`.",
)
@click.version_option(pipeline.__version__, prog_name="strategies")
def group() -> None:
    """Check and publish a library of instructional strategies written in Markdown."""


def main() -> None:
    """Run the command line.

    Exit codes: 0 no errors, 1 errors in content, 2 wrong use or environment, 3 our bug, 130 or 143 interrupted.
    """
    # Nearly all objects live to the end of the run, so the search for garbage is rarely worth its time.
    gc.set_threshold(100_000, 50, 100)
    terminal.open_streams()
    try:
        # In standalone mode click itself would print the argument at fault, unescaped.
        code = group.main(prog_name="strategies", standalone_mode=False)
    except Exception as error:  # noqa: BLE001 - the last place that can report a failure
        code = _report(error)
    sys.exit(code or 0)


def run() -> NoReturn:
    """Run the command line and end the process, without the time it takes to free every object of a large library."""
    code: object = EXIT_BUG
    try:
        main()
    except SystemExit as end:
        code = end.code or 0
    try:
        terminal.flush()
    except OSError:  # the reader has closed its end
        code = code or EXIT_ERRORS
    os._exit(code if isinstance(code, int) else EXIT_ERRORS)


def _report(error: Exception) -> int:
    if isinstance(error, click.ClickException):
        written = io.StringIO()
        error.show(written)
        terminal.write(written.getvalue(), err=True)
        return error.exit_code
    if isinstance(error, click.Abort):
        terminal.say("Aborted!", err=True)
        return EXIT_ERRORS
    from pipeline.lint.configuration import ConfigurationFault
    from pipeline.source.environment import EnvironmentFault

    if isinstance(error, ConfigurationFault):
        from pipeline.lint.reporters import text
        from pipeline.lint.reporters.view import ReportView, shortened
        from pipeline.source.parse import Limits

        view = ReportView(error.diagnostics, {error.source.path: error.source}, 1)
        terminal.write(text.render(shortened(view, Limits().findings)), err=True)
        return EXIT_USE
    if isinstance(error, EnvironmentFault):
        first, *more = error.lines
        terminal.say(f"strategies: {first}", *more, err=True)
        return EXIT_USE
    if isinstance(error, OSError):
        where = f" ({error.filename})" if error.filename else ""
        terminal.say(f"strategies: {error.strerror or error}{where}", err=True)
        return EXIT_USE
    import traceback

    terminal.write(traceback.format_exc(), err=True)
    cause = f" ({error.__cause__!r})" if error.__cause__ else ""
    terminal.say(
        "",
        f"strategies: this is a bug in the pipeline, not in your content: {error}{cause}",
        "Please report it with the lines above.",
        err=True,
    )
    return EXIT_BUG
