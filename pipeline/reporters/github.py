"""For GitHub: workflow commands that become annotations on the changed files."""

from pipeline.diagnostics import Diagnostic, Severity
from pipeline.reporters.view import View, printable

COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}


def render(view: View) -> str:
    """Give one workflow command a finding."""
    return "".join(_command(view, diagnostic) for diagnostic in view.diagnostics)


def _command(view: View, diagnostic: Diagnostic) -> str:
    start, end = view.position(diagnostic.span)
    place = {"file": diagnostic.span.path, "line": start.line, "endLine": end.line}
    if start.line == end.line:  # GitHub refuses columns of a range over several lines
        place |= {"col": start.column, "endColumn": max(end.column, start.column)}
    properties = ",".join(f"{name}={_property(str(value))}" for name, value in place.items())
    parts = [diagnostic.message, diagnostic.help and f"help: {diagnostic.help}"]
    message = "\n".join(printable_lines(part) for part in parts if part)
    return f"::{COMMANDS[diagnostic.severity]} {properties},title={_property(diagnostic.rule)}::{_data(message)}\n"


def printable_lines(text: str) -> str:
    """Keep line breaks, escape every other character that could steer a log."""
    return "\n".join(printable(line) for line in text.split("\n"))


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(printable(text)).replace(":", "%3A").replace(",", "%2C")
