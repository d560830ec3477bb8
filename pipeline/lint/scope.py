"""Limits what is reported to some files, and to what they cause elsewhere."""

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from pathlib import PurePosixPath
from typing import NamedTuple

from pipeline.model.diagnostics import Diagnostic
from pipeline.source.paths import INFO_PATH, POLICY_PATH, SETTINGS_PATHS, is_page
from pipeline.source.text import Source

# A change here can touch any page, so nothing is left out.
TOUCH_ALL = frozenset({POLICY_PATH, INFO_PATH, *SETTINGS_PATHS})


class Scope(NamedTuple):
    """Paths asked about (files, vanished files or folders), and the ids they have or had."""

    paths: frozenset[str]
    about: frozenset[str]

    @classmethod
    def of(
        cls,
        pages: Mapping[str, Sequence[str]],
        paths: Iterable[str],
        former: Mapping[str, Source | None] | None = None,
    ) -> "Scope":
        """The scope of some paths, given all pages by path with their former ids.

        `former` gives the texts that files among them had at an earlier commit: the old ids of pages count too.
        """
        chosen = frozenset(paths)
        about = set(chosen)
        for path in chosen:
            if is_page(path):
                about.add("strategy:" + PurePosixPath(path).stem)
        for path, source in (former or {}).items():
            if source and is_page(path):
                about |= {"strategy:" + id_ for id_ in _aliases_in(source)}
        for path, ids in pages.items():
            if _covers(chosen, path):
                about |= {"strategy:" + id_ for id_ in (PurePosixPath(path).stem, *ids)}
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
    return path in paths or _covers_folder(paths, path.rpartition("/")[0])


@lru_cache(maxsize=256)  # thousands of pages stand in a few folders
def _covers_folder(paths: frozenset[str], folder: str) -> bool:
    above = [folder, *map(str, PurePosixPath(folder).parents)]
    return not paths.isdisjoint([*above, "."])


def _aliases_in(page: Source) -> tuple[str, ...]:
    # Only a check against a commit needs the parsers here.
    from pipeline.model.entry import build_entry
    from pipeline.source.parse import Limits, parse_page

    return build_entry(parse_page(page, Limits())).facts.texts("aliases")
