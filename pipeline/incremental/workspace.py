"""A library on disk, and the complete check of it with the memo."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from pipeline.incremental.library_files import LibraryFiles, PageSources, images_in, refused_document
from pipeline.incremental.library_findings import library_findings
from pipeline.incremental.library_state import LibraryState, state_of
from pipeline.incremental.page_languages import checkers_of, is_linted, language_of, policy_text
from pipeline.incremental.page_tasks import PageContent, PageResult
from pipeline.incremental.saved_report import SavedReport, report_key
from pipeline.incremental.serialization import to_bytes
from pipeline.incremental.tasks import Tasks
from pipeline.lint.rule import Rule, all_rules
from pipeline.lint.runner import build_report, check
from pipeline.model.diagnostics import Diagnostic
from pipeline.model.entry import Entry, build_entry
from pipeline.model.image_file import image_of
from pipeline.model.library import Library
from pipeline.model.report import Report
from pipeline.model.template_problems import BROKEN
from pipeline.model.translation import TranslationEntry, translation_entry
from pipeline.model.vocabulary import Vocabulary
from pipeline.source.discovery import content_digest, path_in_library
from pipeline.source.disk import path_exists
from pipeline.source.environment import EnvironmentFault
from pipeline.source.paths import (
    IMAGES_FOLDER,
    STATIC_FOLDER,
    TEMPLATES_FOLDER,
    TRANSLATIONS_FOLDER,
    UNDO_LOG,
    is_own_page,
    is_unread,
    translation_path,
)
from pipeline.source.text import Source
from pipeline.source.writing import write_all

# Prefixes of the paths of templates, translations and static files.
THEME = (f"{TEMPLATES_FOLDER}/", f"{TRANSLATIONS_FOLDER}/", f"{STATIC_FOLDER}/")


ThemeTrial = Callable[["Workspace", Report], Iterable[Diagnostic]]


@dataclass
class LastReport:
    """The state of the files at the last report, the pages, and their results by key."""

    state: LibraryState | None = None
    pages: PageSources | None = None
    results: Mapping[str, PageResult] = field(default_factory=dict)


@dataclass(frozen=True)
class Workspace(LibraryFiles):
    """The files of a library, and the tasks that check them.

    `trial` renders pages with the library's own templates, and returns what fails. `home` is the library's own folder,
    if the root is a copy of it.
    """

    tasks: Tasks = field(default_factory=Tasks)
    last: LastReport = field(default_factory=LastReport, repr=False, compare=False)
    trial: "ThemeTrial | None" = field(default=None, repr=False, compare=False)
    home: Path | None = field(default=None, repr=False, compare=False)

    def report(
        self,
        today: dt.date,
        rules: Iterable[Rule] | None = None,
        *,
        render: bool = False,
        state: LibraryState | None = None,
    ) -> Report:
        """Check the complete library, linting only pages whose results are not in the memo.

        With `render`, pages that may be published are rendered while they are parsed. `state` is that of the files, if
        they were just listed.
        """
        chosen, tasks = None if rules is None else tuple(rules), self.tasks
        with tasks.timings("list files"):
            state = self.last.state = state or self._list()
        with tasks.timings("read vocabulary and house rules"):
            library, paths = self._without_pages(state)
            checkers = checkers_of(library, self.settings, render=render)
            pages = self.last.pages = self._pages(
                state, paths, {each: task.key(policy_text(library, each)) for each, task in checkers.items()}
            )
        with tasks.timings("examine pages"):
            results: dict[str, PageResult] = {}
            for language, task in checkers.items():
                keys = {path: pages.key(path) for path in pages.digests if language_of(path) == language}
                results |= self._unchanged(keys, task.vocabulary)
                missing = [(key, path) for path, key in keys.items() if path not in results]
                run = tasks.run("reading pages", missing, task, task.decode, pages.load)
                for (_, path), (_, results[path], rendition) in zip(missing, run, strict=True):
                    if rendition is not None:
                        tasks.memo.put({pages.rendition_key(path): rendition})
            self.last.results = {pages.key(path): result for path, result in results.items()}
        with tasks.timings("compare pages"):
            library = self._with_pages(library, state, paths, results)
            report = self._judged(library, today, chosen, results)
        report = self._with_trial(report)
        with tasks.timings("write the memo"):
            names = None if chosen is None else [rule.name for rule in chosen]
            self._save(report, report_key(state, today, names), own=set(chosen or ()) <= set(all_rules()))
        return report

    def _with_pages(
        self, library: Library, state: LibraryState, paths: Iterable[str], results: Mapping[str, PageResult]
    ) -> Library:
        """The library with its pages and their translations."""
        fields = {each.language: each.policy.fields for each in library.localizations} | {"": library.policy.fields}
        pages = self.last.pages
        assert pages is not None
        entries = [
            pages.entry(path, results[path].facts, fields[language_of(path)])
            if path in results
            else self._refused_page(path, state)
            for path in paths
        ]
        own = tuple(entry for entry in entries if not isinstance(entry, TranslationEntry))
        library = replace(library, entries=own)
        translations = (entry for entry in entries if isinstance(entry, TranslationEntry))
        return replace(
            library, translations=tuple(each.beside(library.originals.get(each.original)) for each in translations)
        )

    def _judged(
        self,
        library: Library,
        today: dt.date,
        rules: tuple[Rule, ...] | None,
        results: Mapping[str, PageResult],
    ) -> Report:
        """The report on a library from the results of its pages; from scratch if a rule is not built in."""
        chosen, context = all_rules() if rules is None else rules, self.context(library, today)
        if not set(chosen) <= set(all_rules()):
            return check(library, self.settings, today, chosen)
        found = library_findings(self.tasks.memo, library, context, chosen, results)
        found += [finding for result in results.values() for finding in result.findings]
        return build_report(library, context, chosen, found)

    def _with_trial(self, report: Report) -> Report:
        """The report with what its templates fail to render, if all else is in order."""
        needed = report.library.templates and BROKEN in report.rules and not report.has_errors
        if self.trial is None or not needed or report.library.info is None:
            return report
        with self.tasks.timings("try templates"):
            found = sorted((*report.diagnostics, *self.trial(self, report)), key=lambda each: each.sort_key)
        return replace(report, diagnostics=tuple(found))

    @property
    def state(self) -> LibraryState:
        """The state of the files at the last report, or now if there was none."""
        return self.last.state or self._list()

    def digest(self, path: str) -> str:
        """The digest of a page at the last report; empty when the page could not be read."""
        assert self.last.pages is not None
        return self.last.pages.digests.get(path, "")

    def content(self, path: str) -> PageContent:
        """The content of a page at the last report."""
        pages = self.last.pages
        assert pages is not None
        key = pages.rendition_key(path)
        rendition = self.tasks.memo.get([key]).get(key)
        return PageContent((path, b""), rendition) if rendition is not None else PageContent(pages.load(path))

    def with_overlay(self, sources: Iterable[Source], absent: Iterable[str] = ()) -> "Workspace":
        """The same files with other texts for some of them, and without some pages; the last report is shared.

        Texts that are overlaid already stay.
        """
        others = {source.path: source for source in sources}
        gone = self.absent.difference(others).union(absent)
        kept = (source for path, source in {**self.overlaid, **others}.items() if path not in gone)
        return replace(self, overlay=tuple(kept), absent=gone)

    def _list(self) -> LibraryState:
        state = state_of(self.root, self.tasks.memo, self.limits.bounds)
        assert state is not None
        return state.without(self.absent) if self.absent else state

    def _pages(self, state: LibraryState, paths: Iterable[str], tasks: Mapping[str, str]) -> PageSources:
        overlay = {path: source for path, source in self.overlaid.items() if is_linted(path)}
        digests = {**state.digests, **{path: content_digest(source.encode()) for path, source in overlay.items()}}
        readable = {path: digests[path] for path in paths if path in digests}
        return PageSources(self.root, self.limits, tasks, overlay, readable)

    def _unchanged(self, keys: Mapping[str, str], vocabulary: Vocabulary) -> dict[str, PageResult]:
        """The results of the last report that still hold, by path: an editor checks at every keystroke."""
        found = ((path, self.last.results.get(key)) for path, key in keys.items())
        return {path: last for path, last in found if last and vocabulary.unchanged_since(last.reads)}

    def _refused_page(self, path: str, state: LibraryState) -> Entry:
        reason = state.unread.get(path) or state.files.refused[path]
        entry_of = translation_entry if translation_path(path) else build_entry
        return entry_of(refused_document(self.root, path, reason, self.limits))

    def _save(self, report: Report, key: str, *, own: bool) -> None:
        """Save the report, if no file was changed since the files were listed."""
        memo, library, settings = self.tasks.memo, report.library, self.settings
        if memo.lasts and own and not (self.overlay or self.absent) and self.is_as_listed():
            files = [path for path in library.sources if path not in library.by_path]
            shown = settings.fail_on, settings.rules_url, settings.limits.findings
            saved = SavedReport(report.diagnostics, files, library.aliases, *shown)
            memo.put({key: to_bytes(saved)})
        memo.save()

    def is_as_listed(self) -> bool:
        """True if no file was changed since it was listed, and no settings since they were read before that."""
        try:
            return self._list().key == self.state.key and replace(self).settings == self.settings
        except EnvironmentFault:
            return False

    def _without_pages(self, state: LibraryState) -> tuple[Library, list[str]]:
        """The library without its pages, and the sorted paths of pages and of their translations."""
        files = state.files
        overlay = self.overlaid
        found = files._replace(files={**files.files, **{path: [] for path in overlay if is_linted(path)}})
        library, pages = self.library_without_pages(), sorted(found.pages)
        images, unread = images_in(self.root, found.images, found.refused)
        reasons = {**found.refused, **unread}
        refused = self.refused_documents({path: reasons[path] for path in reasons.keys() - pages})
        images |= {path: image_of(overlay[path].encode()) for path in overlay if path.startswith(f"{IMAGES_FOLDER}/")}
        theme = found.theme.union(path for path in overlay if path.startswith(THEME))
        found = found._replace(misplaced=found.misplaced.union(filter(is_unread, overlay)))
        refused = {**library.refused, **refused}
        read = {file.path for file in library.data_files}
        strays = {**found.strays, **dict.fromkeys(found.vocabularies.keys() - read, "not named")}
        library = replace(library, images=images, theme=theme, strays=strays, refused=refused)
        own = found.own_pages.union(filter(is_own_page, overlay)).difference(refused)
        library = self.with_own_pages(self.with_styles(self.with_templates(library)), own)
        translations = found.translations.union(filter(translation_path, overlay)).difference(refused)
        library = self.with_translations(library, translations)
        listed = {each.language for each in library.localizations}
        pages += [path for path in translations if path.endswith(".md") and language_of(path) in listed]
        return library, sorted(pages)

    def replace(self, before: Source, after: Source) -> None:
        """Replace a file atomically with the same mode; raises FileChanged if it was changed since it was read."""
        write_all(self.root, {after.path: after.encode()}, {before.path: before.encode()})

    def refuse_changed(self) -> None:
        """Raise EnvironmentFault if a file was changed since the files were listed, or a change is half written."""
        if path_exists(self.home or self.root, UNDO_LOG):
            raise EnvironmentFault(
                "a change of this library is still going on, or was cut short",
                "Wait until it has ended; if it was cut short, run it again.",
            )
        if self._list().key != self.state.key:
            raise EnvironmentFault("the library was changed while it was read; run the command again")

    def relative(self, path: Path) -> str:
        """A path from the user, relative to the root; raises EnvironmentFault when it is outside."""
        return path_in_library(self.root, path)
