"""The report of a check."""

import datetime as dt
from collections import Counter
from dataclasses import dataclass

from pipeline.model.diagnostics import Diagnostic, Severity
from pipeline.model.library import Library
from pipeline.source.memoise import cached_property


@dataclass(frozen=True)
class Report:
    """The checked library and all findings, sorted.

    `ignored` are the findings that an ignore comment suppresses, `rules` the names of the rules that were run. `today`
    is the day of the check, which decides what is published.
    """

    library: Library
    diagnostics: tuple[Diagnostic, ...]
    ignored: tuple[Diagnostic, ...] = ()
    rules: frozenset[str] = frozenset()
    today: dt.date = dt.date.max

    @cached_property
    def counts(self) -> Counter[Severity]:
        """Number of findings by severity."""
        return Counter(diagnostic.severity for diagnostic in self.diagnostics)

    @property
    def has_errors(self) -> bool:
        """True when the library may not be published."""
        return self.counts[Severity.ERROR] > 0
