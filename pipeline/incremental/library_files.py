"""The files of a library: settings, vocabulary, page policy, images and pages."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path

from pipeline.incremental.fingerprint import key_of
from pipeline.incremental.page_tasks import PageBytes
from pipeline.lint.configuration import read_settings, unusable
from pipeline.model.context import Context
from pipeline.model.entry import Entry
from pipeline.model.facts import Facts
from pipeline.model.image_file import HEAD, REFUSED, ImageFile, kind_of
from pipeline.model.library import Library
from pipeline.model.load import build_library, vocabulary_paths
from pipeline.model.localization import localization_of
from pipeline.model.own_fields import OwnField
from pipeline.model.own_page import own_page_entry
from pipeline.model.settings import Settings
from pipeline.model.translation import TranslationEntry
from pipeline.source.discovery import SETTINGS_BYTES, content_digest
from pipeline.source.disk import (
    DEEPEST,
    LINK,
    MISSING,
    TOO_DEEP,
    TOO_LARGE,
    TOO_LONG,
    FileRefused,
    read_file,
    read_head,
    symlink_target,
)
from pipeline.source.environment import EnvironmentFault
from pipeline.source.memoise import cached_property
from pipeline.source.parse import Document, Limits, Problem, parse_data, parse_page
from pipeline.source.paths import (
    DATA_ENDING,
    DATA_PATHS,
    OWN_STYLES,
    POLICY_PATH,
    STRATEGIES_FOLDER,
    TEMPLATES_FOLDER,
    is_data,
    translation_path,
)
from pipeline.source.resources import default_policy_text, packaged_templates
from pipeline.source.text import Source, Span


@dataclass(frozen=True)
class LibraryFiles:
    """The files of a library. The texts in `overlay` replace those on disk, as the buffers of an editor do.

    Pages in `absent` count as not there, as if they were removed or renamed.
    """

    root: Path
    overlay: tuple[Source, ...] = ()
    absent: frozenset[str] = frozenset()

    @cached_property
    def settings(self) -> Settings:
        """The library's settings; raises ConfigurationFault when they are invalid."""
        return read_settings(self._settings_file)

    @cached_property
    def overlaid(self) -> Mapping[str, Source]:
        """The texts in the overlay by path."""
        return {source.path: source for source in self.overlay}

    def _settings_file(self, name: str) -> Source | None:
        try:
            return self.overlaid.get(name) or Source.decode(name, read_file(self.root, name, SETTINGS_BYTES))
        except FileRefused as refusal:
            if refusal.reason == MISSING:
                return None
            raise unusable(name, refusal.reason) from None

    @property
    def limits(self) -> Limits:
        """The largest size and depth of a file."""
        return self.settings.limits.to_limits()

    def library_without_pages(self) -> Library:
        """The library with its vocabulary, page policy and library information, without pages."""
        limits = self.limits
        data_files: dict[str, Document] = {}
        refused: dict[str, str] = {}
        policy_first = sorted(DATA_PATHS, key=lambda path: path != POLICY_PATH)
        for path in chain(policy_first, self._own_vocabularies(data_files)):
            try:
                data_files[path] = parse_data(self.read(path), limits)
            except FileRefused as refusal:
                if refusal.reason != MISSING:
                    data_files[path] = Document(Source(path, ""), readable=False)
                    refused[refusal.path] = refusal.reason
        # The limits of a library apply to its own files only.
        default = parse_data(Source(POLICY_PATH, default_policy_text()), Limits())
        return replace(build_library((), data_files, default), refused=self.refused_documents(refused))

    @staticmethod
    def _own_vocabularies(data_files: Mapping[str, Document]) -> Iterator[str]:
        """The paths of the vocabularies that the page policy adds, once it is read."""
        policy = data_files.get(POLICY_PATH)
        yield from vocabulary_paths(policy) if policy else ()

    def with_templates(self, library: Library) -> Library:
        """The library with its own templates, and what is wrong in them."""
        paths = sorted(path for path in library.theme if path.startswith(f"{TEMPLATES_FOLDER}/"))
        if not paths:
            return library
        from pipeline.model.theme_faults import OwnTemplates  # few libraries need the library that parses templates

        templates = {path: Document(self.read(path)) for path in paths}
        problems = OwnTemplates.of(templates, packaged_templates()).problems()
        return replace(library, templates=templates, theme_problems=tuple(problems))

    def with_styles(self, library: Library) -> Library:
        """The library with its own rules of CSS, and what is wrong in them."""
        if OWN_STYLES not in library.theme:
            return library
        from pipeline.model.theme_styles import style_problems  # few libraries need the library that parses CSS

        found = next((source for source in self.overlay if source.path == OWN_STYLES), None)
        source = found or Source.decode(OWN_STYLES, read_file(self.root, OWN_STYLES, self.limits.bounds.site))
        problems = (*library.theme_problems, *style_problems(source))
        return replace(library, styles=Document(source), theme_problems=problems)

    def with_own_pages(self, library: Library, paths: Iterable[str]) -> Library:
        """The library with its own pages; those that cannot be read are refused."""
        documents, reasons = [], {}
        for path in sorted(paths):
            try:
                documents.append(parse_page(self.read(path), self.limits))
            except FileRefused as refusal:
                reasons[path] = refusal.reason
        refused = {**library.refused, **self.refused_documents(reasons)}
        return replace(library, own_pages=tuple(map(own_page_entry, documents)), refused=refused)

    def with_translations(self, library: Library, paths: Iterable[str]) -> Library:
        """The library in its further languages, and the translations of pages into others; `paths` are all of both."""
        if library.info is None:
            return library
        languages = {path: found.language for path in sorted(paths) if (found := translation_path(path))}
        files, reasons = dict[str, Document](), dict[str, str]()
        for path in languages:
            if path.endswith(DATA_ENDING) and languages[path] in library.info.languages:
                try:
                    files[path] = parse_data(self.read(path), self.limits)
                except FileRefused as refusal:
                    reasons[path] = refusal.reason
        inputs = library.info, library.vocabulary, library.policy, files
        return replace(
            library,
            localizations=tuple(localization_of(language, *inputs) for language in library.info.languages),
            unlisted={path: tag for path, tag in languages.items() if tag not in library.info.languages},
            refused={**library.refused, **self.refused_documents(reasons)},
        )

    def refused_documents(self, reasons: Mapping[str, str]) -> dict[str, Document]:
        """Documents for files and folders that are not read, given the reason by path."""
        return {path: refused_document(self.root, path, reason, self.limits) for path, reason in reasons.items()}

    def context(self, library: Library, today: dt.date) -> Context:
        """The context of rules."""
        return Context(library.vocabulary, library.policy, self.settings, today)

    def read(self, path: str) -> Source:
        """Read a page or a data file by its path relative to the root, unless it is overlaid; raises FileRefused."""
        bound = self.limits.bounds.of(path)
        return self.overlaid.get(path) or Source.decode(path, read_file(self.root, path, bound))


@dataclass(frozen=True)
class PageSources:
    """The pages of one report by path, each with the digest of its bytes.

    `overlay` holds the pages that an editor has open. `tasks` are the keys of the tasks that lint pages (`PageChecker`)
    by language; that of the library itself is empty.
    """

    root: Path
    limits: Limits
    tasks: Mapping[str, str]
    overlay: Mapping[str, Source]
    digests: Mapping[str, str]

    def key(self, path: str) -> str:
        """The key of the result for a page."""
        found = translation_path(path)
        return key_of(self.tasks[found.language if found else ""], path, self.digests[path])

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

    def entry(self, path: str, facts: Facts, fields: tuple[OwnField, ...]) -> Entry:
        """A page whose facts and own fields are known, parsed only when a rule needs its text or a position in it."""

        def parse() -> Document:
            return parse_page(entry.source, self.limits)

        kind = TranslationEntry if translation_path(path) else Entry
        entry = kind(path, parse, lambda: Source.decode(*self.load(path)), facts, fields=fields)
        return entry


def images_in(root: Path, paths: Iterable[str], refused: Iterable[str]) -> tuple[dict[str, ImageFile], dict[str, str]]:
    """All images by path, sorted, those in `refused` included; and the reason for each other that could not be read."""
    images = {path: ImageFile(0, REFUSED) for path in sorted(paths)}
    reasons: dict[str, str] = {}
    for path in sorted(images.keys() - set(refused)):
        try:
            size, head = read_head(root, path, HEAD)
            images[path] = ImageFile(size, kind_of(head, size))
        except FileRefused as refusal:
            reasons[refusal.path] = refusal.reason
    return images, reasons


def refused_document(root: Path, path: str, reason: str, limits: Limits) -> Document:
    """A document for a file or folder that is not read, with the reason as its problem."""
    start = Span(path, 0, 0)
    if reason in (TOO_LARGE, TOO_DEEP, TOO_LONG):
        problem = Problem("over-limit", start, _limit_of(path, reason, limits))
    else:
        target = symlink_target(root, path) if reason == LINK else ""
        problem = Problem("unreadable-file", start, {"what": reason, "target": target})
    return Document(Source(path, ""), (problem,), readable=False)


def _limit_of(path: str, reason: str, limits: Limits) -> dict[str, str]:
    if reason == TOO_DEEP:
        return {"what": "folders", "limit": str(DEEPEST)}
    if reason == TOO_LONG:
        return {"what": "path", "found": str(len(path)), "limit": str(limits.path_length)}
    if is_data(path):
        return {"what": "file", "limit": str(limits.data_file_size)}
    if path.startswith(STRATEGIES_FOLDER + "/"):
        return {"what": "file", "limit": str(limits.file_size)}
    return {"what": "bytes", "limit": str(limits.site_file_bytes)}
