"""What is known of a library's pages: kept in memory between two checks, and in the cache between two runs."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from pipeline.disk import Refused, read_file, stamp_of
from pipeline.environment import EnvironmentFault
from pipeline.last_check import LastCheck, Row
from pipeline.lazy import lazy
from pipeline.means import Means
from pipeline.model.catalog import Page
from pipeline.model.entry import Entry
from pipeline.model.facts import decode_facts
from pipeline.model.policy import PagePolicy
from pipeline.model.rendition import Rendition, rendition_of
from pipeline.model.vocabulary import Standing
from pipeline.parallel import chunks
from pipeline.parse import Document, Limits, parse_page
from pipeline.reading import CHUNK, PageReader, Reading, decode_rendition, may_be_rendered
from pipeline.text import Source
from pipeline.tree import digest_of, settled

TABLE = "pages"


class Known(NamedTuple):
    """A check of a whole library: a fingerprint of all but its pages, what was found, and the pages by path."""

    frame: str
    check: LastCheck
    rows: Mapping[str, Row]


class Grounds(NamedTuple):
    """What findings on pages hang on besides their text: fingerprints of rules and of terms, and how the terms stand.

    The rules are our code, settings and house rules, the same for all pages. A page that `asks` hangs on all terms as
    they are written, any other on how those stand that it names.
    """

    rules: str
    terms: str
    standing: Standing


@dataclass
class Memory:
    """Readings of pages by path, good for the same grounds, and the last check."""

    root: Path
    means: Means
    _known: dict[str, Reading] = field(default_factory=dict)
    grounds: Grounds | None = None
    state: str = ""
    last: Known | None = None
    _entries: dict[str, tuple[Reading, Entry]] = field(default_factory=dict)

    def readings(
        self, paths: Sequence[str], reader: PageReader, grounds: Grounds, *, all_pages: bool = True
    ) -> Mapping[str, Reading]:
        """What is to be found on each of some pages.

        Where they are not `all_pages`, for a text lies over the others, what is known of those stays.
        """
        with self.means.stages("read the cache"):
            self._recall(grounds)
        with self.means.stages("look for changed pages"):
            now = self.means.cache.clock() if self.means.cache else 0
            still = ((path, self._still(path, now, reader)) for path in paths)
            known = {path: reading for path, reading in still if reading}
        with self.means.stages("read pages"):
            unknown = [path for path in paths if path not in known]
            for reading in self._read(unknown, reader):
                known[reading.path] = reading._replace(stat=settled(reading.stat, now))
        if all_pages:
            with self.means.stages("write the cache"):
                self._keep(known)
        else:
            self._known |= known
        return known

    def reading(self, path: str) -> Reading | None:
        """What is known of a page."""
        return self._known.get(path)

    def entry(self, reading: Reading, make: Callable[[Reading], Entry]) -> Entry:
        """The entry of a page; the one made before, if the page is as it was then."""
        reading_then, entry = self._entries.get(reading.path, (None, None))
        if entry is None or reading_then is not reading:
            entry = make(reading)
            self._entries[reading.path] = reading, entry
        return entry

    def _recall(self, grounds: Grounds) -> None:
        """Keep to what is known and still holds."""
        then = self.grounds
        if then is None or then.rules != grounds.rules:
            self._known, self._entries, then = {}, {}, None
            table = self.means.cache.read(TABLE) if self.means.cache else None
            if table and table.get("grounds", [""])[0] == grounds.rules:
                then = Grounds(*table["grounds"])
                self._known = {row[0]: Reading._make(row) for row in table["pages"]}
        if then and then.terms != grounds.terms:
            changed = {field: _differing(then.standing[field], now) for field, now in grounds.standing.items()}
            self._known = {path: each for path, each in self._known.items() if not (each.asks or _names(each, changed))}
        self.grounds = grounds

    def _still(self, path: str, now: int, reader: PageReader) -> Reading | None:
        """What is known of a page if its file is as it was then."""
        reading = self._known.get(path)
        if reading is None or (reader.render and reading.rendition is None and may_be_rendered(reading)):
            return None
        found = stamp_of(self.root, path)
        if reading.stat and found == reading.stat:
            return reading
        try:
            data = read_file(self.root, path, reader.limits.bounds.page)
        except Refused:
            return None
        if digest_of(data) != reading.hash:
            return None
        known = settled(found, now)
        return reading._replace(stat=known) if known else reading

    def _read(self, paths: Sequence[str], reader: PageReader) -> Iterator[Reading]:
        done, tell = 0, self.means.watch("reading pages")
        with closing(self.means.spread(reader, chunks(paths, CHUNK))) as pieces:
            for readings in pieces:
                yield from readings
                done += len(readings)
                tell(done, len(paths))

    def _keep(self, known: dict[str, Reading]) -> None:
        changed, self._known = known != self._known, known
        if changed and self.means.cache:
            shown = {path: reading.rendition for path, reading in known.items() if reading.rendition}
            moved = self.means.cache.tidy(shown)
            for path in shown:
                if moved.get(path) != shown[path]:
                    known[path] = known[path]._replace(rendition=moved.get(path))
            pages = [reading for reading in known.values() if reading.hash]
            self.means.cache.write(TABLE, {"grounds": self.grounds, "pages": pages})


def _differing(old: Mapping[str, str], new: Mapping[str, str]) -> set[str]:
    """Ids of terms that do not stand as they stood."""
    return {id_ for id_ in {*old, *new} if old.get(id_) != new.get(id_)}


def _names(reading: Reading, terms: Mapping[str, set[str]]) -> bool:
    """True when a page names one of some terms, given by the field that names them.

    A page that links to a factor which it does not list `asks`, for a glance says so.
    """
    facts = decode_facts(reading.facts)
    return any(not ids.isdisjoint(facts.texts(field)) for field, ids in terms.items() if ids)


@dataclass
class Recall:
    """The text of a page that was read before. Raises EnvironmentFault when it is another now."""

    root: Path
    path: str
    hash: str
    limits: Limits

    @lazy
    def source(self) -> Source:
        """The text as it was read."""
        try:
            data = read_file(self.root, self.path, self.limits.bounds.page)
        except Refused:
            data = b""
        if self.hash and digest_of(data) != self.hash:
            raise EnvironmentFault(f"{self.path} was changed while it was read; run the command again")
        return Source.decode(self.path, data)

    @lazy
    def document(self) -> Document:
        """The page, parsed."""
        return parse_page(self.source, self.limits)


@dataclass(frozen=True)
class Pages:
    """A store of what pages show, for records: out of the cache, or rendered."""

    memory: Memory
    policy: PagePolicy

    def rendition(self, page: Page) -> Rendition:
        """What a page shows."""
        reading, cache = self.memory.reading(page.entry.path), self.memory.means.cache
        data = cache.fetch(reading.rendition) if cache and reading and reading.rendition else None
        return decode_rendition(data) if data else rendition_of(page.entry, self.policy)

    def content(self, page: Page) -> str:
        """The hash of the page's bytes."""
        reading = self.memory.reading(page.entry.path)
        return reading.hash if reading else digest_of(page.entry.source.encode())
