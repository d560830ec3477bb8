"""The site of a library as it is now, drafts and broken pages included, made in memory page by page when asked for."""

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace

from jinja2 import TemplateError

from pipeline.authoring.preview.kept import Kept, KeptPage, KeptSummaries, with_policy
from pipeline.authoring.preview.notes import PageNotes, PlacedFinding
from pipeline.authoring.preview.stand_in import (
    policy_with_sections_of,
    preamble_of,
    readable_entry,
    stand_in,
    without_items,
)
from pipeline.model.catalog import Catalog, CatalogPage
from pipeline.model.entry import Entry
from pipeline.model.fields import ID_PATTERN
from pipeline.model.images import bundle_path
from pipeline.model.library_info import LibraryInfo
from pipeline.model.own_fields import STRATEGY
from pipeline.model.own_page import own_page_of
from pipeline.model.policy import PagePolicy
from pipeline.model.rendition import Rendition, rendition_of
from pipeline.model.report import Report
from pipeline.model.site_paths import is_taken
from pipeline.publish.exporter import ExportFault, File
from pipeline.publish.exporters.html_site.layout import INDEX
from pipeline.publish.exporters.html_site.page_kind import PageKind, page_kinds
from pipeline.publish.exporters.html_site.site import Site, site_of
from pipeline.publish.exporters.html_site.strategy_page import address_of, strategy_pages
from pipeline.publish.inputs import SharedInputs, StrategyInputs, strategy_inputs
from pipeline.publish.records import Records
from pipeline.publish.site_options import SiteOptions
from pipeline.source.memoise import cached_property
from pipeline.source.parse import Limits
from pipeline.source.paths import IMAGES_FOLDER

# What the functions of the site raise for content that could not be published.
FAILS = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    ExportFault,
    LookupError,
    TemplateError,
    TypeError,
    ValueError,
)
# What stands for the library's information while that cannot be read.
NO_INFO = LibraryInfo.model_construct(
    title="Untitled library", language="en", publisher="unknown", licence="unknown", version="0.0.0"
)


@dataclass(frozen=True)
class PreviewSite:
    """All pages of a checked library by their addresses.

    `version` differs from that of every other state of the library. `trouble` tells why a newer one cannot be shown.
    `former` is what the state before has left.
    """

    report: Report
    options: SiteOptions
    limits: Limits
    version: int = 0
    trouble: str = ""
    former: Kept = field(default=Kept(), repr=False, compare=False)

    @cached_property
    def entries(self) -> Mapping[str, Entry]:
        """The pages of strategies by their addresses on the site."""
        return {address_of(entry.id): entry for entry in self.report.library.by_id.values()}

    @cached_property
    def own_pages(self) -> Mapping[str, Entry]:
        """The library's own pages by their addresses on the site."""
        return {f"{entry.id}/{INDEX}": entry for entry in self.report.library.own_pages}

    @cached_property
    def addresses(self) -> Mapping[str, str]:
        """The address of the page that a file is shown on, by path."""
        return {entry.path: f"/{address}" for address, entry in (*self.entries.items(), *self.own_pages.items())}

    @cached_property
    def findings(self) -> list[PlacedFinding]:
        """All findings of the report, each with its line; 1 where there is no text."""
        sources = self.report.library.sources
        return [
            PlacedFinding(number, each, sources[each.span.path].position(each.span.start).line)
            if each.span.path in sources
            else PlacedFinding(number, each, 1)
            for number, each in enumerate(self.report.diagnostics)
        ]

    @property
    def info(self) -> LibraryInfo:
        """The library's information, or what stands for it."""
        # The preview shows the originals.
        return (self.report.library.info or NO_INFO).model_copy(update={"languages": ()})

    @cached_property
    def site(self) -> Site:
        """The site around the pages of strategies."""
        return site_of(self.records)

    @cached_property
    def _known(self) -> frozenset[str]:
        """The ids of strategies that others can name."""
        entries = self.report.library.by_id.items()
        return frozenset(id_ for id_, each in entries if _is_id(id_) and each.readable and each.status != "retired")

    @cached_property
    def _ground(self) -> object:
        library = self.report.library
        named = any(each.target == STRATEGY for each in library.policy.fields)
        titles = tuple(entry.title for entry in library.entries) if named else ()
        return tuple(file.source for file in library.data_files), self._known, titles, self.report.today

    @cached_property
    def _unchanged(self) -> Mapping[str, KeptPage]:
        return self.former.pages if self.former.ground == self._ground else {}

    @cached_property
    def _catalog(self) -> Catalog:
        library, today, known = self.report.library, self.report.today, self._known
        pages: list[CatalogPage] = []
        for id_ in known:
            entry, last = library.by_id[id_], self._unchanged.get(id_)
            same = last is not None and last.facts is entry.facts
            built = last.strategy if last and same else stand_in(entry, library, known, today)
            if built is not None:
                pages.append(CatalogPage(entry, built))
        catalog = Catalog.of_pages(self.info, library.vocabulary, library.policy, pages)
        own = [own_page_of(page.id, page.front, page.document) for page in library.own_pages if page.front]
        return replace(catalog, own_pages=tuple(sorted(own, key=lambda page: (page.order, page.id))))

    @cached_property
    def records(self) -> Records:
        """All that the site shows besides the texts of pages."""
        return self._records(self._catalog)

    def _records(self, catalog: Catalog) -> Records:
        return Records.of(catalog, self.options, KeptSummaries(catalog, self._unchanged))

    @cached_property
    def shared(self) -> SharedInputs:
        """What all pages show; those of the state before if they are the same, as templates are slow to compile."""
        made = SharedInputs.of(self.records)
        return self.former.shared if self.former.shared and self.former.shared.digest == made.digest else made

    @property
    def kept(self) -> Kept:
        """What this state leaves to the next: all if a page of a strategy was made, else that of the state before."""
        if "shared" not in self.__dict__:
            return self.former
        pairs = zip(self._catalog.published, self.records.summaries, strict=True)
        pages = {page.id: KeptPage(page.entry.facts, page.strategy, summary) for page, summary in pairs}
        return Kept(self.shared, self._ground, pages)

    @cached_property
    def _others(self) -> list[tuple[str, Iterator[File]]]:
        """The pages besides those of strategies, each rendered when it comes, with the name of what makes them."""
        theme = self.site.layout.theme
        assets = (*theme.assets, self.site.catalog, *([theme.translations] if theme.translations else []))
        kinds = [(kind.make.__module__.rpartition(".")[2], self._pages_of(kind)) for kind in page_kinds()]
        return [("assets", iter(assets)), *kinds]

    def _pages_of(self, kind: PageKind) -> Iterator[File]:
        # If the vocabulary has errors, findings tell them.
        with suppress(*FAILS):
            yield from kind.make(self.site)

    def _other(self, address: str) -> bytes | None:
        """One of these pages: looked for in its kind by its folder, then in all in turn; each begins with a list."""
        kind = address.partition("/")[0].replace("-", "_") if "/" in address else "start"
        alike = [pages for name, pages in self._others if name == kind]
        for waiting in (alike, [pages for _, pages in self._others]):
            while waiting and address not in self._made:
                for pages in tuple(waiting):
                    file = next(pages, None)
                    if file is None:
                        waiting.remove(pages)
                    else:
                        self._made.setdefault(file.path.removeprefix("html/"), file.data)
        return self._made.get(address)

    @cached_property
    def _made(self) -> dict[str, bytes]:
        return {}

    @cached_property
    def _files(self) -> Mapping[str, Callable[[], bytes]]:
        """Images and static files by their addresses."""
        files = self.options.files
        images = {bundle_path(path): files[path] for path in files if path.startswith(f"{IMAGES_FOLDER}/")}
        static = {path: read for path, read in self.options.static.items() if not is_taken(path)}
        return {path.removeprefix("html/"): read for path, read in images.items()} | static

    def is_file(self, address: str) -> bool:
        """True for an image or a static file, which the library has as it is."""
        return address in self._files

    def page(self, address: str) -> bytes | None:
        """A file of the site by its address from the top; None if there is none. It is only looked up, never joined."""
        if address in self.entries:
            return self.strategy(self.entries[address])
        if address in self._files:
            return self._files[address]()
        return self._other(address)

    def notes(self, entry: Entry) -> PageNotes:
        """The findings on a page."""
        found = tuple(each for each in self.findings if each.found.span.path == entry.path)
        return PageNotes(self._readable(entry), found)

    def _readable(self, entry: Entry) -> Entry:
        return readable_entry(entry, self.limits)

    def strategy(self, entry: Entry) -> bytes | None:
        """The page of a strategy with its findings; None if it cannot be rendered as readers would see it."""
        try:
            return self._strategy(entry)
        except FAILS:
            return None

    def _strategy(self, entry: Entry) -> bytes | None:
        readable = self._readable(entry)
        if readable.document.body is None or not _is_id(entry.id):
            return None
        in_site = entry.id in self.records.by_id
        inputs = self._inputs(self.records, entry.id, self.shared) if in_site else self._alone(readable)
        if inputs is None:
            return None
        policy = policy_with_sections_of(readable, inputs.shared.policy)
        if policy is not inputs.shared.policy:
            inputs = replace(inputs, shared=with_policy(inputs.shared, policy))
        rendition = self.notes(entry).in_text(_rendition(readable, policy))
        return next(iter(strategy_pages(inputs.with_rendition(rendition)))).data

    def _inputs(self, records: Records, id_: str, shared: SharedInputs) -> StrategyInputs:
        return next(strategy_inputs(records, lambda summary: summary.id, shared, id_))

    def _alone(self, entry: Entry) -> StrategyInputs | None:
        """The inputs of a page that no other page can know of: retired, or without fields that can be read."""
        built = stand_in(entry, self.report.library, self._known, self.report.today)
        if built is None:
            return None
        pages = (*self._catalog.published, CatalogPage(entry, built.model_copy(update={"status": "published"})))
        catalog = replace(self._catalog, published=tuple(sorted(pages, key=lambda page: page.id)))
        records = self._records(catalog)
        return self._inputs(records, entry.id, SharedInputs.of(records))


def _is_id(name: str) -> bool:
    """True if the name of a page's file is an id."""
    return re.fullmatch(ID_PATTERN, name) is not None


def _rendition(entry: Entry, policy: PagePolicy) -> Rendition:
    """The rendition of a page; if the items of its lists are not what they should be, with plain lists."""
    try:
        found = rendition_of(entry, policy)
    except FAILS:
        found = rendition_of(entry, without_items(policy))
    factors, strategies = (tuple(filter(_is_id, named)) for named in (found.factors, found.strategies))
    before = (preamble_of(entry),) if entry.body.preamble.blocks else ()
    return replace(found, factors=factors, strategies=strategies, sections=(*before, *found.sections))
