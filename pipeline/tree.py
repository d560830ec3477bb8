"""The files of a library on the disk: finds them, and tells whether one is still as it was."""

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from hashlib import blake2b
from pathlib import Path

from pipeline.environment import EnvironmentFault
from pipeline.places import (
    CONTENT_FOLDER,
    IMAGES_FOLDER,
    INFO_PATH,
    STATIC_FOLDER,
    STRATEGIES_FOLDER,
    TEMPLATES_FOLDER,
    is_misplaced,
)

# What changes whenever a file is written or another takes its place; empty when that cannot be told. A list, as it
# comes out of the cache: one of 10,000 is compared as it is.
Stamp = list[int]
# A file that was changed this short a time before it was read could change again without its stamp telling; in
# nanoseconds. File systems count time in steps of up to two seconds.
RACY = 2_000_000_000
# The files of a folder that is open are found in it, and not each from the root of the disk down: a fifth of the time.
BY_DESCRIPTOR = os.scandir in os.supports_fd


def find_root(start: Path) -> Path:
    """Find the nearest folder at or above `start` that holds content/library.yaml."""
    for folder in (start, *start.parents):
        if (folder / INFO_PATH).is_file():
            return folder
    raise EnvironmentFault(
        f"no library here: neither {start} nor a folder above it holds {INFO_PATH}; "
        "go to the library's folder or name it with --root"
    )


def inside(root: Path, path: Path) -> str:
    """A path a person gave, relative to the root; raises EnvironmentFault when it is outside."""
    absolute = Path(os.path.abspath(path))  # noqa: PTH100 - resolve() would follow links, and the file may be gone
    for folder in (root, root.resolve()):
        if absolute.is_relative_to(folder):
            return absolute.relative_to(folder).as_posix()
    raise EnvironmentFault(f"{path} is outside the library at {root}")


def walk(root: Path, folder: str) -> dict[str, str]:
    """Every file below a folder by its path relative to the root, sorted, and why it is not read if so.

    Hidden files are left out. A link that leads out of the library is not followed.
    """
    faults = {path: fault for path, fault, _ in _files(root, folder)}
    return {path: faults[path] for path in sorted(faults)}


def look(root: Path, folder: str) -> tuple[dict[str, str], dict[str, Stamp]]:
    """The same, in no order, and the stamp of each file: in one go, for this is asked of all pages at each check."""
    faults: dict[str, str] = {}
    stamps: dict[str, Stamp] = {}
    for path, fault, entry in _files(root, folder):
        faults[path] = fault
        # Windows tells less of a file while it lists a folder.
        stamps[path] = _stamp(entry) if BY_DESCRIPTOR else stamp_of(root, path)
    return faults, stamps


def strays_in(found: Mapping[str, str]) -> dict[str, str]:
    """Of the files below the folder of pages those that are none, each with the reason."""
    return {path: reason or "not a page" for path, reason in found.items() if reason or not path.endswith(".md")}


def misplaced_in(root: Path, others: Iterable[str] = ()) -> dict[str, str]:
    """Files in other folders of the content that were probably meant to be pages, each with the reason.

    `others` are paths of files that are not on the disk.
    """
    found = [path for path, _, _ in _files(root, CONTENT_FOLDER, but=(STRATEGIES_FOLDER, IMAGES_FOLDER))]
    return {path: "not among the pages" for path in (*found, *others) if is_misplaced(path)}


def images_in(root: Path) -> frozenset[str]:
    """The images of a library."""
    return frozenset(path for path, reason in walk(root, IMAGES_FOLDER).items() if not reason)


def site_files(root: Path) -> Mapping[str, Callable[[], bytes]]:
    """Images, templates and static files by path, each read when it is asked for."""
    return {
        path: (root / path).read_bytes
        for folder in (IMAGES_FOLDER, TEMPLATES_FOLDER, STATIC_FOLDER)
        for path, reason in walk(root, folder).items()
        if not reason
    }


def _files(root: Path, folder: str, but: tuple[str, ...] = ()) -> Iterator[tuple[str, str, "os.DirEntry[str]"]]:
    return _below(root, folder, but) if (root / folder).is_dir() else iter(())


def _below(root: Path, folder: str, but: tuple[str, ...] = ()) -> Iterator[tuple[str, str, "os.DirEntry[str]"]]:
    try:
        with _opened(root / folder) as place, os.scandir(place) as entries:
            for entry in entries:
                name = entry.name
                if name[0] == ".":
                    continue
                path = f"{folder}/{name}"
                if entry.is_file(follow_symlinks=False):  # first, for nearly all are
                    yield path, "", entry
                elif entry.is_dir(follow_symlinks=False):
                    yield from _below(root, path) if path not in but else ()
                else:
                    yield path, _link_fault(root, path) if entry.is_symlink() else "", entry
    except OSError as error:
        raise EnvironmentFault(f"cannot read {root / folder}: {error.strerror}") from None


@contextmanager
def _opened(folder: Path) -> Iterator[Path | int]:
    """A folder as it is best listed."""
    if not BY_DESCRIPTOR:
        yield folder
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        yield descriptor
    finally:
        os.close(descriptor)


def _link_fault(root: Path, path: str) -> str:
    inside = (root / path).resolve().is_relative_to(root.resolve())
    return "" if inside and not (root / path).is_dir() else "a link"


def stamp(found: os.stat_result) -> Stamp:
    """The stamp of a file, by what the system tells of it."""
    return [found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino]


def stamp_of(root: Path, path: str) -> Stamp:
    """The stamp of a file; empty when there is none."""
    try:
        return stamp(os.stat(f"{root}/{path}"))  # noqa: PTH116 - asked of every page at every check
    except OSError:
        return []


def _stamp(entry: "os.DirEntry[str]") -> Stamp:
    try:
        return stamp(entry.stat())
    except OSError:  # a link that leads nowhere
        return []


def settled(known: Stamp, now: int) -> Stamp:
    """A stamp that will tell of any change after `now`, or none."""
    return known if known and max(known[1], known[2]) < now - RACY else []


def digest_of(data: bytes) -> str:
    """What tells one content from another."""
    return blake2b(data, digest_size=16).hexdigest()


def write_all(descriptor: int, data: bytes) -> None:
    """Write to an open file; the system may take less than all in one go, as when the disk is nearly full."""
    view = memoryview(data)
    while view:
        view = view[os.write(descriptor, view) :]


@contextmanager
def naming(path: Path | str) -> Iterator[None]:
    """Put a file's name to an error of the system that carries none, such as that of a full disk."""
    try:
        yield
    except OSError as error:
        if error.filename is None:
            error.filename = str(path)
        raise
