"""Limits what is reported to some files, and to what they cause elsewhere."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

from pipeline.diagnostics import Diagnostic
from pipeline.model.entry import STRATEGIES_FOLDER, build_entry
from pipeline.model.library import Library
from pipeline.model.library_info import INFO_PATH
from pipeline.model.policy import POLICY_PATH
from pipeline.parse import Limits, parse_page
from pipeline.text import Source

# A change here can touch any page, so nothing is left out.
TOUCH_ALL = frozenset({POLICY_PATH, INFO_PATH, "strategies.toml", "pyproject.toml"})


@dataclass(frozen=True)
class Scope:
    """Paths asked about (files, vanished files or folders), and the ids they have or had."""

    paths: frozenset[str]
    about: frozenset[str]

    @classmethod
    def of(cls, library: Library, paths: Iterable[str], former: Mapping[str, str | None] | None = None) -> "Scope":
        """The scope of some paths. `former` gives texts of files at an earlier commit: their old ids count too."""
        chosen = frozenset(paths)
        about = set(chosen)
        for path in chosen:
            if path.startswith(STRATEGIES_FOLDER) and path.endswith(".md"):
                about.add("strategy:" + PurePosixPath(path).stem)
        for path, text in (former or {}).items():
            if text is not None and path.startswith(STRATEGIES_FOLDER) and path.endswith(".md"):
                entry = build_entry(parse_page(Source(path, text), Limits()))
                about |= {"strategy:" + value.text for value in entry.values("aliases")}
        for entry in library.entries:
            if _covers(chosen, entry.path):
                about |= {"strategy:" + entry.id, *("strategy:" + value.text for value in entry.values("aliases"))}
        return cls(chosen, frozenset(about))

    def covers(self, path: str) -> bool:
        """True when a file was asked about, by name or by a folder above it."""
        return _covers(self.paths, path)

    def holds(self, diagnostic: Diagnostic) -> bool:
        """True when a finding is in a file asked about or caused by one."""
        if self.paths & TOUCH_ALL or self.covers(diagnostic.span.path):
            return True
        if any(self.covers(note.span.path) for note in diagnostic.notes):
            return True
        return any(key in self.about or self.covers(key) for key in diagnostic.about)


def _covers(paths: frozenset[str], path: str) -> bool:
    return path in paths or "." in paths or any(str(parent) in paths for parent in PurePosixPath(path).parents)
