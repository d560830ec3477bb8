"""`strategies explain`."""

import textwrap

import click
from click.shell_completion import CompletionItem

from pipeline.cli.options import rule_named
from pipeline.rule import all_rules


def _complete(context: click.Context, parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    return [CompletionItem(rule.name) for rule in all_rules() if rule.name.startswith(incomplete)]


@click.command("explain")
@click.argument("rule", shell_complete=_complete)
def command(rule: str) -> None:
    """Say what a rule finds, why it matters to a reader, and how a page looks with and without the fault."""
    found = rule_named(rule)
    documentation = found.documentation
    weight = "required: always an error" if found.required else found.severity.value
    click.echo(f"{click.style(found.name, bold=True)} ({weight})\n")
    click.echo(textwrap.fill(documentation.summary, 88) + "\n")
    for paragraph in documentation.reason.split("\n\n"):
        click.echo(textwrap.fill(paragraph, 88) + "\n")
    for label, examples in (("Bad", documentation.bad), ("Good", documentation.good)):
        for example in examples:
            click.echo(f"{label}:\n{textwrap.indent(example, '    ')}\n")
