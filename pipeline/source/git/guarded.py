"""A library whose content is that of a folder, and whose policy is that of a commit, laid out in a temporary folder.

So a pull request is checked by the rules of the branch that it is for: it can neither switch its own checks off nor
bring templates and files for the site.
"""

import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from pipeline.source.discovery import SETTINGS_BYTES
from pipeline.source.disk import DEEPEST, FileRefused, read_file, walk
from pipeline.source.environment import EnvironmentFault
from pipeline.source.git.commits import resolve_commit
from pipeline.source.git.guarded_info import with_guarded_fields
from pipeline.source.git.repository import GitFault, NoRepository, Repository
from pipeline.source.git.stored import files_at, read_contents, temporary_copy
from pipeline.source.parse import Limits
from pipeline.source.paths import (
    CONTENT_FOLDER,
    INFO_PATH,
    LICENCE_PATHS,
    POLICY_FOLDER,
    POLICY_PATH,
    SETTINGS_PATHS,
    STATIC_FOLDER,
    TEMPLATES_FOLDER,
    TRANSLATIONS_FOLDER,
    translation_path,
)

FOLDERS = (TEMPLATES_FOLDER, STATIC_FOLDER, TRANSLATIONS_FOLDER)
# Those outside the folder of content.
LICENCES = tuple(path for path in LICENCE_PATHS if "/" not in path)
# What every comment for this tool holds.
MARK = b"strategies:"
# Most bytes of a file of the site that is compared.
LARGEST = 100_000_000


class Guarded(NamedTuple):
    """The folder to read, and the policy: files at the commit, and in the folder that was to be read.

    `marked` are files of content with comments for this tool: each at the commit, and now. `limits` are those of the
    commit, by which all files are read: what is beyond them is not read by a check, either.
    """

    root: Path
    before: Mapping[str, bytes]
    after: Mapping[str, bytes]
    marked: Mapping[str, tuple[bytes, bytes]]
    limits: Limits


def is_guarded(path: str) -> bool:
    """True for a file that says how content is checked, or how and with what it is shown."""
    translated = translation_path(path)
    policy = path == POLICY_PATH or (translated is not None and translated.original == POLICY_PATH)
    return policy or path in SETTINGS_PATHS or path.partition("/")[0] in FOLDERS


@contextmanager
def policy_from(
    folder: Path, name: str, limits_of: Callable[[Mapping[str, bytes]], Limits], content: Path | None = None
) -> Iterator[Guarded]:
    """The library in a folder with the policy of a commit; `content` replaces the folder to read content from.

    `limits_of` gives the limits in a policy.
    Raises EnvironmentFault outside of a git repository, and if the name is no commit that was fetched.
    """
    try:
        repository = Repository.around(folder)
    except NoRepository:
        raise EnvironmentFault(f"--policy-from needs a git repository, and {folder} lies in none") from None
    commit, source = resolve_commit(repository, name), content or folder
    stored = [file for file in files_at(repository, commit) if is_guarded(file.path) or file.path == INFO_PATH]
    files = list(read_contents(repository, stored))
    before = {file.path: data for file, data in files}
    limits = limits_of(before)
    with temporary_copy((file, data) for file, data in files if file.path != INFO_PATH) as root:
        for path in (CONTENT_FOLDER, *LICENCES):
            _copy(source / path, root / path)
        after = dict(_guarded_files(source, limits))
        if INFO_PATH in after:
            text = with_guarded_fields(after[INFO_PATH], before.get(INFO_PATH, b""), limits)
            if text != after[INFO_PATH]:
                (root / INFO_PATH).write_bytes(text)
        yield Guarded(root, before, after, _marked(repository, commit, root, limits), limits)


def text_at(path: Path, name: str) -> str | None:
    """The text of a file at a commit of the repository around it; None if it is not there.

    Raises NoRepository for a file in none.
    """
    repository = Repository.around(path.parent)
    commit = resolve_commit(repository, name)
    try:
        return repository.text("show", "--end-of-options", f"{commit}:./{path.name}")
    except GitFault:
        return None


def _copy(source: Path, target: Path, depth: int = 0) -> None:
    """Copy a folder, and follow nothing: a link is made anew, and a pipe stands for whatever else is no file."""
    if source.is_symlink():
        target.symlink_to(source.readlink())
    elif source.is_dir():
        target.mkdir(exist_ok=True)
        if depth <= DEEPEST:
            for entry in os.scandir(source):
                _copy(source / entry.name, target / entry.name, depth + 1)
    elif source.is_file():
        shutil.copyfile(source, target, follow_symlinks=False)
    elif os.path.lexists(source):
        os.mkfifo(target)


def _guarded_files(root: Path, limits: Limits) -> Iterator[tuple[str, bytes]]:
    """The policy in a folder; what is no plain file, or too large to be read, has no content."""
    found = {path for folder in (*FOLDERS, POLICY_FOLDER) for path, _ in walk(root, folder) if is_guarded(path)}
    for path in sorted(found | {INFO_PATH, *SETTINGS_PATHS}):
        most = SETTINGS_BYTES if path in SETTINGS_PATHS else limits.bounds.data if path.endswith(".yaml") else LARGEST
        try:
            yield path, read_file(root, path, most)
        except FileRefused as refusal:
            if path in found or os.path.lexists(root / path):
                yield path, f"({refusal.reason})".encode()


def _marked(repository: Repository, commit: str, root: Path, limits: Limits) -> dict[str, tuple[bytes, bytes]]:
    """Each file of content that holds a comment for this tool now: its text at the commit, and now."""
    paths = (path for path, reason in walk(root, CONTENT_FOLDER) if not reason)
    marked = {path: text for path in paths if MARK in (text := _text(root, path, limits))}
    files = [file for file in files_at(repository, commit) if file.path in marked]
    before = {file.path: data for file, data in read_contents(repository, files)}
    return {path: (before.get(path, b""), text) for path, text in marked.items()}


def _text(root: Path, path: str, limits: Limits) -> bytes:
    """The text of a page or data file; empty for any other file, and if it cannot be read."""
    try:
        most = limits.bounds.data if path.endswith(".yaml") else limits.bounds.page
        return read_file(root, path, most) if path.endswith((".md", ".yaml")) else b""
    except FileRefused:
        return b""
