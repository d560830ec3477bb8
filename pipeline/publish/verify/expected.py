"""Expected values that checks of a strategy compare it with, besides its record."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pipeline.model.identifiers import Identifiers
from pipeline.publish.schema.manifest import ManifestV1
from pipeline.publish.schema.records import LibraryV1
from pipeline.publish.verify.columns import Cells, cells_of
from pipeline.source.memoise import cached_property


@dataclass(frozen=True)
class Expected:
    """The library, the texts of its disclaimers by id, the formats of the bundle, and its tables.

    `tables` are those with rows of strategies, by path, each with its schema from `datapackage.json`. Plain values, so
    that they can be sent to another process or machine; what is derived from them is not pickled.
    """

    library: LibraryV1
    disclaimers: Mapping[str, str]
    formats: frozenset[str]
    tables: Mapping[str, Mapping[str, Any]]

    @classmethod
    def of(cls, manifest: ManifestV1, tables: Mapping[str, Mapping[str, Any]]) -> "Expected":
        """The values that a manifest promises."""
        texts = {item.id: item.text for item in manifest.disclaimers}
        return cls(manifest.library, texts, frozenset(manifest.formats), tables)

    def __reduce__(self) -> tuple[object, ...]:
        return Expected, (self.library, dict(self.disclaimers), self.formats, dict(self.tables))

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
        return {path: cells_of(path, schema, self.disclaimers) for path, schema in self.tables.items()}
