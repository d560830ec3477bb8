"""Where the files of a library are, and whether one is still as it was."""

import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from hashlib import blake2b
from pathlib import Path
from stat import S_IFDIR, S_IFREG
from typing import NamedTuple

from pipeline.source.disk import (
    LINK,
    MISSING,
    TOO_LARGE,
    Stamp,
    path_exists,
    read_file,
    refusal_of,
    stamp_of,
    walk,
)
from pipeline.source.environment import EnvironmentFault
from pipeline.source.paths import (
    CONTENT_FOLDER,
    DATA_FOLDERS,
    DATA_PATHS,
    IMAGES_FOLDER,
    INFO_PATH,
    SETTINGS_PATHS,
    STATIC_FOLDER,
    STRATEGIES_FOLDER,
    TEMPLATES_FOLDER,
    image_kind,
    is_misplaced,
    is_page,
)

# A file that was changed this short a time before it was read could change again without its stamp telling; in
# nanoseconds. File systems count time in steps of up to two seconds.
RACY = 2_000_000_000
# Most bytes of a settings file: no setting can say so.
SETTINGS_BYTES = 1_000_000
SITE_FOLDERS = (IMAGES_FOLDER, TEMPLATES_FOLDER, STATIC_FOLDER)


class Bounds(NamedTuple):
    """Most bytes that are read of a page, of a data file, and of an image, template or static file."""

    page: int
    data: int
    site: int

    def of(self, path: str) -> int:
        """Most bytes that are read of a page or of a file that is none."""
        return SETTINGS_BYTES if path in SETTINGS_PATHS else self.data if path in DATA_PATHS else self.page


class FileListing(NamedTuple):
    """What stands in a library: `files` among the pages with their stamps, images, the theme, what is not read and why.

    `site` are the stamps of the images, templates and static files that are read.

    Those that are `misplaced` were probably meant to be pages, and lie in another folder of the content.

    A page or an image that is not read counts as one all the same: whoever names it is not at fault.
    """

    files: Mapping[str, Stamp]
    images: frozenset[str]
    theme: frozenset[str]
    misplaced: frozenset[str]
    refused: Mapping[str, str]
    site: Mapping[str, Stamp]

    @property
    def pages(self) -> frozenset[str]:
        """The pages."""
        return frozenset(path for path in (*self.files, *self.refused) if is_page(path))

    @property
    def strays(self) -> Mapping[str, str]:
        """Files among the pages that are none, and pages that are elsewhere, each with the reason."""
        others = {path: "not a page" for path in self.files if not is_page(path)}
        return others | dict.fromkeys(self.misplaced, "not among the pages")


def find_root(start: Path) -> Path:
    """Find the nearest folder at or above `start` that holds content/library.yaml.

    In `start` itself a link in the place of the content will do: the check says what is wrong with it.
    """
    for folder in (start, *start.parents):
        if path_exists(folder, INFO_PATH):
            return folder
        refusal = refusal_of(folder, INFO_PATH, S_IFREG) if folder == start else None
        if refusal and refusal.reason == LINK:
            return folder
    raise EnvironmentFault(
        f"no library here: neither {start} nor a folder above it holds {INFO_PATH}; "
        "go to the library's folder or name it with --root"
    )


def path_in_library(root: Path, path: Path) -> str:
    """A path a person gave, relative to the root; raises EnvironmentFault when it is outside."""
    absolute = Path(os.path.abspath(path))  # noqa: PTH100 - resolve() would follow links, and the file may be gone
    for folder in (root, root.resolve()):
        if absolute.is_relative_to(folder):
            return absolute.relative_to(folder).as_posix()
    raise EnvironmentFault(f"{path} is outside the library at {root}")


def list_files(root: Path, limit: int) -> FileListing:
    """Look at every folder of a library; `limit` is that of the files of its site, in bytes."""
    files, refused = list_folder(root, STRATEGIES_FOLDER)
    names: dict[str, frozenset[str]] = {}
    site: dict[str, Stamp] = {}
    for folder in SITE_FOLDERS:
        found, faults = list_folder(root, folder, limit)
        refused |= faults
        names[folder] = frozenset(found)
        site |= found
    for folder in DATA_FOLDERS:
        fault = refusal_of(root, folder, S_IFDIR)
        if fault and fault.reason != MISSING:
            refused[fault.path] = fault.reason
    images = names.pop(IMAGES_FOLDER).union(path for path in refused if path.startswith(f"{IMAGES_FOLDER}/"))
    elsewhere = walk(root, CONTENT_FOLDER, exclude=(STRATEGIES_FOLDER, IMAGES_FOLDER))
    misplaced = frozenset(path for path, reason in elsewhere if not reason and is_misplaced(path))
    return FileListing(files, images, frozenset().union(*names.values()), misplaced, refused, site)


def list_folder(root: Path, folder: str, limit: int | None = None) -> tuple[dict[str, Stamp], dict[str, str]]:
    """The plain files below a folder with their stamps, in no order, and what else is there with why it is not read."""
    files: dict[str, Stamp] = {}
    refused: dict[str, str] = {}
    for path, reason in walk(root, folder):
        stamp = [] if reason else stamp_of(root, path)
        if reason or (limit is not None and stamp and stamp[0] > limit):
            refused[path] = reason or TOO_LARGE
        else:
            files[path] = stamp
    return files, refused


def site_files(root: Path, limit: int) -> Mapping[str, Callable[[], bytes]]:
    """Images, templates and static files by path, sorted, each read when it is asked for."""
    found = ((folder, list_folder(root, folder, limit)[0]) for folder in SITE_FOLDERS)
    return {
        path: partial(read_file, root, path, limit)
        for folder, files in found
        for path in sorted(files)
        if folder != IMAGES_FOLDER or image_kind(path)
    }


def stable_stamp(known: Stamp, now: int) -> Stamp:
    """A stamp that will tell of any change after `now`, or none."""
    return known if known and max(known[1], known[2]) < now - RACY else []


def content_digest(data: bytes) -> str:
    """What tells one content from another."""
    return blake2b(data, digest_size=16).hexdigest()


@contextmanager
def name_in_errors(path: Path | str) -> Iterator[None]:
    """Put a file's name to an error of the system that carries none, such as that of a full disk."""
    try:
        yield
    except OSError as error:
        if error.filename is None:
            error.filename = str(path)
        raise
