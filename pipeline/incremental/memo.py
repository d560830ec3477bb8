"""The memo: values by key, kept from one run to the next in one SQLite file for each library.

A key is the digest of everything that a pure function was handed, so no value is ever out of date and nothing has to be
thrown away in time. The file lies in the user's cache folder, where no pull request can put one. What is damaged, not
ours or not to be written counts as nothing known: the outcome is the same. Only the process of the command opens it.
"""

import os
import sqlite3
import stat
import time
from collections.abc import Iterable, Mapping
from contextlib import suppress
from hashlib import blake2b
from itertools import islice
from pathlib import Path
from typing import Any

from pipeline.incremental.interruption import stop_if_interrupted

FOLDER_VARIABLE = "STRATEGIES_CACHE_DIR"
CHECKSUM = 16
# A file may grow to so many bytes; then the entries go that no run asked for in the longest time.
MOST_BYTES = 2 << 30
# Files of libraries that no run touched for so long are removed, in seconds.
FORGOTTEN = 90 * 24 * 3600
DAY = 24 * 3600
# How long another process may hold the file before a run goes on without it, in seconds.
PATIENCE = 5.0
# Keys that are looked up in one go.
MOST_KEYS = 500
SCHEMA = """
CREATE TABLE IF NOT EXISTS {name}.entries (key TEXT PRIMARY KEY, value BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS {name}.used (key TEXT PRIMARY KEY, day INTEGER NOT NULL) WITHOUT ROWID;
"""


class Memo:
    """Values by key. Without a file, what is put in is known to the end of the run.

    New values wait in a database of this run's own and are kept by `save`, in one transaction.
    """

    def __init__(self, path: Path | None = None, trouble: str = "") -> None:
        self.trouble = trouble  # why nothing is kept, if somebody expects that
        self._path = path
        self._today = int(time.time()) // DAY
        self._asked: set[str] = set()
        self._used: set[str] | None = None  # keys that were asked for today, as far as the file tells
        self._fresh = 0
        self._run = sqlite3.connect("", isolation_level=None, timeout=PATIENCE)  # in memory, or where that is too small
        self._run.executescript(SCHEMA.format(name="main"))
        self._kept = path is not None and self._attach()

    @classmethod
    def of(cls, root: Path, folder: Path | None = None) -> "Memo":
        """The memo of a library, in a folder or else in the user's cache folder."""
        try:
            place = folder or cache_folder()
            place.mkdir(parents=True, exist_ok=True, mode=0o700)
            if _is_open_to_others(place):
                return cls(trouble=f"anybody could write to {place}")
            name = blake2b(os.fsencode(root.resolve()), digest_size=12).hexdigest()
            return cls(place / f"{name}.sqlite")
        except (OSError, RuntimeError) as error:  # the latter where nobody can tell the person's home
            return cls(trouble=str(error))

    @property
    def lasts(self) -> bool:
        """True when what is put in is there for the next run."""
        return self._kept

    def get(self, keys: Iterable[str]) -> dict[str, bytes]:
        """The values of those keys that are known."""
        rows = self._rows("key, value", keys)
        return {key: data[CHECKSUM:] for key, data in rows if _is_whole(key, data)}

    def among(self, keys: Iterable[str]) -> set[str]:
        """Those keys that have values, without reading these."""
        return {key for (key,) in self._rows("key", keys)}

    def put(self, values: Mapping[str, bytes]) -> None:
        """Add values. One that finds no room is worked out again when it is asked for."""
        rows = [(key, _checksum(key, value) + value) for key, value in values.items()]
        with suppress(sqlite3.Error):
            self._run.executemany("INSERT OR REPLACE INTO main.entries VALUES (?, ?)", rows)
            self._fresh += len(rows)

    def save(self) -> None:
        """Keep what was added for the next run; a disk that refuses leaves what was there."""
        stop_if_interrupted()
        if not self._kept:
            return
        try:
            self._run.execute("BEGIN IMMEDIATE")
            self._note_use()
            if self._fresh:
                self._run.execute("INSERT OR REPLACE INTO kept.entries SELECT * FROM main.entries")
                self._forget_oldest()
            self._run.execute("COMMIT")
            self._run.execute("DELETE FROM main.entries")
        except sqlite3.Error as error:
            with suppress(sqlite3.Error):
                self._run.execute("ROLLBACK")
            self._set_aside(error)
        self._fresh = 0
        self._asked.clear()

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
            if not list(self._run.execute("SELECT 1 FROM kept.sqlite_schema WHERE name = 'used'")):
                self._run.executescript(SCHEMA.format(name="kept"))
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

    def _rows(self, columns: str, keys: Iterable[str]) -> list[Any]:
        """Rows of this run and of the file by key, those of this run last."""
        found: list[Any] = []
        left = iter(dict.fromkeys(keys))
        while piece := list(islice(left, MOST_KEYS)):
            where = f"entries WHERE key IN ({','.join('?' * len(piece))})"
            if self._kept:
                try:
                    rows = self._run.execute(f"SELECT {columns} FROM kept.{where}", piece).fetchall()  # noqa: S608
                    self._asked.update(row[0] for row in rows)
                    found += rows
                except sqlite3.Error as error:
                    self._kept = False
                    self._set_aside(error)
            with suppress(sqlite3.Error):
                found += self._run.execute(f"SELECT {columns} FROM main.{where}", piece)  # noqa: S608
        return found

    def _note_use(self) -> None:
        """Note that entries were asked for; once a day, so that a run that found everything writes nothing."""
        if self._used is None:
            found = self._run.execute("SELECT key FROM kept.used WHERE day = ?", (self._today,))
            self._used = {key for (key,) in found}
        fresh = (key for (key,) in self._run.execute("SELECT key FROM main.entries"))
        rows = [(key, self._today) for key in {*self._asked, *fresh} - self._used]
        self._run.executemany("INSERT OR REPLACE INTO kept.used VALUES (?, ?)", rows)
        self._used.update(key for key, _ in rows)

    def _forget_oldest(self) -> None:
        """Make room when the file is too large."""
        size = self._number("page_size") * (self._number("page_count") - self._number("freelist_count"))
        if size <= MOST_BYTES:
            return
        gone = (
            "DELETE FROM kept.entries WHERE rowid IN (SELECT entries.rowid FROM kept.entries LEFT JOIN kept.used"
            " USING (key) ORDER BY day, entries.rowid LIMIT (SELECT count(*) / 4 FROM kept.entries))"
        )
        self._run.execute(gone)
        self._run.execute("DELETE FROM kept.used WHERE key NOT IN (SELECT key FROM kept.entries)")

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
    return blake2b(value, digest_size=CHECKSUM, key=key.encode()).digest()


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
