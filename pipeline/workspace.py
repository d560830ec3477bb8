"""A library on disk: finds its root, reads its files, asks git what changed."""

import os
import stat
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from pipeline.configuration import EnvironmentFault, read_settings
from pipeline.git import git
from pipeline.lazy import lazy
from pipeline.model.entry import STRATEGIES_FOLDER
from pipeline.model.library import Library
from pipeline.model.library_info import INFO_PATH
from pipeline.model.load import DATA_PATHS, build_library
from pipeline.model.policy import POLICY_PATH
from pipeline.model.settings import Settings
from pipeline.model.site_options import IMAGES_FOLDER, STATIC_FOLDER, TEMPLATES_FOLDER
from pipeline.parse import Document, Limits, Problem, parse_data, parse_page
from pipeline.schema import default_policy_text
from pipeline.text import Source, Span


def find_root(start: Path) -> Path:
    """Find the nearest folder at or above `start` that holds content/library.yaml."""
    for folder in (start, *start.parents):
        if (folder / INFO_PATH).is_file():
            return folder
    raise EnvironmentFault(
        f"no library here: neither {start} nor a folder above it holds {INFO_PATH}; "
        "go to the library's folder or name it with --root"
    )


class FileChanged(Exception):  # noqa: N818 - names what happened
    """A file is no longer as it was read."""


@dataclass(frozen=True, slots=True)
class Commit:
    """A commit of git; `changed` when files of the library are not as committed."""

    id: str
    changed: bool


# Documents are pure functions of their text: `fix` checks again and again, an editor at every key.
parsed_page = lru_cache(maxsize=256)(parse_page)
parsed_data = lru_cache(maxsize=16)(parse_data)


@dataclass(frozen=True)
class Workspace:
    """The files of a library. `overlay` holds texts that stand in for those on disk (an editor's buffers)."""

    root: Path
    overlay: tuple[Source, ...] = ()

    @lazy
    def settings(self) -> Settings:
        """The library's configuration; raises ConfigurationFault when it is wrong."""
        return read_settings(self._setting_file)

    def _setting_file(self, name: str) -> Source | None:
        for source in self.overlay:
            if source.path == name:
                return source
        try:
            return Source.decode(name, (self.root / name).read_bytes())
        except FileNotFoundError:
            return None
        except OSError as error:
            raise EnvironmentFault(f"cannot read {name}: {error.strerror}") from None

    def load(self) -> Library:
        """Read and build the whole library."""
        limits = self.settings.limits.to_limits()
        overlay = {source.path: source for source in self.overlay}
        found = dict(self._walk(STRATEGIES_FOLDER)) | dict.fromkeys(
            (path for path in overlay if path.startswith(STRATEGIES_FOLDER + "/")), ""
        )
        strays = {path: reason or "not a page" for path, reason in found.items() if reason or not path.endswith(".md")}
        pages = [
            parsed_page(overlay[path], limits) if path in overlay else self._document(path, parsed_page, limits)
            for path in sorted(found.keys() - strays.keys())
        ]
        data_files = {
            path: parsed_data(overlay[path], limits) if path in overlay else self._document(path, parsed_data, limits)
            for path in DATA_PATHS
            if path in overlay or (self.root / path).is_file()
        }
        default = parsed_data(Source(POLICY_PATH, default_policy_text()), limits)
        images = [path for path, reason in self._walk(IMAGES_FOLDER) if not reason]
        return build_library(pages, data_files, default, images=images, strays=strays)

    def site_files(self) -> Mapping[str, Callable[[], bytes]]:
        """Images, templates and static files by path, each read when it is asked for."""
        return {
            path: (self.root / path).read_bytes
            for folder in (IMAGES_FOLDER, TEMPLATES_FOLDER, STATIC_FOLDER)
            for path, reason in self._walk(folder)
            if not reason
        }

    def _document(self, path: str, parse: Callable[[Source, Limits], Document], limits: Limits) -> Document:
        try:
            data = (self.root / path).read_bytes()
        except OSError as error:
            data_of_problem = {"what": "system", "reason": error.strerror or "no reason given"}
            problem = Problem("unreadable-file", Span(path, 0, 0), data_of_problem)
            return Document(Source(path, ""), (problem,), readable=False)
        return parse(Source.decode(path, data), limits)

    def _walk(self, folder: str) -> Iterator[tuple[str, str]]:
        """Every file below a folder, sorted: its path relative to the root, and why it is not read if so.

        Hidden files are left out. A link that leads out of the library is not followed.
        """
        top, home = self.root / folder, self.root.resolve()
        if not top.is_dir():
            return

        def fail(error: OSError) -> None:
            raise EnvironmentFault(f"cannot read {error.filename}: {error.strerror}")

        found = []
        for parent, folders, names in os.walk(top, onerror=fail):
            folders[:] = [name for name in folders if not name.startswith(".")]
            linked = [name for name in folders if Path(parent, name).is_symlink()]
            found += [Path(parent, name) for name in [*names, *linked] if not name.startswith(".")]
        for path in sorted(found):
            inside = path.resolve().is_relative_to(home) if path.is_symlink() else True
            reason = "" if inside and not path.is_dir() else "a link"
            yield path.relative_to(self.root).as_posix(), reason

    def read(self, path: str) -> Source:
        """Read one file by its path relative to the root; raises OSError."""
        return Source.decode(path, (self.root / path).read_bytes())

    def replace(self, before: Source, after: Source) -> None:
        """Replace a file in one step, keeping its mode; raises FileChanged when it is not as it was read."""
        target = (self.root / before.path).resolve()
        if target.read_bytes() != before.encode():
            raise FileChanged(before.path)
        with tempfile.NamedTemporaryFile(dir=target.parent, prefix=".strategies-", delete=False) as file:
            fresh = Path(file.name)
            try:
                file.write(after.encode())
                file.flush()
                os.fsync(file.fileno())
                fresh.chmod(stat.S_IMODE(target.stat().st_mode))
                fresh.replace(target)
            except BaseException:
                fresh.unlink(missing_ok=True)
                raise

    def relative(self, path: Path) -> str:
        """A path a person gave, relative to the root; raises EnvironmentFault when it is outside."""
        absolute = Path(os.path.abspath(path))  # noqa: PTH100 - resolve() would follow links, and the file may be gone
        for root in (self.root, self.root.resolve()):
            if absolute.is_relative_to(root):
                return absolute.relative_to(root).as_posix()
        raise EnvironmentFault(f"{path} is outside the library at {self.root}")

    def commit(self) -> Commit | None:
        """The commit that the files are of; None outside of git."""
        try:
            head = self._git("rev-parse", "--verify", "HEAD").strip()
            return Commit(head, changed=bool(self._git("status", "--porcelain", "--", ".").strip()))
        except EnvironmentFault:
            return None

    def changed_since(self, ref: str) -> dict[str, str | None]:
        """Files changed, added, renamed or gone since a git commit; each with its text then, if it had one."""
        if ref.startswith("-"):
            raise EnvironmentFault(f"not a git commit: {ref}")
        names = self._git("diff", "--name-only", "--no-renames", "-z", "--relative", ref, "--")
        new = self._git("ls-files", "--others", "--exclude-standard", "-z")
        prefix = self._git("rev-parse", "--show-prefix").strip()
        changed = dict.fromkeys(name for name in (names + new).split("\0") if name)
        return {name: self._text_at(ref, prefix + name) for name in changed}

    def _text_at(self, ref: str, name: str) -> str | None:
        try:
            return self._git("show", f"{ref}:{name}")
        except EnvironmentFault:
            return None  # not there then

    def _git(self, *arguments: str) -> str:
        return git(self.root, *arguments).decode("utf-8", "surrogateescape")
