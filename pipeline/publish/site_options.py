"""Inputs of a site besides records."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from pipeline.source.discovery import content_digest
from pipeline.source.memoise import cached_property
from pipeline.source.paths import OWN_STYLES, STATIC_FOLDER


@dataclass(frozen=True)
class SiteOptions:
    """`files` read the library's images, templates and static files, by path. `known` are digests of their contents."""

    search: bool = True
    files: Mapping[str, Callable[[], bytes]] = field(default_factory=dict)
    known: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def digests(self) -> Mapping[str, str]:
        """The digest of each file's content, by path."""
        return {path: self.known.get(path) or content_digest(read()) for path, read in sorted(self.files.items())}

    @cached_property
    def static(self) -> Mapping[str, Callable[[], bytes]]:
        """The files for the top of the site, sorted, by their paths there."""
        styles = OWN_STYLES.removeprefix(f"{STATIC_FOLDER}/")
        return {path: read for path, read in self.below(STATIC_FOLDER).items() if path != styles}

    def below(self, folder: str) -> Mapping[str, Callable[[], bytes]]:
        """The files of one folder, sorted, by their paths in it."""
        inside = folder + "/"
        return {path.removeprefix(inside): self.files[path] for path in sorted(self.files) if path.startswith(inside)}
