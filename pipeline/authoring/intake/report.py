"""What an import did, in words: for each page what was placed, guessed, left out, and what is left to do."""

from collections.abc import Iterable, Iterator, Mapping

from pipeline.authoring.intake.importer import ImportedPage
from pipeline.authoring.intake.new_page import PARTS
from pipeline.model.diagnostics import Diagnostic, Severity
from pipeline.model.report import Report
from pipeline.source.text import counted


def findings_by_path(report: Report) -> Mapping[str, list[Diagnostic]]:
    """The findings of a report on each file."""
    found: dict[str, list[Diagnostic]] = {}
    for each in report.diagnostics:
        found.setdefault(each.span.path, []).append(each)
    return found


def lines_of(made: ImportedPage, findings: Iterable[Diagnostic]) -> Iterator[tuple[str, bool]]:
    """The lines about one page and the findings on it, each with whether it is a heading."""
    yield f"{made.page.old.name} → {made.path}", True
    # Its images are written together with it, so the report is made without them.
    found = [each for each in findings if made.images.keys().isdisjoint(each.about)]
    for part, title in PARTS.items():
        if words := list(made.page.remarks_of(part)):
            yield f"  {title}", False
            yield from ((f"    {line}", False) for line in words)
    errors = [each for each in found if each.severity is Severity.ERROR]
    warnings = sum(each.severity is Severity.WARNING for each in found)
    if errors or warnings:
        yield f"  strategies check will list {counted(len(errors), 'error')} and {counted(warnings, 'warning')}", False
        yield from ((f"    {each.rule}: {each.message}", False) for each in errors)


def closing(pages: list[ImportedPage], *, wrote: bool) -> str:
    """The last line of a report."""
    drafts = counted(len(pages), "page")
    left = sum(bool(made.page.leftovers) for made in pages)
    rest = f"; {left} of them with something that found no place" if left else ""
    if not wrote:
        return f"{drafts} would be written{rest}; nothing is written"
    return f"{drafts} written{rest}; read each one, then set its status"
