"""Findings about a policy as it was, at their places in the files as they are now: those are what a reviewer sees."""

from collections.abc import Iterable, Iterator, Mapping
from functools import cache

from pipeline.lint.review.lines import Lines
from pipeline.model.diagnostics import Diagnostic
from pipeline.source.text import Source, Span


def placed(
    found: Iterable[Diagnostic], before: Mapping[str, Source], now: Mapping[str, Source]
) -> Iterator[Diagnostic]:
    """Findings with the lines of the texts of now; where a text differs, they have no fix, which was for the other."""
    differing = {path for path, text in now.items() if path in before and before[path].text != text.text}

    @cache
    def lines(path: str) -> Lines:
        return Lines.compare(before[path], now[path])

    def moved(span: Span) -> Span:
        if span.path not in differing:
            return span
        old, new = before[span.path], now[span.path]
        index = old.line_index(span.start)
        line = new.line_span(lines(span.path).current[index])
        start = span.start - old.line_starts[index] + new.line_starts[new.line_index(line.start)]
        return Span(span.path, min(start, line.end), min(start + span.end - span.start, line.end))

    for each in found:
        paths = {each.span.path, *(note.span.path for note in each.notes)}
        if differing.isdisjoint(paths | {edit.span.path for edit in (each.fix.edits if each.fix else ())}):
            yield each
        else:
            notes = tuple(note._replace(span=moved(note.span)) for note in each.notes)
            yield each._replace(span=moved(each.span), notes=notes, fix=None)
