"""The state of a library: its files, and a digest of each.

A file is read only if its stat differs from the one stored with its digest, as in git's index.
"""

import json
import time
from collections.abc import Collection, Mapping, Sequence
from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple

from pipeline.incremental.fingerprint import key_of
from pipeline.incremental.memo import Memo
from pipeline.source.discovery import SETTINGS_BYTES, Bounds, FileListing, content_digest, list_files, stable_stamp
from pipeline.source.disk import LINK, MISSING, FileRefused, read_file, stamp_of, symlink_target
from pipeline.source.paths import DATA_PATHS, SETTINGS_PATHS

# Separates texts that are hashed together: no path holds it.
SEPARATOR = "//"


class LibraryState(NamedTuple):
    """The files of a library, the digest of each that could be read, and the reason for each other, by path.

    `key` is a digest of the content of all files without their times, so it is the same in a fresh clone. `bounds` are
    the limits of what is read of a file.
    """

    files: FileListing
    digests: Mapping[str, str]
    unread: Mapping[str, str]
    key: str
    bounds: Bounds

    def without(self, absent: Collection[str]) -> "LibraryState":
        """The state as if some pages were not there; only the key stays."""
        found = self.files
        files = found._replace(
            files={path: stamp for path, stamp in found.files.items() if path not in absent},
            own_pages=found.own_pages.difference(absent),
            translations=found.translations.difference(absent),
        )
        return self._replace(
            files=files, digests={path: digest for path, digest in self.digests.items() if path not in absent}
        )


def state_of(root: Path, memo: Memo, bounds: Bounds | None = None) -> LibraryState | None:
    """List the files of a library and take their digests.

    Without `bounds`, those of a previous run with the same settings are used; None when there was none.
    """
    now, key = time.time_ns(), key_of("stamps", str(root))
    bounds = _known_bounds(root, memo, bounds)
    if bounds is None:
        return None
    stored = _read(memo, key) or {}
    found = list_files(root, bounds.site).within(bounds)
    stamps = {path: stamp_of(root, path) for path in (*DATA_PATHS, *SETTINGS_PATHS)}
    stamps |= {path: found.files[path] for path in sorted((found.pages | found.translations) & found.files.keys())}
    stamps |= {**found.vocabularies, **found.site}
    digests: dict[str, str] = {}
    unread: dict[str, str] = {}
    fresh: dict[str, Sequence[Any]] = {}
    for path, stamp in stamps.items():
        known = stored.get(path)
        if known and stamp and known[0] == stamp:
            digests[path], fresh[path] = known[1], known
            continue
        try:
            digests[path] = content_digest(
                read_file(root, path, bounds.site if path in found.site else bounds.of(path))
            )
        except FileRefused as refusal:
            if refusal.reason != MISSING or path in found.files:
                unread[path] = refusal.reason
            continue
        # If the file was written after it was listed, the next listing finds another stat.
        if stable_stamp(stamp, now):
            fresh[path] = [stamp, digests[path]]
    if fresh != stored:
        memo.put({key: json.dumps(fresh).encode()})
    return LibraryState(found, digests, unread, _key(root, found, digests, unread, bounds), bounds)


def _known_bounds(root: Path, memo: Memo, bounds: Bounds | None) -> Bounds | None:
    """The bounds, stored for the next run with the same settings; without any, those of a previous run."""
    key = key_of("bounds", *(_digest(root, path) for path in SETTINGS_PATHS))
    known = _read(memo, key)
    if bounds is None:
        return Bounds(*known) if known else None
    if known != list(bounds):
        memo.put({key: json.dumps(bounds).encode()})
    return bounds


def _digest(root: Path, path: str) -> str:
    try:
        return content_digest(read_file(root, path, SETTINGS_BYTES))
    except FileRefused as refusal:
        return refusal.reason


def _read(memo: Memo, key: str) -> Any:
    data = memo.get([key]).get(key)
    return json.loads(data) if data else None


def _key(root: Path, found: FileListing, digests: Mapping[str, str], unread: Mapping[str, str], bounds: Bounds) -> str:
    refused = {**found.refused, **unread}
    targets = {path: symlink_target(root, path) if reason == LINK else "" for path, reason in refused.items()}
    return key_of(
        "state",
        SEPARATOR.join(chain.from_iterable(sorted(digests.items()))),
        SEPARATOR.join(chain.from_iterable((path, refused[path], targets[path]) for path in sorted(refused))),
        SEPARATOR.join(sorted(found.strays)),
        repr(bounds),
    )
