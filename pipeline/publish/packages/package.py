"""A data package: files of a bundle with a small reader, for one registry."""

import re
import unicodedata
from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files
from typing import ClassVar

from pipeline.model.licence import spdx_expression
from pipeline.model.plain_markdown import plain
from pipeline.publish.bundle import Bundle
from pipeline.publish.exporter import File
from pipeline.publish.schema.json_schema import SUFFIX
from pipeline.publish.schema.manifest import ManifestV1
from pipeline.publish.schema.records import LibraryV1
from pipeline.publish.section_text import quote_of
from pipeline.publish.top_files import counted_strategies
from pipeline.source.environment import EnvironmentFault

# What readers of a package open; the lines and single files hold the same records once more.
DOCUMENTS = ("strategies", "factors", "categories", "learner-models", "tombstones", "coverage")


@dataclass(frozen=True)
class RegistryPackage(ABC):
    """The files of a package, made from a bundle that was verified; `name` is its name in the registry."""

    bundle: Bundle
    manifest: ManifestV1
    name: str
    registry: ClassVar[str]
    valid_name: ClassVar[re.Pattern[str]]

    def __post_init__(self) -> None:
        if "json" not in self.manifest.formats:
            raise EnvironmentFault(f"{self.bundle.name} has no JSON; export it with --formats json")
        if not self.valid_name.fullmatch(self.name):
            raise EnvironmentFault(f"{self.registry} does not take the name {self.name!r}; choose another with --name")

    @property
    def library(self) -> LibraryV1:
        """What the library says about itself."""
        return self.manifest.library

    @property
    def example(self) -> str:
        """An id to show in an example."""
        return next(iter(self.manifest.published), "")

    @property
    def description(self) -> str:
        """The package in one line."""
        holds = counted_strategies(self.manifest.counts.published, self.manifest.site.words.get("strategy"))
        return f"{self.library.title}: {holds} as data"

    @property
    def licence(self) -> str:
        """The library's licence as an SPDX expression; empty when it is none."""
        return spdx_expression(self.library.licence)

    @abstractmethod
    def files(self) -> Iterator[File]:
        """All files of the package."""

    def data_files(self, folder: str = "") -> Iterator[File]:
        """Documents, their schemas and the images they name, with the paths they have in the bundle."""
        documents = {f"json/{name}.json" for name in DOCUMENTS}
        schemas = {f"schemas/published-{name}{SUFFIX}" for name in DOCUMENTS} | {"schemas/bundle.d.ts"}
        for path in sorted(self.bundle.paths):
            if path in documents | schemas or path.startswith("html/images/"):
                yield File(folder + path, self.bundle.read(path))

    def licence_files(self) -> Iterator[File]:
        """The text of the licence, where the bundle has it."""
        if "LICENSE" in self.bundle.paths:
            yield File("LICENSE", self.bundle.read("LICENSE"))

    def readme(self, usage: str) -> File:
        """The page that a registry shows; `usage` is a code block."""
        library = self.library
        lines = [
            f"# {plain(library.title)}",
            "",
            f"Version {library.version}, published by {plain(library.publisher)}.",
        ]
        if library.attribution:
            lines += ["", plain(library.attribution)]
        lines += ["", f"Licence: {plain(library.licence)}.", "", "## Use", "", usage, "", "## Disclaimers", ""]
        lines += ["Show these texts, word for word, wherever you show their sections.", ""]
        for disclaimer in self.manifest.disclaimers:
            lines += quote_of(disclaimer)
        return File("README.md", "\n".join(lines).rstrip("\n").encode() + b"\n")


def resource(name: str) -> bytes:
    """A file that stands beside this module."""
    return (files(__package__) / name).read_bytes()


def default_name(title: str) -> str:
    """A name that registries take, made of a library's title; `strategies` if that has no Latin letters."""
    letters = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", letters).strip("-")[:100].strip("-") or "strategies"
