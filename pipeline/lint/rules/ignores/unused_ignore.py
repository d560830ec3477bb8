from bisect import bisect_left
from collections.abc import Iterator

from pipeline.lint.rule import Finding, required_rules, rule
from pipeline.model.context import Context
from pipeline.model.diagnostics import Fix, Safety
from pipeline.model.report import Report
from pipeline.source.parse import Document, Ignore
from pipeline.source.text import Edit, Span


@rule(Report, fixes=(Safety.SAFE, Safety.UNSAFE))
def unused_ignore(report: Report, context: Context) -> Iterator[Finding]:
    """A comment asks to ignore a rule that finds nothing there.

    Left behind after the text was mended, it would hide the same fault when it comes back.

    Bad:
        <!-- strategies: ignore insecure-link -- the museum offers no secure address -->

        The class visits [the museum's collection](https://example.org/collection).

    Good:
        <!-- strategies: ignore insecure-link -- the museum offers no secure address -->

        The class visits [the museum's collection](http://example.org/collection).
    """
    required = required_rules()
    hidden = _hidden_lines(report)
    for document in report.library.with_ignores.values():
        for ignore in document.ignores:
            for name, span in ignore.rules if ignore.reason else ():
                if name in required:
                    message = f"`{name}` cannot be ignored: it is always an error"
                elif name in report.rules and not _hides(ignore, hidden.get((document.path, name), [])):
                    message = f"this comment ignores `{name}`, which finds nothing here"
                else:
                    continue
                yield Finding(span, message, "remove the comment", fix=_removal(document, ignore, span))


def _hidden_lines(report: Report) -> dict[tuple[str, str], list[int]]:
    """The lines of ignored findings, in order, by path and rule."""
    found: dict[tuple[str, str], list[int]] = {}
    for diagnostic in sorted(report.ignored, key=lambda each: each.span):
        path, start, _ = diagnostic.span
        line = report.library.with_ignores[path].source.line_index(start)
        found.setdefault((path, diagnostic.rule), []).append(line)
    return found


def _hides(ignore: Ignore, lines: list[int]) -> bool:
    """True when a comment covers one of these lines."""
    first = bisect_left(lines, ignore.lines.start)
    return first < len(lines) and lines[first] in ignore.lines


def _removal(document: Document, ignore: Ignore, name: Span) -> Fix:
    """Remove a name from a comment, or the comment if it has one name only. An emptied line is removed too."""
    source = document.source
    if len(ignore.rules) > 1:
        spans = [span for _, span in ignore.rules]
        at = spans.index(name)
        cut = source.span(spans[at - 1].end, name.end) if at else source.span(name.start, spans[1].start)
        return Fix("remove the name", (Edit(cut, ""),), Safety.SAFE)
    line = source.line_index(ignore.span.start)
    start, separates = source.line_starts[line], _separates(document, line)
    before = source.text[start : ignore.span.start]
    if before.strip():
        cut = source.span(start + len(before.rstrip()), ignore.span.end)
    elif separates or line + 1 == len(source.line_starts):
        cut = source.span(start, source.line_span(line).end)
    else:
        cut = source.span(start, source.line_starts[line + 1])
    # In a list, the empty line that remains may change what readers see.
    safety = Safety.UNSAFE if before and separates else Safety.SAFE
    return Fix("remove the comment", (Edit(cut, ""),), safety)


def _separates(document: Document, line: int) -> bool:
    """True for a line of Markdown with text above and below it."""
    source = document.source
    if document.front_span is None or source.line_starts[line] < document.front_span.end:
        return False
    inside = 0 < line < len(source.line_starts) - 1
    return inside and all(source.slice(source.line_span(other)).strip() for other in (line - 1, line + 1))
