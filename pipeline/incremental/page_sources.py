"""The bytes of a library's pages, as they stand on the disk or as an editor holds them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from pipeline.incremental.fingerprint import key_of
from pipeline.incremental.page_tasks import PageBytes
from pipeline.model.entry import Entry
from pipeline.model.facts import Facts
from pipeline.source.discovery import content_digest
from pipeline.source.disk import FileRefused, read_file
from pipeline.source.environment import EnvironmentFault
from pipeline.source.parse import Document, Limits, parse_page
from pipeline.source.text import Source


@dataclass(frozen=True)
class PageSources:
    """The pages of one report by path, each with the digest of its bytes.

    `typed` are those that an editor holds. `task` is the key of the task that examines pages (see `CheckPages`).
    """

    root: Path
    limits: Limits
    task: str
    typed: Mapping[str, Source]
    digests: Mapping[str, str]
    keys: dict[str, str] = field(default_factory=dict)

    def key(self, path: str) -> str:
        """The key of what is found on a page."""
        if path not in self.keys:
            self.keys[path] = key_of(self.task, path, self.digests[path])
        return self.keys[path]

    def rendition_key(self, path: str) -> str:
        """The key of what a page shows."""
        return key_of("rendition", self.key(path))

    def load(self, path: str) -> PageBytes:
        """A page; raises EnvironmentFault when it is not as it was listed."""
        typed = self.typed.get(path)
        try:
            data = typed.encode() if typed else read_file(self.root, path, self.limits.bounds.page)
        except FileRefused:
            data = b""
        if content_digest(data) != self.digests[path]:
            raise EnvironmentFault(f"{path} was changed while it was read; run the command again")
        return path, data

    def entry(self, path: str, facts: Facts) -> Entry:
        """A page whose facts are known; it is parsed when somebody asks for a place or for text."""

        def parse() -> Document:
            return parse_page(entry.source, self.limits)

        entry = Entry(path, parse, lambda: Source.decode(*self.load(path)), facts)
        return entry
