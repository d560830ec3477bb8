"""Paths among the arguments: whether they exist, existed before, and are read by any check."""

import os
from collections.abc import Iterable, Sequence
from pathlib import Path, PurePosixPath

from pipeline.cli.options import display_path, warn
from pipeline.source.discovery import path_in_library
from pipeline.source.disk import walk
from pipeline.source.environment import EnvironmentFault
from pipeline.source.paths import (
    CONTENT_FOLDER,
    DATA_PATHS,
    IMAGES_FOLDER,
    MARKDOWN_ENDINGS,
    OWN_PAGES_FOLDER,
    SETTINGS_PATHS,
    STRATEGIES_FOLDER,
    TEMPLATES_FOLDER,
    is_own_vocabulary,
    is_unread,
)


def known_paths(root: Path, paths: Iterable[Path], staged: Path | None = None) -> list[str]:
    """Paths relative to the root, each of a file or folder that exists or that git tracked once.

    `staged` is the folder with the staged files, if these are checked. Raises EnvironmentFault with a suggestion for
    any other path.
    """
    known = []
    for path in paths:
        relative = path_in_library(root, path)
        if not os.path.lexists((staged or root) / relative) and not _remembered(root, relative):
            raise EnvironmentFault(_absence(root, path, relative))
        known.append(relative)
    return known


def report_unread(root: Path, paths: Sequence[str]) -> None:
    """Print which of some paths no check reads; raises EnvironmentFault when it reads none of them."""
    unread = [
        f"{display_path(root / path)} is not checked: {why}" for path in paths if (why := _why_unread(root, path))
    ]
    if unread and len(unread) == len(paths):
        raise EnvironmentFault(*unread)
    for line in unread:
        warn(line)


def _remembered(root: Path, path: str) -> bool:
    """True for a removed file that git tracked: it can still cause findings in other files."""
    from pipeline.source.git.repository import Repository
    from pipeline.source.git.stored import was_tracked

    try:
        return was_tracked(Repository.around(root), path)
    except EnvironmentFault:
        return False


def _absence(root: Path, path: Path, relative: str) -> str:
    if os.path.lexists(root / relative):
        return f"{path} is not staged, so no commit would hold it; `git add` it first"
    from pipeline.source.names import Names

    names = Names()
    files = (path for path, _ in walk(root, CONTENT_FOLDER))
    for known in (*files, STRATEGIES_FOLDER, *DATA_PATHS, *SETTINGS_PATHS):
        if os.path.lexists(root / known):
            names.add(known, PurePosixPath(known).stem)  # folders and endings would make all paths alike
    meant = names.suggest(PurePosixPath(relative).stem)
    return f"there is no {path}" + (f"; did you mean {display_path(root / meant.id)}?" if meant else "")


def _why_unread(root: Path, path: str) -> str | None:
    """The reason why no check reads a file or folder; None for one that is read or holds such a file."""
    relative = PurePosixPath(path)
    if any(part.startswith(".") for part in relative.parts):
        return "files and folders with a dot before their name are left out"
    read = (STRATEGIES_FOLDER, OWN_PAGES_FOLDER, IMAGES_FOLDER, TEMPLATES_FOLDER, *DATA_PATHS, *SETTINGS_PATHS)
    if any(PurePosixPath(each).is_relative_to(relative) or relative.is_relative_to(each) for each in read):
        return None
    if is_own_vocabulary(path):
        return None
    if is_unread(path) or (relative.is_relative_to(CONTENT_FOLDER) and (root / path).is_dir()):
        return None  # `stray-file` reports it
    if relative.suffix.lower() in MARKDOWN_ENDINGS:
        return f"pages are in {STRATEGIES_FOLDER}"
    return "it holds no page, vocabulary, house rules or settings"
