"""The state of a library: which files it holds, and a digest of what is in each.

No file is read whose stamp is the same as when its digest was noted, as git does with its index.
"""

import json
import time
from collections.abc import Mapping
from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple

from pipeline.disk import LINK, MISSING, Refused, Stamp, read_file, stamp_of, target_of
from pipeline.incremental.fingerprint import key_of
from pipeline.incremental.memo import Memo
from pipeline.places import DATA_PATHS, SETTINGS_PATHS
from pipeline.tree import SETTINGS_BYTES, Bounds, Survey, digest_of, settled, survey

# Stands between texts that are hashed as one: no path holds it.
BETWEEN = "//"


class State(NamedTuple):
    """What stands in a library, and the digest of every file that is read of it, by path.

    `unread` are files that could not be read, with the reason. `key` tells the state from any other: by the content of
    files, not by their times, so it is the same in a fresh clone. `noted` are files by path whose digest need not be
    taken again while they have the stamp that goes with it.
    """

    seen: Survey
    digests: Mapping[str, str]
    unread: Mapping[str, str]
    key: str
    noted: Mapping[str, Any]


def state_of(root: Path, memo: Memo, bounds: Bounds, before: State | None = None) -> State:
    """List the files of a library and take the digest of each; `bounds` say how much is read of one.

    `before` is a state of the same library, if this process knows one.
    """
    now = time.time_ns()
    seen = survey(root, bounds.site)
    stamps = {path: stamp_of(root, path) for path in (*DATA_PATHS, *SETTINGS_PATHS)}
    stamps |= {path: seen.files[path] for path in sorted(seen.pages & seen.files.keys())}
    stamps |= seen.site
    key = key_of("stamps", str(root))
    known = before.noted if before else _noted(memo, key)
    digests: dict[str, str] = {}
    unread: dict[str, str] = {}
    noted: dict[str, tuple[Stamp, str]] = {}
    for path, stamp in stamps.items():
        then = known.get(path)
        if then and stamp and then[0] == stamp:
            digests[path], noted[path] = then[1], then
            continue
        try:
            digest = digests[path] = digest_of(read_file(root, path, _bound(path, bounds, seen)))
        except Refused as refusal:
            if refusal.reason != MISSING or path in seen.files:
                unread[path] = refusal.reason
            continue
        # The file may have been written since it was listed: its stamp is then another one at the next listing.
        if settled(stamp, now):
            noted[path] = stamp, digest
    if noted != known:
        memo.put({key: json.dumps(noted).encode()})
    return State(seen, digests, unread, _key(root, seen, digests, unread, bounds), noted)


def bounds_of(root: Path, memo: Memo) -> Bounds | None:
    """How much is read of a file, if a run before learnt that from settings files that were just the same."""
    key = _bounds_key(root)
    found = memo.get([key]).get(key)
    return Bounds(*json.loads(found)) if found else None


def note_bounds(root: Path, memo: Memo, bounds: Bounds) -> None:
    """Note how much is read of a file under these settings."""
    memo.put({_bounds_key(root): json.dumps(bounds).encode()})


def _bounds_key(root: Path) -> str:
    return key_of("bounds", *(_settings(root, path) for path in SETTINGS_PATHS))


def _settings(root: Path, path: str) -> str:
    try:
        return digest_of(read_file(root, path, SETTINGS_BYTES))
    except Refused as refusal:
        return refusal.reason


def _noted(memo: Memo, key: str) -> Mapping[str, Any]:
    """The stamp and the digest of files by path, as they were listed last."""
    data = memo.get([key]).get(key)
    return {path: (stamp, digest) for path, (stamp, digest) in json.loads(data).items()} if data else {}


def _bound(path: str, bounds: Bounds, seen: Survey) -> int:
    return bounds.site if path in seen.site else bounds.of(path)


def _key(root: Path, seen: Survey, digests: Mapping[str, str], unread: Mapping[str, str], bounds: Bounds) -> str:
    refused = {**seen.refused, **unread}
    targets = {path: target_of(root, path) if reason == LINK else "" for path, reason in refused.items()}
    return key_of(
        "state",
        BETWEEN.join(chain.from_iterable(sorted(digests.items()))),
        BETWEEN.join(chain.from_iterable((path, refused[path], targets[path]) for path in sorted(refused))),
        BETWEEN.join(sorted(seen.strays)),
        repr(bounds),
    )
