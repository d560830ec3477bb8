"""What is to be published."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from pipeline.exporter import Exporter
from pipeline.git import Commit, commit_of
from pipeline.means import Means
from pipeline.model.catalog import Catalog
from pipeline.model.records import Records
from pipeline.model.site_options import SiteOptions
from pipeline.tree import site_files
from pipeline.workspace import Workspace


@dataclass(frozen=True)
class Publication:
    """Records, what makes files of them, and where they come from.

    With a cache, what did not change since the last release is taken from there; `print` is then a fingerprint of
    all that files hang on besides pages and terms: the house rules, what is said of the library, the options of its
    site; `site` one of the files of the site alone.
    """

    records: Records
    exporters: Sequence[type[Exporter]]
    source: Commit | None = None
    archive: bool = False
    means: Means = field(default_factory=Means)
    print: str = ""
    site: str = ""


def records_of(workspace: Workspace, catalog: Catalog, *, search: bool) -> Records:
    """The records of a catalog, with what the workspace knows of its pages."""
    options = SiteOptions(search, site_files(workspace.root, workspace.limits.site_file_bytes))
    return Records(catalog, options)


def publication_of(
    workspace: Workspace,
    records: Records,
    exporters: Sequence[type[Exporter]],
    *,
    archive: bool = False,
    tell: Callable[[str], None] = lambda message: None,
) -> Publication:
    """What is to be published of a workspace; `tell` is called when git refuses to name the commit."""
    tasks = workspace.tasks
    means = Means(None, tasks.spread, tasks.stages, tasks.watch)
    return Publication(records, exporters, commit_of(workspace.root, tell), archive, means)
