"""Writes a new folder completely or not at all."""

from collections.abc import Iterable
from pathlib import Path
from shutil import rmtree

from pipeline.publish.exporter import File
from pipeline.publish.release.staging import PLAIN_PATH, write_file
from pipeline.source.environment import EnvironmentFault


def refuse_existing(folder: Path) -> None:
    """Raise EnvironmentFault unless a folder is new or empty."""
    if folder.is_symlink() or (folder.exists() and (not folder.is_dir() or any(folder.iterdir()))):
        raise EnvironmentFault(f"{folder} is there already; name a new folder")


def write_new_folder(files: Iterable[File], folder: Path) -> int:
    """Write files to a folder that is new or empty, and give their number.

    Raises EnvironmentFault when two files have one path, OSError when the disk refuses.
    """
    staging = folder.with_name(f".{folder.name}.part")
    rmtree(staging, ignore_errors=True)
    paths: set[str] = set()
    try:
        staging.mkdir(parents=True)
        for file in files:
            if not PLAIN_PATH.fullmatch(file.path):
                raise EnvironmentFault(f"{file.path} leads out of {folder}")
            if file.path in paths:
                raise EnvironmentFault(f"two files would be {file.path} in {folder}")
            paths.add(file.path)
            write_file(staging / file.path, file.data)
        staging.replace(folder)
    finally:
        rmtree(staging, ignore_errors=True)
    return len(paths)
