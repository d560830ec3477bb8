"""Files as git stores them: at a commit, or staged for the next one."""

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from pipeline.source.environment import EnvironmentFault
from pipeline.source.git.repository import Repository
from pipeline.source.paths import (
    POLICY_FOLDER,
    POLICY_PATH,
    SETTINGS_PATHS,
    STATIC_FOLDER,
    TEMPLATES_FOLDER,
    TRANSLATIONS_FOLDER,
    translation_path,
)

# Every path that affects findings and published files.
PATHS = ("content", POLICY_FOLDER, *SETTINGS_PATHS, TEMPLATES_FOLDER, TRANSLATIONS_FOLDER, STATIC_FOLDER)
# Modes of plain files, executable or not, and of symbolic links. Submodules are left out.
PLAIN, LINK = ("100644", "100755"), "120000"


class StoredFile(NamedTuple):
    """The path and mode of a file, and the object with its content."""

    path: str
    mode: str
    object: str


def files_at(repository: Repository, commit: str) -> list[StoredFile]:
    """The files at a commit that affect what is published."""
    return [file for file, _ in _listed(repository.names("ls-tree", "-r", "-z", commit, "--", *PATHS))]


def staged_files(repository: Repository) -> list[StoredFile]:
    """The staged files that affect what is published; raises EnvironmentFault after a merge conflict."""
    found = list(_listed(repository.names("ls-files", "--stage", "-z", "--", *PATHS)))
    unmerged = sorted({file.path for file, stage in found if stage != "0"})
    if unmerged:
        raise EnvironmentFault(f"{unmerged[0]} is in conflict: resolve it and `git add` it first")
    # `git add --intent-to-add` lists files that the next commit will not contain.
    promised = set(repository.names("diff", "--name-only", "-z", "--relative", "--diff-filter=A", "--", *PATHS))
    return [file for file, _ in found if file.path not in promised]


def was_tracked(repository: Repository, path: str) -> bool:
    """True if a file or folder is staged, or was in a commit of this branch."""
    if repository.names("ls-files", "-z", "--", path):
        return True
    return bool(repository.text("rev-list", "--max-count=1", "HEAD", "--", path))


def tracked_links(repository: Repository) -> list[StoredFile]:
    """The tracked symbolic links of the library."""
    listed = _listed(repository.names("ls-files", "--stage", "-z", "--", *PATHS))
    return [file for file, _ in listed if file.mode == LINK]


def _listed(lines: Iterable[str]) -> Iterator[tuple[StoredFile, str]]:
    """Files with their stages, from lines `mode object stage`, or in a commit `mode kind object`."""
    for line in lines:
        entry, _, path = line.partition("\t")
        mode, second, third = entry.split(" ")
        if mode in (*PLAIN, LINK) and _counts(path):
            yield (StoredFile(path, mode, third), "0") if second == "blob" else (StoredFile(path, mode, second), third)


def _counts(path: str) -> bool:
    """False for the other files in the folder of the page policy, such as schemas."""
    return not path.startswith(f"{POLICY_FOLDER}/") or path == POLICY_PATH or translation_path(path) is not None


def read_contents(repository: Repository, files: Iterable[StoredFile]) -> Iterator[tuple[StoredFile, bytes]]:
    """Each file with its content; symbolic links come last, and their content is the target."""
    ordered = sorted(files, key=lambda file: file.mode == LINK)
    return zip(ordered, repository.objects(file.object for file in ordered), strict=True)


@contextmanager
def temporary_copy(files: Iterable[tuple[StoredFile, bytes]]) -> Iterator[Path]:
    """A temporary folder with the files. Symbolic links must come last: nothing may be written through one."""
    with TemporaryDirectory(prefix="strategies-") as name:
        folder = Path(name)
        for file, data in files:
            target = folder / file.path
            target.parent.mkdir(parents=True, exist_ok=True)
            if file.mode == LINK:
                target.symlink_to(os.fsdecode(data))
            else:
                target.write_bytes(data)
        yield folder
