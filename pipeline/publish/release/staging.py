"""The folder that a run fills next to the releases."""

import os
import re
from functools import partial
from hashlib import sha256
from pathlib import Path

from pipeline.publish.edition_paths import path_in
from pipeline.publish.exporter import File
from pipeline.publish.release.file_stat import FileStat, open_plain
from pipeline.publish.release.layout import STAGING
from pipeline.publish.schema.manifest import ManifestFileV1
from pipeline.source.discovery import name_in_errors

# A path inside a bundle: names separated by `/`; none leads up, none holds what a list of files cannot.
PLAIN_PATH = re.compile(r"NAME(?:/NAME)*".replace("NAME", r"(?!\.{1,2}(?:/|$))[^/\\\x00-\x1f]+"))


# Bytes of a file that are read at once: `hashlib.file_digest` clears a large buffer for each small file.
CHUNK = 1 << 20


class Staging:
    """The folder of one run. The bundle grows in `bundle`; whatever else is swapped in is located next to it."""

    def __init__(self, releases: Path) -> None:
        self.folder = releases / f"{STAGING}{os.urandom(6).hex()}"
        self.bundle = self.folder / "bundle"
        self.files: dict[str, FileStat] = {}
        self.bundle.mkdir(parents=True)

    def write(self, file: File) -> None:
        """Write one file of the bundle; raises ValueError when its path leaves the bundle or is taken already."""
        self.write_hashed(file.path, file.data, sha256(file.data).hexdigest())

    def write_hashed(self, path: str, data: bytes, digest: str) -> None:
        """Write one file whose SHA-256 is known."""
        self.add(FileStat.of(path, digest, write_file(self.path_of(path), data)))

    def path_of(self, path: str) -> Path:
        """Where a file of the bundle is written; raises ValueError when its path leaves the bundle."""
        if not PLAIN_PATH.fullmatch(path):
            raise ValueError(f"no place in the bundle for {path}")
        return self.bundle / path

    def add(self, file: FileStat) -> None:
        """Register a file that was written; raises ValueError when its path is taken already."""
        if file.path in self.files:
            raise ValueError(f"no place in the bundle for {file.path}")
        self.files[file.path] = file

    def read_again(self) -> None:
        """Read all files again; raises OSError for one that differs from what was written."""
        for entry in self.files.values():
            path = f"{self.bundle}/{entry.path}"
            with open_plain(path, entry.bytes) as file:
                digest = sha256()
                for data in iter(partial(file.read, min(entry.bytes + 1, CHUNK)), b""):
                    digest.update(data)
                if digest.hexdigest() != entry.sha256:
                    raise OSError(None, "it does not read as it was written", path)

    def file(self, path: str) -> ManifestFileV1:
        """Size and hash of a file that was written."""
        return manifest_entry(self.files[path])

    def read(self, path: str) -> bytes:
        """The bytes of a file that was written."""
        return (self.bundle / path).read_bytes()


class EditionStaging(Staging):
    """The same folder for the files of a further language, by their paths within that edition."""

    def __init__(self, whole: Staging, language: str) -> None:
        self.folder, self.bundle, self.files = whole.folder, whole.bundle, {}
        self._whole, self._language = whole, language

    def path_of(self, path: str) -> Path:
        """Where a file of the edition is written."""
        return super().path_of(path_in(self._language, path))

    def add(self, file: FileStat) -> None:
        """Register a file that was written."""
        super().add(file)
        self._whole.add(file._replace(path=path_in(self._language, file.path)))

    def read(self, path: str) -> bytes:
        """The bytes of a file that was written."""
        return self._whole.read(path_in(self._language, path))


def manifest_entry(file: FileStat) -> ManifestFileV1:
    """The manifest's entry of a file."""
    return ManifestFileV1(path=file.path, bytes=file.bytes, sha256=file.sha256)


def write_file(target: Path, data: bytes) -> os.stat_result:
    """Write a new file; raises ValueError when there is one already."""
    with name_in_errors(target):
        try:
            file = target.open("xb")
        except FileExistsError:
            raise ValueError(f"no place in the bundle for {target}") from None
        except FileNotFoundError:
            target.parent.mkdir(parents=True, exist_ok=True)
            file = target.open("xb")
        with file:
            file.write(data)
            file.flush()
            return os.fstat(file.fileno())
