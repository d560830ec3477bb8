"""Files whose paths are the same on some computers."""

from collections.abc import Mapping
from itertools import accumulate

from pipeline.model.library import Library
from pipeline.model.site_paths import folded_path
from pipeline.source.memoise import memoised


@memoised
def collisions(library: Library) -> Mapping[str, str]:
    """Paths of files that differ from another path only in case or in Unicode normalization.

    Each has the path that keeps its name: the one in lower case if there is one, else the first, or that of a folder.
    """
    paths = sorted([*(entry.path for entry in library.entries), *library.images, *library.theme, *library.strays])
    groups: dict[str, list[str]] = {}
    for path in paths:
        groups.setdefault(folded_path(path), []).append(path)
    found: dict[str, str] = {}
    for folded, group in groups.items():
        keeper = folded if folded in group else group[0]
        found |= {path: keeper for path in group if path != keeper}
    parents = {path.rpartition("/")[0] for path in paths}
    folders = {folder for parent in parents for folder in accumulate(parent.split("/"), "{}/{}".format)}
    for folder in sorted(folders, reverse=True):
        found |= dict.fromkeys(groups.get(folded_path(folder), ()), folder)
    return found
