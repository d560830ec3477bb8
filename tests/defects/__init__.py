"""Defects that a tired engineer could bring in, each as two exact texts, and the tests that must notice it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import yaml

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
# Some that are noticed within seconds, each of another kind.
QUICK = (
    "yaml-anchors-taken",
    "undo-log-written-late",
    "memo-of-others",
    "python-of-the-checkout",
    "sandbox-of-jinja-alone",
    "escape-dropped-in-macro",
    "any-host",
    "span-off-by-one",
)


class DefectGone(Exception):  # noqa: N818 - says what happened
    """The text that a defect changes does not stand exactly once in its file: the code has moved on."""


@dataclass(frozen=True)
class Defect:
    """One defect: `before` becomes `after` in a file; `tests` are those of which one must fail."""

    name: str
    why: str
    file: str
    before: str
    after: str
    tests: tuple[str, ...]

    def applied(self, tree: Path) -> str:
        """The file of a tree with the defect; raises DefectGone when it cannot be put in."""
        text = (tree / self.file).read_text(encoding="utf-8")
        if (times := text.count(self.before)) != 1:
            raise DefectGone(f"{self.name}: its text stands {times} times in {self.file}; change tests/defects, too")
        return text.replace(self.before, self.after)


def defects() -> tuple[Defect, ...]:
    """All of them, in the order of the file."""
    listed = yaml.safe_load((HERE / "defects.yaml").read_text(encoding="utf-8"))
    return tuple(Defect(**each | {"tests": tuple(each["tests"])}) for each in listed)
