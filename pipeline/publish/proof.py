"""STUB until the verify branch is merged."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pipeline.exporter import File
from pipeline.model.inputs import StrategyInputs
from pipeline.model.published import LibraryV1
from pipeline.model.records import Records
from pipeline.publish.checks.images import is_image
from pipeline.publish.checks.links import Wanted, is_of_site, is_own
from pipeline.publish.fault import Fault


@dataclass(frozen=True)
class Proof:
    base: str

    @classmethod
    def of(cls, site: Records, formats: frozenset[str]) -> "Proof":
        return cls((site.library.base_url or "").rstrip("/") + "/")

    def faults(
        self, strategy: StrategyInputs, files: Mapping[str, bytes], shards: Mapping[str, bytes], wanted: Wanted
    ) -> Iterator[Fault]:
        return iter(())

    def leads(self, wanted: Wanted) -> Wanted:
        if self.base == "/":
            return {}
        return {place: first for place, first in wanted.items() if is_own(self.base, first[0])}


def site_faults(library: LibraryV1, file: File, wanted: Wanted) -> Iterator[Fault]:
    return iter(())


def is_proved(path: str) -> bool:
    return is_of_site(path) or is_image(path)
