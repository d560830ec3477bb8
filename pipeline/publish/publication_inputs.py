"""Inputs of a publication: the records of a library, and the inputs of each strategy."""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial

from pipeline.incremental.page_tasks import PageContent
from pipeline.incremental.workspace import Workspace
from pipeline.model.catalog import Catalog
from pipeline.model.fallback import text_with_localized_headings
from pipeline.model.library import Library
from pipeline.model.localized_catalog import localized_catalogs, with_languages
from pipeline.model.policy import PagePolicy
from pipeline.publish.inputs import StrategyInputs, is_theme, strategy_inputs
from pipeline.publish.records import Records
from pipeline.publish.schema.changes import ChangesV1
from pipeline.publish.schema.records import StrategyV1
from pipeline.publish.site_options import SiteOptions
from pipeline.publish.strategy_summary import StrategySummary
from pipeline.source.discovery import content_digest, site_files
from pipeline.source.parse import Limits
from pipeline.source.paths import translation_path
from pipeline.source.text import Source


@dataclass(frozen=True)
class PublicationInputs:
    """All that is published of a library. `shown` returns the content of a strategy's page; `limits` are its limits.

    `changes` are those since an earlier version; None if the library was compared with nothing. `editions` are the
    inputs in the library's further languages.
    """

    site: Records
    strategies: list[StrategyInputs]
    shown: Callable[[StrategyInputs], PageContent]
    limits: Limits
    changes: ChangesV1 | None = None
    editions: "tuple[PublicationInputs, ...]" = ()

    def inputs(self) -> Iterator[StrategyInputs]:
        """The inputs of each strategy, by id, with the content of its page."""
        return map(self._complete, self.strategies)

    def complete(self, ids: Collection[str]) -> list[StrategyInputs]:
        """The same for some strategies."""
        wanted = set(ids)
        return [self._complete(each) for each in self.strategies if each.id in wanted]

    def _complete(self, strategy: StrategyInputs) -> StrategyInputs:
        return strategy.with_rendition(self.shown(strategy).read(self.limits, self.site.policy))

    def records(self) -> Iterator[StrategyV1]:
        """The record of each strategy, by id."""
        return (strategy.record for strategy in self.inputs())

    def translated_records(self) -> Mapping[str, Iterator[StrategyV1]]:
        """The record of each strategy in the further languages."""
        return {each.site.info.language: each.records() for each in self.editions}


def site_options(workspace: Workspace, *, search: bool) -> SiteOptions:
    """The site files of a workspace, as of its last report, and whether the site has a search index."""
    files = dict(site_files(workspace.root, workspace.limits.site_file_bytes))
    for path in files:
        if is_theme(path):
            files[path] = partial(bytes, files[path]())  # read now: other processes read no file
    return SiteOptions(search, files, workspace.state.digests)


def publication_inputs(workspace: Workspace, catalog: Catalog, options: SiteOptions) -> PublicationInputs:
    """The inputs for a catalog of the last report of a workspace."""
    site = Records.of(catalog, options)
    strategies = list(strategy_inputs(site, lambda head: workspace.digest(head.path)))
    return PublicationInputs(
        site, strategies, lambda strategy: workspace.content(strategy.summary.path), workspace.limits
    )


def inputs_in_all_languages(
    workspace: Workspace, catalog: Catalog, library: Library, options: SiteOptions
) -> PublicationInputs:
    """The inputs for a catalog, and for those of its library's further languages."""
    catalog, policy = with_languages(catalog, library), catalog.policy
    localized = localized_catalogs(catalog, library)
    editions = tuple(_edition(workspace, each, policy, options) for each in localized)
    return replace(publication_inputs(workspace, catalog, options), editions=editions)


def _edition(workspace: Workspace, catalog: Catalog, policy: PagePolicy, options: SiteOptions) -> PublicationInputs:
    """The inputs in a further language; `policy` is that of the originals."""
    site, localization = Records.of(catalog, options), catalog.localization
    assert localization is not None

    def digest(head: StrategySummary) -> str:
        own = workspace.digest(head.path)
        return (
            own if translation_path(head.path) else content_digest(f"{own} {policy!r} {localization.words!r}".encode())
        )

    def shown(strategy: StrategyInputs) -> PageContent:
        path = strategy.summary.path
        if translation_path(path):
            return workspace.content(path)
        document = catalog.by_id[strategy.id].entry.document
        text = text_with_localized_headings(document, policy, localization)
        return PageContent((path, Source(path, text).encode()))

    return PublicationInputs(site, list(strategy_inputs(site, digest)), shown, workspace.limits)
