"""Changes of a library since a commit."""

import posixpath
from collections.abc import Iterator, Mapping
from pathlib import Path

from pipeline.source.git.commits import fork_point
from pipeline.source.git.repository import Repository
from pipeline.source.git.stored import files_at, read_contents, tracked_links
from pipeline.source.paths import is_data, is_page, translation_path
from pipeline.source.text import Source


def changed_since(folder: Path, name: str, *, staged: bool = False) -> Mapping[str, Source | None]:
    """Files of a folder that changed since this branch forked from a commit, with the previous text of each.

    These are files that were changed, added, renamed or removed, committed or not; with `staged` only committed and
    staged changes count. Changes on the other branch do not. Only pages and data files have a text. Raises
    EnvironmentFault if the name is not a commit.
    """
    repository = Repository.around(folder)
    base = fork_point(repository, name)
    index = ("--cached",) if staged else ()
    found = repository.names("diff", *index, "--name-only", "--no-renames", "-z", "--relative", base, "--")
    if not staged:
        found += repository.names("ls-files", "--others", "--exclude-standard", "-z")
    changed = dict.fromkeys(found)
    changed |= dict.fromkeys(_links_to(repository, changed))
    texts = (file for file in files_at(repository, base) if file.path in changed and _is_text(file.path))
    return changed | {file.path: Source.decode(file.path, data) for file, data in read_contents(repository, texts)}


def _is_text(path: str) -> bool:
    return is_page(path) or is_data(path) or translation_path(path) is not None


def _links_to(repository: Repository, changed: Mapping[str, None]) -> Iterator[str]:
    """Tracked symbolic links to a changed file, whose text changed as well."""
    for file, data in read_contents(repository, tracked_links(repository)):
        target = posixpath.join(posixpath.dirname(file.path), data.decode("utf-8", "surrogateescape"))
        if posixpath.normpath(target) in changed:
            yield file.path
