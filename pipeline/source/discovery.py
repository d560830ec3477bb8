"""Discovery of the files of a library, and tests for their changes."""

import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from hashlib import blake2b
from pathlib import Path
from stat import S_IFDIR, S_IFREG
from types import MappingProxyType
from typing import NamedTuple

from pipeline.source.disk import (
    LINK,
    MISSING,
    TOO_LARGE,
    TOO_LONG,
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
    IMAGES_FOLDER,
    INFO_PATH,
    LICENCE_PATHS,
    OWN_PAGES_FOLDER,
    POLICY_FOLDER,
    SETTINGS_PATHS,
    STATIC_FOLDER,
    STRATEGIES_FOLDER,
    TEMPLATES_FOLDER,
    TRANSLATIONS_FOLDER,
    VOCABULARY_FOLDER,
    image_kind,
    is_data,
    is_own_page,
    is_own_vocabulary,
    is_page,
    is_unread,
    translation_path,
)

# A file that changed at most this many nanoseconds before it was read may change again with the same stamp: file
# systems count time in steps of up to two seconds.
RACY = 2_000_000_000
# Most bytes of a settings file; no setting can change it.
SETTINGS_BYTES = 1_000_000
SITE_FOLDERS = (IMAGES_FOLDER, TEMPLATES_FOLDER, TRANSLATIONS_FOLDER, STATIC_FOLDER)


class Bounds(NamedTuple):
    """The most bytes of a page, of a data file, and of an image, template or static file.

    And the most characters of a path, and the most pages.
    """

    page: int
    data: int
    site: int
    path: int
    pages: int

    def of(self, path: str) -> int:
        """The most bytes of a page, data file, template or settings file."""
        if path.startswith(f"{TEMPLATES_FOLDER}/"):
            return self.site
        return SETTINGS_BYTES if path in SETTINGS_PATHS else self.data if is_data(path) else self.page


class FileListing(NamedTuple):
    """The files of a library: those below the folder of pages with their stamps, images, and the theme.

    `site` maps images, templates and static files to stamps. `misplaced` files were probably meant to be pages, but
    are in another folder of the content, or they list works in another language. `refused` maps each path that is not
    read to the reason. `own_pages` are pages besides those of strategies, `vocabularies` files that may hold
    vocabularies of the library's own. `translations` are pages and data files in other languages.

    Refused pages and images are listed all the same, so that links to them are not reported.
    """

    files: Mapping[str, Stamp]
    images: frozenset[str]
    theme: frozenset[str]
    misplaced: frozenset[str]
    refused: Mapping[str, str]
    site: Mapping[str, Stamp]
    own_pages: frozenset[str] = frozenset()
    vocabularies: Mapping[str, Stamp] = MappingProxyType({})
    translations: frozenset[str] = frozenset()

    @property
    def pages(self) -> frozenset[str]:
        """The pages, including refused ones."""
        return frozenset(path for path in (*self.files, *self.refused) if is_page(path))

    @property
    def strays(self) -> Mapping[str, str]:
        """Other files in the folder of pages, and pages in other folders, each with the reason."""
        others = {path: "not a page" for path in self.files if not (is_page(path) or translation_path(path))}
        return others | dict.fromkeys(self.misplaced, "not among the pages")

    def within(self, bounds: Bounds) -> "FileListing":
        """The same, but files with too long paths are refused; raises EnvironmentFault for too many pages."""
        if len(self.pages) > bounds.pages:
            raise EnvironmentFault(
                f"this library has {len(self.pages):,} pages; at most {bounds.pages:,} are read "
                "(`limits.pages` in strategies.toml)"
            )
        paths = {*self.files, *self.images, *self.site, *self.misplaced}
        long = {path: TOO_LONG for path in paths if len(path) > bounds.path}
        if not long:
            return self
        files, site = ({path: each[path] for path in each.keys() - long.keys()} for each in (self.files, self.site))
        return self._replace(files=files, site=site, refused={**self.refused, **long})


def find_root(start: Path) -> Path:
    """Find the nearest folder at or above `start` that holds content/library.yaml.

    In `start` itself a link instead of the content is enough: the check reports it.
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
    """A path from the command line, relative to the root; raises EnvironmentFault if it is outside."""
    absolute = Path(os.path.abspath(path))  # noqa: PTH100 - resolve() would follow links, and the file may be gone
    for folder in (root, root.resolve()):
        if absolute.is_relative_to(folder):
            return absolute.relative_to(folder).as_posix()
    raise EnvironmentFault(f"{path} is outside the library at {root}")


def list_files(root: Path, limit: int) -> FileListing:
    """List every folder of a library; `limit` is the most bytes of an image, template or static file."""
    files, refused = list_folder(root, STRATEGIES_FOLDER)
    names: dict[str, frozenset[str]] = {}
    site: dict[str, Stamp] = {}
    for folder in SITE_FOLDERS:
        found, faults = list_folder(root, folder, limit)
        refused |= faults
        names[folder] = frozenset(found)
        site |= found
    others, faults = list_folder(root, OWN_PAGES_FOLDER, limit)
    own_pages = frozenset(filter(is_own_page, others))
    refused |= faults
    site |= {path: others[path] for path in own_pages}
    site |= {path: stamp_of(root, path) for path in _licence_files(root, limit)}
    for folder in DATA_FOLDERS:
        fault = refusal_of(root, folder, S_IFDIR)
        if fault and fault.reason != MISSING:
            refused[fault.path] = fault.reason
    images = names.pop(IMAGES_FOLDER).union(path for path in refused if path.startswith(f"{IMAGES_FOLDER}/"))
    elsewhere = list(walk(root, CONTENT_FOLDER, exclude=(STRATEGIES_FOLDER, IMAGES_FOLDER)))
    data = [each for each in (*elsewhere, *walk(root, POLICY_FOLDER)) if translation_path(each[0])]
    refused |= {path: reason for path, reason in data if reason}
    site |= {path: stamp_of(root, path) for path, reason in data if not reason}
    translations = frozenset(filter(translation_path, (*files, *refused, *site)))
    misplaced = frozenset(path for path, reason in elsewhere if not reason and is_unread(path))
    vocabularies = {path: stamp_of(root, path) for path, reason in walk(root, VOCABULARY_FOLDER) if not reason}
    vocabularies = {path: stamp for path, stamp in vocabularies.items() if is_own_vocabulary(path)}
    theme = frozenset().union(*names.values())
    return FileListing(files, images, theme, misplaced, refused, site, own_pages, vocabularies, translations)


def list_folder(root: Path, folder: str, limit: int | None = None) -> tuple[dict[str, Stamp], dict[str, str]]:
    """The plain files below a folder with their stamps, in no order, and refused paths with the reason."""
    files: dict[str, Stamp] = {}
    refused: dict[str, str] = {}
    for path, reason in walk(root, folder):
        stamp = [] if reason else stamp_of(root, path)
        if reason or (limit is not None and stamp and stamp[0] > limit):
            refused[path] = reason or TOO_LARGE
        else:
            files[path] = stamp
    return files, refused


def _licence_files(root: Path, limit: int) -> Iterator[str]:
    """Files that may hold the licence of the content; anything but a plain file is ignored."""
    for path in LICENCE_PATHS:
        if refusal_of(root, path, S_IFREG) is None and stamp_of(root, path)[:1] <= [limit]:
            yield path


def site_files(root: Path, limit: int) -> Mapping[str, Callable[[], bytes]]:
    """Images, templates, static files and licences by path, each with a function that reads it."""
    paths = [*_licence_files(root, limit)]
    for folder in SITE_FOLDERS:
        found = sorted(list_folder(root, folder, limit)[0])
        paths += [path for path in found if folder != IMAGES_FOLDER or image_kind(path)]
    return {path: partial(read_file, root, path, limit) for path in paths}


def stable_stamp(known: Stamp, now: int) -> Stamp:
    """The stamp if every change after `now` will change it, otherwise an empty one."""
    return known if known and max(known[1], known[2]) < now - RACY else []


def content_digest(data: bytes) -> str:
    """A digest of the content of a file."""
    return blake2b(data, digest_size=16).hexdigest()


@contextmanager
def name_in_errors(path: Path | str) -> Iterator[None]:
    """Add a file's name to a system error that has none, such as that of a full disk."""
    try:
        yield
    except OSError as error:
        if error.filename is None:
            error.filename = str(path)
        raise
