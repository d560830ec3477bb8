"""What is measured: each scenario is a function that yields what it measured, each with a label.

To add one, write a function and add it to SCENARIOS.
"""

import json
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

from benchmarks.contenders import Call, Command, ours
from benchmarks.process import Usage
from benchmarks.stand import Stand

Measured = Iterator[tuple[str, Usage]]


def cold_export(stand: Stand) -> Measured:
    """Nothing is there but the library."""
    stand.forget()
    yield "cold export", stand.export()


def unchanged_export(stand: Stand) -> Measured:
    """The same again."""
    stand.exported()
    yield "nothing changed", stand.export()


def body_edited(stand: Stand) -> Measured:
    """A sentence of one page is changed, twice: the first time may have to make up for what the export before left."""
    stand.exported()
    page = stand.pages[len(stand.pages) // 2]
    for label in ("one page edited", "edited once more"):
        stand.edit_body(page)
        yield label, stand.export()


def summary_edited(stand: Stand) -> Measured:
    """The summary of one page is changed, which stands on the cards of others."""
    stand.exported()
    stand.edit_summary(stand.pages[len(stand.pages) // 3])
    yield "one summary edited", stand.export()


def factor_renamed(stand: Stand) -> Measured:
    """Many pages show the name of a factor."""
    stand.exported()
    stand.rename_factor()
    yield "one factor renamed", stand.export()


def category_renamed(stand: Stand) -> Measured:
    """All pages of a category show its name."""
    stand.exported()
    stand.rename_category()
    yield "one category renamed", stand.export()


def check(stand: Stand) -> Measured:
    """The whole library, first with nothing remembered, then again."""
    stand.forget()
    yield "check, cold", stand.check()
    yield "check, warm", stand.check()


def check_one(stand: Stand) -> Measured:
    """One page with the whole library as context, as at a commit: with nothing remembered, then after an edit of it."""
    stand.forget()
    page = stand.pages[len(stand.pages) // 4]
    call = ours(stand.library, "check", page)
    yield "check of one page, cold", stand.run(call)
    stand.edit_body(page)
    yield "check of one page, warm", stand.run(call)


def imports(stand: Stand) -> Measured:
    """What no program on these libraries can go below."""
    code = "import pydantic, markdown_it, yaml"
    yield "import of the libraries", stand.run(Call([sys.executable, "-c", code], stand.library))


def help_(stand: Stand) -> Measured:
    """The list of commands."""
    yield "help", stand.run(ours(stand.library, "--help"))


def keystroke(stand: Stand) -> Measured:
    """A page is changed in an editor and checked, again and again, in one process; its median."""
    report = stand.site / "keystrokes.json"
    call = ours(stand.library)
    command: Command = [sys.executable, "-m", "benchmarks.keystrokes", stand.pages[len(stand.pages) // 5], report]
    memory = stand.run(Call(command, stand.library, call.environment)).memory
    times = json.loads(report.read_text(encoding="utf-8"))
    yield "keystroke", Usage(times["wall"], times["cpu"], memory)


@dataclass(frozen=True)
class Scenario:
    """A scenario, and for whom it is."""

    measure: Callable[[Stand], Measured]
    who: Literal["export", "export again", "check", "us"]

    @property
    def name(self) -> str:
        """As it is called on the command line."""
        return self.measure.__name__.strip("_").replace("_", "-")

    def concerns(self, stand: Stand) -> bool:
        """Whether this contender does such a thing at all."""
        who = stand.contender
        match self.who:
            case "export":
                return who.export is not None
            case "export again":
                return who.export is not None and who.edits
            case "check":
                return who.check is not None
            case "us":
                return who.name == "us"


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
)
