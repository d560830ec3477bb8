"""Writes files of a library: all of them or none, and never over a file that is not meant."""

import os
import stat
import tempfile
from collections.abc import Mapping
from pathlib import Path

from pipeline.source.disk import MISSING, refusal_of
from pipeline.source.environment import EnvironmentFault


def write_all(
    root: Path, files: Mapping[str, bytes], replaced: Mapping[str, bytes], removed: Mapping[str, bytes] | None = None
) -> None:
    """Write files below the root by path; those in `replaced` stand there with these bytes, the others are new.

    Those in `removed` stand there with these bytes, and go.
    """
    going = removed or {}
    staged: dict[str, Path] = {}
    done: list[str] = []
    try:
        for path, data in files.items():
            staged[path] = _stage(root, path, data)
        for path, former in going.items():
            _must_be(root, path, former)
        for path, temporary in staged.items():
            _move(root, path, temporary, replaced.get(path))
            done.append(path)
        for path, former in going.items():
            _must_be(root, path, former)
            (root / path).unlink()
            done.append(path)
    except BaseException:
        for path in done:
            former_bytes = replaced.get(path, going.get(path))
            if former_bytes is None:
                (root / path).unlink(missing_ok=True)
            else:
                _stage(root, path, former_bytes).replace(root / path)
        raise
    finally:
        for temporary in staged.values():
            temporary.unlink(missing_ok=True)


def _stage(root: Path, path: str, data: bytes) -> Path:
    """Write a file beside its place, under another name."""
    folder = path.rpartition("/")[0]
    refusal = refusal_of(root, folder, stat.S_IFDIR)
    if refusal and refusal.reason != MISSING:
        raise EnvironmentFault(f"cannot write {path}: {refusal.path} is {refusal.reason}")
    (root / folder).mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=root / folder, prefix=".strategies-", delete=False) as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    target = root / path
    Path(file.name).chmod(stat.S_IMODE(target.lstat().st_mode) if target.is_file() else 0o644)
    return Path(file.name)


def _move(root: Path, path: str, temporary: Path, former: bytes | None) -> None:
    """Move a file to its place; raises EnvironmentFault if something else is there."""
    target = root / path
    if former is not None:
        _must_be(root, path, former)
        temporary.replace(target)
        return
    try:
        os.link(temporary, target)  # unlike a move, it never replaces a file
    except FileExistsError:
        raise EnvironmentFault(f"there is a file {path} already; nothing was changed") from None
    temporary.unlink()


def _must_be(root: Path, path: str, former: bytes) -> None:
    """Raise EnvironmentFault unless a file stands there with these bytes."""
    if refusal_of(root, path, stat.S_IFREG) or (root / path).read_bytes() != former:
        raise EnvironmentFault(f"{path} was changed by somebody else meanwhile; nothing was changed")
