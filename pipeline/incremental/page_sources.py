"""The bytes of a library's pages, from disk or from an editor."""

from collections.abc import Mapping
from dataclasses import dataclass
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

    `overlay` holds the pages that an editor has open. `task` is the key of the task that lints pages (`PageChecker`).
    """

    root: Path
    limits: Limits
    task: str
    overlay: Mapping[str, Source]
    digests: Mapping[str, str]

    def key(self, path: str) -> str:
        """The key of the result for a page."""
        return key_of(self.task, path, self.digests[path])

    def rendition_key(self, path: str) -> str:
        """The key of the rendition of a page."""
        return key_of("rendition", self.key(path))

    def load(self, path: str) -> PageBytes:
        """The bytes of a page; raises EnvironmentFault when they are not those that were listed."""
        source = self.overlay.get(path)
        try:
            data = source.encode() if source else read_file(self.root, path, self.limits.bounds.page)
        except FileRefused:
            data = b""
        if content_digest(data) != self.digests[path]:
            raise EnvironmentFault(f"{path} was changed while it was read; run the command again")
        return path, data

    def entry(self, path: str, facts: Facts) -> Entry:
        """A page whose facts are known, parsed only when a rule needs its text or a position in it."""

        def parse() -> Document:
            return parse_page(entry.source, self.limits)

        entry = Entry(path, parse, lambda: Source.decode(*self.load(path)), facts)
        return entry
