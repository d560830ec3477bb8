"""Snapshots by the name of a bundle, a library's folder, or a git commit."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from pipeline.diff.partial import partial_snapshot
from pipeline.diff.snapshot import Location, Snapshot
from pipeline.incremental.workspace import Workspace
from pipeline.model.catalog import Catalog, NotPublishable
from pipeline.model.diagnostics import Severity
from pipeline.model.library import Library
from pipeline.publish.bundle import open_bundle
from pipeline.publish.publication_inputs import inputs_in_all_languages
from pipeline.publish.site_options import SiteOptions
from pipeline.source.discovery import find_root
from pipeline.source.disk import path_exists
from pipeline.source.environment import EnvironmentFault
from pipeline.source.git.commits import NoCommit, resolve_commit
from pipeline.source.git.repository import NoRepository, Repository
from pipeline.source.git.stored import files_at, read_contents, temporary_copy
from pipeline.source.paths import INFO_PATH


class HasErrors(EnvironmentFault):
    """A library cannot be compared because it cannot be published."""

    def __init__(self, name: str, errors: int) -> None:
        found = "1 error" if errors == 1 else f"{errors} errors"
        super().__init__(f"{name} has {found} and cannot be compared; `strategies check` there says what is wrong")


def snapshot_of(name: str, root: Path | None, today: dt.date, *, partial: bool = False) -> Snapshot:
    """The state that a name means; a path comes before a commit of the library in `root`.

    Without `root`, the library around the working directory counts. Raises EnvironmentFault for an unknown name,
    HasErrors for a library that cannot be published; with `partial`, that is compared as far as possible.
    """
    path = Path(name)
    if path_exists(path, INFO_PATH):
        return snapshot_of_library(name, Workspace(path.absolute()), today, partial=partial)
    if path.exists():
        with open_bundle(path) as bundle:
            return Snapshot.of_bundle(name, bundle)
    with _workspace_at(find_root(root.absolute() if root else Path.cwd()), name) as workspace:
        return snapshot_of_library(name, workspace, today, partial=partial)


def snapshot_of_library(name: str, workspace: Workspace, today: dt.date, *, partial: bool = False) -> Snapshot:
    """The state that an export of a library would publish; raises HasErrors when it has errors, unless `partial`."""
    report = workspace.report(today)
    locations = dict(_locations(report.library))
    try:
        inputs = inputs_in_all_languages(workspace, Catalog.of(report), report.library, SiteOptions())
        snapshot = Snapshot.of_records(name, inputs.site, inputs.records(), inputs.translated_records())
        return replace(snapshot, locations=locations)
    except NotPublishable:
        if partial:
            return replace(partial_snapshot(name, report), locations=locations)
        errors = sum(found.severity is Severity.ERROR for found in report.diagnostics)
        raise HasErrors(name, errors) from None


def _locations(library: Library) -> Iterator[tuple[str, Location]]:
    """The location of each strategy and each term."""
    for id_, entry in library.by_id.items():
        yield f"strategy:{id_}", Location(entry.path)
    for prefix, terms in library.vocabulary.keyed:
        for id_, span in terms.spans.items():
            yield prefix + id_, Location(span.path, library.sources[span.path].position(span.start).line)


@contextmanager
def _workspace_at(root: Path, ref: str) -> Iterator[Workspace]:
    """The library in `root` as of a commit, in a temporary folder."""
    try:
        repository = Repository.around(root)
        commit = resolve_commit(repository, ref)
    except NoRepository:
        raise EnvironmentFault(f"`{ref}` is neither a bundle, a library, nor a git commit") from None
    except NoCommit as error:
        raise EnvironmentFault(f"`{ref}` is neither a bundle, a library, nor a git commit: {error.reason}") from None
    with temporary_copy(read_contents(repository, files_at(repository, commit))) as folder:
        yield Workspace(folder)
