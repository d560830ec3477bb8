"""What is published of a library: its records, and the inputs of each strategy."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from pipeline.incremental.page_tasks import PageContent
from pipeline.incremental.workspace import Workspace
from pipeline.model.catalog import Catalog
from pipeline.publish.inputs import OWN_STYLES, StrategyInputs, strategy_inputs
from pipeline.publish.records import Records
from pipeline.publish.schema.records import StrategyV1
from pipeline.publish.site_options import SiteOptions
from pipeline.source.discovery import site_files
from pipeline.source.parse import Limits
from pipeline.source.paths import TEMPLATES_FOLDER


@dataclass(frozen=True)
class Edition:
    """`shown` gives what the page of a strategy shows; `limits` are those of pages."""

    site: Records
    strategies: list[StrategyInputs]
    shown: Callable[[StrategyInputs], PageContent]
    limits: Limits

    def inputs(self) -> Iterator[StrategyInputs]:
        """All inputs of each strategy, by id, what its page shows included."""
        policy = self.site.policy
        return (each.rendered(self.shown(each).read(self.limits, policy)) for each in self.strategies)

    def records(self) -> Iterator[StrategyV1]:
        """The record of each strategy, by id."""
        return (strategy.record for strategy in self.inputs())


def site_options(workspace: Workspace, *, search: bool) -> SiteOptions:
    """The files of the site of a workspace, as they were at its last report, and whether it can be searched."""
    files = dict(site_files(workspace.root, workspace.limits.site_file_bytes))
    for path in files:
        if path == OWN_STYLES or path.startswith(f"{TEMPLATES_FOLDER}/"):
            files[path] = partial(bytes, files[path]())  # what is sent to others reads no file there
    return SiteOptions(search, files, workspace.state.digests)


def edition_of(workspace: Workspace, catalog: Catalog, options: SiteOptions) -> Edition:
    """What is published of a catalog that was made of the last report of a workspace."""
    site = Records.of(catalog, options)
    strategies = list(strategy_inputs(site, lambda head: workspace.digest(head.path)))
    return Edition(site, strategies, lambda strategy: workspace.content(strategy.head.path), workspace.limits)
