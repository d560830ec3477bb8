"""The library as it is staged for a commit, and how the working tree differs from it."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from pipeline.model.diagnostics import Diagnostic
from pipeline.source.git.repository import Repository
from pipeline.source.git.stored import PATHS, read_contents, staged_files, temporary_copy


class StagedLibrary(NamedTuple):
    """The library as it is staged, in a folder of its own.

    `changed` are files of the working tree with changes that are not staged, `unknown` those that git does not track.
    """

    root: Path
    changed: frozenset[str]
    unknown: frozenset[str]

    def explained(self, diagnostic: Diagnostic) -> Diagnostic:
        """A finding, with its fix in the help if it is about a file that git does not track."""
        ids = {f"strategy:{PurePosixPath(path).stem}": path for path in self.unknown if path.endswith(".md")}
        missing = [ids.get(key, key) for key in diagnostic.about if key in ids or key in self.unknown]
        if not missing:
            return diagnostic
        path = missing[0]
        return diagnostic._replace(help=f"{path} is in your folder but not staged: `git add` it, too", fix=None)


@contextmanager
def staged(folder: Path) -> Iterator[StagedLibrary]:
    """Write what is staged of the library to a temporary folder.

    Raises EnvironmentFault outside of a git repository, and where a merge left conflicts.
    """
    repository = Repository.around(folder)
    files = staged_files(repository)
    changed = repository.names("diff", "--name-only", "--no-renames", "-z", "--relative", "--", *PATHS)
    unknown = repository.names("ls-files", "--others", "-z", "--", *PATHS)
    with temporary_copy(read_contents(repository, files)) as root:
        yield StagedLibrary(root, frozenset(changed), frozenset(unknown))
