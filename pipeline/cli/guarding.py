"""`--policy-from`: the library with the policy of another commit, and what a change makes of that."""

from collections import ChainMap
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from pipeline.cli.options import warn
from pipeline.lint.configuration import read_settings
from pipeline.lint.guard import placed, policy_changes
from pipeline.lint.reporters.view import ReportView
from pipeline.model.diagnostics import Diagnostic
from pipeline.source.git.guarded import policy_from
from pipeline.source.parse import Limits
from pipeline.source.paths import INFO_PATH, SETTINGS_PATHS
from pipeline.source.text import Source


class GuardedLibrary(NamedTuple):
    """The folder with the guarded library, findings about its policy, and the texts that these are about."""

    root: Path
    changes: tuple[Diagnostic, ...]
    texts: dict[str, Source]

    def added_to(self, view: ReportView) -> ReportView:
        """A report with these findings, whatever it is limited to."""
        others = placed(view.diagnostics, view.sources, self.texts)
        found = sorted((*others, *self.changes), key=lambda each: each.sort_key)
        return view._replace(diagnostics=tuple(found), sources=ChainMap({**self.texts}, {**view.sources}))

    def tell(self) -> None:
        """Print these findings on standard error."""
        for each in self.changes:
            line = self.texts[each.span.path].position(each.span.start).line
            warn(f"{each.span.path}:{line}: {each.message}")


def limits_of(policy: Mapping[str, bytes]) -> Limits:
    """The limits that the settings of a policy set."""
    texts = {path: Source.decode(path, data) for path, data in policy.items() if path in SETTINGS_PATHS}
    return read_settings(texts.get).limits.to_limits()


@contextmanager
def guarded_library(
    folder: Path, name: str, content: Path | None = None, *, tell: bool = False
) -> Iterator[GuardedLibrary]:
    """The library in a folder with the policy of a named commit; with `tell`, what differs from it is printed."""
    with policy_from(folder, name, limits_of, content) as guarded:
        if INFO_PATH not in guarded.before:
            warn(f"`{name}` has no {INFO_PATH} here, so the settings and house rules of this tool are used")
        library = GuardedLibrary(guarded.root, *policy_changes(guarded, name))
        if tell:
            library.tell()
        yield library
