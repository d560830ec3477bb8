"""The memo: values by key, stored between runs in one SQLite file for each library.

A key is a digest of all inputs of a pure function, so no value is ever stale. The file is in the user's cache folder,
where no pull request can put one. A file that is damaged, of another user or read-only counts as empty: the results are
the same. Only the main process opens it.
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
from weakref import finalize

from pipeline.source.discovery import content_digest
from pipeline.source.interruption import stop_if_interrupted

FOLDER_VARIABLE = "STRATEGIES_CACHE_DIR"
CHECKSUM = 16
# Above this size of a file, the oldest entries are removed.
MOST_BYTES = 2 << 30
# Seconds after which the file of a library that is no longer checked is removed.
EXPIRY = 90 * 24 * 3600
# Seconds to wait while another process locks the file.
PATIENCE = 5.0
# Keys in one query.
MOST_KEYS = 500
SCHEMA = "CREATE TABLE IF NOT EXISTS {}.entries (key TEXT PRIMARY KEY, value BLOB NOT NULL)"


class Memo:
    """Values by key. Without a file, they are lost at the end of the run.

    New values are in a temporary database until `save` copies them to the file in one transaction.
    """

    def __init__(self, path: Path | None = None, trouble: str = "") -> None:
        self.trouble = trouble  # why nothing is stored, if that is unexpected
        self._path = path
        self._changed = False
        self._database = sqlite3.connect("", isolation_level=None, timeout=PATIENCE)  # in memory until it grows
        finalize(self, _close, self._database)  # from Python 3.13 on, one that is left open is warned of
        self._database.execute(SCHEMA.format("main"))
        self._attached = path is not None and self._attach()

    @classmethod
    def of(cls, root: Path, folder: Path | None = None) -> "Memo":
        """The memo of a library, in a folder or else in the user's cache folder."""
        try:
            folder = folder or cache_folder()
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            if _is_open_to_others(folder):
                return cls(trouble=f"anybody could write to {folder}")
            return cls(folder / f"{content_digest(os.fsencode(root.resolve()))}.sqlite")
        except (OSError, RuntimeError) as error:  # the latter without a home folder
            return cls(trouble=str(error))

    @property
    def lasts(self) -> bool:
        """True when values are stored for the next run."""
        return self._attached

    def get(self, keys: Iterable[str]) -> dict[str, bytes]:
        """The values of all keys that have one."""
        return {key: data[CHECKSUM:] for key, data in self._rows(keys) if _is_valid(key, data)}

    def put(self, values: Mapping[str, bytes]) -> None:
        """Add values. Without room for them, they are computed again when needed."""
        rows = [(key, _checksum(key, value) + value) for key, value in values.items()]
        with suppress(sqlite3.Error):
            self._database.executemany("INSERT OR REPLACE INTO main.entries VALUES (?, ?)", rows)
            self._changed = True

    def save(self) -> None:
        """Store new values for the next run. If the disk refuses, the file stays as it was."""
        stop_if_interrupted()
        if not (self._attached and self._changed):
            return
        try:
            self._database.execute("BEGIN IMMEDIATE")
            self._database.execute("INSERT OR REPLACE INTO stored.entries SELECT * FROM main.entries")
            self._remove_oldest()
            self._database.execute("COMMIT")
            self._database.execute("DELETE FROM main.entries")
        except sqlite3.Error as error:
            with suppress(sqlite3.Error):
                self._database.execute("ROLLBACK")
            self._discard(error)
        self._changed = False

    def close(self) -> None:
        """Close the file without saving."""
        self._database.close()

    def clear(self) -> None:
        """Close and remove the file."""
        self.close()
        if self._attached and self._path:
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
            self._database.execute("ATTACH ? AS stored", (str(self._path),))
            self._database.execute("PRAGMA stored.synchronous = OFF")  # checksums detect damage by a power cut
            self._database.execute(SCHEMA.format("stored"))
        except (OSError, sqlite3.Error) as error:
            self._discard(error)
            return False
        return True

    def _discard(self, error: Exception) -> None:
        """Remove the file if it is no longer a database, so that the next run creates one."""
        self.trouble = str(error)
        if isinstance(error, sqlite3.DatabaseError) and not isinstance(error, sqlite3.OperationalError):
            with suppress(OSError):
                assert self._path is not None
                self._path.unlink()

    def _rows(self, keys: Iterable[str]) -> Iterator[tuple[str, Any]]:
        """Keys and values of the file, then those of this run."""
        remaining = iter(dict.fromkeys(keys))
        while chunk := list(islice(remaining, MOST_KEYS)):
            where = f"entries WHERE key IN ({','.join('?' * len(chunk))})"
            if self._attached:
                try:
                    yield from self._database.execute(f"SELECT key, value FROM stored.{where}", chunk).fetchall()  # noqa: S608
                except sqlite3.Error as error:
                    self._attached = False
                    self._discard(error)
            with suppress(sqlite3.Error):
                yield from self._database.execute(f"SELECT key, value FROM main.{where}", chunk)  # noqa: S608

    def _remove_oldest(self) -> None:
        """Remove the oldest quarter of the entries when the file is too large."""
        size = self._number("page_size") * (self._number("page_count") - self._number("freelist_count"))
        if size > MOST_BYTES:
            oldest = "SELECT rowid FROM stored.entries ORDER BY rowid LIMIT (SELECT count(*) / 4 FROM stored.entries)"
            self._database.execute(f"DELETE FROM stored.entries WHERE rowid IN ({oldest})")  # noqa: S608

    def _number(self, pragma: str) -> int:
        return int(self._database.execute(f"PRAGMA stored.{pragma}").fetchone()[0])


def cache_folder() -> Path:
    """The default folder of memos; raises RuntimeError if the user's home folder is unknown."""
    if named := os.environ.get(FOLDER_VARIABLE):
        return Path(named).absolute()
    from platformdirs import user_cache_path

    return user_cache_path("strategy-pipeline", appauthor=False)


def _is_valid(key: str, data: object) -> bool:
    """True for a value that was stored under this key."""
    return isinstance(data, bytes) and data[:CHECKSUM] == _checksum(key, data[CHECKSUM:])


def _checksum(key: str, value: bytes) -> bytes:
    return bytes.fromhex(content_digest(key.encode() + value))


def _close(database: sqlite3.Connection) -> None:
    with suppress(sqlite3.ProgrammingError):  # collected in another thread
        database.close()


def _make_private(path: Path) -> None:
    """Create an empty file that only the user may read, and remove expired files."""
    os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    oldest = time.time() - EXPIRY
    for other in path.parent.glob("*.sqlite"):
        with suppress(OSError):
            if other.lstat().st_mtime < oldest:
                other.unlink()


def _is_ours(path: Path) -> bool:
    """True for a regular file of this user."""
    found = path.lstat()
    return stat.S_ISREG(found.st_mode) and (not hasattr(os, "geteuid") or found.st_uid == os.geteuid())


def _is_open_to_others(folder: Path) -> bool:
    """True for a folder in which any user could create a file."""
    return hasattr(os, "geteuid") and bool(folder.stat().st_mode & stat.S_IWOTH)
