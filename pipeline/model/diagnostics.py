"""Diagnostics (findings) and their fixes: plain data, sortable and picklable."""

from enum import Enum
from typing import NamedTuple

from pipeline.source.text import Edit, Span


class Severity(Enum):
    """The severity of a finding. Only errors prevent publication."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"

    @property
    def rank(self) -> int:
        """0 for errors, 1 for warnings, 2 for infos."""
        return list(Severity).index(self)


class Safety(Enum):
    """The safety of a fix."""

    SAFE = "safe"  # the meaning stays the same
    UNSAFE = "unsafe"  # probably right, applied only on request
    MANUAL = "manual"  # shown, never applied


class Fix(NamedTuple):
    """A fix of a finding: all of its edits are applied, or none."""

    title: str
    edits: tuple[Edit, ...]
    safety: Safety


class Note(NamedTuple):
    """A second position of a finding."""

    span: Span
    message: str


class Diagnostic(NamedTuple):
    """A finding of a rule, its position and perhaps a fix.

    `about` lists what else the finding depends on, as `strategy:<id>`, `factor:<id>` and the like, or as a path. So a
    check limited to some files also reports the findings that these files cause in others.
    """

    span: Span
    rule: str
    severity: Severity
    message: str
    help: str = ""
    notes: tuple[Note, ...] = ()
    fix: Fix | None = None
    about: tuple[str, ...] = ()

    @property
    def sort_key(self) -> tuple[Span, str, str]:
        """The order in a report: position, rule, message."""
        return self.span, self.rule, self.message
