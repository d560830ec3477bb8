"""Bundles in memory with a forged file, and checksums to match."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from io import BytesIO
from typing import BinaryIO

from pipeline.publish.verify import verify

from .changes import Forgery

MANIFEST, SUMS = "manifest.json", "SHA256SUMS"


class MemoryBundle:
    """The files of a bundle."""

    name = "bundle"
    oddities: Mapping[str, str] = {}

    def __init__(self, files: Mapping[str, bytes]) -> None:
        self.files = files
        self.paths = frozenset(files)

    def read(self, path: str) -> bytes:
        """The bytes of a file."""
        return self.files[path]

    def stream(self, path: str) -> BinaryIO:
        """A file to be read piece by piece."""
        return BytesIO(self.files[path])


def forged(files: Mapping[str, bytes], forgery: Forgery) -> dict[str, bytes]:
    """The files with one of them forged, and the manifest and the sums made to fit."""
    made = {**files, forgery.path: forgery.data or b""}
    if forgery.data is None:
        del made[forgery.path]
    if forgery.path != MANIFEST:
        manifest = json.loads(made[MANIFEST])
        entries = {entry["path"]: entry for entry in manifest["files"]}
        entries.pop(forgery.path, None)
        if forgery.data is not None:
            entries[forgery.path] = {"path": forgery.path, "bytes": len(forgery.data), "sha256": _sha256(forgery.data)}
        manifest["files"] = [entries[path] for path in sorted(entries)]
        made[MANIFEST] = (json.dumps(manifest, ensure_ascii=False, indent=2) + "\n").encode()
    else:
        entries = {entry["path"]: entry for entry in json.loads(files[MANIFEST])["files"]}
    lines = [f"{entries[path]['sha256']}  {path}\n" for path in sorted(entries)]
    made[SUMS] = ("".join(lines) + f"{_sha256(made[MANIFEST])}  {MANIFEST}\n").encode()
    return made


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def is_refused(files: Mapping[str, bytes], forgery: Forgery) -> bool:
    """True when verification finds a forgery."""
    return next(verify(MemoryBundle(forged(files, forgery))), None) is not None
