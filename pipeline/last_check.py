"""What the last check of the whole library said: holds as long as no file of it changed.

It is little and needs none of what a check needs, so that a check with nothing to do answers at once.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path

from pipeline.cache import Cache
from pipeline.diagnostics import Diagnostic
from pipeline.fingerprint import fingerprint
from pipeline.places import DATA_PATHS, IMAGES_FOLDER, SETTINGS_PATHS, STRATEGIES_FOLDER
from pipeline.plain import decode, encode
from pipeline.text import Source
from pipeline.tree import Stamp, digest_of, settled, stamp_of, walk

TABLE = "last check"


@dataclass(frozen=True)
class LastCheck:
    """All findings of a check, what of its settings a report needs, and the files it was about.

    `data_files` are paths, `pages` too, with the former ids of each. `dated` says that another day could bring
    another outcome than the day of the check, `today`.
    """

    diagnostics: tuple[Diagnostic, ...]
    data_files: Sequence[str]
    pages: Mapping[str, Sequence[str]]
    fail_on: str
    rules_url: str
    today: str
    dated: bool

    def holds_on(self, day: dt.date) -> bool:
        """True when the outcome would be the same on a day."""
        return self.today == day.isoformat() or (not self.dated and self.today < day.isoformat())


@dataclass(frozen=True)
class Before:
    """The files of a library that are no pages, and all names, as they were before a check began.

    A file that changes meanwhile is another than the one noted here: the check is then not taken for good.
    """

    print: str
    files: Sequence[tuple[str, Stamp, str]]

    @classmethod
    def of(cls, root: Path, cache: Cache) -> "Before":
        """Note what is there now."""
        now = cache.clock()
        files = [
            (path, settled(stamp_of(root, path), now), _content(root, path)) for path in (*DATA_PATHS, *SETTINGS_PATHS)
        ]
        return cls(_print(root), files)


def recall(root: Path, cache: Cache, day: dt.date) -> LastCheck | None:
    """The last check, if no file changed since, nor our code; None when there is no telling."""
    table = cache.read(TABLE)
    if not table or table.get("print") != _print(root):
        return None
    diagnostics, *rest = table["check"]
    last = LastCheck(tuple(map(decode, diagnostics)), *rest)
    if not last.holds_on(day):
        return None
    return last if all(_is_same(root, path, known, digest) for path, known, digest in table["files"]) else None


def remember(cache: Cache, before: Before, last: LastCheck, pages: Iterable[tuple[str, Stamp, str]]) -> None:
    """Keep a check for the next run; `pages` with the stamp and the digest of what was read of each."""
    check = [list(map(encode, last.diagnostics)), *(getattr(last, field.name) for field in fields(last)[1:])]
    cache.write(TABLE, {"print": before.print, "files": [*before.files, *pages], "check": check})


def _print(root: Path) -> str:
    """A fingerprint of our code and of all names of pages and images, with why some are not read."""
    folders = (STRATEGIES_FOLDER, IMAGES_FOLDER)
    return fingerprint(*(f"{path} {reason}" for folder in folders for path, reason in walk(root, folder)))


def _is_same(root: Path, path: str, known: Stamp, digest: str) -> bool:
    if known and list(stamp_of(root, path)) == known:
        return True
    return digest == _content(root, path)


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
