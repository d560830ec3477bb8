"""Limits a report to some files, and to the findings that they cause in others."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import accumulate
from pathlib import PurePosixPath
from typing import NamedTuple

from pipeline.model.diagnostics import Diagnostic
from pipeline.source.paths import INFO_PATH, POLICY_PATH, SETTINGS_PATHS, is_page
from pipeline.source.text import Source

# A change of these files can affect any page, so nothing is left out.
TOUCH_ALL = frozenset({POLICY_PATH, INFO_PATH, *SETTINGS_PATHS})


class Scope(NamedTuple):
    """Chosen paths (folders, files, removed files), and the ids of their pages, also former ones."""

    paths: frozenset[str]
    about: frozenset[str]

    @classmethod
    def of(
        cls,
        pages: Mapping[str, Sequence[str]],
        paths: Iterable[str],
        former: Mapping[str, Source | None] | None = None,
    ) -> "Scope":
        """The scope of some paths; `pages` are all pages by path with their former ids.

        `former` are the texts that files had at an earlier commit: the former ids that these list count too.
        """
        chosen = frozenset(paths)
        about = set(chosen)
        about |= {"strategy:" + PurePosixPath(path).stem for path in chosen if is_page(path)}
        for path, source in (former or {}).items():
            if source and is_page(path):
                about |= {"strategy:" + id_ for id_ in _aliases_in(source)}
        for path, ids in pages.items():
            if _covers(chosen, path):
                about |= {"strategy:" + id_ for id_ in (PurePosixPath(path).stem, *ids)}
        return cls(chosen, frozenset(about))

    def covers(self, path: str) -> bool:
        """True when a file or a folder above it was chosen."""
        return _covers(self.paths, path)

    def holds(self, diagnostic: Diagnostic) -> bool:
        """True when a finding is in a chosen file or caused by one."""
        if self.paths & TOUCH_ALL or self.covers(diagnostic.span.path):
            return True
        if any(self.covers(note.span.path) for note in diagnostic.notes):
            return True
        return any(key in self.about or self.covers(key) for key in diagnostic.about)


def _covers(paths: frozenset[str], path: str) -> bool:
    above = accumulate(path.split("/"), "{}/{}".format)
    return "." in paths or not paths.isdisjoint(above)


def _aliases_in(page: Source) -> tuple[str, ...]:
    from pipeline.model.entry import build_entry  # only a check against a commit needs the parsers here
    from pipeline.source.parse import Limits, parse_page

    return build_entry(parse_page(page, Limits())).facts.texts("aliases")
