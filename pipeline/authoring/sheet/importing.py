"""The changes of a work-list as new texts of pages, checked before anything is written."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from pipeline.authoring.sheet.edits import with_values
from pipeline.authoring.sheet.reading import ChangedRow, ReadRows, SheetFault
from pipeline.lint.fix import new_findings
from pipeline.model.diagnostics import Diagnostic, Severity
from pipeline.model.report import Report
from pipeline.source.parse import Limits, parse_page
from pipeline.source.parse.yaml_tree import Mapping as Front
from pipeline.source.text import Source

# The field that refers to a kind of thing that a finding depends on.
FIELD_OF = {"factor": "factors", "strategy": "related"}
# Checks the library with these texts in place of those on disk.
Check = Callable[[Mapping[str, Source]], Report]


@dataclass(frozen=True)
class SheetImport:
    """The pages that a work-list changes, before and after, or its faults; `fields` names the changed ones by path.

    `warnings` are findings that the changes bring, and that keep nothing from being written.
    """

    before: Mapping[str, Source]
    after: Mapping[str, Source]
    fields: Mapping[str, tuple[str, ...]]
    faults: tuple[SheetFault, ...]
    warnings: tuple[SheetFault, ...]


def changes_of(read: ReadRows, report: Report, check: Check, limits: Limits) -> SheetImport:
    """The new texts of all rows with changes; the faults of all rows if there is any."""
    before = {row.entry.path: row.entry.source for row in read.changed}
    after: dict[str, Source] = {}
    faults, warnings = list(read.faults), list[SheetFault]()
    for row in read.changed:
        changed = with_values(row.entry.document, row.values, limits)
        if changed:
            after[row.entry.path] = changed
        else:
            faults += _unwritable(row, read, limits)
    if after:
        checked = check(after)
        faults += _new_faults(new_findings(report, checked), read, after, limits)
        warnings += _new_faults(new_findings(report, checked, Severity.WARNING), read, after, limits)
    fields = {row.entry.path: tuple(column.field for column in row.values) for row in read.changed}
    return SheetImport(before, after, fields, _sorted(faults), _sorted(warnings))


def _sorted(faults: Iterable[SheetFault]) -> tuple[SheetFault, ...]:
    return tuple(sorted(dict.fromkeys(faults), key=_order))


def _order(fault: SheetFault) -> tuple[int, int, str]:
    return fault.row, len(fault.letter), fault.letter


def _unwritable(row: ChangedRow, read: ReadRows, limits: Limits) -> Iterator[SheetFault]:
    """A fault for each field that cannot be changed alone."""
    single = {column: {column: value} for column, value in row.values.items()}
    bad = [column for column, values in single.items() if with_values(row.entry.document, values, limits) is None]
    for column in bad or row.values:
        words = f"`{column.field}` is written on {row.entry.path} in a way that a sheet cannot change; change it there"
        yield SheetFault(row.number, read.letters[column.field], words)


def _new_faults(
    found: Iterable[Diagnostic], read: ReadRows, after: Mapping[str, Source], limits: Limits
) -> Iterator[SheetFault]:
    """The findings that the changes bring, each with the row and column that bring it."""
    rows = {row.entry.path: row for row in read.changed}
    ids = {f"strategy:{row.entry.id}": row for row in read.changed}
    for each in found:
        cause = rows.get(each.span.path) or next((ids[key] for key in each.about if key in ids), None)
        source = after.get(each.span.path)
        place = source.position(each.span.start) if source else None
        where = f"{each.span.path}:{place.line}:{place.column}" if place else each.span.path
        at = read.letters.get(_field_of(each, cause, source, limits), "")
        more = (f"{where} {each.severity.value} {each.rule}", *filter(None, each.help.split("\n")))
        yield SheetFault(cause.number if cause else 0, at, each.message, more)


def _field_of(error: Diagnostic, cause: ChangedRow | None, source: Source | None, limits: Limits) -> str:
    """The field that brought an error: the one that holds it, or the changed one that it depends on; else empty."""
    changed = {column.field for column in cause.values} if cause else set[str]()
    if cause is None or source is None or cause.entry.path != error.span.path:
        return "status" if "status" in changed else ""
    front = parse_page(source, limits).front
    for key, value in front.pairs if isinstance(front, Front) else ():
        if key.span.start <= error.span.start <= max(key.span.end, value.span.end):
            return key.text
    named = {FIELD_OF[kind] for about in error.about if (kind := about.partition(":")[0]) in FIELD_OF}
    return next(iter(named & changed if len(changed) > 1 else changed), "")
