"""The checking view: everything a library holds, broken or whole."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from pipeline.lazy import lazy
from pipeline.model.entry import Entry
from pipeline.model.library_info import LibraryInfo
from pipeline.model.names import Names
from pipeline.model.policy import PagePolicy
from pipeline.model.vocabulary import Vocabulary
from pipeline.parse import Document, Problem
from pipeline.text import Source


@dataclass(frozen=True)
class Library:
    """All entries, all vocabulary, and the house rules they are read by.

    `info` is None when `content/library.yaml` could not be built. When the page policy could not,
    `policy` is the packaged one and `policy_broken` keeps pages from being judged by it. `problems`
    are those of the data files, not of pages. `images` are paths below `content/images`, `strays`
    files among the pages that are none, each with the reason.
    """

    entries: tuple[Entry, ...]  # sorted by path
    vocabulary: Vocabulary
    policy: PagePolicy
    policy_broken: bool = False
    info: LibraryInfo | None = None
    data_files: tuple[Document, ...] = ()
    problems: tuple[Problem, ...] = ()
    images: frozenset[str] = frozenset()
    strays: Mapping[str, str] = field(default_factory=dict)

    @lazy
    def by_id(self) -> Mapping[str, Entry]:
        """Entries by id; of several with one id the first."""
        return {entry.id: entry for entry in reversed(self.entries)}

    @lazy
    def former_ids(self) -> Mapping[str, Entry]:
        """Entries by the ids they had before."""
        return {value.text: entry for entry in reversed(self.entries) for value in entry.values("aliases")}

    @lazy
    def strategy_names(self) -> Names:
        """Every form under which a strategy may be meant: id, title, former ids."""
        index = Names()
        for entry in self.entries:
            index.add(entry.id, entry.id, entry.title, *(value.text for value in entry.values("aliases")))
        return index

    @lazy
    def factor_names(self) -> Names:
        """Every form under which a factor may be meant."""
        return self.vocabulary.factor_names()

    @lazy
    def documents(self) -> Mapping[str, Document]:
        """Every file of the library by path."""
        documents = (*self.data_files, *(entry.document for entry in self.entries))
        return {document.path: document for document in documents}

    @lazy
    def sources(self) -> Mapping[str, Source]:
        """Every text of the library by path."""
        return {path: document.source for path, document in self.documents.items()}

    def noted(self, kind: str) -> Iterator[Problem]:
        """The problems of one kind in data files, in order."""
        return (problem for problem in self.problems if problem.kind == kind)
