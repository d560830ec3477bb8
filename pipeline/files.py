"""The files of a library: its settings, its vocabulary and house rules, and its pages one by one."""

import datetime as dt
import os
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from pipeline.configuration import read_settings
from pipeline.environment import EnvironmentFault
from pipeline.lazy import lazy
from pipeline.model.context import Context
from pipeline.model.library import Library
from pipeline.model.load import build_library
from pipeline.model.settings import Settings
from pipeline.packaged import default_policy_text
from pipeline.parse import Document, Limits, Problem, parse_data, parse_page
from pipeline.places import DATA_PATHS, POLICY_PATH
from pipeline.text import Source, Span
from pipeline.tree import Stamp, digest_of, stamp

# Documents are pure functions of their text: `fix` checks again and again, an editor at every key.
parsed_data = lru_cache(maxsize=16)(parse_data)


@dataclass(frozen=True)
class Files:
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
            return self.read(name)
        except FileNotFoundError:
            return None
        except OSError as error:
            raise EnvironmentFault(f"cannot read {name}: {error.strerror}") from None

    @property
    def limits(self) -> Limits:
        """How large and how deep a file may be."""
        return self.settings.limits.to_limits()

    def frame(self) -> Library:
        """The library without its pages: vocabulary, house rules and what is said of it as a whole."""
        limits, overlay = self.limits, {source.path: source for source in self.overlay}
        data_files = {
            path: parsed_data(overlay[path], limits) if path in overlay else self._data_file(path, limits)
            for path in DATA_PATHS
            if path in overlay or (self.root / path).is_file()
        }
        # The limits of a library are for its own files.
        default = parsed_data(Source(POLICY_PATH, default_policy_text()), Limits())
        return build_library((), data_files, default)

    def _data_file(self, path: str, limits: Limits) -> Document:
        try:
            return parsed_data(self.read(path), limits)
        except OSError as error:
            return _unreadable(path, error)

    def context(self, library: Library, today: dt.date) -> Context:
        """What rules may look at besides their subject."""
        return Context(library.vocabulary, library.policy, self.settings, today)

    def read(self, path: str) -> Source:
        """Read one file by its path relative to the root; raises OSError."""
        return Source.decode(path, (self.root / path).read_bytes())


def read_page(root: Path, path: str, limits: Limits) -> tuple[Stamp, str, Document]:
    """Read and parse one file; one that the system refuses is a document with that problem."""
    try:
        with (root / path).open("rb") as file:
            found = stamp(os.fstat(file.fileno()))
            data = file.read()
    except OSError as error:
        return [], "", _unreadable(path, error)
    return found, digest_of(data), parse_page(Source.decode(path, data), limits)


def _unreadable(path: str, error: OSError) -> Document:
    data = {"what": "system", "reason": error.strerror or "no reason given"}
    return Document(Source(path, ""), (Problem("unreadable-file", Span(path, 0, 0), data),), readable=False)
