"""A library to check: all of its content, valid or not."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from pipeline.model.entry import Entry
from pipeline.model.image_file import ImageFile
from pipeline.model.library_info import LibraryInfo
from pipeline.model.localization import Localization
from pipeline.model.own_page import OwnPageEntry
from pipeline.model.policy import PagePolicy
from pipeline.model.sources import Sources
from pipeline.model.translation import TranslationEntry
from pipeline.model.vocabulary import Vocabulary
from pipeline.source.memoise import cached_property
from pipeline.source.names import Names
from pipeline.source.parse import Document, Problem
from pipeline.source.text import Source


@dataclass(frozen=True)
class Library:
    """All entries, the vocabulary and the page policy.

    `info` is None if `content/library.yaml` is invalid. If the page policy is, `policy` is the packaged one, and
    `policy_broken` disables the rules that depend on it. `problems` are those of the data files. `images` are the files
    below `content/images` by path, `theme` the paths of templates and static files, `strays` other files among the
    pages, each with the reason. `refused` are files and folders that are not read, each with its problem. `templates`
    are the library's own, by path, `styles` its own rules of CSS, and `theme_problems` what is wrong in both.
    `own_pages` are besides the strategies.
    `localizations` are its further languages, `translations` the pages in these. `unlisted` are translations into
    other languages, each with the tag.
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
    templates: Mapping[str, Document] = field(default_factory=dict)
    theme_problems: tuple[Problem, ...] = ()
    styles: Document | None = None
    own_pages: tuple[OwnPageEntry, ...] = ()
    localizations: tuple[Localization, ...] = ()
    translations: tuple[TranslationEntry, ...] = ()
    unlisted: Mapping[str, str] = field(default_factory=dict)

    @property
    def texts(self) -> tuple[Entry, ...]:
        """The pages of strategies, then the library's own, then translations of both."""
        return (*self.entries, *self.own_pages, *self.translations)

    @cached_property
    def originals(self) -> Mapping[str, Entry]:
        """What can be translated, by path: pages of strategies and the library's own."""
        return {entry.path: entry for entry in (*self.entries, *self.own_pages)}

    @cached_property
    def translations_by_path(self) -> Mapping[str, TranslationEntry]:
        """Translations by path."""
        return {entry.path: entry for entry in self.translations}

    @cached_property
    def by_id(self) -> Mapping[str, Entry]:
        """Entries by id; the first of several with the same id."""
        return {entry.id: entry for entry in reversed(self.entries)}

    @cached_property
    def by_path(self) -> Mapping[str, Entry]:
        """Entries by path."""
        return {entry.path: entry for entry in self.entries}

    @cached_property
    def former_ids(self) -> Mapping[str, Entry]:
        """Entries by their former ids."""
        return {alias: entry for entry in reversed(self.entries) for alias in entry.facts.texts("aliases")}

    @cached_property
    def aliases(self) -> Mapping[str, tuple[str, ...]]:
        """The former ids of every page, by its path."""
        return {entry.path: entry.facts.texts("aliases") for entry in self.entries}

    @cached_property
    def strategy_names(self) -> Names:
        """Every name of a strategy: id, title, former ids."""
        index = Names()
        for entry in self.entries:
            index.add(entry.id, entry.id, entry.title, *entry.facts.texts("aliases"))
        return index

    @cached_property
    def with_ignores(self) -> Mapping[str, Document]:
        """Every file with an ignore comment, by path."""
        pages = (entry.document for entry in self.texts if entry.facts.ignores)
        return {document.path: document for document in (*self.data_files, *pages) if document.ignores}

    @cached_property
    def sources(self) -> Sources:
        """The text of every data file, template and page by path."""
        own = (page.document for page in self.own_pages)
        localized = (document for each in self.localizations for document in each.files)
        others = (*self.data_files, *self.templates.values(), *own, *localized)
        others += (self.styles,) if self.styles else ()
        files = {document.path: document for document in others}
        pages: dict[str, Entry] = {**self.by_path, **self.translations_by_path}

        def read(path: str) -> Source:
            return pages[path].source if path in pages else files[path].source

        return Sources([*files, *pages], read)

    def data_text(self, path: str) -> str:
        """The text of a data file; empty when there is none."""
        return next((file.source.text for file in self.data_files if file.path == path), "")

    def noted(self, kind: str) -> Iterator[Problem]:
        """The problems of a kind in data files, in order."""
        return (problem for problem in self.problems if problem.kind == kind)
