"""Writes the files of a new library: all of them or none, and never over a file that is there."""

from collections.abc import Mapping
from pathlib import Path
from stat import S_IFDIR

from pipeline.source.disk import MISSING, path_exists, refusal_of
from pipeline.source.environment import EnvironmentFault
from pipeline.source.paths import INFO_PATH


def write_files(root: Path, files: Mapping[str, bytes]) -> None:
    """Write files below a folder that may be new.

    The file that makes the folder a library comes last. Whatever goes wrong, what was written is removed again.
    Raises EnvironmentFault when a folder of them is a link or a file, OSError when the disk refuses.
    """
    for path in files:
        _refuse_odd_folders(root, path)
    made: list[Path] = []
    try:
        for path in sorted(files, key=lambda path: (path == INFO_PATH, path)):
            _make_folders((root / path).parent, made)
            with open(root / path, "xb") as file:  # noqa: PTH123 - refuses a file that came a moment ago
                made.append(root / path)
                file.write(files[path])
    except BaseException:
        _remove(made)
        raise


def _refuse_odd_folders(root: Path, path: str) -> None:
    """Raise EnvironmentFault unless the folders above a path are plain or missing."""
    parts = path.split("/")[:-1]
    for number in range(1, len(parts) + 1):
        folder = "/".join(parts[:number])
        refusal = refusal_of(root, folder, S_IFDIR)
        if refusal and refusal.reason != MISSING:
            raise EnvironmentFault(f"{root / folder} should be a folder, but is {refusal.reason}; nothing was written")
    if path_exists(root, path):
        raise EnvironmentFault(f"{root / path} is there already; nothing was written")


def _make_folders(folder: Path, made: list[Path]) -> None:
    missing = []
    while not folder.is_dir():
        missing.append(folder)
        folder = folder.parent
    for each in reversed(missing):
        each.mkdir()
        made.append(each)


def _remove(made: list[Path]) -> None:
    """Remove files and folders that were made, the last first; a folder that holds something else by now stays."""
    for path in reversed(made):
        try:
            path.rmdir() if path.is_dir() else path.unlink()
        except OSError:
            continue
