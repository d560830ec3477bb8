"""Files as git stores them: at a commit, or staged for the next one."""

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from pipeline.source.environment import EnvironmentFault
from pipeline.source.git.repository import Repository
from pipeline.source.paths import POLICY_PATH, SETTINGS_PATHS

# Everything that decides what is found and what is published.
PATHS = ("content", POLICY_PATH, *SETTINGS_PATHS)
# How git marks plain files, executable or not, and links. Other repositories are left out.
PLAIN, LINK = ("100644", "100755"), "120000"


class StoredFile(NamedTuple):
    """A file by its path, and the object that holds what is in it."""

    path: str
    mode: str
    object: str


def files_at(repository: Repository, commit: str) -> list[StoredFile]:
    """The files of the library at a commit that decide what is published."""
    return [file for file, _ in _listed(repository.names("ls-tree", "-r", "-z", commit, "--", *PATHS))]


def staged_files(repository: Repository) -> list[StoredFile]:
    """The same as they are staged; raises EnvironmentFault where a merge left several versions of one."""
    found = list(_listed(repository.names("ls-files", "--stage", "-z", "--", *PATHS)))
    unmerged = sorted({file.path for file, stage in found if stage != "0"})
    if unmerged:
        raise EnvironmentFault(f"{unmerged[0]} is in conflict: resolve it and `git add` it first")
    # `git add --intent-to-add` lists a file of which no commit will hold anything.
    promised = set(repository.names("diff", "--name-only", "-z", "--relative", "--diff-filter=A", "--", *PATHS))
    return [file for file, _ in found if file.path not in promised]


def was_tracked(repository: Repository, path: str) -> bool:
    """True when a file or folder is staged, or was part of a commit of this branch."""
    if repository.names("ls-files", "-z", "--", path):
        return True
    return bool(repository.text("rev-list", "--max-count=1", "HEAD", "--", path))


def tracked_links(repository: Repository) -> list[StoredFile]:
    """The links that git knows among the files of the library."""
    listed = _listed(repository.names("ls-files", "--stage", "-z", "--", *PATHS))
    return [file for file, _ in listed if file.mode == LINK]


def _listed(lines: Iterable[str]) -> Iterator[tuple[StoredFile, str]]:
    """Files, each with what stands behind its object: `mode object stage`, or in a commit `mode kind object`."""
    for line in lines:
        entry, _, path = line.partition("\t")
        mode, second, third = entry.split(" ")
        if mode in (*PLAIN, LINK):
            yield (StoredFile(path, mode, third), "0") if second == "blob" else (StoredFile(path, mode, second), third)


def read_contents(repository: Repository, files: Iterable[StoredFile]) -> Iterator[tuple[StoredFile, bytes]]:
    """Each file with what is in it; of a link that is the path to which it leads."""
    wanted = list(files)
    return zip(wanted, repository.objects(file.object for file in wanted), strict=True)


@contextmanager
def temporary_copy(files: Iterable[tuple[StoredFile, bytes]]) -> Iterator[Path]:
    """A folder that holds some files, and is gone afterwards."""
    with TemporaryDirectory(prefix="strategies-") as name:
        folder = Path(name)
        symlinks: list[tuple[StoredFile, bytes]] = []
        for file, data in files:
            if file.mode == LINK:
                symlinks.append((file, data))
            else:
                target = folder / file.path
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(data)
        for file, data in symlinks:  # last, so that nothing is written through one
            target = folder / file.path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.symlink_to(os.fsdecode(data))
        yield folder
