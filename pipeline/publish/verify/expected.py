"""What the checks of a strategy know besides what the bundle holds of it: plain values, fit to be sent anywhere."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from pipeline.model.identifiers import Identifiers
from pipeline.publish.schema.manifest import ManifestV1
from pipeline.publish.schema.records import LibraryV1
from pipeline.publish.verify.columns import Cells, cells_of
from pipeline.publish.verify.violation import Violation

if TYPE_CHECKING:
    from pipeline.publish.verify.view import StrategyView


@dataclass(frozen=True)
class Expected:
    """The library, the texts of its disclaimers by id, the formats of the bundle, and its tables.

    `tables` are those with rows of strategies, by path, each with its schema as `datapackage.json` has it. What is
    worked out of these is not pickled.
    """

    library: LibraryV1
    disclaimers: Mapping[str, str]
    formats: frozenset[str]
    tables: Mapping[str, Mapping[str, Any]]

    @classmethod
    def of(cls, manifest: ManifestV1, tables: Mapping[str, Mapping[str, Any]]) -> "Expected":
        """What a manifest promises."""
        texts = {item.id: item.text for item in manifest.disclaimers}
        return cls(manifest.library, texts, frozenset(manifest.formats), tables)

    def __reduce__(self) -> tuple[object, ...]:
        return Expected, (self.library, dict(self.disclaimers), self.formats, dict(self.tables))

    @cached_property
    def identifiers(self) -> Identifiers:
        """Makes the identifiers of the library."""
        return Identifiers(self.library.id)

    @cached_property
    def base(self) -> str:
        """Where the site will stand, with a slash at its end; only a slash when nobody said."""
        return (self.library.base_url or "").rstrip("/") + "/"

    @cached_property
    def cells(self) -> Mapping[str, Cells]:
        """How the rows of each table follow from a record."""
        return {path: cells_of(path, schema, self.disclaimers) for path, schema in self.tables.items()}


@dataclass(frozen=True)
class StrategyCheck:
    """One promise about each strategy by itself, kept when the bundle holds the format."""

    function: Callable[["StrategyView", Expected], Iterator[Violation]]
    format: str


def each(
    format_: str,
) -> Callable[[Callable[["StrategyView", Expected], Iterator[Violation]]], StrategyCheck]:
    """Make a check of a generator function, which is called for one strategy after another."""
    return lambda function: StrategyCheck(function, format_)
