"""The folder that a run fills beside the releases."""

import os
import re
import shutil
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

from pipeline.incremental.parallel import chunks, cores
from pipeline.publish.exporter import File
from pipeline.publish.release.file_stat import FileStat, reads_as
from pipeline.publish.release.layout import STAGING, SUMS
from pipeline.publish.schema.manifest import ManifestFileV1
from pipeline.source.discovery import name_in_errors, write_all

# Where a path begins in a line of SHA256SUMS.
SUM = 66
# Files that a thread reads in one go.
MOST_AT_ONCE = 64
# How a file is opened that is not there yet: to open one through `Path` took three times as long.
NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
# A path inside a bundle: names parted by `/`; none leads up, none holds what a list of files cannot.
PLAIN_PATH = re.compile(r"NAME(?:/NAME)*".replace("NAME", r"(?!\.{1,2}(?:/|$))[^/\\\x00-\x1f]+"))


class Staging:
    """A folder of one run. The bundle grows in `bundle`; whatever else is to be swapped in stands beside it.

    A `spare` release is turned into the bundle: most of its files are the same as those of the release before, and need
    not be written again, which takes three times as long as to read them.
    """

    def __init__(self, releases: Path, spare: Path | None = None) -> None:
        self.folder = releases / f"{STAGING}{os.urandom(6).hex()}"
        self.bundle = self.folder / "bundle"
        self.files: dict[str, FileStat] = {}
        self.folder.mkdir()
        self._was_read: set[str] = set()
        self._left: set[str] = set()  # of the spare
        if spare and _holds_what_it_lists(spare):
            spare.replace(self.bundle)
            self._left.update(_below(str(self.bundle), ""))
        else:
            self.bundle.mkdir()
            if spare:
                shutil.rmtree(spare)

    def write(self, file: File) -> None:
        """Write one file of the bundle; raises ValueError when its path leaves the bundle or stands there already."""
        self.put(file.path, file.data, sha256(file.data).hexdigest())

    def put(self, path: str, data: bytes, digest: str) -> None:
        """The same, of bytes whose SHA-256 is known."""
        self.add(FileStat.of(path, digest, write_file(self.place(path), data)))

    def place(self, path: str) -> str:
        """Where a file is to be written; raises ValueError when its path leaves the bundle."""
        target = f"{self.bundle}/{sound(path)}"
        if path in self._left:
            self._left.remove(path)
            os.unlink(target)  # noqa: PTH108 - as quick as can be, for there are thousands
        return target

    def adopt(self, path: str, size: int, digest: str) -> bool:
        """Take a file of the spare for the bundle if it holds just these bytes, and has no second name elsewhere."""
        if path not in self._left:
            return False
        target = f"{self.bundle}/{path}"
        with suppress(OSError):
            found = os.lstat(target)
            if found.st_nlink == 1 and reads_as(target, size, digest):
                self._left.remove(path)
                self._was_read.add(path)
                self.add(FileStat.of(path, digest, found))
                return True
        return False

    def drop(self, paths: Iterable[str]) -> None:
        """Remove files that were adopted."""
        for path in paths:
            os.unlink(f"{self.bundle}/{path}")  # noqa: PTH108
            del self.files[path]

    def drop_the_rest(self) -> None:
        """Remove what the spare held and the bundle does not."""
        for path in self._left:
            os.unlink(f"{self.bundle}/{path}")  # noqa: PTH108
        self._left.clear()
        for folder, _, _ in os.walk(self.bundle, topdown=False):
            with suppress(OSError):  # not empty
                os.rmdir(folder)  # noqa: PTH106

    def add(self, file: FileStat) -> None:
        """Count a file that was written; raises ValueError when one of its path was counted already."""
        if file.path in self.files:
            raise ValueError(f"no place in the bundle for {file.path}")
        self.files[file.path] = file

    def read_again(self) -> None:
        """Read all files, several at once; raises OSError for one that does not read as it was written."""
        written = [file for file in self.files.values() if file.path not in self._was_read]
        with ThreadPoolExecutor(cores()) as threads:
            for _ in threads.map(self._read_again, chunks(written, MOST_AT_ONCE)):
                pass

    def _read_again(self, files: Sequence[FileStat]) -> None:
        for file in files:
            if not reads_as(f"{self.bundle}/{file.path}", file.bytes, file.sha256):
                raise OSError(None, "it does not read as it was written", f"{self.bundle}/{file.path}")

    def file(self, path: str) -> ManifestFileV1:
        """Size and hash of a file that was written."""
        return listed(self.files[path])

    def read(self, path: str) -> bytes:
        """The bytes of a file that was written."""
        return (self.bundle / path).read_bytes()


def listed(file: FileStat) -> ManifestFileV1:
    """What the manifest says of a file."""
    return ManifestFileV1(path=file.path, bytes=file.bytes, sha256=file.sha256)


def write_file(target: str, data: bytes) -> os.stat_result:
    """Write one file of a bundle; raises ValueError when it stands there already."""
    with name_in_errors(target):
        try:
            place = os.open(target, NEW, 0o666)
        except FileNotFoundError:
            os.makedirs(target.rpartition("/")[0], exist_ok=True)  # noqa: PTH103 - three files to a page: as text
            place = os.open(target, NEW, 0o666)
        except FileExistsError:
            raise ValueError(f"no place in the bundle for {target}") from None
        try:
            write_all(place, data)
            return os.fstat(place)
        finally:
            os.close(place)


def _below(folder: str, inside: str) -> Iterator[str]:
    """Paths of all plain files below a folder; raises OSError when anything else stands there."""
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                yield from _below(entry.path, f"{inside}{entry.name}/")
            elif entry.is_file(follow_symlinks=False):
                yield inside + entry.name
            else:
                raise OSError(None, "it is no plain file", entry.path)


def _holds_what_it_lists(release: Path) -> bool:
    """True when just the files stand in a release that its list of sums names: so nothing is written through a link."""
    try:
        listed = {line[SUM:] for line in (release / SUMS).read_text(encoding="utf-8").splitlines()}
        return {*listed, SUMS} == set(_below(str(release), ""))
    except (OSError, ValueError):
        return False


def sound(path: str) -> str:
    """The path of a file of a bundle; raises ValueError when it leaves the bundle."""
    if not PLAIN_PATH.fullmatch(path):
        raise ValueError(f"no place in the bundle for {path}")
    return path
