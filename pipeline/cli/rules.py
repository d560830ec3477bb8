"""`strategies rules`."""

import json
from collections.abc import Iterable

import click

from pipeline.cli.terminal import bold, on_terminal, write
from pipeline.lint.rule import Rule, all_rules
from pipeline.lint.rule_page import pages_of
from pipeline.source.resources import default_policy_text


@click.command("rules")
@click.option("--format", "format_", type=click.Choice(["text", "json", "markdown"]), default="text", show_default=True)
@click.option("--house", is_flag=True, help="Print the house rules that this tool comes with, to copy and change.")
def command(format_: str, house: bool) -> None:
    """List every rule with its severity and one sentence."""
    if house:
        write(default_policy_text())
        return
    render = {"text": _text, "json": _json, "markdown": pages_of}[format_]
    write(render(all_rules()), colored=on_terminal())


def _text(rules: Iterable[Rule]) -> str:
    lines = []
    for family in dict.fromkeys(sorted(rule.family for rule in rules)):
        lines.append(bold(family))
        members = (rule for rule in rules if rule.family == family)
        lines += [f"  {rule.name:<30} {rule.weight:<9} {rule.documentation.summary}" for rule in members]
    return "\n".join(lines) + "\n"


def _json(rules: Iterable[Rule]) -> str:
    listed = [
        {
            "name": rule.name,
            "family": rule.family,
            "severity": rule.severity.value,
            "required": rule.required,
            "enabled": rule.enabled,
            "draft_severity": rule.draft_severity.value if rule.draft_severity else None,
            "fixes": [safety.value for safety in rule.fixes],
            "summary": rule.documentation.summary,
            "reason": rule.documentation.reason,
            "bad": rule.documentation.bad,
            "good": rule.documentation.good,
        }
        for rule in rules
    ]
    return json.dumps(listed, ensure_ascii=False, indent=2) + "\n"
