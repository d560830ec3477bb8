"""The state of a library: which files it holds, and a digest of what is in each.

No file is read whose stamp is the same as when its digest was noted, as git does with its index.
"""

import json
import time
from collections.abc import Mapping, Sequence
from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple

from pipeline.incremental.fingerprint import key_of
from pipeline.incremental.memo import Memo
from pipeline.source.discovery import SETTINGS_BYTES, Bounds, FileListing, content_digest, list_files, stable_stamp
from pipeline.source.disk import LINK, MISSING, FileRefused, read_file, stamp_of, symlink_target
from pipeline.source.paths import DATA_PATHS, SETTINGS_PATHS

# Stands between texts that are hashed as one: no path holds it.
BETWEEN = "//"


class LibraryState(NamedTuple):
    """What stands in a library, and the digest of every file that is read of it, by path.

    `unread` are files that could not be read, with the reason. `key` tells the state from any other: by the content of
    files, not by their times, so it is the same in a fresh clone. `noted` are files by path whose digest need not be
    taken again while they have the stamp that goes with it; `bounds` say how much is read of a file.
    """

    seen: FileListing
    digests: Mapping[str, str]
    unread: Mapping[str, str]
    key: str
    bounds: Bounds
    noted: Mapping[str, Sequence[Any]]


def state_of(
    root: Path, memo: Memo, bounds: Bounds | None = None, before: LibraryState | None = None
) -> LibraryState | None:
    """List the files of a library and take the digest of each; `bounds` say how much is read of one.

    Without them, those of a run before will do if the settings, where they come from, were the same; None if not.
    `before` is a state of the same library, if this process knows one.
    """
    now, key = time.time_ns(), key_of("stamps", str(root))
    bounds = _known_bounds(root, memo, bounds)
    if bounds is None:
        return None
    then = before.noted if before else _read(memo, key) or {}
    seen = list_files(root, bounds.site)
    stamps = {path: stamp_of(root, path) for path in (*DATA_PATHS, *SETTINGS_PATHS)}
    stamps |= {path: seen.files[path] for path in sorted(seen.pages & seen.files.keys())}
    stamps |= seen.site
    digests: dict[str, str] = {}
    unread: dict[str, str] = {}
    files: dict[str, Sequence[Any]] = {}
    for path, stamp in stamps.items():
        known = then.get(path)
        if known and stamp and known[0] == stamp:
            digests[path], files[path] = known[1], known
            continue
        try:
            digests[path] = content_digest(read_file(root, path, bounds.site if path in seen.site else bounds.of(path)))
        except FileRefused as refusal:
            if refusal.reason != MISSING or path in seen.files:
                unread[path] = refusal.reason
            continue
        # The file may have been written since it was listed: its stamp is then another one at the next listing.
        if stable_stamp(stamp, now):
            files[path] = [stamp, digests[path]]
    if files != then:
        memo.put({key: json.dumps(files).encode()})
    return LibraryState(seen, digests, unread, _key(root, seen, digests, unread, bounds), bounds, files)


def _known_bounds(root: Path, memo: Memo, bounds: Bounds | None) -> Bounds | None:
    """The given bounds, noted for the next run with the same settings; or those that a run before noted."""
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


def _key(root: Path, seen: FileListing, digests: Mapping[str, str], unread: Mapping[str, str], bounds: Bounds) -> str:
    refused = {**seen.refused, **unread}
    targets = {path: symlink_target(root, path) if reason == LINK else "" for path, reason in refused.items()}
    return key_of(
        "state",
        BETWEEN.join(chain.from_iterable(sorted(digests.items()))),
        BETWEEN.join(chain.from_iterable((path, refused[path], targets[path]) for path in sorted(refused))),
        BETWEEN.join(sorted(seen.strays)),
        repr(bounds),
    )
