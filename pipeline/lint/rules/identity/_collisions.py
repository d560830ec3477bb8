"""Files whose paths are one and the same to some computers."""

import unicodedata
from collections.abc import Iterable, Mapping
from pathlib import PurePosixPath

from pipeline.model.library import Library


def collisions(library: Library) -> Mapping[str, str]:
    """Paths of files that differ from another only in capitals or in how accents are stored.

    Each with the path of the file it collides with: the one in plain small letters if there is one, else the first; or
    with that of a folder.
    """
    paths = sorted([*(entry.path for entry in library.entries), *library.images, *library.theme, *library.strays])
    folders = _folders(paths)
    groups: dict[str, list[str]] = {}
    for path in paths:
        groups.setdefault(_folded(path), []).append(path)
    found: dict[str, str] = {}
    for folded, paths in groups.items():
        keeper = folded if folded in paths else paths[0]
        found |= {path: keeper for path in paths if path != keeper}
    for folder in sorted(folders, reverse=True):
        found |= dict.fromkeys(groups.get(_folded(folder), ()), folder)
    return found


def _folders(paths: Iterable[str]) -> set[str]:
    """Every folder on the way to some files."""
    found: set[str] = set()
    for folder in {path.rpartition("/")[0] for path in paths}:
        found.update(map(str, PurePosixPath(folder).parents), [folder])
    return found


def _folded(path: str) -> str:
    """Fold as file systems of Windows and macOS do."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFD", path).casefold())
