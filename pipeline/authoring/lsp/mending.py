"""What an editor offers to mend: the fixes of findings, and all safe ones at once."""

from collections.abc import Iterable, Iterator, Mapping

from pipeline.authoring.lsp.session import Session
from pipeline.lint.fix import fix
from pipeline.model.diagnostics import Diagnostic, Safety
from pipeline.model.report import Report
from pipeline.source.difference import line_edits
from pipeline.source.text import Edit, Source


def fixable(found: Iterable[Diagnostic], path: str, start: int, end: int) -> Iterator[Diagnostic]:
    """The findings with a fix to apply that touch a range of a file."""
    for each in found:
        touches = each.span.path == path and each.span.start <= end and start <= each.span.end
        if touches and each.fix and each.fix.safety is not Safety.MANUAL:
            yield each


def all_safe(session: Session, path: str) -> dict[str, list[Edit]]:
    """The edits of all safe fixes of findings in a file, by the path that they change; none brings a new error."""
    before = session.library().sources

    def check(sources: Mapping[str, Source]) -> Report:
        return session.report_on(dict(sources))

    fixed = fix(check, frozenset({Safety.SAFE}), lambda each: each.span.path == path)
    return {name: list(line_edits(before[name], after)) for name, after in fixed.sources.items()}
