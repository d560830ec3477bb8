"""A bundle without its strategies, to check what is around them."""

from collections.abc import Mapping
from io import BytesIO
from typing import BinaryIO

from pipeline.publish.bundle import Bundle
from pipeline.publish.exporter import Aggregate
from pipeline.publish.schema.manifest import ManifestV1


class BundleWithoutStrategies:
    """A bundle as if the library had no strategy: its aggregates have no shards, all else is the same."""

    def __init__(self, bundle: Bundle, aggregates: Mapping[str, Aggregate]) -> None:
        self.name, self.paths, self.oddities = bundle.name, bundle.paths, bundle.oddities
        self._bundle, self._aggregates = bundle, aggregates

    def read(self, path: str) -> bytes:
        """The bytes of a file."""
        return self._aggregates[path].joined(()) if path in self._aggregates else self._bundle.read(path)

    def stream(self, path: str) -> BinaryIO:
        """A file to be read piece by piece."""
        return BytesIO(self.read(path))


def manifest_without_strategies(manifest: ManifestV1) -> ManifestV1:
    """The manifest of such a bundle."""
    disclaimers = [item.model_copy(update={"strategies": 0}) for item in manifest.disclaimers]
    return manifest.model_copy(update={"published": [], "disclaimers": disclaimers})
