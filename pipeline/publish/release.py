"""Stages a bundle beside the one in use and swaps it in whole; a failure leaves the old one as it was."""

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from pipeline.exporter import File
from pipeline.model.records import Records

LATEST = "latest"
RELEASES = "releases"
STAGING = ".staging-"


@dataclass(slots=True)
class Staging:
    """A folder that fills with the files of a bundle; keeps each file's size and hash."""

    folder: Path
    files: dict[str, tuple[int, str]] = field(default_factory=dict)

    def write(self, file: File) -> None:
        """Write one file; raises ValueError when its path leaves the folder or stands there already."""
        target = self.folder / file.path
        if file.path in self.files or not target.resolve().is_relative_to(self.folder.resolve()):
            raise ValueError(f"no place in the bundle for {file.path}")
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(file.data)
        self.files[file.path] = (len(file.data), hashlib.sha256(file.data).hexdigest())

    @property
    def digest(self) -> str:
        """First 16 hex digits of the SHA-256 of the list of files."""
        lines = "".join(f"{digest}  {path}\n" for path, (_, digest) in sorted(self.files.items()))
        return hashlib.sha256(lines.encode()).hexdigest()[:16]


def manifest_of(records: Records, files: dict[str, tuple[int, str]]) -> bytes:
    """The manifest: every file with size and hash, counts, and what was left out."""
    catalog = records.catalog
    document = {
        "library": records.library.model_dump(),
        "counts": {
            "published": len(catalog.published),
            "retired": len(catalog.retired),
            "drafts": len(catalog.drafts),
            "pages": len(catalog.published) + len(catalog.retired) + len(catalog.drafts),
        },
        "excluded": [{"id": page.id, "reason": "draft"} for page in catalog.drafts],
        "files": [{"path": path, "bytes": size, "sha256": digest} for path, (size, digest) in sorted(files.items())],
    }
    return (json.dumps(document, ensure_ascii=False, indent=2) + "\n").encode()


def publish(records: Records, files: Iterable[File], out: Path) -> Path:
    """Write a bundle below `out` and point `out/latest` to it. Gives the release's folder.

    Raises OSError when the disk refuses; then `latest` is what it was.
    """
    releases = out / RELEASES
    releases.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix=STAGING, dir=releases))
    try:
        staging = Staging(folder)
        for file in files:
            staging.write(file)
        digest = staging.digest
        listed = dict(staging.files)
        staging.write(File("manifest.json", manifest_of(records, listed)))
        sums = "".join(f"{value}  {path}\n" for path, (_, value) in sorted(staging.files.items()))
        staging.write(File("SHA256SUMS", sums.encode()))
        folder.chmod(0o755)
        release = releases / digest
        if not release.exists():
            folder.rename(release)
        _point(out / LATEST, Path(RELEASES) / digest)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return release


def _point(link: Path, target: Path) -> None:
    """Replace a symbolic link in one step."""
    fresh = link.with_name(f".{LATEST}-{os.getpid()}")
    fresh.unlink(missing_ok=True)
    fresh.symlink_to(target)
    fresh.replace(link)
