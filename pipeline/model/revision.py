"""A page beside what it was at an earlier commit."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from pipeline.model.entry import Entry
from pipeline.model.library import Library
from pipeline.source.parse import Limits, parse_page
from pipeline.source.paths import STRATEGIES_FOLDER
from pipeline.source.text import Source


class Revision(NamedTuple):
    """A page as it was, and as it is. Its path and its id may have changed in between."""

    before: Entry
    after: Entry

    @property
    def path(self) -> str:
        """Where the page is now."""
        return self.after.path


def revisions(library: Library, former: Mapping[str, Source | None], limits: Limits) -> Iterator[Revision]:
    """Each page of a library that had another text before, by its path or by that of a former id."""
    for entry in library.entries:
        if source := _text_before(entry, former):
            yield Revision(_entry(source, limits), entry)


def _text_before(entry: Entry, former: Mapping[str, Source | None]) -> Source | None:
    """The text that a page had, under its id or one that it lists as a former one."""
    paths = (entry.path, *(f"{STRATEGIES_FOLDER}/{id_}.md" for id_ in entry.facts.texts("aliases")))
    return next(filter(None, map(former.get, paths)), None)


def _entry(source: Source, limits: Limits) -> Entry:
    """A page that is parsed only when somebody looks at it."""
    return Entry(source.path, lambda: parse_page(source, limits))
