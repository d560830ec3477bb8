"""What the pipeline says about content: plain data, sortable and picklable."""

from enum import Enum
from typing import NamedTuple

from pipeline.source.text import Edit, Span


class Severity(Enum):
    """How much a finding weighs. Only errors keep a library from being published."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"

    @property
    def rank(self) -> int:
        """0 for errors, 1 for warnings, 2 for infos."""
        return list(Severity).index(self)


class Safety(Enum):
    """How far a fix may be trusted."""

    SAFE = "safe"  # the meaning is kept
    UNSAFE = "unsafe"  # probably right, applied only when asked for
    MANUAL = "manual"  # shown, never applied


class Fix(NamedTuple):
    """A way to mend a finding: all of its edits, or none."""

    title: str
    edits: tuple[Edit, ...]
    safety: Safety


class Note(NamedTuple):
    """A second place that belongs to a finding."""

    span: Span
    message: str


class Diagnostic(NamedTuple):
    """One fault, where it stands and how to mend it.

    `about` names what else the finding hangs on, as `strategy:<id>`, `factor:<id>` and the like, or a path: a check
    limited to some files still reports the findings that those files cause elsewhere.
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
        """Order of a report: path, place, rule, words."""
        return self.span, self.rule, self.message
