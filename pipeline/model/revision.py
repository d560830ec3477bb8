"""Pages and their text at a previous commit."""

from collections.abc import Iterator, Mapping
from functools import partial
from typing import NamedTuple

from pipeline.model.entry import Entry
from pipeline.model.library import Library
from pipeline.source.parse import Limits, parse_page
from pipeline.source.paths import STRATEGIES_FOLDER
from pipeline.source.text import Source


class Revision(NamedTuple):
    """A page before and after a change, which may include its path and its id."""

    before: Entry
    after: Entry

    @property
    def path(self) -> str:
        """The current path of the page."""
        return self.after.path


def revisions(library: Library, former: Mapping[str, Source | None], limits: Limits) -> Iterator[Revision]:
    """Each page of a library with another text before, found by its path or that of a former id."""
    for entry in library.entries:
        if source := _text_before(entry, former):
            before = Entry(source.path, partial(parse_page, source, limits), fields=library.policy.fields)
            yield Revision(before, entry)


def _text_before(entry: Entry, former: Mapping[str, Source | None]) -> Source | None:
    """The previous text of a page, by its id or a former one."""
    paths = (entry.path, *(f"{STRATEGIES_FOLDER}/{id_}.md" for id_ in entry.facts.texts("aliases")))
    return next(filter(None, map(former.get, paths)), None)
