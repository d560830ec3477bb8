"""For GitHub: workflow commands that become annotations on the changed files.

GitHub shows ten annotations of a kind and step; what is left over stands in the job's summary.
"""

import os
from collections import Counter
from pathlib import Path

from pipeline.diagnostics import Diagnostic, Severity
from pipeline.escapes import log, markdown, printable
from pipeline.reporters.view import View

COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}
# https://docs.github.com/en/rest/checks/runs: shown of each kind in a step.
SHOWN = 10


def render(view: View) -> str:
    """Give one workflow command a finding, up to what GitHub shows, and write all to the job's summary."""
    shown: Counter[Severity] = Counter()
    commands = []
    for diagnostic in view.diagnostics:
        shown[diagnostic.severity] += 1
        if shown[diagnostic.severity] <= SHOWN:
            commands.append(_command(view, diagnostic))
    hidden = sum(max(0, number - SHOWN) for number in shown.values())
    if hidden:
        commands.append(f"{hidden} more findings are listed in the job's summary\n")
    if summary := os.environ.get("GITHUB_STEP_SUMMARY"):
        with Path(summary).open("a", encoding="utf-8", newline="\n") as file:
            file.write(summary_of(view))
    return log("".join(commands), commands=True)


def summary_of(view: View) -> str:
    """All findings as a Markdown table."""
    counts = ", ".join(f"{view.counts[severity]} {severity.value}s" for severity in Severity)
    lines = [f"## Strategies: {view.files} files checked, {counts}", ""]
    if view.diagnostics:
        lines += ["| place | rule | finding |", "|---|---|---|"]
    for diagnostic in view.diagnostics:
        start, _ = view.position(diagnostic.span)
        place = f"{view.place(diagnostic.span.path)}:{start.line}:{start.column}"
        message = f"{diagnostic.message} — {diagnostic.help}" if diagnostic.help else diagnostic.message
        rule = f"[{diagnostic.rule}]({view.url(diagnostic.rule)})"
        lines.append(f"| {markdown(place)} | {rule} | {markdown(message)} |")
    return "\n".join(lines) + "\n"


def _command(view: View, diagnostic: Diagnostic) -> str:
    start, end = view.position(diagnostic.span)
    place = {"file": view.place(diagnostic.span.path), "line": start.line, "endLine": end.line}
    if start.line == end.line:  # GitHub refuses columns of a range over several lines
        place |= {"col": start.column, "endColumn": max(end.column, start.column)}
    properties = ",".join(f"{name}={_property(str(value))}" for name, value in place.items())
    parts = [diagnostic.message, diagnostic.help and f"help: {diagnostic.help}", view.url(diagnostic.rule)]
    message = "\n".join(printable(line) for part in parts for line in part.split("\n") if line)
    return f"::{COMMANDS[diagnostic.severity]} {properties},title={_property(diagnostic.rule)}::{_data(message)}\n"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    # A line ending has an escape of its own here, by which GitHub finds the file.
    return printable(_data(text).replace(":", "%3A").replace(",", "%2C"))
