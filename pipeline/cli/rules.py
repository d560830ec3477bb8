"""`strategies rules`."""

import json
from collections.abc import Iterable

import click

from pipeline.rule import Rule, all_rules


@click.command("rules")
@click.option("--format", "format_", type=click.Choice(["text", "json"]), default="text", show_default=True)
def command(format_: str) -> None:
    """List every rule with its severity and one sentence."""
    rules = all_rules()
    click.echo(_json(rules) if format_ == "json" else _text(rules))


def _text(rules: Iterable[Rule]) -> str:
    lines = []
    for family in dict.fromkeys(sorted(rule.family for rule in rules)):
        lines.append(click.style(family, bold=True))
        for rule in rules:
            if rule.family == family:
                weight = "required" if rule.required else rule.severity.value if rule.enabled else "off"
                lines.append(f"  {rule.name:<30} {weight:<9} {rule.documentation.summary}")
    return "\n".join(lines)


def _json(rules: Iterable[Rule]) -> str:
    listed = [
        {
            "name": rule.name,
            "family": rule.family,
            "severity": rule.severity.value,
            "required": rule.required,
            "enabled": rule.enabled,
            "summary": rule.documentation.summary,
        }
        for rule in rules
    ]
    return json.dumps(listed, ensure_ascii=False, indent=2)
