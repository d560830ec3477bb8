"""The checking view: everything a library holds, broken or whole."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from pipeline.model.entry import Entry
from pipeline.model.image_file import ImageFile
from pipeline.model.library_info import LibraryInfo
from pipeline.model.policy import PagePolicy
from pipeline.model.sources import Sources
from pipeline.model.vocabulary import Vocabulary
from pipeline.source.names import Names
from pipeline.source.parse import Document, Problem
from pipeline.source.text import Source


@dataclass(frozen=True)
class Library:
    """All entries, all vocabulary, and the house rules they are read by.

    `info` is None when `content/library.yaml` could not be built. When the page policy could not,
    `policy` is the packaged one and `policy_broken` keeps pages from being judged by it. `problems`
    are those of the data files, not of pages. `images` are all files below `content/images` by path, `theme` paths of
    templates and static files, `strays` files among the pages that are none, each with the reason. `refused` are
    files and folders that are not read, by path, each with its problem: links, pipes, what is too large.
    """

    entries: tuple[Entry, ...]  # sorted by path
    vocabulary: Vocabulary
    policy: PagePolicy
    policy_broken: bool = False
    info: LibraryInfo | None = None
    data_files: tuple[Document, ...] = ()
    problems: tuple[Problem, ...] = ()
    images: Mapping[str, ImageFile] = field(default_factory=dict)
    theme: frozenset[str] = frozenset()
    strays: Mapping[str, str] = field(default_factory=dict)
    refused: Mapping[str, Document] = field(default_factory=dict)

    @cached_property
    def by_id(self) -> Mapping[str, Entry]:
        """Entries by id; of several with one id the first."""
        return {entry.id: entry for entry in reversed(self.entries)}

    @cached_property
    def by_path(self) -> Mapping[str, Entry]:
        """Entries by path."""
        return {entry.path: entry for entry in self.entries}

    @cached_property
    def former_ids(self) -> Mapping[str, Entry]:
        """Entries by the ids they had before."""
        return {alias: entry for entry in reversed(self.entries) for alias in entry.facts.texts("aliases")}

    @cached_property
    def aliases(self) -> Mapping[str, tuple[str, ...]]:
        """The former ids of every page, by its path."""
        return {entry.path: entry.facts.texts("aliases") for entry in self.entries}

    @cached_property
    def strategy_names(self) -> Names:
        """Every form under which a strategy may be meant: id, title, former ids."""
        index = Names()
        for entry in self.entries:
            index.add(entry.id, entry.id, entry.title, *entry.facts.texts("aliases"))
        return index

    @cached_property
    def with_ignores(self) -> Mapping[str, Document]:
        """Every file by path that asks to ignore a rule."""
        pages = (entry.document for entry in self.entries if entry.facts.ignores)
        return {document.path: document for document in (*self.data_files, *pages) if document.ignores}

    @cached_property
    def sources(self) -> Sources:
        """The text of every data file and page by path."""
        files = {document.path: document for document in self.data_files}

        def read(path: str) -> Source:
            return self.by_path[path].source if path in self.by_path else files[path].source

        return Sources([*files, *self.by_path], read)

    def data_text(self, path: str) -> str:
        """The text of a data file; empty when there is none."""
        return next((file.source.text for file in self.data_files if file.path == path), "")

    def noted(self, kind: str) -> Iterator[Problem]:
        """The problems of one kind in data files, in order."""
        return (problem for problem in self.problems if problem.kind == kind)
