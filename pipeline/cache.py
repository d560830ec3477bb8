"""What was found out before, kept below `.cache/strategies` of a library: never trusted unless it is surely ours.

Every table and every blob carries a keyed hash; the key lies with the person's other caches, outside the library. So
whatever is damaged, cut short, planted by a stranger's change or brought from another machine does not verify, counts
as unknown and is found out anew. Nothing is unpickled. Files come into place whole, by a rename, and none is changed
after that: any number of processes may read and write at once, and a killed one leaves at most a file to be swept.
"""

import json
import os
import shutil
import stat
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path
from typing import Any

from pipeline.interruption import stop_if_interrupted
from pipeline.lazy import lazy
from pipeline.tree import write_all

FOLDER = Path(".cache") / "strategies"
KEY_SIZE = 32
HASH_SIZE = 16
# Where a blob lies: the name of its pack, where it begins, its size in bytes, its hash.
Reference = Sequence[Any]
PACK, PART = ".pack", ".part"
# A file that nobody names any more may belong to a run that has not ended yet; seconds.
GRACE = 3600
# Packs that are kept before their blobs are put together, and how much of them may be blobs that nobody names.
MOST_PACKS = 32
MOST_WASTE = 0.5


@dataclass(frozen=True)
class Cache:
    """Tables (JSON documents by name) and packs of blobs in one folder."""

    folder: Path
    key: bytes = field(repr=False)

    @classmethod
    def of(cls, root: Path, part: str = "") -> "Cache | None":
        """The cache of a library, or a part that is kept by itself; None where none can be kept safely."""
        folder = root / FOLDER / part
        try:
            for place in dict.fromkeys((root / FOLDER.parent, root / FOLDER, folder)):
                place.mkdir(exist_ok=True)
                if not stat.S_ISDIR(place.lstat().st_mode):
                    return None  # a link could lead anywhere
            with suppress(FileExistsError), (folder / ".gitignore").open("x", encoding="ascii") as file:
                file.write("*\n")  # no commit holds it, whatever the library's own list says
            return cls(folder, _key())
        except OSError:
            return None

    def read(self, name: str) -> Any:
        """The content of a table, or None when there is none that is ours."""
        try:
            data = (self.folder / name).read_bytes()
        except OSError:
            return None
        known, content = data[: HASH_SIZE * 2], data[HASH_SIZE * 2 :]
        return json.loads(content) if known.decode("latin-1") == self._hash(name, content) else None

    def write(self, name: str, content: object) -> None:
        """Put a table in place; a disk that refuses leaves the one before it."""
        stop_if_interrupted()
        data = _encoded(content)
        fresh = self.folder / _name(PART)
        try:
            with fresh.open("xb", buffering=0) as file:
                write_all(file.fileno(), self._hash(name, data).encode() + data)
            fresh.replace(self.folder / name)
        except OSError:
            fresh.unlink(missing_ok=True)

    def clock(self) -> int:
        """The time by the clock of the file system that holds the cache, in nanoseconds."""
        mark = self.folder / "clock"
        try:
            mark.touch()
            return mark.stat().st_mtime_ns
        except OSError:
            return 0

    def fetch(self, reference: Reference) -> bytes | None:
        """The bytes of a blob, or None when they are not there any more, or not ours."""
        name, start, size, known = reference
        try:
            data = self._read_at(name, start, size)
        except OSError:
            return None
        return data if self._hash("", data) == known else None

    def _read_at(self, name: str, start: int, size: int) -> bytes:
        if not hasattr(os, "pread"):  # Windows
            with (self.folder / name).open("rb") as file:
                file.seek(start)
                return file.read(size)
        if name not in self._packs:
            self._packs[name] = os.open(self.folder / name, os.O_RDONLY)  # to the end of the run, for there are few
        return os.pread(self._packs[name], size, start)

    @lazy
    def _packs(self) -> dict[str, int]:
        return {}

    def store(self, blobs: Sequence[bytes]) -> list[Reference] | None:
        """Add blobs to a pack of this process; gives where each lies, or None when the disk refuses."""
        process = os.getpid()
        try:
            if process not in self._pack:
                name = _name(PACK)
                flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
                self._pack[process] = (name, os.open(self.folder / name, flags, 0o600))
            name, descriptor = self._pack[process]
            start = os.lseek(descriptor, 0, os.SEEK_END)
            write_all(descriptor, b"".join(blobs))
        except OSError:
            return None
        found: list[Reference] = []
        for blob in blobs:
            found.append((name, start, len(blob), self._hash("", blob)))
            start += len(blob)
        return found

    @lazy
    def _pack(self) -> dict[int, tuple[str, int]]:
        return {}

    def keep_newest(self, prefix: str, number: int) -> None:
        """Of all tables whose names begin so keep those that were written last."""
        with suppress(OSError):
            found = sorted(self.folder.glob(prefix + "*"), key=lambda path: path.stat().st_mtime_ns)
            for path in found[:-number]:
                path.unlink(missing_ok=True)

    def tidy(self, references: Mapping[str, Reference]) -> dict[str, Reference]:
        """Sweep what nobody names, and put blobs together when they lie in many packs or among much waste.

        Gives where each blob lies now.
        """
        used: dict[str, int] = {}
        for name, _, size, _ in references.values():
            used[name] = used.get(name, 0) + size
        with suppress(OSError):
            self._sweep(used)
            held = sum((self.folder / name).stat().st_size for name in used)
            if len(used) > MOST_PACKS or held * (1 - MOST_WASTE) > sum(used.values()):
                return self._together(references)
        return dict(references)

    def _together(self, references: Mapping[str, Reference]) -> dict[str, Reference]:
        moved: dict[str, Reference] = {}
        fresh = Cache(self.folder, self.key)
        for name, reference in references.items():
            data = self.fetch(reference)
            stored = fresh.store([data]) if data is not None else None
            if stored:
                moved[name] = stored[0]
        return moved

    def _sweep(self, used: Iterable[str]) -> None:
        late = time.time() - GRACE
        for path in self._strangers(used):
            if path.lstat().st_mtime < late:
                path.unlink(missing_ok=True)

    def _strangers(self, used: Iterable[str]) -> Iterator[Path]:
        kept = set(used)
        return (path for path in self.folder.iterdir() if path.suffix in (PACK, PART) and path.name not in kept)

    def clear(self) -> None:
        """Forget everything."""
        shutil.rmtree(self.folder)

    def _hash(self, name: str, data: bytes) -> str:
        return blake2b(data, digest_size=HASH_SIZE, key=self.key, salt=_salt(name)).hexdigest()


def _encoded(content: object) -> bytes:
    from pydantic_core import to_json  # twice as fast; what writes has it loaded anyway

    try:
        return to_json(content)
    except ValueError:  # text that is no UTF-8, such as the name of a file
        return json.dumps(content, allow_nan=False, separators=(",", ":")).encode("ascii")


def _salt(name: str) -> bytes:
    """What keeps one table from standing in for another."""
    return blake2b(name.encode(), digest_size=blake2b.SALT_SIZE).digest()


def _key() -> bytes:
    """The key of this person on this machine, made when it is first needed; raises OSError when it cannot be kept."""
    folder = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "strategy-pipeline"
    path = folder / "key"
    with suppress(FileNotFoundError):
        key = path.read_bytes()
        if len(key) == KEY_SIZE:
            return key
        path.unlink()
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    fresh = folder / _name(PART)
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)  # nobody else may read it
    try:
        write_all(descriptor, os.urandom(KEY_SIZE))
        with suppress(FileExistsError):  # another run was quicker
            os.link(fresh, path)
    finally:
        os.close(descriptor)
        fresh.unlink()
    return path.read_bytes()


def _name(suffix: str) -> str:
    """A name that no other file has."""
    return os.urandom(8).hex() + suffix
