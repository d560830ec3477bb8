from collections.abc import Iterator

from pipeline.lint.rule import Finding, all_rules, rule
from pipeline.model.context import Context
from pipeline.model.diagnostics import Diagnostic, Fix, Safety
from pipeline.model.report import Report
from pipeline.source.parse import Document, Ignore
from pipeline.source.text import Edit, Source, Span


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
    required = {rule.name for rule in all_rules() if rule.required}
    hidden: dict[str, list[Diagnostic]] = {}
    for diagnostic in report.ignored:
        hidden.setdefault(diagnostic.span.path, []).append(diagnostic)
    for document in report.library.with_ignores.values():
        for ignore in document.ignores:
            for name, span in ignore.rules if ignore.reason else ():
                if name in required:
                    message = f"`{name}` cannot be ignored: it is always an error"
                elif name in report.rules and not _hides(ignore, name, document, hidden):
                    message = f"this comment ignores `{name}`, which finds nothing here"
                else:
                    continue
                yield Finding(span, message, "remove the comment", fix=_removal(document, ignore, span))


def _hides(ignore: Ignore, name: str, document: Document, hidden: dict[str, list[Diagnostic]]) -> bool:
    return any(
        diagnostic.rule == name and ignore.covers(name, document.source.line_index(diagnostic.span.start))
        for diagnostic in hidden.get(document.path, ())
    )


def _removal(document: Document, ignore: Ignore, name: Span) -> Fix:
    """Remove the comment, or only the one name of several; a line that held nothing else goes with it."""
    source = document.source
    if len(ignore.rules) > 1:
        spans = [span for _, span in ignore.rules]
        at = spans.index(name)
        cut = source.span(spans[at - 1].end, name.end) if at else source.span(name.start, spans[1].start)
        return Fix("remove the name", (Edit(cut, ""),), Safety.SAFE)
    line = source.line_index(ignore.span.start)
    before = source.text[source.line_starts[line] : ignore.span.start]
    if before.strip():
        cut = source.span(source.line_starts[line] + len(before.rstrip()), ignore.span.end)
    elif _parts(document, line):
        cut = source.span(source.line_starts[line], source.line_span(line).end)  # an empty line goes on parting them
    else:
        cut = source.span(source.line_starts[line], _next_line(source, line))
    safety = Safety.UNSAFE if before and _parts(document, line) else Safety.SAFE  # in a list the empty line may show
    return Fix("remove the comment", (Edit(cut, ""),), safety)


def _parts(document: Document, line: int) -> bool:
    """True when a comment is all that stands between two lines of Markdown."""
    source = document.source
    if document.front_span is None or source.line_starts[line] < document.front_span.end:
        return False
    around = [other for other in (line - 1, line + 1) if 0 <= other < len(source.line_starts)]
    return len(around) == 2 and all(source.slice(source.line_span(other)).strip() for other in around)


def _next_line(source: Source, line: int) -> int:
    return source.line_starts[line + 1] if line + 1 < len(source.line_starts) else len(source.text)
