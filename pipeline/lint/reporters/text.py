"""Reports for people: location, rule, message, the line with the mistake marked, and how to fix it."""

import unicodedata
from collections.abc import Iterator

from pipeline.lint.reporters.view import ReportView
from pipeline.model.diagnostics import Diagnostic, Safety, Severity
from pipeline.source.escapes import characters, log, printable
from pipeline.source.text import Position, Source, Span, counted

TAB = "    "
ELLIPSIS = "…"
STYLES = {Severity.ERROR: "1;31", Severity.WARNING: "1;33", Severity.INFO: "1;36"}


def render(view: ReportView) -> str:
    """Render a report as text that ends with a line feed."""
    blocks = ["\n".join(finding_lines(view, diagnostic)) for diagnostic in view.shown]
    return log("\n\n".join([*blocks, summary(view)]), colored=view.color) + "\n"


def finding_lines(view: ReportView, diagnostic: Diagnostic) -> Iterator[str]:
    """The lines that show a finding."""
    start, end = view.position(diagnostic.span)
    yield from heading(view, diagnostic, start)
    yield from _excerpt(view, diagnostic.span, start, end)
    for note in diagnostic.notes:
        yield f"  note: {printable(note.message)} ({view.location(note.span)})"
    if diagnostic.help:
        first, *more = diagnostic.help.split("\n")
        yield f"  help: {printable(first)}"
        yield from (f"        {printable(line)}" for line in more)
    if diagnostic.fix:
        option = {Safety.SAFE: " (strategies fix)", Safety.UNSAFE: " (strategies fix --unsafe)", Safety.MANUAL: ""}
        yield f"  fix:  {printable(diagnostic.fix.title)}{option[diagnostic.fix.safety]}"


def heading(view: ReportView, diagnostic: Diagnostic, start: Position) -> Iterator[str]:
    """Where a finding is, its rule, and its message."""
    severity = styled(view, diagnostic.severity.value, STYLES[diagnostic.severity])
    rule = styled(view, diagnostic.rule, "1")
    yield f"{printable(diagnostic.span.path)}:{start.line}:{start.column} {severity} {rule}"
    yield f"  {printable(diagnostic.message)}"


def _excerpt(view: ReportView, span: Span, start: Position, end: Position) -> Iterator[str]:
    """The first line of the span, cut to the width, with the span marked below it."""
    source = view.sources.get(span.path)
    if source is None:
        return
    line_span = source.line_span(start.line - 1)
    if line_span.start == line_span.end >= span.end:
        return
    size = line_span.end - line_span.start
    begin = min(max(span.start - line_span.start, 0), size)
    stop = max(begin, span.end - line_span.start) if end.line == start.line else size
    number = str(start.line).rjust(5)
    first, shown = _window(source, line_span, begin, max(view.width - len(number) - 5, 20))
    lead, more = ELLIPSIS if first else "", ELLIPSIS if first + len(shown) < size else ""
    yield f"{number} | {lead}{''.join(shown)}{more}".rstrip()
    mark = "^" * max(1, columns("".join(shown[begin - first : stop - first])))
    gap = " " * columns("".join([lead, *shown[: begin - first]]))
    yield f"{' ' * len(number)} | {gap}{styled(view, mark, '1;31')}"


def _window(source: Source, line: Span, begin: int, room: int) -> tuple[int, list[str]]:
    """The part of a line that fits into `room` columns with the character at `begin`: its start, and its characters."""
    size = line.end - line.start
    first = 0 if size <= room else max(0, min(begin - room // 3, size - room))
    shown: list[str] = []
    used = 0
    part = source.text[line.start + first : min(line.start + first + room, line.end)]
    for character, escaped in zip(part, characters(part), strict=True):
        cell = TAB if character == "\t" else escaped
        used += columns(cell)
        if used > room and first + len(shown) > begin:
            break
        shown.append(cell)
    return first, shown


def columns(text: str) -> int:
    """Columns of a text on a terminal: none for combining marks, two for East Asian wide characters and emoji."""
    spacing = [character for character in text if unicodedata.category(character) not in ("Mn", "Me", "Cf")]
    return len(spacing) + sum(unicodedata.east_asian_width(character) in "WF" for character in spacing)


def styled(view: ReportView, text: str, style: str) -> str:
    """An escaped text in a style, if the report is coloured."""
    return f"\x1b[{style}m{text}\x1b[0m" if view.color else text


def summary(view: ReportView) -> str:
    """The counts of findings and fixes, after a tick when nothing is listed."""
    found = [severity for severity in Severity if view.counts[severity]]
    hidden = [severity.value for severity in found if severity.rank > view.least.rank]
    mark = styled(view, "✓", "1;32") + " " if len(hidden) == len(found) else ""
    checked = f"{mark}{counted(view.files, 'file')} checked"
    known = f"; {printable(view.baseline)} hides {counted(view.known, 'finding')}" if view.known else ""
    if not found:
        return f"{checked}, nothing {'new ' if view.known else ''}to mend{known}"
    counts = ", ".join(counted(view.counts[severity], severity.value) for severity in found)
    option = f" (list them with --show {hidden[-1]})" if hidden else ""
    folded = len(view.diagnostics) - len(view.listed)
    share = f"; {folded} of these {'shares' if folded == 1 else 'share'} a cause with one above" if folded else ""
    return f"{checked}: {counts}{option}{_fixable(view)}{share}{known}"


def _fixable(view: ReportView) -> str:
    safe, unsafe = view.fixes[Safety.SAFE], view.fixes[Safety.UNSAFE]
    if safe and unsafe:
        return f"; {safe} can be mended by strategies fix, {unsafe} more with --unsafe"
    if safe or unsafe:
        return f"; {safe or unsafe} can be mended by strategies fix{'' if safe else ' --unsafe'}"
    return ""
