"""The files of a library: its settings, its vocabulary and house rules, and its pages one by one."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from pathlib import Path

from pipeline.lint.configuration import read_settings, unusable
from pipeline.model.context import Context
from pipeline.model.library import Library
from pipeline.model.load import build_library
from pipeline.model.settings import Settings
from pipeline.source.discovery import SETTINGS_BYTES
from pipeline.source.disk import (
    DEEPEST,
    LINK,
    MISSING,
    TOO_DEEP,
    TOO_LARGE,
    FileRefused,
    read_file,
    symlink_target,
)
from pipeline.source.parse import Document, Limits, Problem, parse_data
from pipeline.source.paths import DATA_PATHS, POLICY_PATH, STRATEGIES_FOLDER
from pipeline.source.resources import default_policy_text
from pipeline.source.text import Source, Span

# Documents are pure functions of their text: `fix` checks again and again, an editor at every key.
parsed_data = lru_cache(maxsize=16)(parse_data)


@dataclass(frozen=True)
class LibraryFiles:
    """The files of a library. `overlay` holds texts that stand in for those on disk (an editor's buffers)."""

    root: Path
    overlay: tuple[Source, ...] = ()

    @cached_property
    def settings(self) -> Settings:
        """The library's configuration; raises ConfigurationFault when it is wrong."""
        return read_settings(self._setting_file)

    def _setting_file(self, name: str) -> Source | None:
        for source in self.overlay:
            if source.path == name:
                return source
        try:
            return Source.decode(name, read_file(self.root, name, SETTINGS_BYTES))
        except FileRefused as refusal:
            if refusal.reason == MISSING:
                return None
            raise unusable(name, refusal.reason) from None

    @property
    def limits(self) -> Limits:
        """How large and how deep a file may be."""
        return self.settings.limits.to_limits()

    def frame(self) -> Library:
        """The library without its pages: vocabulary, house rules and what is said of it as a whole."""
        limits, overlay = self.limits, {source.path: source for source in self.overlay}
        data_files: dict[str, Document] = {}
        refused: dict[str, str] = {}
        for path in DATA_PATHS:
            try:
                data_files[path] = parsed_data(overlay.get(path) or self.read(path), limits)
            except FileRefused as refusal:
                if refusal.reason != MISSING:
                    data_files[path] = Document(Source(path, ""), readable=False)
                    refused[refusal.path] = refusal.reason
        # The limits of a library are for its own files.
        default = parsed_data(Source(POLICY_PATH, default_policy_text()), Limits())
        return replace(build_library((), data_files, default), refused=self.documents_of(refused))

    def documents_of(self, refused: Mapping[str, str]) -> dict[str, Document]:
        """What stands for files and folders that are not read, each with its reason."""
        return {path: refused_document(self.root, path, reason, self.limits) for path, reason in refused.items()}

    def context(self, library: Library, today: dt.date) -> Context:
        """What rules may look at besides their subject."""
        return Context(library.vocabulary, library.policy, self.settings, today)

    def read(self, path: str) -> Source:
        """Read a page or a data file by its path relative to the root; raises Refused."""
        return Source.decode(path, read_file(self.root, path, self.limits.bounds.of(path)))


def refused_document(root: Path, path: str, reason: str, limits: Limits) -> Document:
    """What stands for a file or folder that is not read, with the reason as its problem."""
    place = Span(path, 0, 0)
    if reason in (TOO_LARGE, TOO_DEEP):
        problem = Problem("over-limit", place, _limit_of(path, reason, limits))
    else:
        target = symlink_target(root, path) if reason == LINK else ""
        problem = Problem("unreadable-file", place, {"what": reason, "target": target})
    return Document(Source(path, ""), (problem,), readable=False)


def _limit_of(path: str, reason: str, limits: Limits) -> dict[str, str]:
    if reason == TOO_DEEP:
        return {"what": "folders", "limit": str(DEEPEST)}
    if path in DATA_PATHS:
        return {"what": "file", "limit": str(limits.data_file_size)}
    if path.startswith(STRATEGIES_FOLDER + "/"):
        return {"what": "file", "limit": str(limits.file_size)}
    return {"what": "bytes", "limit": str(limits.site_file_bytes)}
