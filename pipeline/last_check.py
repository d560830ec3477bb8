"""What the last check of the whole library said: holds as long as no file of it changed.

It is little and needs none of what a check needs, so that a check with nothing to do answers at once.
"""

import datetime as dt
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from pipeline.cache import Cache
from pipeline.diagnostics import Diagnostic
from pipeline.fingerprint import fingerprint
from pipeline.places import DATA_PATHS, SETTINGS_PATHS, STRATEGIES_FOLDER
from pipeline.plain import decode, encode
from pipeline.text import Source
from pipeline.tree import Stamp, digest_of, images_in, look, misplaced_in, settled, site_files, stamp_of, strays_in

TABLE = "last check"
# Stands between texts that are kept as one: no path holds it, and JSON leaves it as it is.
BETWEEN = "//"
# Files that are no pages, and that any finding may hang on.
OTHER_FILES = (*DATA_PATHS, *SETTINGS_PATHS)
# Pages that may have changed for the rest to be taken for good: more are as quickly checked together.
MOST_CHANGED = 8


class Row(NamedTuple):
    """A file: its path, its stamp, the digest of its content and, of a page, that of its facts."""

    path: str
    stamp: Stamp
    content: str
    facts: str = ""


class LastCheck(NamedTuple):
    """All findings of a check, what of its settings a report needs, and the files it was about.

    `on_pages` are those of rules that look at one page, `others` those that hang on several files. `data_files` are
    paths, `pages` too, with the former ids of each. `dated` says that another day could bring another outcome than
    the day of the check, `today`.
    """

    on_pages: tuple[Diagnostic, ...]
    others: tuple[Diagnostic, ...]
    data_files: Sequence[str]
    pages: Mapping[str, Sequence[str]]
    fail_on: str
    rules_url: str
    today: str
    dated: bool

    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """All findings, sorted."""
        return tuple(sorted((*self.on_pages, *self.others), key=lambda diagnostic: diagnostic.sort_key))

    def holds_on(self, day: dt.date) -> bool:
        """True when the outcome would be the same on a day."""
        return _same_on(day, self.today, dated=self.dated)


class Around(NamedTuple):
    """All of a library but its pages: `files` that hold data, and `names` of others with why some are not read."""

    files: Sequence[Row]
    names: Mapping[str, str]


def other_files(root: Path, cache: Cache) -> list[Row]:
    """The files that are no pages, to be noted before a check begins.

    One that changes meanwhile is another than the one noted here: the check is then not taken for good.
    """
    now = cache.clock()
    return [Row(path, settled(stamp_of(root, path), now), _content(root, path)) for path in OTHER_FILES]


def other_names(strays: Mapping[str, str], images: Iterable[str]) -> dict[str, str]:
    """What stands among the pages and is none, with why, and all images."""
    return dict(strays) | dict.fromkeys(images, "")


class Recalled(NamedTuple):
    """The last check, the pages that changed since, each with what its facts were, and the state it was about."""

    check: LastCheck
    changed: Mapping[str, str]
    state: str

    @classmethod
    def of(cls, plain: Sequence[Any] | None) -> "Recalled | None":
        """What `recall` gives, of what `recall_plainly` gives."""
        if plain is None:
            return None
        check, paths, changed, state = plain
        return cls(_decoded(check, paths), changed, state)


def recall(root: Path, cache: Cache, day: dt.date) -> Recalled | None:
    """What is known of the last check; None when there is no telling what it would say now.

    There is none when a file changed that is no page, any came or went, or our code is another.
    """
    return Recalled.of(recall_plainly(root, cache, day))


def recall_plainly(root: Path, cache: Cache, day: dt.date) -> Sequence[Any] | None:
    """The same as plain data, as JSON has them: to be sent from another process."""
    now = cache.clock()
    found, stamps = look(root, STRATEGIES_FOLDER)
    strays = strays_in(found)
    table = _table(cache, other_names(strays | misplaced_in(root), images_in(root)))
    if table is None or found.keys() != {*_pages(table["files"][0]), *strays}:
        return None
    *_, today, dated = table["check"]
    stamps |= {path: stamp_of(root, path) for path in OTHER_FILES}
    changed, touched = _compared(root, _rows(table["files"]), stamps)
    if not (_same_on(day, today, dated=dated) and all(changed.values()) and len(changed) <= MOST_CHANGED):
        return None
    if len(touched) > MOST_CHANGED:
        _settle(cache, table, {path: settled(stamps[path], now) for path in touched})
    return table["check"], table["files"][0], changed, table["state"]


def older_than(cache: Cache, paths: Iterable[Path]) -> bool:
    """True when one of some files was written after the last check was kept, as far as clocks tell."""
    try:
        kept = (cache.folder / TABLE).stat().st_mtime_ns
        return any(path.stat().st_mtime_ns > kept for path in paths)
    except OSError:
        return False


def recall_pages(cache: Cache, around: Around, day: dt.date) -> tuple[LastCheck, Mapping[str, Row]] | None:
    """The last check of a library that was as this one but for its pages, and what those were then."""
    table = _table(cache, around.names)
    if table is None:
        return None
    last, rows = _decoded(table["check"], table["files"][0]), list(map(Row._make, _rows(table["files"])))
    others, pages = rows[: len(OTHER_FILES)], rows[len(OTHER_FILES) :]
    same = all(then.content == now.content for then, now in zip(others, around.files, strict=True))
    return (last, {row.path: row for row in pages}) if same and last.holds_on(day) else None


def _table(cache: Cache, names: Mapping[str, str]) -> Any:
    """What our code kept of a library with these names beside its pages, or None."""
    table = cache.read(TABLE)
    return table if table and table.get("print") == fingerprint() and table["names"] == names else None


def _decoded(check: Sequence[Any], paths: str) -> LastCheck:
    on_pages, others, data_files, aliases, *rest = check
    pages = dict.fromkeys(_pages(paths), ()) | aliases
    return LastCheck(tuple(map(decode, on_pages)), tuple(map(decode, others)), data_files, pages, *rest)


def _pages(paths: str) -> list[str]:
    """The paths of pages in the column of all paths."""
    return paths.split(BETWEEN)[len(OTHER_FILES) :]


def _same_on(day: dt.date, today: str, *, dated: bool) -> bool:
    """True when a check of the day `today` would find the same on another day."""
    return today == day.isoformat() or (not dated and today < day.isoformat())


def _columns(files: Sequence[Row]) -> list[Any]:
    """Rows by what they tell, each but the stamps as one text: that is read in a third of the time."""
    paths, stamps, *digests = zip(*files, strict=True)
    return [BETWEEN.join(paths), stamps, *map(BETWEEN.join, digests)]


def _rows(columns: Sequence[Any]) -> Iterator[tuple[str, Stamp, str, str]]:
    """The rows again, as plain tuples."""
    paths, stamps, contents, facts = columns
    return zip(paths.split(BETWEEN), stamps, contents.split(BETWEEN), facts.split(BETWEEN), strict=True)


def remember(cache: Cache, around: Around, last: LastCheck, pages: Iterable[Row]) -> str:
    """Keep a check for the next run, `pages` as they were read; gives what tells this state of all files from others.

    All files but those of the site: see `site_print`.
    """
    aliases = {path: ids for path, ids in last.pages.items() if ids}
    found = [list(map(encode, last.on_pages)), list(map(encode, last.others))]
    check = [*found, last.data_files, aliases, last.fail_on, last.rules_url, last.today, last.dated]
    files = [*around.files, *pages]
    names = dict(sorted(around.names.items()))
    state = fingerprint(repr(names), *(f"{file.path} {file.content}" for file in files))
    kept = {"print": fingerprint(), "names": names, "files": _columns(files), "check": check, "state": state}
    cache.write(TABLE, kept)
    return state


def site_print(root: Path) -> str:
    """A fingerprint of the images, templates and static files of a library, by what they hold."""
    return fingerprint(*(f"{path} {digest_of(read())}" for path, read in site_files(root).items()))


def touches(diagnostic: Diagnostic, paths: Container[str]) -> bool:
    """True when a finding names a place in one of some files."""
    spans = [diagnostic.span, *(note.span for note in diagnostic.notes)]
    spans += [edit.span for edit in (diagnostic.fix.edits if diagnostic.fix else ())]
    return any(span.path in paths for span in spans)


def _compared(
    root: Path, files: Iterable[tuple[str, Stamp, str, str]], stamps: Mapping[str, Stamp]
) -> tuple[dict[str, str], list[str]]:
    """Files that are not as they were, each with what its facts were; and those that are, but had to be read."""
    changed: dict[str, str] = {}
    touched: list[str] = []
    for path, known, content, facts in files:
        if known and stamps.get(path) == known:
            continue
        if content != _content(root, path):
            changed[path] = facts
        elif stamps.get(path):
            touched.append(path)
    return changed, touched


def _settle(cache: Cache, table: Mapping[str, Any], stamps: Mapping[str, Stamp]) -> None:
    """Keep new stamps of files that are as they were: else, after a fresh clone, each run would read all of them."""
    paths, kept, *digests = table["files"]
    fresh = [stamps.get(path, known) for path, known in zip(paths.split(BETWEEN), kept, strict=True)]
    if fresh != kept:
        cache.write(TABLE, {**table, "files": [paths, fresh, *digests]})


def _content(root: Path, path: str) -> str:
    """The digest of a file's content; empty where there is no file."""
    try:
        return digest_of((root / path).read_bytes())
    except OSError:
        return ""


class Sources(Mapping[str, Source]):
    """The texts of some files, each read when it is asked for."""

    def __init__(self, root: Path, paths: Sequence[str]) -> None:
        self._root, self._paths = root, dict.fromkeys(paths)

    def __getitem__(self, path: str) -> Source:
        if path not in self._paths:
            raise KeyError(path)
        return Source.decode(path, (self._root / path).read_bytes())

    def __iter__(self) -> Iterator[str]:
        return iter(self._paths)

    def __len__(self) -> int:
        return len(self._paths)
