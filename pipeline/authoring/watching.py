"""Waits for changes of a library's files. Needs watchfiles, of the extra `watch` or `preview`."""

import time
from collections.abc import Generator, Iterable
from pathlib import Path, PurePath

from watchfiles import Change, watch
from watchfiles.main import FileChange

from pipeline.source.disk import Stamp, folders, stamp_of
from pipeline.source.environment import EnvironmentFault
from pipeline.source.paths import SHOWN_HIDDEN, WATCHED_FILES, WATCHED_FOLDERS

# Milliseconds after which a wait without a change can end.
TURN = 20
SHOWN = frozenset(PurePath(path).name for path in SHOWN_HIDDEN)
# The names that count in a folder; None for all that are not hidden.
Names = frozenset[str] | None


class LibraryWatch:
    """Watches each folder of a library from the moment it is made, and the files `also`.

    A change is told when no other followed it for `quiet` milliseconds, at the latest after `longest`. Only these
    folders are watched, not those below the root that hold something else: bundles, or the packages of a program.
    """

    def __init__(self, root: Path, quiet: int, longest: int, also: Iterable[Path] = ()) -> None:
        self._root, self._quiet, self._longest = root.resolve(), quiet, longest
        self._also = [path.parent.resolve() / path.name for path in also]
        self._early = set[FileChange]()
        self._begin()

    def changed(self, seconds: float) -> bool:
        """Wait for a change at most this long; true once there was one."""
        end, changes = time.monotonic() + seconds, self._early
        while not changes and _inode(self._root) == self._inodes.get(self._root, []):
            if time.monotonic() >= end:
                return False
            changes = next(self._changes)
        self._early = set()
        # A new folder may have the name of a watched one that was removed, and even its inode.
        if any(Path(path) in self._names for _, path in changes) or self._inodes != _inodes(self._watched()):
            self._begin()
        return True

    def _begin(self) -> None:
        """Watch the folders that are there now."""
        self._names = self._watched()
        self._inodes = _inodes(self._names)
        self._changes: Generator[set[FileChange], None, None] = watch(
            *self._names,
            watch_filter=self._counts,
            debounce=self._longest,
            step=self._quiet,
            rust_timeout=TURN,
            yield_on_timeout=True,
            recursive=False,
            ignore_permission_denied=True,
        )
        try:
            self._early = next(self._changes)
        except FileNotFoundError:  # a folder has gone since
            self._begin()
        except (OSError, RuntimeError) as error:
            raise EnvironmentFault(
                f"the files of the library cannot be watched: {error}",
                "With WATCHFILES_FORCE_POLLING=1 in the environment they are looked at again and again instead.",
            ) from None

    def _watched(self) -> dict[Path, Names]:
        """Folders to watch, and the names that count in each; of a library that is gone, what its path leads to."""
        there, root = self._root, self._root
        while not there.is_dir():
            there = there.parent
        if there != root:
            return {there: frozenset(root.relative_to(there).parts[:1])}
        found = dict[Path, Names].fromkeys(root / path for top in WATCHED_FOLDERS for path in folders(root, top))
        for path in self._also:
            if path.parent not in found and path.parent.is_dir():
                found[path.parent] = (found.get(path.parent) or frozenset()) | {path.name}
        return {**found, root: (found.get(root) or frozenset()).union(WATCHED_FOLDERS, WATCHED_FILES)}

    def _counts(self, change: Change, path: str) -> bool:
        changed = Path(path)
        if changed in self._names:
            return True
        names = self._names.get(changed.parent, frozenset())
        return changed.name in (names or SHOWN) or (names is None and not changed.name.startswith("."))


def _inodes(paths: Iterable[Path]) -> dict[Path, Stamp]:
    return {path: _inode(path) for path in paths}


def _inode(folder: Path) -> Stamp:
    """What tells a folder from another with its path; empty if there is none."""
    return stamp_of(folder, ".")[3:]
