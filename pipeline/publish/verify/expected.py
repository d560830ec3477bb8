"""Expected values that checks of a strategy compare it with, besides its record."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, cast

from pipeline.model.foreign_sources import NOTHING_FOREIGN, Analytics, Directive, ForeignSources
from pipeline.model.identifiers import Identifiers
from pipeline.publish.schema.manifest import ManifestV1
from pipeline.publish.schema.records import LibraryV1
from pipeline.publish.schema.site import EducationV1, OwnFieldV1, SiteV1
from pipeline.publish.verify.columns import Cells, cells_of
from pipeline.source.memoise import cached_property


@dataclass(frozen=True)
class Expected:
    """The library, the texts of its disclaimers by id, the formats of the bundle, its tables, and grades.

    `tables` are those with rows of strategies, by path, each with its schema from `datapackage.json`. `grades` are by
    the id of their learner model; without a document of learner models there are none. `notes` stand on pages, by the
    id of their section; `own` are the library's own fields; `foreign` is what pages may load besides the site's own
    files; `education` is what linked data says of learning; `lists` are the ids of sections of resources or citations,
    in which no sentence makes a claim. Plain values, so that they can be sent to another process
    or machine; what is derived is not pickled.
    """

    library: LibraryV1
    disclaimers: Mapping[str, str]
    formats: frozenset[str]
    tables: Mapping[str, Mapping[str, Any]]
    grades: Mapping[str, Sequence[str]] = field(default_factory=dict)
    notes: Mapping[str, str] = field(default_factory=dict)
    own: Sequence[OwnFieldV1] = ()
    foreign: ForeignSources = NOTHING_FOREIGN
    education: EducationV1 | None = None
    lists: frozenset[str] = frozenset()

    @classmethod
    def of(
        cls, manifest: ManifestV1, tables: Mapping[str, Mapping[str, Any]], grades: Mapping[str, Sequence[str]]
    ) -> "Expected":
        """The values that a manifest promises."""
        texts = {item.id: item.text for item in manifest.disclaimers}
        notes = {section.id: section.note for section in manifest.site.sections if section.note}
        site, library, formats = manifest.site, manifest.library, frozenset(manifest.formats)
        own = [field for field in site.fields if field.on == "strategy"]
        foreign = _foreign(site).in_languages(library.languages, library.language)
        lists = frozenset(section.id for section in site.sections if section.items)
        said = (own, foreign, site.education, lists)
        return cls(library, texts, formats, tables, grades, notes, *said)

    def __reduce__(self) -> tuple[object, ...]:
        given = (self.disclaimers, self.tables, self.grades, self.notes)
        disclaimers, tables, grades, notes = map(dict[str, Any], given)
        own = (tuple(self.own), self.foreign, self.education, self.lists)
        return Expected, (self.library, disclaimers, self.formats, tables, grades, notes, *own)

    @cached_property
    def identifiers(self) -> Identifiers:
        """The identifiers of the library."""
        return Identifiers(self.library.id)

    @cached_property
    def base(self) -> str:
        """The address of the site with a slash at its end; only a slash when it is not known."""
        return (self.library.base_url or "").rstrip("/") + "/"

    @cached_property
    def cells(self) -> Mapping[str, Cells]:
        """How the rows of each table follow from a record."""
        types = {field.id: field.type for field in self.own if field.column}
        return {path: cells_of(path, schema, self.disclaimers, types) for path, schema in self.tables.items()}


def _foreign(site: SiteV1) -> ForeignSources:
    """What a manifest says that pages may load besides the site's own files."""
    script = Analytics.model_construct(None, **site.analytics.model_dump()) if site.analytics else None
    return ForeignSources.of({cast("Directive", name): tuple(sources) for name, sources in site.csp.items()}, script)
