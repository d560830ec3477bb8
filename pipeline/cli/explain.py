"""`strategies explain`."""

import textwrap

import click
from click.shell_completion import CompletionItem

from pipeline.cli.options import rule_named
from pipeline.cli.terminal import on_terminal, write
from pipeline.lint.notices import NOTICES
from pipeline.lint.rule import all_rules
from pipeline.lint.rule_page import page_of, page_of_notice


def _complete(context: click.Context, parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    names = sorted((*(rule.name for rule in all_rules()), *NOTICES))
    return [CompletionItem(name) for name in names if name.startswith(incomplete)]


@click.command("explain")
@click.argument("rule", shell_complete=_complete)
def command(rule: str) -> None:
    """Say what a rule finds, and why it matters to a reader.

    A page is shown with the fault and without it.
    """
    page = page_of_notice(NOTICES[rule]) if rule in NOTICES else page_of(rule_named(rule))
    if on_terminal():
        try:
            from rich.console import Console
            from rich.markdown import Markdown
        except ImportError:  # the extra `rich` is not installed: plain text says the same
            pass
        else:
            console = Console()
            with console.capture() as captured:
                console.print(Markdown(page, hyperlinks=False))
            write(captured.get(), colored=True)
            return
    write("".join(f"{_filled(line)}\n" for line in page.splitlines()))


def _filled(line: str) -> str:
    return textwrap.fill(line, 100) if len(line) > 100 and not line.startswith(" ") else line
