"""The catalog of a library without errors, which exporters publish."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from pipeline.model.entry import Entry
from pipeline.model.library import Library
from pipeline.model.library_info import LibraryInfo
from pipeline.model.localization import Localization
from pipeline.model.own_page import OwnPage, own_page_of
from pipeline.model.policy import PagePolicy
from pipeline.model.report import Report
from pipeline.model.strategy import Strategy
from pipeline.model.vocabulary import Vocabulary
from pipeline.source.memoise import cached_property


class NotPublishable(Exception):  # noqa: N818 - names what the library is
    """The report has errors, so nothing may be published."""


@dataclass(frozen=True)
class CatalogPage:
    """An entry with a valid strategy. `languages` are those it is in, if the library has several.

    The translations into those that are `outdated` were made from an earlier text.
    """

    entry: Entry
    strategy: Strategy
    languages: tuple[str, ...] = ()
    outdated: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """The strategy's id."""
        return self.entry.id


class LeftOut(NamedTuple):
    """A page that is not published yet, and the reason."""

    id: str
    reason: str  # `idea`, `draft` or `scheduled for <day>`


@dataclass(frozen=True)
class Catalog:
    """Published and retired strategies, and the pages that are left out, each sorted by id.

    A catalog in a further language of a library has its `localization`.
    """

    info: LibraryInfo
    vocabulary: Vocabulary
    policy: PagePolicy
    published: tuple[CatalogPage, ...]
    retired: tuple[CatalogPage, ...]
    left_out: tuple[LeftOut, ...] = ()
    own_pages: tuple[OwnPage, ...] = field(default=(), kw_only=True)
    localization: Localization | None = field(default=None, kw_only=True)

    @classmethod
    def of(cls, report: Report) -> "Catalog":
        """The catalog of a checked library; raises NotPublishable when the report holds any error.

        Ideas and drafts need no valid front matter, as nothing of them is published.
        """
        library, today = report.library, report.today
        if report.has_errors or library.info is None:
            raise NotPublishable
        reasons = {entry.path: unpublished_reason(entry, today) for entry in library.entries}
        left_out = sorted(LeftOut(entry.id, reasons[entry.path]) for entry in library.entries if reasons[entry.path])
        pages = [
            CatalogPage(entry, entry.strategy)
            for entry in library.entries
            if entry.strategy is not None and not reasons[entry.path]
        ]
        if len(pages) + len(left_out) != len(library.entries):
            raise NotPublishable
        catalog = cls.of_pages(library.info, library.vocabulary, library.policy, pages)
        return replace(catalog, left_out=tuple(left_out), own_pages=_own(library))

    @classmethod
    def of_pages(
        cls, info: LibraryInfo, vocabulary: Vocabulary, policy: PagePolicy, pages: Iterable[CatalogPage]
    ) -> "Catalog":
        """The catalog of these pages."""
        in_order = sorted(pages, key=lambda page: page.id)
        published, retired = (
            tuple(page for page in in_order if page.strategy.status == status) for status in ("published", "retired")
        )
        return cls(info, vocabulary, policy, published, retired)

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


def unpublished_reason(entry: Entry, today: dt.date) -> str:
    """The reason why a page is not published yet; empty if it is, or if it is retired."""
    if entry.is_unfinished:
        return str(entry.status)
    return f"scheduled for {entry.publish_on.isoformat()}" if entry.publish_on > today else ""


def _own(library: Library) -> tuple[OwnPage, ...]:
    """The library's own pages, in the order of the menu."""
    found = [own_page_of(page.id, page.front, page.document) for page in library.own_pages if page.front]
    if len(found) != len(library.own_pages):
        raise NotPublishable
    return tuple(sorted(found, key=lambda page: (page.order, page.id)))
