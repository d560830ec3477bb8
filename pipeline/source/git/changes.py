"""What changed in a library since a commit."""

import posixpath
from collections.abc import Iterator, Mapping
from pathlib import Path

from pipeline.source.git.commits import fork_point
from pipeline.source.git.repository import Repository
from pipeline.source.git.stored import files_at, read_contents, tracked_links
from pipeline.source.paths import DATA_PATHS, is_page
from pipeline.source.text import Source


def changed_since(folder: Path, name: str, *, staged: bool = False) -> Mapping[str, Source | None]:
    """Files of a folder that are not as they were where this branch left another, with the text of each then.

    Files that were changed, added, renamed or removed since, committed or not; with `staged` only what is committed or
    staged counts. What changed on the other branch alone does not. Of files that are neither pages nor data files the
    text is left out. Raises EnvironmentFault when the name is no commit.
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
    return is_page(path) or path in DATA_PATHS


def _links_to(repository: Repository, changed: Mapping[str, None]) -> Iterator[str]:
    """Links that git knows and that lead to a changed file: their text changed with it."""
    for file, data in read_contents(repository, tracked_links(repository)):
        target = posixpath.join(posixpath.dirname(file.path), data.decode("utf-8", "surrogateescape"))
        if posixpath.normpath(target) in changed:
            yield file.path
