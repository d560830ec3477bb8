"""Scenarios: functions that yield measurements, each with a label.

To add one, write a function and add it to SCENARIOS.
"""

import json
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

from benchmarks.contenders import Call, Command, ours
from benchmarks.goals import SLOW_KEY
from benchmarks.process import Usage
from benchmarks.tools import ROOT
from benchmarks.workbench import Workbench

Measured = Iterator[tuple[str, Usage]]


def cold_export(bench: Workbench) -> Measured:
    """Export a library without output or caches."""
    bench.clear()
    yield "cold export", bench.export()


def unchanged_export(bench: Workbench) -> Measured:
    """Export again without a change."""
    bench.ensure_exported()
    yield "nothing changed", bench.export()


def body_edited(bench: Workbench) -> Measured:
    """Change a sentence of one page, twice: the first export may have to do work that the previous one left."""
    bench.ensure_exported()
    page = bench.pages[len(bench.pages) // 2]
    for label in ("one page edited", "edited once more"):
        bench.edit_body(page)
        yield label, bench.export()


def summary_edited(bench: Workbench) -> Measured:
    """Change the summary of one page, which appears on the cards of others."""
    bench.ensure_exported()
    bench.edit_summary(bench.pages[len(bench.pages) // 3])
    yield "one summary edited", bench.export()


def factor_renamed(bench: Workbench) -> Measured:
    """Rename a factor that many pages show."""
    bench.ensure_exported()
    bench.rename_factor()
    yield "one factor renamed", bench.export()


def category_renamed(bench: Workbench) -> Measured:
    """Rename a category, which all of its pages show."""
    bench.ensure_exported()
    bench.rename_category()
    yield "one category renamed", bench.export()


def check(bench: Workbench) -> Measured:
    """Check the complete library without a cache, then with it."""
    bench.clear()
    yield "check, cold", bench.check()
    yield "check, warm", bench.check()


def check_one(bench: Workbench) -> Measured:
    """Check one page in its library, as a commit hook does: without a cache, then with it after an edit."""
    bench.clear()
    page = bench.pages[len(bench.pages) // 4]
    call = ours(bench.library, "check", page)
    yield "check of one page, cold", bench.run(call)
    bench.edit_body(page)
    yield "check of one page, warm", bench.run(call)


def imports(bench: Workbench) -> Measured:
    """Import the libraries that any such program needs: a lower bound."""
    code = "import pydantic, markdown_it, yaml"
    yield "import of the libraries", bench.run(Call([sys.executable, "-c", code], bench.library))


def help_(bench: Workbench) -> Measured:
    """Print the list of commands."""
    yield "help", bench.run(ours(bench.library, "--help"))


def keystroke(bench: Workbench) -> Measured:
    """Type into a page and check it at each key, in one process; yields the median."""
    report = bench.site / "keystrokes.json"
    call = ours(bench.library)
    command: Command = [sys.executable, "-m", "benchmarks.keystrokes", bench.pages[len(bench.pages) // 5], report]
    memory = bench.run(Call(command, bench.library, call.environment)).memory
    times = json.loads(report.read_text(encoding="utf-8"))
    yield "keystroke", Usage(times["wall"], times["cpu"], memory)


def preview(bench: Workbench) -> Measured:
    """Save a page under preview; yields medians, without and with the watch over the disk, and a parse of all pages."""
    report = bench.site / "preview.json"
    call = ours(bench.library)
    command: Command = [sys.executable, "-m", "benchmarks.preview", bench.pages[len(bench.pages) // 5], report]
    memory = bench.run(Call(command, bench.library, call.environment)).memory
    for label, wall in json.loads(report.read_text(encoding="utf-8")).items():
        yield label, Usage(wall, wall, memory)


def typing_in_editor(bench: Workbench) -> Measured:
    """Type into a page in an editor; yields the median time until its findings come, and the 95th percentile."""
    assert bench.contender.server is not None
    server = bench.contender.server(bench.library, bench.site)
    page, report = bench.pages[len(bench.pages) // 5], bench.site / "typing.json"
    command: Command = [sys.executable, "-m", "benchmarks.typing_in_editor", server.folder, page, report]
    used = bench.run(Call([*command, *server.command], bench.library, {"PYTHONPATH": str(ROOT)}))
    times = json.loads(report.read_text(encoding="utf-8"))
    for label, name in (("a key in an editor", "median"), (SLOW_KEY, "most")):
        yield label, Usage(times[name], used.cpu, used.memory)


@dataclass(frozen=True)
class Scenario:
    """A scenario, and the contenders that it applies to."""

    measure: Callable[[Workbench], Measured]
    contenders: Literal["export", "export again", "check", "server", "us"]

    @property
    def name(self) -> str:
        """Its name on the command line."""
        return self.measure.__name__.strip("_").replace("_", "-")

    def applies_to(self, bench: Workbench) -> bool:
        """True when a contender can be measured with it."""
        contender = bench.contender
        match self.contenders:
            case "export":
                return contender.export is not None
            case "export again":
                return contender.export is not None and contender.edits
            case "check":
                return contender.check is not None
            case "server":
                return contender.server is not None
            case "us":
                return contender.name == "us"


SCENARIOS = (
    Scenario(cold_export, "export"),
    Scenario(unchanged_export, "export again"),
    Scenario(body_edited, "export again"),
    Scenario(summary_edited, "export again"),
    Scenario(factor_renamed, "export again"),
    Scenario(category_renamed, "export again"),
    Scenario(check, "check"),
    Scenario(check_one, "us"),
    Scenario(imports, "us"),
    Scenario(help_, "us"),
    Scenario(keystroke, "us"),
    Scenario(preview, "us"),
    Scenario(typing_in_editor, "server"),
)
