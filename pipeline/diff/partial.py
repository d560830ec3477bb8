"""The state of a library with errors, as far as it can be compared.

Nothing of it is published. A page whose only errors are about what it names is compared as it is written; one with
other errors is left out, as are terms that cannot be read.
"""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cached_property

from pydantic import ValidationError

from pipeline.diff.snapshot import Faulty, Snapshot
from pipeline.diff.version import UNKNOWN, VERSION
from pipeline.lint.rule import all_rules
from pipeline.model.catalog import Catalog, CatalogPage
from pipeline.model.diagnostics import Severity
from pipeline.model.library import Library
from pipeline.model.library_info import LibraryInfo
from pipeline.model.rendition import rendition_of
from pipeline.model.report import Report
from pipeline.publish.records import Records, record_of
from pipeline.publish.schema.records import FactorOfStrategyV1, NamedV1, RelatedV1, StrategyV1
from pipeline.publish.strategy_summary import SummaryBuilder
from pipeline.source.parse.yaml_tree import Mapping as MappingNode
from pipeline.source.parse.yaml_tree import Scalar
from pipeline.source.paths import INFO_PATH, POLICY_PATH

# Rules of other families whose errors leave a page as it is.
HARMLESS = frozenset({"duplicate-title", "successor-not-published"})


def partial_snapshot(name: str, report: Report) -> Snapshot:
    """What can be compared of a library with errors, and its files that have some."""
    library, errors = report.library, _errors(report)
    pages = list(_sound_pages(library, errors))
    made = _made(_catalog(library, pages))
    whole = [page for page in pages if page.id in made or page.strategy.status != "published"]
    broken = {entry.path for entry in library.entries} - {page.entry.path for page in whole}
    faulty = tuple(
        Faulty(path, tuple(sorted(errors.get(path, ()))), tuple(_left_out(path, path in broken, library)))
        for path in sorted({*errors, *broken})
    )
    catalog = _catalog(library, whole)
    records = Records.of(catalog, builder=_PartialSummaryBuilder(catalog))
    snapshot = replace(Snapshot.of_records(name, records, (made[head.id] for head in records.summaries)), faulty=faulty)
    return snapshot.without(snapshot.left_out)


def _errors(report: Report) -> Mapping[str, set[str]]:
    """The rules whose errors each file has."""
    found: dict[str, set[str]] = {}
    for diagnostic in report.diagnostics:
        if diagnostic.severity is Severity.ERROR:
            found.setdefault(diagnostic.span.path, set()).add(diagnostic.rule)
    return found


def _sound_pages(library: Library, errors: Mapping[str, set[str]]) -> Iterator[CatalogPage]:
    """Pages whose errors, if any, are about what they name."""
    harmful = {rule.name for rule in all_rules() if rule.required and rule.family != "references"} - HARMLESS
    for entry in library.entries:
        if entry.strategy is not None and harmful.isdisjoint(errors.get(entry.path, ())):
            yield CatalogPage(entry, entry.strategy)


def _made(catalog: Catalog) -> Mapping[str, StrategyV1]:
    """The records of published pages, but for those that name something in a way that no record may."""
    builder, policy = _PartialSummaryBuilder(catalog), catalog.policy
    made: dict[str, StrategyV1] = {}
    for page in catalog.published:
        with suppress(ValidationError):
            head = builder.summary(page)
            made[page.id] = record_of(head, map(_card, head.related), rendition_of(page.entry, policy), policy)
    return made


def _catalog(library: Library, pages: list[CatalogPage]) -> Catalog:
    """A catalog that proves nothing."""

    def of_status(status: str) -> tuple[CatalogPage, ...]:
        return tuple(sorted((page for page in pages if page.strategy.status == status), key=lambda page: page.id))

    parts = (of_status(status) for status in ("published", "retired", "draft"))
    return Catalog(library.info or _info(library), library.vocabulary, library.policy, *parts)


def _info(library: Library) -> LibraryInfo:
    """What stands in for what cannot be read of the library as a whole: its version, if that can be."""
    file = next((file for file in library.data_files if file.path == INFO_PATH), None)
    written = file.front.get("version") if file and isinstance(file.front, MappingNode) else None
    version = written.text if isinstance(written, Scalar) and VERSION.fullmatch(written.text) else UNKNOWN
    return LibraryInfo.model_construct(
        title=UNKNOWN, language=UNKNOWN, publisher=UNKNOWN, licence=UNKNOWN, version=version
    )


def _left_out(path: str, broken: bool, library: Library) -> Iterator[str]:
    """What cannot be compared for the errors of a file."""
    if path == INFO_PATH and library.info is None:
        yield "library:library"
    if path == POLICY_PATH and library.policy_broken:
        yield "disclaimer:*"
    for thing, terms in library.vocabulary.lists.items():
        if path == terms.path:
            ids = sorted(terms.spans.keys() - terms.items.keys()) if terms.complete else ["*"]
            yield from (f"{thing}:{id_}" for id_ in ids)
    if broken:
        entry = library.by_path[path]
        yield from (f"strategy:{id_}" for id_ in (entry.id, *entry.facts.texts("aliases")))


def _card(id_: str) -> RelatedV1:
    """A card that says nothing but the id: no more is compared."""
    return RelatedV1(id=id_, title=id_, summary="", category=id_)


class _FallbackNames(dict[str, NamedV1]):
    def __missing__(self, id_: str) -> NamedV1:
        return NamedV1(id=id_, name=id_)


@dataclass(frozen=True)
class _PartialSummaryBuilder(SummaryBuilder):
    """Makes heads of pages that may name what there is not: that has its id for a name."""

    @cached_property
    def _categories(self) -> Mapping[str, NamedV1]:
        return _FallbackNames()

    @cached_property
    def _models(self) -> Mapping[str, NamedV1]:
        return _FallbackNames()

    def _factor(self, models: tuple[str, ...], id_: str) -> FactorOfStrategyV1:
        return FactorOfStrategyV1(id=id_, name=id_, group="")
