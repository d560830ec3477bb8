"""The input of reporters: findings, and the texts they are about."""

from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

from pipeline.model.diagnostics import Diagnostic, Safety, Severity
from pipeline.source.escapes import printable, url
from pipeline.source.text import Position, Source, Span

if TYPE_CHECKING:
    from pipeline.lint.reporters.code_host import CodeHost
    from pipeline.lint.review import Review

# The rule about what is too much.
OVER_LIMIT = "over-limit"


class ReportView(NamedTuple):
    """The findings to show, sorted, the sources by path, and the number of checked files.

    `review` holds the changes of a branch, if the findings are limited to these. `known` is the number of findings that
    a `baseline` hides, `unlisted` are those beyond the number that a report lists of one file.
    """

    diagnostics: tuple[Diagnostic, ...]
    sources: Mapping[str, Source]
    files: int
    rules_url: str = "docs/rules.md"
    least: Severity = Severity.INFO  # the text format lists nothing milder, but counts it
    color: bool = False
    width: int = 120
    prefix: str = ""  # the path of the library in its repository, such as `docs/library/`
    host: "CodeHost | None" = None
    review: "Review | None" = None
    known: int = 0
    baseline: str = ""
    unlisted: tuple[Diagnostic, ...] = ()

    def position(self, span: Span) -> tuple[Position, Position]:
        """First position of a span and the one after its last; line 1 where there is no text."""
        source = self.sources.get(span.path)
        if source is None:
            return Position(1, 1), Position(1, 1)
        return source.position(span.start), source.position(span.end)

    def range(self, span: Span, *names: str) -> dict[str, dict[str, int]]:
        """Lines and columns of the start and end of a span, under these names, for JSON."""
        positions = self.position(span)
        return {name: position._asdict() for name, position in zip(names, positions, strict=True)}

    def location(self, span: Span) -> str:
        """Path, line and column of the start of a span, as people read it."""
        start, _ = self.position(span)
        return f"{printable(span.path)}:{start.line}:{start.column}"

    def path(self, path: str) -> str:
        """The path of a file in the repository."""
        return self.prefix + path

    def url(self, rule: str) -> str:
        """The address of a rule's documentation, if any."""
        return f"{url(self.rules_url)}#{rule}" if self.rules_url else ""

    @property
    def listed(self) -> tuple[Diagnostic, ...]:
        """The findings, with those that have one cause on the branch folded into one."""
        if self.review is None:
            return self.diagnostics
        from pipeline.lint.review.folding import folded  # few checks review a branch

        return folded(self.review, self.diagnostics)

    @property
    def shown(self) -> tuple[Diagnostic, ...]:
        """The listed findings that are severe enough to be shown to people."""
        return tuple(found for found in self.listed if found.severity.rank <= self.least.rank)

    @property
    def reviewed(self) -> tuple[Diagnostic, ...]:
        """The listed findings for a reviewer: changed lines first, without infos about unchanged lines."""
        review, listed = self.review, self.listed
        if review is None:
            return listed
        relevant = (found for found in listed if not review.is_old_info(found))
        return tuple(sorted(relevant, key=lambda found: (review.nearness(found), found.severity.rank)))

    @property
    def counts(self) -> Counter[Severity]:
        """Number of findings by severity."""
        return Counter(diagnostic.severity for diagnostic in (*self.diagnostics, *self.unlisted))

    @property
    def fixes(self) -> Counter[Safety]:
        """Number of findings that have a fix, by its safety."""
        found = (*self.diagnostics, *self.unlisted)
        return Counter(diagnostic.fix.safety for diagnostic in found if diagnostic.fix)


def shortened(view: ReportView, most: int) -> ReportView:
    """The report with at most so many findings of each file, the most severe first; one more says how many there are.

    It is as severe as the worst that is not listed, so that what fails still fails.
    """
    by_path: dict[str, list[Diagnostic]] = {}
    for diagnostic in view.diagnostics:
        by_path.setdefault(diagnostic.span.path, []).append(diagnostic)
    if all(len(found) <= most for found in by_path.values()):
        return view
    listed: list[Diagnostic] = []
    unlisted: list[Diagnostic] = []
    for path, found in by_path.items():
        if len(found) > most:
            ranked = sorted(found, key=lambda each: each.severity.rank)
            unlisted += ranked[most:]
            words = f"this file has {len(found):,} findings; {most:,} of them are listed"
            help_ = "mend these first, and run the check again"
            listed.append(Diagnostic(Span(path, 0, 0), OVER_LIMIT, ranked[most].severity, words, help_))
            found = ranked[:most]
        listed += found
    listed.sort(key=lambda each: each.sort_key)
    return view._replace(diagnostics=tuple(listed), unlisted=tuple(unlisted))


def with_help(diagnostic: Diagnostic, separator: str = "\n") -> str:
    """The message of a finding, and its help if it has one."""
    return separator.join(filter(None, (diagnostic.message, diagnostic.help)))
