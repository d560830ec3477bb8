"""The undo log: what a run does to files of a library, so that the next run can take it back if it is killed.

The log stands at the top of the library while files are written. New bytes wait beside their files until they are moved
there, and former bytes until all is done, under hidden names made of the token of the run.
"""

import os
import stat
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from hashlib import sha256
from pathlib import Path
from typing import IO, Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from pipeline.source.discovery import name_in_errors
from pipeline.source.disk import MISSING, NEW, READ, FileRefused, read_file, refusal_of
from pipeline.source.environment import EnvironmentFault
from pipeline.source.interruption import whole_step
from pipeline.source.locking import acquire
from pipeline.source.paths import HIDDEN, UNDO_LOG

# The first bytes of a log, of one length: what is to be done after a kill.
TAKE_BACK, TIDY_UP = b"undo\n", b"tidy\n"
# Most bytes of a file that is put back, and of a log.
LARGEST = 2_000_000_000


def _plain(path: str) -> str:
    """A path that leads out of no folder."""
    if any(part in ("", ".", "..") for part in path.split("/")) or "\\" in path or "\0" in path:
        raise ValueError("not a path below the root")
    return path


PlainPath = Annotated[str, AfterValidator(_plain)]


class FileStep(BaseModel):
    """A file that is written, or goes if it has no `digest` of new bytes; `former` if a file is at its place."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    path: PlainPath
    digest: str
    former: bool


class UndoLog(BaseModel):
    """The steps of a run, and the folders that it makes."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    token: str = Field(pattern=r"^[0-9a-f]{12}$")
    steps: tuple[FileStep, ...]
    folders: tuple[PlainPath, ...]

    def beside(self, number: int, ending: str) -> str:
        """The path where the `new` or the `old` bytes of a step wait."""
        folder, slash, _ = self.steps[number].path.rpartition("/")
        return f"{folder}{slash}{HIDDEN}{self.token}-{number}.{ending}"

    def take_back(self, root: Path) -> list[str]:
        """Put files back as they were; gives those that somebody changed since, which are left alone."""
        changed = []
        for number, step in reversed(list(enumerate(self.steps))):
            try:
                now, kept = found(root, step.path), found(root, self.beside(number, "old")) if step.former else None
            except FileRefused:
                changed.append(step.path)
                continue
            if now == kept or (step.former and kept is None):  # not reached, or put back already
                continue
            if (digest_of(now) if now is not None else "") != step.digest:
                changed.append(step.path)
            elif kept is None:
                (root / step.path).unlink()
            else:
                (root / self.beside(number, "old")).replace(root / step.path)
        self.tidy_up(root)
        for folder in reversed(self.folders):
            with suppress(OSError):  # somebody has put a file there
                (root / folder).rmdir()
        return changed

    def tidy_up(self, root: Path) -> None:
        """Remove what waits beside files."""
        for number, step in enumerate(self.steps):
            if refusal_of(root, step.path.rpartition("/")[0], stat.S_IFDIR) and "/" in step.path:
                continue
            for ending in ("new", "old"):
                (root / self.beside(number, ending)).unlink(missing_ok=True)


@contextmanager
def held(root: Path, log: UndoLog) -> Iterator[None]:
    """Hold the log of a run until it is done, and take the run back if it fails.

    Raises EnvironmentFault if another run is at work, or if one was killed, which is taken back now.
    """
    if lines := take_back(root):
        raise EnvironmentFault(*lines, "run the command again")
    with _begun(root, log) as file:
        try:
            yield
            _write(file, TIDY_UP)
        except BaseException:
            with suppress(OSError):
                _write(file, TAKE_BACK)
            log.take_back(root)
            _remove(root, file)
            raise
        with suppress(OSError):  # all is done; the next run tidies up
            log.tidy_up(root)
            _remove(root, file)


@contextmanager
def _begun(root: Path, log: UndoLog) -> Iterator[IO[bytes]]:
    """Write a log whole, or none, and keep it locked."""
    try:
        descriptor = os.open(root / UNDO_LOG, NEW, 0o666)
    except FileExistsError:
        raise _at_work() from None
    with os.fdopen(descriptor, "wb", buffering=0) as file:
        _lock(root, file)
        try:
            _write(file, TAKE_BACK + log.model_dump_json().encode())
        except OSError:  # nothing was begun
            _remove(root, file)
            raise
        flush_folder(root)
        yield file


def _write(file: IO[bytes], data: bytes) -> None:
    """Write the first bytes of a log to the disk, or all; a system may take only a part at once."""
    with name_in_errors(UNDO_LOG):
        file.seek(0)
        while data:
            data = data[file.write(data) :]
        os.fsync(file.fileno())


def _remove(root: Path, file: IO[bytes]) -> None:
    """Remove a log while it is locked, or it may be that of another run. Windows removes no open file."""
    if sys.platform == "win32":
        file.close()
    (root / UNDO_LOG).unlink(missing_ok=True)


def take_back(root: Path) -> list[str]:
    """Take back what a killed run has begun; gives lines that say so, or none."""
    refusal = refusal_of(root, UNDO_LOG, stat.S_IFREG)
    if refusal and refusal.reason != MISSING:
        raise EnvironmentFault(f"{UNDO_LOG} is {refusal.reason}; remove it")
    try:
        descriptor = os.open(root / UNDO_LOG, READ)
    except FileNotFoundError:
        return []
    lines = list[str]()
    with whole_step(), os.fdopen(descriptor, "rb") as file:
        _lock(root, file)
        data = file.read(LARGEST)
        with suppress(ValidationError):  # a log that is not whole: nothing was begun
            log = UndoLog.model_validate_json(data[len(TAKE_BACK) :])
            if data.startswith(TAKE_BACK):
                left = (f"  {path} was changed since by somebody, and is left alone" for path in log.take_back(root))
                lines = ["an earlier change was cut short; its files are now as they were before it", *left]
            else:
                log.tidy_up(root)
        _remove(root, file)
    return lines


def found(root: Path, path: str) -> bytes | None:
    """The bytes of a file, or None; raises FileRefused if it is no plain file in plain folders."""
    try:
        return read_file(root, path, LARGEST)
    except FileRefused as refusal:
        if refusal.reason == MISSING:
            return None
        raise


def digest_of(data: bytes) -> str:
    """A digest of bytes."""
    return sha256(data).hexdigest()


def flush_folder(folder: Path) -> None:
    """Flush the names of files in a folder to the disk, where the system can."""
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _lock(root: Path, file: IO[bytes]) -> None:
    """Lock the log; raises EnvironmentFault if another run holds it, or has removed it."""
    try:
        acquire(file, wait=False)
        is_there = os.path.samestat(os.fstat(file.fileno()), os.lstat(root / UNDO_LOG))
    except (BlockingIOError, FileNotFoundError):
        is_there = False
    if not is_there:
        raise _at_work()


def _at_work() -> EnvironmentFault:
    return EnvironmentFault("another command is changing files of this library; try again when it has ended")
