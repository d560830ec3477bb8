"""What a reporter shows: findings with the texts they are about."""

from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

from pipeline.model.diagnostics import Diagnostic, Safety, Severity
from pipeline.source.escapes import printable as printable
from pipeline.source.escapes import url
from pipeline.source.text import Position, Source, Span

if TYPE_CHECKING:
    from pipeline.lint.reporters.code_host import CodeHost
    from pipeline.lint.review import Review


class ReportView(NamedTuple):
    """The findings to show, sorted, the sources by path, and how many files were looked at.

    `review` is what a branch changed, if the findings are about that.
    """

    diagnostics: tuple[Diagnostic, ...]
    sources: Mapping[str, Source]
    files: int
    rules_url: str = "docs/rules.md"
    least: Severity = Severity.INFO  # the text format lists nothing below; it is counted all the same
    color: bool = False
    width: int = 120
    prefix: str = ""  # of the library in its repository, such as `docs/library/`: for what a code host shows
    host: "CodeHost | None" = None
    review: "Review | None" = None

    def position(self, span: Span) -> tuple[Position, Position]:
        """First place of a span and the place after its last; line 1 where there is no text."""
        source = self.sources.get(span.path)
        if source is None:
            return Position(1, 1), Position(1, 1)
        return source.position(span.start), source.position(span.end)

    def place(self, path: str) -> str:
        """The path of a file in the repository."""
        return self.prefix + path

    def url(self, rule: str) -> str:
        """Where a rule is explained; empty when there is no such place."""
        return f"{url(self.rules_url)}#{rule}" if self.rules_url else ""

    @property
    def listed(self) -> tuple[Diagnostic, ...]:
        """The findings as people read them: those that a branch caused by one change are one."""
        if self.review is None:
            return self.diagnostics
        from pipeline.lint.review.folding import folded  # few checks are about a branch

        return folded(self.review, self.diagnostics)

    @property
    def reviewed(self) -> tuple[Diagnostic, ...]:
        """The same for who reviews a branch: what is on its lines comes first, hints about older lines are left out."""
        review, listed = self.review, self.listed
        if review is None:
            return listed
        kept = (found for found in listed if not review.is_old_info(found))
        return tuple(sorted(kept, key=lambda found: (review.nearness(found), found.severity.rank)))

    @property
    def counts(self) -> Counter[Severity]:
        """Number of findings by severity."""
        return Counter(diagnostic.severity for diagnostic in self.diagnostics)

    @property
    def fixable(self) -> int:
        """Number of findings that `strategies fix` can mend."""
        return self.fixes[Safety.SAFE] + self.fixes[Safety.UNSAFE]

    @property
    def fixes(self) -> Counter[Safety]:
        """Number of findings that have a fix, by how far it may be trusted."""
        return Counter(diagnostic.fix.safety for diagnostic in self.diagnostics if diagnostic.fix)
