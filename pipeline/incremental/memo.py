"""The memo: values by key, kept from one run to the next in one SQLite file for each library.

A key is the digest of everything that a pure function was handed, so no value is ever out of date and nothing has to be
thrown away in time. The file lies in the user's cache folder, where no pull request can put one. What is damaged, not
ours or not to be written counts as nothing known: the outcome is the same. Only the process of the command opens it.
"""

import os
import sqlite3
import stat
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from itertools import islice
from pathlib import Path
from typing import Any

from pipeline.incremental.interruption import stop_if_interrupted
from pipeline.source.discovery import digest_of

FOLDER_VARIABLE = "STRATEGIES_CACHE_DIR"
CHECKSUM = 16
# A file may grow to so many bytes; then the oldest entries are removed.
MOST_BYTES = 2 << 30
# Files of libraries that no run touched for so long are removed, in seconds.
FORGOTTEN = 90 * 24 * 3600
# How long another process may hold the file before a run goes on without it, in seconds.
PATIENCE = 5.0
# Keys that are looked up in one go.
MOST_KEYS = 500
SCHEMA = "CREATE TABLE IF NOT EXISTS {}.entries (key TEXT PRIMARY KEY, value BLOB NOT NULL)"


class Memo:
    """Values by key. Without a file, what is put in is known to the end of the run.

    New values wait in a database of this run's own and are kept by `save`, in one transaction.
    """

    def __init__(self, path: Path | None = None, trouble: str = "") -> None:
        self.trouble = trouble  # why nothing is kept, if somebody expects that
        self._path = path
        self._fresh = 0
        self._run = sqlite3.connect("", isolation_level=None, timeout=PATIENCE)  # in memory, or where that is too small
        self._run.execute(SCHEMA.format("main"))
        self._kept = path is not None and self._attach()

    @classmethod
    def of(cls, root: Path, folder: Path | None = None) -> "Memo":
        """The memo of a library, in a folder or else in the user's cache folder."""
        try:
            place = folder or cache_folder()
            place.mkdir(parents=True, exist_ok=True, mode=0o700)
            if _is_open_to_others(place):
                return cls(trouble=f"anybody could write to {place}")
            return cls(place / f"{digest_of(os.fsencode(root.resolve()))}.sqlite")
        except (OSError, RuntimeError) as error:  # the latter where nobody can tell the person's home
            return cls(trouble=str(error))

    @property
    def lasts(self) -> bool:
        """True when what is put in is there for the next run."""
        return self._kept

    def get(self, keys: Iterable[str]) -> dict[str, bytes]:
        """The values of those keys that are known."""
        return {key: data[CHECKSUM:] for key, data in self._rows(keys) if _is_whole(key, data)}

    def put(self, values: Mapping[str, bytes]) -> None:
        """Add values. One that finds no room is worked out again when it is asked for."""
        rows = [(key, _checksum(key, value) + value) for key, value in values.items()]
        with suppress(sqlite3.Error):
            self._run.executemany("INSERT OR REPLACE INTO main.entries VALUES (?, ?)", rows)
            self._fresh += len(rows)

    def save(self) -> None:
        """Keep what was added for the next run; a disk that refuses leaves what was there."""
        stop_if_interrupted()
        if not (self._kept and self._fresh):
            return
        try:
            self._run.execute("BEGIN IMMEDIATE")
            self._run.execute("INSERT OR REPLACE INTO kept.entries SELECT * FROM main.entries")
            self._remove_oldest()
            self._run.execute("COMMIT")
            self._run.execute("DELETE FROM main.entries")
        except sqlite3.Error as error:
            with suppress(sqlite3.Error):
                self._run.execute("ROLLBACK")
            self._set_aside(error)
        self._fresh = 0

    def close(self) -> None:
        """Let go of the file; what was not saved is gone."""
        self._run.close()

    def clear(self) -> None:
        """Forget everything, and let go of the file."""
        self.close()
        if self._kept and self._path:
            with suppress(OSError):
                self._path.unlink()

    def _attach(self) -> bool:
        assert self._path is not None
        try:
            if not self._path.exists():
                _make_private(self._path)
            if not _is_ours(self._path):
                self.trouble = f"{self._path} is not a file of yours"
                return False
            self._run.execute("ATTACH ? AS kept", (str(self._path),))
            self._run.execute("PRAGMA kept.synchronous = OFF")  # what a power cut damages has a wrong checksum
            self._run.execute(SCHEMA.format("kept"))
        except (OSError, sqlite3.Error) as error:
            self._set_aside(error)
            return False
        return True

    def _set_aside(self, error: Exception) -> None:
        """Remove a file that is no database any more, so that the next run has one again."""
        self.trouble = str(error)
        if isinstance(error, sqlite3.DatabaseError) and not isinstance(error, sqlite3.OperationalError):
            with suppress(OSError):
                assert self._path is not None
                self._path.unlink()

    def _rows(self, keys: Iterable[str]) -> Iterator[tuple[str, Any]]:
        """Keys and values of the file and of this run, those of this run last."""
        remaining = iter(dict.fromkeys(keys))
        while chunk := list(islice(remaining, MOST_KEYS)):
            where = f"entries WHERE key IN ({','.join('?' * len(chunk))})"
            if self._kept:
                try:
                    yield from self._run.execute(f"SELECT key, value FROM kept.{where}", chunk).fetchall()  # noqa: S608
                except sqlite3.Error as error:
                    self._kept = False
                    self._set_aside(error)
            with suppress(sqlite3.Error):
                yield from self._run.execute(f"SELECT key, value FROM main.{where}", chunk)  # noqa: S608

    def _remove_oldest(self) -> None:
        """Remove the oldest quarter of the entries when the file is too large."""
        size = self._number("page_size") * (self._number("page_count") - self._number("freelist_count"))
        if size > MOST_BYTES:
            oldest = "SELECT rowid FROM kept.entries ORDER BY rowid LIMIT (SELECT count(*) / 4 FROM kept.entries)"
            self._run.execute(f"DELETE FROM kept.entries WHERE rowid IN ({oldest})")  # noqa: S608

    def _number(self, pragma: str) -> int:
        return int(self._run.execute(f"PRAGMA kept.{pragma}").fetchone()[0])


def cache_folder() -> Path:
    """Where memos lie unless an option says otherwise; raises RuntimeError where nobody can tell the person's home."""
    if named := os.environ.get(FOLDER_VARIABLE):
        return Path(named).absolute()
    from platformdirs import user_cache_path

    return user_cache_path("strategy-pipeline", appauthor=False)


def _is_whole(key: str, data: object) -> bool:
    """True for a value as we write it under a key."""
    return isinstance(data, bytes) and data[:CHECKSUM] == _checksum(key, data[CHECKSUM:])


def _checksum(key: str, value: bytes) -> bytes:
    return bytes.fromhex(digest_of(key.encode() + value))


def _make_private(path: Path) -> None:
    """Make an empty file that nobody else may read, and remove those of libraries that are long gone."""
    os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    late = time.time() - FORGOTTEN
    for other in path.parent.glob("*.sqlite"):
        with suppress(OSError):
            if other.lstat().st_mtime < late:
                other.unlink()


def _is_ours(path: Path) -> bool:
    """True for a plain file of this person."""
    found = path.lstat()
    return stat.S_ISREG(found.st_mode) and (not hasattr(os, "geteuid") or found.st_uid == os.geteuid())


def _is_open_to_others(folder: Path) -> bool:
    """True for a folder in which anybody could put a file."""
    return hasattr(os, "geteuid") and bool(folder.stat().st_mode & stat.S_IWOTH)
