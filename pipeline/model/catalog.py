"""The catalog of a library without errors, which exporters publish."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from pipeline.model.entry import Entry
from pipeline.model.library import Library
from pipeline.model.library_info import LibraryInfo
from pipeline.model.own_page import OwnPage, own_page_of
from pipeline.model.policy import PagePolicy
from pipeline.model.report import Report
from pipeline.model.strategy import Strategy
from pipeline.model.vocabulary import Vocabulary
from pipeline.source.memoise import cached_property

# In the order of the fields of a catalog.
STATUSES = ("published", "retired", "draft")


class NotPublishable(Exception):  # noqa: N818 - names what the library is
    """The report has errors, so nothing may be published."""


@dataclass(frozen=True)
class CatalogPage:
    """An entry with a valid strategy."""

    entry: Entry
    strategy: Strategy

    @property
    def id(self) -> str:
        """The strategy's id."""
        return self.entry.id


@dataclass(frozen=True)
class Catalog:
    """All strategies by status, each sorted by id. Only published ones are exported."""

    info: LibraryInfo
    vocabulary: Vocabulary
    policy: PagePolicy
    published: tuple[CatalogPage, ...]
    retired: tuple[CatalogPage, ...]
    drafts: tuple[CatalogPage, ...]
    own_pages: tuple[OwnPage, ...] = field(default=(), kw_only=True)

    @classmethod
    def of(cls, report: Report) -> "Catalog":
        """The catalog of a checked library; raises NotPublishable when the report holds any error."""
        library = report.library
        if report.has_errors or library.info is None:
            raise NotPublishable
        pages = [CatalogPage(entry, entry.strategy) for entry in library.entries if entry.strategy is not None]
        if len(pages) != len(library.entries):
            raise NotPublishable
        pages.sort(key=lambda page: page.id)
        by_status = {status: tuple(page for page in pages if page.strategy.status == status) for status in STATUSES}
        return cls(library.info, library.vocabulary, library.policy, *by_status.values(), own_pages=_own(library))

    @cached_property
    def by_id(self) -> Mapping[str, CatalogPage]:
        """Published pages by id."""
        return {page.id: page for page in self.published}

    def successor_of(self, page: CatalogPage) -> str | None:
        """The published strategy that replaces a retired one, perhaps after other retired ones.

        Rules make sure that there are no cycles, and that the last one is published.
        """
        successor = page.strategy.replaced_by
        while successor and successor in self._retired_by_id:
            successor = self._retired_by_id[successor].strategy.replaced_by
        return successor

    @cached_property
    def _retired_by_id(self) -> Mapping[str, CatalogPage]:
        return {page.id: page for page in self.retired}


def _own(library: Library) -> tuple[OwnPage, ...]:
    """The library's own pages, in the order of the menu."""
    found = [own_page_of(page.id, page.front, page.document) for page in library.own_pages if page.front]
    if len(found) != len(library.own_pages):
        raise NotPublishable
    return tuple(sorted(found, key=lambda page: (page.order, page.id)))
