"""The outcome of a check."""

from collections import Counter
from dataclasses import dataclass
from functools import cached_property

from pipeline.model.diagnostics import Diagnostic, Severity
from pipeline.model.library import Library


@dataclass(frozen=True)
class Report:
    """All diagnostics, sorted, plus the library they are about.

    `ignored` are the findings that a comment in the content asked to leave out, `rules` the names of
    the rules that were run; neither is known where the findings are those of the check before.
    """

    library: Library
    diagnostics: tuple[Diagnostic, ...]
    ignored: tuple[Diagnostic, ...] = ()
    rules: frozenset[str] = frozenset()

    @cached_property
    def counts(self) -> Counter[Severity]:
        """Number of findings by severity."""
        return Counter(diagnostic.severity for diagnostic in self.diagnostics)

    @property
    def has_errors(self) -> bool:
        """True when the library may not be published."""
        return self.counts[Severity.ERROR] > 0
