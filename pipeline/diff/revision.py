"""The files of a library as they were at a git commit."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pipeline.incremental.workspace import Workspace
from pipeline.source.environment import EnvironmentFault
from pipeline.source.git.commits import NoCommit, resolve_commit
from pipeline.source.git.repository import NoRepository, Repository
from pipeline.source.git.stored import files_at, read_contents, temporary_copy


@contextmanager
def workspace_at(root: Path, ref: str) -> Iterator[Workspace]:
    """The library in `root` as it was at a commit, laid out in a folder that is gone afterwards."""
    try:
        repository = Repository.around(root)
    except NoRepository:
        raise EnvironmentFault(f"`{ref}` is neither a bundle, a library, nor a git commit") from None
    try:
        commit = resolve_commit(repository, ref)
    except NoCommit as error:
        raise EnvironmentFault(f"`{ref}` is neither a bundle, a library, nor a git commit: {error.reason}") from None
    files = files_at(repository, commit)
    with temporary_copy(read_contents(repository, files)) as folder:
        yield Workspace(folder)
