"""What a person names to compare: a bundle, a library's folder, or a git commit."""

import datetime as dt
from pathlib import Path

from pipeline.diagnostics import Severity
from pipeline.diff.revision import workspace_at
from pipeline.diff.snapshot import Snapshot
from pipeline.disk import is_there
from pipeline.environment import EnvironmentFault
from pipeline.model.catalog import Catalog, NotPublishable
from pipeline.model.records import Records
from pipeline.places import INFO_PATH
from pipeline.publish.bundle import open_bundle
from pipeline.tree import find_root
from pipeline.workspace import Workspace


class HasErrors(EnvironmentFault):
    """A library that cannot be compared, for it cannot be published."""

    def __init__(self, name: str, errors: int) -> None:
        found = "1 error" if errors == 1 else f"{errors} errors"
        super().__init__(f"{name} has {found} and cannot be compared; `strategies check` there says what is wrong")


def snapshot_of(name: str, root: Path | None, today: dt.date) -> Snapshot:
    """The state that a name stands for; a path comes before a commit of the library in `root`.

    Without `root` the library around the working directory is meant. Raises EnvironmentFault when the name
    stands for nothing, HasErrors when what it stands for cannot be published.
    """
    path = Path(name)
    if is_there(path, INFO_PATH):
        return snapshot_of_library(name, Workspace(path.absolute()), today)
    if path.exists():
        with open_bundle(path) as bundle:
            return Snapshot.of_bundle(name, bundle)
    with workspace_at(find_root(root.absolute() if root else Path.cwd()), name) as workspace:
        return snapshot_of_library(name, workspace, today)


def snapshot_of_library(name: str, workspace: Workspace, today: dt.date) -> Snapshot:
    """The state that an export of a library would have; raises HasErrors when it has none."""
    report = workspace.report(today)
    try:
        return Snapshot.of_records(name, Records(Catalog.of(report)))
    except NotPublishable:
        errors = sum(found.severity is Severity.ERROR for found in report.diagnostics)
        raise HasErrors(name, errors) from None
