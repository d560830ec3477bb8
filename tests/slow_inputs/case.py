"""A hostile input: the files that it puts into a small library, and the commands that then run."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

from tests.crash.scene import LIBRARY, PAGE

# The last word of each input: it is published, or a finding says why not.
LAST = "lastword"
TODAY = "--today=2026-11-24"
POLICY = "schemas/strategy-page.yaml"
FACTORS = "content/vocabulary/factors.yaml"
CATEGORIES = "content/vocabulary/categories.yaml"
MODELS = "content/vocabulary/learner-models.yaml"
INFO = "content/library.yaml"
SETTINGS = "strategies.toml"

Command = tuple[str, ...]
CHECK: Command = ("check", "--no-cache", "--jobs=1", TODAY, "--show=info", "--root={root}")
EXPORT: Command = (
    *("export", "--no-cache", "--jobs=1", TODAY, "--formats=json,html,csv", "--no-search"),
    *("--root={root}", "--out={out}"),
)
FIX: Command = ("fix", "--unsafe", TODAY, "--root={root}")


class Case(NamedTuple):
    """Files by their paths below the root, and the commands: each runs if the one before found nothing wrong.

    The last word must stand in what the commands wrote, unless one of them refused the input with a finding.
    """

    files: Mapping[str, str | bytes]
    commands: tuple[Command, ...] = (CHECK, EXPORT)


# An input of about so many bytes.
Family = Callable[[int], Case]


@cache
def page_text() -> str:
    """The one page of the library, as `tests.crash.scene.make_library` leaves it."""
    return (LIBRARY / PAGE).read_text(encoding="utf-8").replace("related: [building-trust]", "related: []")


def page(body: str = "", front: str = "", title: str = "Student Voice") -> str:
    """The page with more text at the end of its first section, and more lines of front matter."""
    text = page_text().replace("title: Student Voice", f"title: {title}")
    text = text.replace("\n---\n", f"\n{front}---\n", 1)
    return text.replace("\n## Example:", f"\n{body}\n\n## Example:", 1)


def repeated(unit: str, size: int) -> str:
    """A text of about this size; `§` in the unit becomes the number of the repetition."""
    if "§" not in unit:
        return unit * (size // len(unit.encode()) or 1)
    largest = len(unit.replace("§", str(size // (len(unit) + 4))).encode())
    return "".join(unit.replace("§", str(number)) for number in range(size // largest or 1))


def body(unit: str, before: str = "", after: str = f" {LAST}") -> Family:
    """A page with a unit over and over in its text."""
    return lambda size: Case({PAGE: page(before + repeated(unit, size) + after)})


def front(unit: str, before: str = "", after: str = "\n", commands: tuple[Command, ...] = (CHECK, EXPORT)) -> Family:
    """A page with a unit over and over in its front matter, and the last word in its text."""
    return lambda size: Case({PAGE: page(LAST, before + repeated(unit, size) + after)}, commands)


def beside(path: str, unit: str, before: str = "", after: str = "") -> Family:
    """A file of the library with a unit over and over after what stands in it."""
    return lambda size: Case({PAGE: page(LAST), path: written(path) + before + repeated(unit, size) + after})


def instead(path: str, unit: str, before: str = "", after: str = "") -> Family:
    """A unit over and over in place of a file of the library."""
    return lambda size: Case({PAGE: page(LAST), path: before + repeated(unit, size) + after})


def mended(family: Family) -> Family:
    """The same input, to be mended with `strategies fix`."""
    return lambda size: Case(family(size).files, (FIX,))


@cache
def written(path: str) -> str:
    """What stands in a file of the library, if there is one."""
    from pipeline.source.resources import default_policy_text

    if path == POLICY:
        return default_policy_text()
    file = small_library() / path
    return file.read_text(encoding="utf-8") if file.is_file() else ""


@cache
def small_library() -> Path:
    """The library with one page, made once."""
    import atexit
    import shutil
    import tempfile

    from tests.crash.scene import make_library

    folder = Path(tempfile.mkdtemp(prefix="slow-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return make_library(folder / "library")
