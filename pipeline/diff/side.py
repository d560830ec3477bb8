"""What a person names to compare: a bundle, a library's folder, or a git commit."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from pipeline.diff.partial import partial_snapshot
from pipeline.diff.revision import workspace_at
from pipeline.diff.snapshot import Place, Snapshot
from pipeline.incremental.workspace import Workspace
from pipeline.model.catalog import Catalog, NotPublishable
from pipeline.model.diagnostics import Severity
from pipeline.model.library import Library
from pipeline.publish.bundle import open_bundle
from pipeline.publish.edition import edition_of
from pipeline.publish.site_options import SiteOptions
from pipeline.source.discovery import find_root
from pipeline.source.disk import path_exists
from pipeline.source.environment import EnvironmentFault
from pipeline.source.paths import INFO_PATH


class HasErrors(EnvironmentFault):
    """A library that cannot be compared, for it cannot be published."""

    def __init__(self, name: str, errors: int) -> None:
        found = "1 error" if errors == 1 else f"{errors} errors"
        super().__init__(f"{name} has {found} and cannot be compared; `strategies check` there says what is wrong")


def snapshot_of(name: str, root: Path | None, today: dt.date, *, partial: bool = False) -> Snapshot:
    """The state that a name stands for; a path comes before a commit of the library in `root`.

    Without `root` the library around the working directory is meant. Raises EnvironmentFault when the name
    stands for nothing, HasErrors when what it stands for cannot be published; `partial` has it as far as it goes.
    """
    path = Path(name)
    if path_exists(path, INFO_PATH):
        return snapshot_of_library(name, Workspace(path.absolute()), today, partial=partial)
    if path.exists():
        with open_bundle(path) as bundle:
            return Snapshot.of_bundle(name, bundle)
    with workspace_at(find_root(root.absolute() if root else Path.cwd()), name) as workspace:
        return snapshot_of_library(name, workspace, today, partial=partial)


def snapshot_of_library(name: str, workspace: Workspace, today: dt.date, *, partial: bool = False) -> Snapshot:
    """The state that an export of a library would have; raises HasErrors when it has none, unless `partial`."""
    report = workspace.report(today)
    places = dict(_places(report.library))
    try:
        edition = edition_of(workspace, Catalog.of(report), SiteOptions())
        return replace(Snapshot.of_records(name, edition.site, edition.records()), places=places)
    except NotPublishable:
        if partial:
            return replace(partial_snapshot(name, report), places=places)
        errors = sum(found.severity is Severity.ERROR for found in report.diagnostics)
        raise HasErrors(name, errors) from None


def _places(library: Library) -> Iterator[tuple[str, Place]]:
    """Where each strategy and each term stands."""
    for id_, entry in library.by_id.items():
        yield f"strategy:{id_}", Place(entry.path)
    for thing, terms in library.vocabulary.lists.items():
        for id_, span in terms.spans.items():
            yield f"{thing}:{id_}", Place(span.path, library.sources[span.path].position(span.start).line)
