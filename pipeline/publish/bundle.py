"""Reads a bundle on disk: a folder or a zip archive. Nothing is unpacked, no link is followed."""

import os
import stat
import zipfile
import zlib
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, Protocol, cast

from pipeline.publish.manifest import MANIFEST
from pipeline.publish.release.file_stat import entries_below
from pipeline.publish.release.layout import LATEST
from pipeline.source.environment import EnvironmentFault
from pipeline.source.memoise import cached_property

# Errors from reading a damaged member of an archive.
DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError)
# How many times its own size an archive may unpack to. A whole bundle comes to a tenth of this, and `zipfile` never
# unpacks more of a member than the archive says it has.
MOST_TIMES = 100
# Other methods fail in other ways, or ask for memory before a byte is unpacked.
METHODS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})

# Why a bundle may not hold a folder without files: no list of files would show it.
EMPTY_FOLDER = "it is an empty folder; a bundle has none"
# Bytes of a file in a folder that is read at all, which is more than a hundred thousand strategies come to.
MOST_BYTES = 1 << 30


class Unreadable(Exception):  # noqa: N818 - names what the file is
    """A file of an archive is damaged; errors of the disk are OSErrors."""


class Bundle(Protocol):
    """The files of a bundle."""

    name: str

    @property
    def paths(self) -> frozenset[str]:
        """Path of every plain file, with `/`."""

    @property
    def oddities(self) -> Mapping[str, str]:
        """Path of every entry that a bundle may not hold, and why."""

    def read(self, path: str) -> bytes:
        """The bytes of a file; raises Unreadable when they are damaged."""

    def stream(self, path: str) -> BinaryIO:
        """A file to be read piece by piece; `read` found it undamaged."""


class FolderBundle:
    """A bundle in a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.name = folder.name

    @cached_property
    def _found(self) -> dict[str, str]:
        """Each path, and why a bundle may not hold it, if it may not."""
        return {path: _oddity(found) for path, found in entries_below(str(self.folder), empty_folders=True)}

    @cached_property
    def paths(self) -> frozenset[str]:
        """Path of every plain file, with `/`."""
        return frozenset(path for path, oddity in self._found.items() if not oddity)

    @cached_property
    def oddities(self) -> Mapping[str, str]:
        """Links, empty folders, files too large to be read, and other entries that are no plain files."""
        return {path: oddity for path, oddity in self._found.items() if oddity}

    def read(self, path: str) -> bytes:
        """The bytes of a file."""
        return (self.folder / path).read_bytes()

    def stream(self, path: str) -> BinaryIO:
        """A file to be read piece by piece."""
        return (self.folder / path).open("rb")


class ZipBundle:
    """A bundle in a zip archive, in the one folder at its top, or without such a folder as until 1.1."""

    def __init__(self, archive: zipfile.ZipFile, name: str) -> None:
        self.archive = archive
        self.name = name
        members = [info for info in archive.infolist() if not info.is_dir()]
        self._prefix = _top_folder(archive.namelist())
        self._members = {info.filename.removeprefix(self._prefix): info for info in members}
        self._times = Counter(info.filename.removeprefix(self._prefix) for info in members)
        self._folders = {info.filename for info in archive.infolist() if info.is_dir()}

    @cached_property
    def paths(self) -> frozenset[str]:
        """Path of every plain file, with `/`."""
        return frozenset(self._members.keys() - self.oddities.keys())

    @cached_property
    def oddities(self) -> Mapping[str, str]:
        """Members that are there twice, are links, are outside its folder or lead out of the archive; empty folders."""
        found = {path: "it stands in the archive more than once" for path, times in self._times.items() if times > 1}
        for folder in self._folders - {
            f"{name}/" for info in self._members.values() for name in _folders(info.filename)
        }:
            found[folder.removeprefix(self._prefix)] = EMPTY_FOLDER
        for path, info in self._members.items():
            if not info.filename.startswith(self._prefix):
                found[path] = f"it is outside the folder {self._prefix}"
            if stat.S_ISLNK(info.external_attr >> 16):
                found[path] = "it is a link; a bundle holds plain files"
            if path.startswith("/") or "\\" in path or ".." in path.split("/"):
                found[path] = "its path leads out of the archive"
        return found

    def read(self, path: str) -> bytes:
        """The bytes of a member; raises Unreadable when they are damaged."""
        try:
            return self.archive.read(self._members[path])
        except DAMAGE as error:
            raise Unreadable(f"it cannot be unpacked: {error}") from None

    def stream(self, path: str) -> BinaryIO:
        """A member to be read piece by piece; `seek` works, too."""
        return cast("BinaryIO", self.archive.open(self._members[path]))


def _oddity(found: os.stat_result) -> str:
    """Why a bundle may not hold an entry of a folder, or nothing."""
    if stat.S_ISREG(found.st_mode):
        return "" if found.st_size <= MOST_BYTES else "it has more than a gigabyte, and was not read"
    if stat.S_ISDIR(found.st_mode):
        return EMPTY_FOLDER
    return "it is a link; a bundle holds plain files" if stat.S_ISLNK(found.st_mode) else "it is no plain file"


def _top_folder(names: Collection[str]) -> str:
    """The folder with the manifest, with `/`; empty when the manifest is at the top or in several folders."""
    found = {name.partition("/")[0] for name in names if name.partition("/")[2] == MANIFEST}
    return f"{found.pop()}/" if len(found) == 1 and MANIFEST not in names else ""


def _folders(path: str) -> Iterator[str]:
    """Every folder on the way to a file."""
    steps = path.split("/")[:-1]
    return ("/".join(steps[:end]) for end in range(1, len(steps) + 1))


@contextmanager
def open_bundle(path: Path) -> Iterator[Bundle]:
    """Open a release's folder, a folder that holds `latest`, or a zip archive; EnvironmentFault when it is none."""
    if path.is_dir():
        yield FolderBundle(_release(path))
        return
    if not path.exists():
        raise EnvironmentFault(f"there is no {path}{_suggestion(path)}")
    try:
        archive = zipfile.ZipFile(path)
    except DAMAGE as error:
        raise EnvironmentFault(
            f"{path} is no bundle: it is neither a folder nor a whole zip archive ({error})"
        ) from None
    with archive:
        _refuse_bomb(archive, path)
        bundle = ZipBundle(archive, path.name)
        if MANIFEST not in bundle.paths:
            raise EnvironmentFault(f"{path} is no bundle: it holds no {MANIFEST}")
        yield bundle


def _refuse_bomb(archive: zipfile.ZipFile, path: Path) -> None:
    """Compare sizes as the archive declares them, before anything is unpacked."""
    members = archive.infolist()
    if sum(info.file_size for info in members) > MOST_TIMES * path.stat().st_size:
        raise EnvironmentFault(f"{path} is no bundle: unpacked, it would be more than {MOST_TIMES} times as large")
    if strange := next((info for info in members if info.compress_type not in METHODS), None):
        raise EnvironmentFault(f"{path} is no bundle: its file {strange.filename} is compressed in an unusual way")


def _suggestion(path: Path) -> str:
    """A question about the file next to a missing one whose name is most like its own."""
    from pipeline.source.names import Names

    meant = Names.of(each.name for each in path.parent.glob("*")).suggest(path.name)
    return f"; did you mean {path.with_name(meant.id)}?" if meant else ""


def _release(path: Path) -> Path:
    if (path / MANIFEST).is_file():
        return path.resolve()
    latest = path / LATEST
    if (latest / MANIFEST).is_file():
        return latest.resolve()
    if latest.is_symlink() and not latest.exists():
        raise EnvironmentFault(
            f"{path} holds no whole bundle: {LATEST} leads to {latest.readlink()}, which is not there"
        )
    raise EnvironmentFault(f"{path} is no bundle: it holds no {MANIFEST}, nor a folder {LATEST} that does")
