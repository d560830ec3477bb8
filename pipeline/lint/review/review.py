"""The changes of a branch, and how findings relate to them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from pipeline.lint.review.lines import Lines
from pipeline.model.diagnostics import Diagnostic, Severity
from pipeline.model.entry import Entry, build_entry
from pipeline.model.library import Library
from pipeline.model.revision import revisions
from pipeline.source.memoise import cached_property
from pipeline.source.parse import Document, Limits, parse_data, parse_page
from pipeline.source.paths import is_page
from pipeline.source.text import Source, Span

# How near a finding is to what was changed: on a changed line, in a changed file, in another file.
CHANGED_LINE, CHANGED_FILE, ELSEWHERE = range(3)
# Two pages whose texts are at least this similar, out of 100, are taken for one.
SAME = 70
# With more pairs of pages than this, only titles are compared.
MOST_PAIRS = 2_000


@dataclass(frozen=True)
class Review:
    """A library, and its changed files, each with its former text if it had one."""

    library: Library
    former: Mapping[str, Source | None]
    limits: Limits

    def nearness(self, diagnostic: Diagnostic) -> int:
        """How near a finding is to what was changed."""
        if diagnostic.span.path not in self.former:
            return ELSEWHERE
        return CHANGED_LINE if self.touches(diagnostic.span) else CHANGED_FILE

    def is_old_info(self, diagnostic: Diagnostic) -> bool:
        """True for an info about an unchanged line."""
        return diagnostic.severity is Severity.INFO and not self.touches(diagnostic.span)

    def touches(self, span: Span) -> bool:
        """True when any line of a span was changed. In a new or removed file all lines are."""
        if span.path not in self.former:
            return False
        source, lines = self.library.sources.get(span.path), self.lines(span.path)
        if source is None or lines is None:
            return True
        first, last = source.line_index(span.start), source.line_index(max(span.start, span.end - 1))
        return not lines.changed.isdisjoint(range(first, last + 1))

    def lines(self, path: str) -> Lines | None:
        """The changed lines of a file; None for one that is new or removed."""
        if path not in self._lines:
            before, after = self._previous_text(path), self.library.sources.get(path)
            self._lines[path] = Lines.compare(before, after) if before and after else None
        return self._lines[path]

    def current_span(self, span: Span) -> Span:
        """The start of the line where a span of a former text is now, or was. That of a removed file is its start."""
        path = span.path
        before, after, lines = self._previous_text(path), self.library.sources.get(path), self.lines(path)
        if before is None or after is None or lines is None:
            return Span(span.path, 0, 0)
        start = after.line_span(lines.current[before.line_index(span.start)]).start
        return Span(span.path, start, start)

    @cached_property
    def previous_pages(self) -> Mapping[str, Entry]:
        """Each changed page as it was, by its path now. One that lists no former id is recognized by its text."""
        found = {page.path: page.before for page in revisions(self.library, self.former, self.limits)}
        new = [entry for entry in self.library.entries if entry.path in self.former and entry.path not in found]
        return found | _renamed(self.removed_pages, new)

    @cached_property
    def removed_pages(self) -> list[Entry]:
        """Removed pages whose id no page lists as a former one."""
        known = self.library.by_path.keys()
        removed = (source for path, source in self.former.items() if source and is_page(path) and path not in known)
        entries = (build_entry(parse_page(source, self.limits)) for source in removed)
        return [entry for entry in entries if entry.id not in self.library.former_ids]

    def previous_data(self, path: str) -> Document | None:
        """A changed data file as it was."""
        source = self.former.get(path)
        return parse_data(source, self.limits) if source else None

    def current_data(self, path: str) -> Document | None:
        """A data file as it is."""
        return next((file for file in self.library.data_files if file.path == path), None)

    def _previous_text(self, path: str) -> Source | None:
        page = self.previous_pages.get(path)
        return page.source if page else self.former.get(path)

    @cached_property
    def _lines(self) -> dict[str, Lines | None]:
        return {}


def _renamed(removed: Sequence[Entry], new: Sequence[Entry]) -> dict[str, Entry]:
    """For each path of a new page the removed page that seems to be the same, by its title or text."""
    left = {entry.path: entry for entry in removed}
    found: dict[str, Entry] = {}
    by_title = {entry.title: entry for entry in removed}
    for page in new:
        before = by_title.get(page.title)
        if before and left.pop(before.path, None):
            found[page.path] = before
    for page in new if len(new) * len(left) <= MOST_PAIRS else ():
        if page.path in found or not left:
            continue
        likeness = {path: fuzz.ratio(page.source.text, old.source.text) for path, old in left.items()}
        best = max(likeness, key=lambda path: likeness[path])
        if likeness[best] >= SAME:
            found[page.path] = left.pop(best)
    return found
