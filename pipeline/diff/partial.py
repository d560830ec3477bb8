"""Snapshot of a library with errors, as far as it can be compared.

Nothing of it is published. A page that only names unknown things is compared as it is written. A page with other
errors is left out, as are terms that cannot be read.
"""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace

from pydantic import ValidationError

from pipeline.diff.snapshot import Faulty, Snapshot
from pipeline.lint.rule import all_rules
from pipeline.model.catalog import Catalog, CatalogPage, unpublished_reason
from pipeline.model.diagnostics import Severity
from pipeline.model.entry import Entry
from pipeline.model.library import Library
from pipeline.model.library_info import LibraryInfo
from pipeline.model.localized_catalog import with_languages
from pipeline.model.rendition import rendition_of
from pipeline.model.report import Report
from pipeline.publish.changes.version import UNKNOWN, VERSION
from pipeline.publish.citations.styled import sources_of
from pipeline.publish.records import Records
from pipeline.publish.schema.records import FactorOfStrategyV1, NamedV1, RelatedV1, StrategyV1
from pipeline.publish.strategy_record import record_of
from pipeline.publish.strategy_summary import SummaryBuilder
from pipeline.source.memoise import cached_property
from pipeline.source.parse.yaml_tree import Mapping as MappingNode
from pipeline.source.parse.yaml_tree import Scalar
from pipeline.source.paths import INFO_PATH, POLICY_PATH

# Rules of other families whose errors do not keep a page from being compared.
HARMLESS = frozenset({"duplicate-title", "successor-not-published"})


def partial_snapshot(name: str, report: Report) -> Snapshot:
    """The comparable part of a library with errors, and its files with errors."""
    library, errors = report.library, _errors(report)
    comparable = list(_comparable(library, errors))
    pages = [
        CatalogPage(entry, entry.strategy)
        for entry in comparable
        if entry.strategy is not None and not unpublished_reason(entry, report.today)
    ]
    records = _records(_catalog(library, pages))
    faulty_records = {page.id for page in pages if page.strategy.status == "published" and page.id not in records}
    pages = [page for page in pages if page.id not in faulty_records]
    compared = {entry.path for entry in comparable if entry.id not in faulty_records}
    left_out = {entry.path for entry in library.entries} - compared
    faulty = tuple(
        Faulty(path, tuple(sorted(errors.get(path, ()))), tuple(_left_out(path, path in left_out, library)))
        for path in sorted({*errors, *left_out})
    )
    catalog = _catalog(library, pages)
    published = Records.of(catalog, builder=_PartialSummaryBuilder(catalog))
    strategies = (records[head.id] for head in published.summaries)
    snapshot = replace(Snapshot.of_records(name, published, strategies), faulty=faulty)
    return snapshot.without(snapshot.left_out)


def _errors(report: Report) -> Mapping[str, set[str]]:
    """The rules behind the errors of each file."""
    found: dict[str, set[str]] = {}
    for diagnostic in report.diagnostics:
        if diagnostic.severity is Severity.ERROR:
            found.setdefault(diagnostic.span.path, set()).add(diagnostic.rule)
    return found


def _comparable(library: Library, errors: Mapping[str, set[str]]) -> Iterator[Entry]:
    """Pages without errors, except in what they refer to, and unfinished ones.

    While the policy is broken, no rule looks for sections that it does not know.
    """
    harmful = {rule.name for rule in all_rules() if rule.required and rule.family != "references"} - HARMLESS
    for entry in library.entries:
        known = entry.strategy is not None or entry.is_unfinished
        if known and harmful.isdisjoint(errors.get(entry.path, ())) and _sections_are_known(entry, library):
            yield entry


def _sections_are_known(entry: Entry, library: Library) -> bool:
    sections = entry.body.sections if library.policy_broken else ()
    return all(library.policy.section_of(section.title) for section in sections)


def _records(catalog: Catalog) -> Mapping[str, StrategyV1]:
    """The records of published pages, except those that name something in a way that no record may."""
    builder, policy, base_url = _PartialSummaryBuilder(catalog), catalog.policy, catalog.info.base_url
    works, records = catalog.vocabulary.references.items, dict[str, StrategyV1]()
    for page in catalog.published:
        with suppress(ValidationError):
            summary = builder.summary(page)
            rendition = rendition_of(page.entry, policy)
            sources = sources_of((works[id_] for id_ in summary.cited if id_ in works), catalog.info.language)
            cards = map(_card, summary.related)
            records[page.id] = record_of(summary, cards, rendition, sources=sources, policy=policy, base_url=base_url)
    return records


def _catalog(library: Library, pages: list[CatalogPage]) -> Catalog:
    """A catalog of pages that may have errors."""
    info = library.info or _info(library)
    return with_languages(Catalog.of_pages(info, library.vocabulary, library.policy, pages), library)


def _info(library: Library) -> LibraryInfo:
    """A substitute for an unreadable `library.yaml`, with its version, if that can be read."""
    file = next((file for file in library.data_files if file.path == INFO_PATH), None)
    written = file.front.get("version") if file and isinstance(file.front, MappingNode) else None
    version = written.text if isinstance(written, Scalar) and VERSION.fullmatch(written.text) else UNKNOWN
    return LibraryInfo.model_construct(
        title=UNKNOWN, language=UNKNOWN, publisher=UNKNOWN, licence=UNKNOWN, version=version
    )


def _left_out(path: str, is_left_out: bool, library: Library) -> Iterator[str]:
    """Keys of what is not compared because of the errors of a file."""
    if path == INFO_PATH and library.info is None:
        yield "library:library"
    if path == POLICY_PATH and library.policy_broken:
        yield "disclaimer:*"
    for prefix, terms in library.vocabulary.keyed:
        if path == terms.path:
            ids = sorted(terms.spans.keys() - terms.items.keys()) if terms.complete else ["*"]
            yield from (prefix + id_ for id_ in ids)
    if is_left_out:
        entry = library.by_path[path]
        yield from (f"strategy:{id_}" for id_ in (entry.id, *entry.facts.texts("aliases")))


def _card(id_: str) -> RelatedV1:
    """A card with the id alone: no more is compared."""
    return RelatedV1(id=id_, title=id_, summary="", category=id_, languages=[])


class _FallbackNames(dict[str, NamedV1]):
    def __missing__(self, id_: str) -> NamedV1:
        return NamedV1(id=id_, name=id_)


@dataclass(frozen=True)
class _PartialSummaryBuilder(SummaryBuilder):
    """Builds summaries of pages that may refer to unknown things, with their ids for names."""

    @cached_property
    def _categories(self) -> Mapping[str, NamedV1]:
        return _FallbackNames()

    @cached_property
    def _models(self) -> Mapping[str, NamedV1]:
        return _FallbackNames()

    def _factor(self, models: tuple[str, ...], id_: str) -> FactorOfStrategyV1:
        return FactorOfStrategyV1(id=id_, name=id_, group="")

    def _reference(self, target: str, id_: str) -> NamedV1:
        return NamedV1(id=id_, name=id_)
