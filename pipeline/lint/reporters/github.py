"""Reports for GitHub: workflow commands, which become annotations on the changed files, and a summary of the job.

GitHub shows ten annotations of each severity in a step, so the summary lists all findings. Those on lines that a
branch changed come first, then those on other lines of changed files, then those elsewhere.
"""

import os
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path

from pipeline.lint.reporters.view import ReportView, with_help
from pipeline.model.diagnostics import Diagnostic, Severity
from pipeline.source.escapes import linked, log, markdown, printable
from pipeline.source.text import Span, counted

COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}
# Annotations of each severity that GitHub shows in a step: https://docs.github.com/en/rest/checks/runs.
SHOWN = 10
# GitHub shows no summary above 1 MiB; other steps may add lines to it.
SUMMARY_SIZE = 900_000


def render(view: ReportView) -> str:
    """Render a workflow command for each finding that GitHub shows, and add all findings to the job's summary."""
    numbers: Counter[Severity] = Counter()
    commands = []
    for diagnostic in view.reviewed:
        numbers[diagnostic.severity] += 1
        if numbers[diagnostic.severity] <= SHOWN:
            commands.append(_command(view, diagnostic))
    hidden = sum(max(0, number - SHOWN) for number in numbers.values())
    if hidden:
        commands.append(f"{hidden} more findings are listed in the job's summary\n")
    if summary := os.environ.get("GITHUB_STEP_SUMMARY"):
        with Path(summary).open("a", encoding="utf-8", newline="\n") as file:
            file.write(summary_of(view))
    return log("".join(commands), commands=True)


def summary_of(view: ReportView) -> str:
    """Render all findings as a Markdown table."""
    counts = ", ".join(counted(view.counts[severity], severity.value) for severity in Severity)
    lines = [f"## Strategies: {counted(view.files, 'file')} checked, {counts}", ""]
    reviewed = view.reviewed
    if reviewed:
        lines += ["| place | rule | finding |", "|---|---|---|"]
    room = SUMMARY_SIZE
    for number, found in enumerate(reviewed):
        rule = linked(found.rule, view.url(found.rule))
        row = f"| {_location(view, found.span)} | {rule} | {_finding(view, found)} |"
        room -= len(row.encode("utf-8", "replace")) + 1
        if room < 0:
            more = counted(len(reviewed) - number, "finding")
            lines += ["", f"{more} more: `strategies check --format json` lists all."]
            break
        lines.append(row)
    old = sum(map(view.review.is_old_info, view.listed)) if view.review else 0
    if old:
        lines += ["", f"{counted(old, 'info')} about lines that were there before: `strategies check --show info`."]
    return "\n".join(lines) + "\n"


def _location(view: ReportView, span: Span) -> str:
    start, _ = view.position(span)
    path = view.path(span.path)
    return linked(f"{path}:{start.line}:{start.column}", view.host.address(path, start.line) if view.host else "")


def _finding(view: ReportView, diagnostic: Diagnostic) -> str:
    message = markdown(with_help(diagnostic, " — "))
    notes = _notes(diagnostic, lambda span: _location(view, span))
    return "<br>".join([message, *(f"{markdown(words)}: {', '.join(locations)}" for words, locations in notes)])


def _notes(diagnostic: Diagnostic, show: Callable[[Span], str]) -> Iterable[tuple[str, list[str]]]:
    """The messages of a finding's notes, each with the locations that it is about."""
    locations: dict[str, list[str]] = {}
    for note in diagnostic.notes:
        locations.setdefault(note.message, []).append(show(note.span))
    return locations.items()


def _command(view: ReportView, diagnostic: Diagnostic) -> str:
    start, end = view.position(diagnostic.span)
    location = {"file": view.path(diagnostic.span.path), "line": start.line, "endLine": end.line}
    if start.line == end.line:  # GitHub refuses columns of a range over several lines
        location |= {"col": start.column, "endColumn": max(end.column, start.column)}
    properties = ",".join(f"{name}={_property(str(value))}" for name, value in location.items())
    notes = _notes(diagnostic, lambda span: f"{view.path(span.path)}:{view.position(span)[0].line}")
    parts = [diagnostic.message, diagnostic.help and f"help: {diagnostic.help}"]
    parts += (f"{words}: {', '.join(locations)}" for words, locations in notes)
    parts.append(view.url(diagnostic.rule) or f"`strategies explain {diagnostic.rule}` says more")
    message = "\n".join(printable(line) for part in parts for line in part.split("\n") if line)
    return f"::{COMMANDS[diagnostic.severity]} {properties},title={_property(diagnostic.rule)}::{_data(message)}\n"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    # GitHub decodes this escape of a line ending, which `printable` would hide, to find the file.
    return printable(_data(text).replace(":", "%3A").replace(",", "%2C"))
