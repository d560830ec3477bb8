"""Writes files of a library: all of them or none, and never over a file that is not meant.

Each file is written beside its place and then moved there, so that it is whole at any moment, as it was or as it is
meant to be.
"""

import os
import stat
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path, PurePosixPath

from pipeline.source.discovery import name_in_errors
from pipeline.source.disk import MISSING, NEW, FileRefused, path_exists, refusal_of
from pipeline.source.environment import EnvironmentFault
from pipeline.source.interruption import stop_if_interrupted, whole_step
from pipeline.source.undo_log import FileStep, UndoLog, digest_of, flush_folder, found, held


class FileChanged(EnvironmentFault):
    """A file was changed after it was read."""


def write_all(
    root: Path, files: Mapping[str, bytes], replaced: Mapping[str, bytes], removed: Mapping[str, bytes] | None = None
) -> None:
    """Write files below the root by path, in this order; the root may be new.

    Those in `replaced` stand there with these bytes, the others are new. Those in `removed` stand there with these
    bytes, and go. Whatever goes wrong, and after Ctrl-C, all is as it was; what a killed run has begun is taken back by
    the next one.
    Raises FileChanged if a file has other bytes, EnvironmentFault if one cannot be written, OSError on a full disk.
    """
    going = removed or {}
    if not files and not going:
        return
    former = {path: replaced[path] for path in files if path in replaced} | dict(going)
    for path in (*files, *going):
        _refuse_odd(root, path, former.get(path))
    steps = [FileStep(path=path, digest=digest_of(data), former=path in former) for path, data in files.items()]
    steps += [FileStep(path=path, digest="", former=True) for path in going]
    folders = tuple(_missing_folders(root, files))
    log = UndoLog(token=os.urandom(6).hex(), steps=tuple(steps), folders=folders)
    with whole_step(), _made(root), held(root, log):
        for folder in folders:
            (root / folder).mkdir()
        for number, step in enumerate(steps):
            stop_if_interrupted()
            _prepare(root, log, number, (files.get(step.path), former.get(step.path)))
        for number, step in enumerate(steps):
            stop_if_interrupted()
            _put(root, log, number, (files.get(step.path), former.get(step.path)))
        for folder in {step.path.rpartition("/")[0] for step in steps}:
            flush_folder(root / folder)


def replace_file(path: Path, data: bytes) -> None:
    """Write a file that somebody named, which is whole at any moment. A device or a pipe just gets the bytes."""
    path = path.resolve()
    if path.exists() and not path.is_file():
        path.write_bytes(data)
        return
    new = path.with_name(f".{path.name}.new")
    with whole_step():
        new.unlink(missing_ok=True)  # of a run that was killed
        _write_new(new, data)
        with suppress(FileNotFoundError):
            new.chmod(stat.S_IMODE(path.stat().st_mode))
        try:
            new.replace(path)
        except OSError:
            new.unlink()
            raise
        flush_folder(path.parent)


# The bytes of a file after and before; None for no file.
Change = tuple[bytes | None, bytes | None]


def _prepare(root: Path, log: UndoLog, number: int, change: Change) -> None:
    """Write the new bytes of a file beside it, and keep the former ones."""
    path, (after, before) = root / log.steps[number].path, change
    mode = None
    if before is not None:
        _must_be(root, log.steps[number].path, before)
        mode = stat.S_IMODE(path.lstat().st_mode)
        _link(path, root / log.beside(number, "old"), before)
    if after is not None:
        new = root / log.beside(number, "new")
        _write_new(new, after)
        if mode is not None:
            new.chmod(mode)


def _put(root: Path, log: UndoLog, number: int, change: Change) -> None:
    """Move a file to its place, or remove it; raises EnvironmentFault if something else is there."""
    path, (after, before) = log.steps[number].path, change
    new = root / log.beside(number, "new")
    if before is not None:
        _must_be(root, path, before)
    if after is None:
        (root / path).unlink()
    elif before is not None:
        new.replace(root / path)
    else:
        try:
            _link(new, root / path, after)  # unlike a move, it never replaces a file
        except FileExistsError:
            raise _exists(path) from None


def _link(source: Path, target: Path, data: bytes) -> None:
    """Give a file a second name, or copy it where file systems know no such names."""
    try:
        os.link(source, target)
    except FileExistsError:
        raise
    except OSError:
        _write_new(target, data)
        target.chmod(stat.S_IMODE(source.lstat().st_mode))


def _write_new(path: Path, data: bytes) -> None:
    """Write a new file, and leave none if that fails."""
    with name_in_errors(path), os.fdopen(os.open(path, NEW, 0o666), "wb") as file:
        try:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        except BaseException:
            path.unlink()
            raise


def _refuse_odd(root: Path, path: str, former: bytes | None) -> None:
    """Raise EnvironmentFault unless a file can be written at a path, or stands there with its former bytes."""
    if former is not None:
        _must_be(root, path, former)
        return
    folder = path.rpartition("/")[0]
    refusal = refusal_of(root, folder, stat.S_IFDIR) if folder else None
    if refusal and refusal.reason != MISSING:
        raise EnvironmentFault(f"cannot write {path}: {refusal.path} is {refusal.reason}")
    if path_exists(root, path):
        raise _exists(path)


def _must_be(root: Path, path: str, former: bytes) -> None:
    """Raise FileChanged unless a file stands there with these bytes."""
    try:
        is_same = found(root, path) == former
    except FileRefused:
        is_same = False
    if not is_same:
        raise changed_meanwhile(path)


def changed_meanwhile(path: str) -> FileChanged:
    """Says that a file was changed after it was read."""
    return FileChanged(f"{path} was changed by somebody else meanwhile; nothing was changed")


def _exists(path: str) -> EnvironmentFault:
    return EnvironmentFault(f"there is a file {path} already; nothing was changed")


def _missing_folders(root: Path, paths: Iterable[str]) -> list[str]:
    """The folders of paths that are to be made, the outer ones first."""
    wanted = {str(folder) for path in paths for folder in PurePosixPath(path).parents[:-1]}
    return sorted(folder for folder in wanted if not path_exists(root, folder))


@contextmanager
def _made(root: Path) -> Iterator[None]:
    """Make the root and the folders above it if they are missing; if writing fails, they go again."""
    missing = [folder for folder in (root, *root.parents) if not folder.exists()]
    root.mkdir(parents=True, exist_ok=True)
    try:
        yield
    except BaseException:
        with suppress(OSError):  # somebody has put a file there
            for folder in missing:
                folder.rmdir()
        raise
