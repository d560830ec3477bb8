"""The folder that a run fills beside the releases."""

import os
import re
from collections.abc import Iterable, Mapping
from hashlib import sha256
from pathlib import Path

from pipeline.exporter import File
from pipeline.model.manifest import ManifestFileV1
from pipeline.publish.layout import STAGING
from pipeline.publish.on_disk import OnDisk, read_whole, unchanged
from pipeline.tree import naming, write_all

# How a file is opened that is not there yet: to open one through `Path` took three times as long.
NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
# A path inside a bundle: names parted by `/`; none leads up, none holds what a list of files cannot.
PLAIN_PATH = re.compile(r"NAME(?:/NAME)*".replace("NAME", r"(?!\.{1,2}(?:/|$))[^/\\\x00-\x1f]+"))


class Staging:
    """A folder of one run. The bundle grows in `bundle`; whatever else is to be swapped in stands beside it.

    A `spare` release is turned into the bundle: most of its files are the same as those that will be taken over, and
    need not be written.
    """

    def __init__(self, releases: Path, spare: Path | None = None) -> None:
        self.folder = releases / f"{STAGING}{os.urandom(6).hex()}"
        self.bundle = self.folder / "bundle"
        self.files: dict[str, OnDisk] = {}
        self.parts = self.folder / "parts"  # what is on its way into a larger file
        self.parts.mkdir(parents=True)
        self._recycled = spare is not None
        if spare:
            spare.replace(self.bundle)
        else:
            self.bundle.mkdir()

    def write(self, file: File) -> None:
        """Write one file of the bundle; raises ValueError when its path leaves the bundle or stands there already."""
        self.add(write_file(self.bundle, file))

    def add(self, file: OnDisk) -> None:
        """Count a file that was written; raises ValueError when one of its path was counted already."""
        if file.path in self.files:
            raise ValueError(f"no place in the bundle for {file.path}")
        self.files[file.path] = file

    def take(self, files: Mapping[str, OnDisk], folder: Path) -> set[str]:
        """Copy files of an earlier release in a folder; gives the paths of those whose bytes are no longer the same.

        To be called before any other file is written. A file that the spare release holds needs no copying; what else
        it holds is removed.
        """
        if self._recycled:
            self._strip(files, str(self.bundle), "")
        lost = set()
        for path, file in files.items():
            if path in self.files:
                continue
            data = read_whole(f"{folder}/{path}", file)
            if data is None:
                lost.add(path)
            else:
                self.write(File(path, data))
        return lost

    def drop(self, paths: Iterable[str]) -> None:
        """Remove files that were taken over."""
        for path in paths:
            (self.bundle / path).unlink()
            del self.files[path]

    def _strip(self, files: Mapping[str, OnDisk], folder: str, inside: str) -> bool:
        """Leave of a folder only files with the bytes of one to be taken over; True when nothing is left.

        One with a second name goes as well: overwritten there, it would change here.
        """
        left = False
        with os.scandir(folder) as entries:
            for entry in entries:
                path = inside + entry.name
                if entry.is_dir(follow_symlinks=False):
                    if self._strip(files, entry.path, path + "/"):
                        os.rmdir(entry.path)  # noqa: PTH106 - as quick as can be, for there are thousands
                    else:
                        left = True
                elif (file := files.get(path)) and (found := unchanged(entry.path, file)) and found.st_nlink == 1:
                    self.add(OnDisk.of(path, file.sha256, found))
                    left = True
                else:
                    os.unlink(entry.path)  # noqa: PTH108 - likewise
        return not left

    def file(self, path: str) -> ManifestFileV1:
        """Size and hash of a file that was written."""
        return listed(self.files[path])

    def read(self, path: str) -> bytes:
        """The bytes of a file that was written."""
        return (self.bundle / path).read_bytes()


def listed(file: OnDisk) -> ManifestFileV1:
    """What the manifest says of a file."""
    return ManifestFileV1(path=file.path, bytes=file.bytes, sha256=file.sha256)


def write_file(bundle: Path, file: File) -> OnDisk:
    """Write one file of a bundle; raises ValueError when its path leaves the bundle or stands there already."""
    target = f"{bundle}/{sound(file.path)}"
    with naming(target):
        try:
            place = os.open(target, NEW, 0o666)
        except FileNotFoundError:
            os.makedirs(target.rpartition("/")[0], exist_ok=True)  # noqa: PTH103 - three files to a page: as text
            place = os.open(target, NEW, 0o666)
        except FileExistsError:
            raise ValueError(f"no place in the bundle for {file.path}") from None
        try:
            write_all(place, file.data)
            found = os.fstat(place)
        finally:
            os.close(place)
    return OnDisk.of(file.path, sha256(file.data).hexdigest(), found)


def sound(path: str) -> str:
    """The path of a file of a bundle; raises ValueError when it leaves the bundle."""
    if not PLAIN_PATH.fullmatch(path):
        raise ValueError(f"no place in the bundle for {path}")
    return path
