"""A library on disk: checks it as a whole, and keeps what is known of its pages."""

import datetime as dt
import os
import stat
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

from pipeline.incremental.images import images_in
from pipeline.incremental.interruption import stop_if_interrupted
from pipeline.incremental.library_files import LibraryFiles, refused_document
from pipeline.incremental.library_findings import library_findings
from pipeline.incremental.library_state import LibraryState, state_of
from pipeline.incremental.page_sources import PageSources
from pipeline.incremental.page_tasks import PageChecker, PageContent, PageResult
from pipeline.incremental.saved_report import SavedReport, remember, report_key
from pipeline.incremental.serialization import decode
from pipeline.incremental.tasks import Tasks
from pipeline.lint.rule import Rule, all_rules
from pipeline.lint.runner import build_report, check
from pipeline.model.entry import Entry, build_entry
from pipeline.model.image_file import image_of
from pipeline.model.library import Library
from pipeline.model.report import Report
from pipeline.source.discovery import content_digest, path_in_library
from pipeline.source.disk import FileRefused
from pipeline.source.paths import (
    IMAGES_FOLDER,
    POLICY_PATH,
    STATIC_FOLDER,
    STRATEGIES_FOLDER,
    TEMPLATES_FOLDER,
    is_misplaced,
)
from pipeline.source.text import Source

# How the paths of templates and static files begin.
THEME = (f"{TEMPLATES_FOLDER}/", f"{STATIC_FOLDER}/")


class FileChanged(Exception):  # noqa: N818 - names what happened
    """A file is no longer as it was read."""


@dataclass
class KnownPages:
    """What the last report left: the state of the files, the library, and its pages, these by key."""

    state: LibraryState | None = None
    library: Library | None = None
    texts: PageSources | None = None
    pages: Mapping[str, tuple[PageResult, Entry]] = field(default_factory=dict)


@dataclass(frozen=True)
class Workspace(LibraryFiles):
    """The files of a library, what is known of its pages, and what all of it is checked with."""

    tasks: Tasks = field(default_factory=Tasks)

    def report(
        self,
        today: dt.date,
        rules: Iterable[Rule] | None = None,
        *,
        render: bool = False,
        state: LibraryState | None = None,
    ) -> Report:
        """Check the whole library, examining only pages that are not known already.

        `render` has pages that may be published rendered on the way, while they are parsed. `state` is that of the
        files, if they were just listed.
        """
        chosen, tasks = None if rules is None else tuple(rules), self.tasks
        with tasks.stages("list files"):
            state = self._known.state = state or self._list()
        with tasks.stages("read vocabulary and house rules"):
            library, pages = self._without_pages(state)
            task = PageChecker(self.settings, library.policy, library.policy_broken, library.vocabulary, render)
            texts = self._texts(state, pages, task.key(library.data_text(POLICY_PATH)))
        with tasks.stages("examine pages"):
            known = self._still_known(texts, library)
            unknown = [(texts.key(path), path) for path in texts.digests if path not in known]
            run = tasks.run("reading pages", unknown, task, task.decode, texts.load)
            for (_, path), (_, checked, shown) in zip(unknown, run, strict=True):
                known[path] = checked, texts.entry(path, checked.facts)
                if shown is not None:
                    tasks.memo.put({texts.rendition_key(path): shown})
        with tasks.stages("compare pages"):
            entries = (known[path][1] if path in known else self._refused_page(path, state) for path in pages)
            library = replace(library, entries=tuple(entries))
            report = self._judged(library, today, chosen, {path: checked for path, (checked, _) in known.items()})
        self._known.library, self._known.texts = library, texts
        self._known.pages = {texts.key(path): each for path, each in known.items()}
        names = None if chosen is None else [rule.name for rule in chosen]
        with tasks.stages("write the memo"):
            self._save(report, report_key(state, today, names), own=set(chosen or ()) <= set(all_rules()))
        return report

    def _judged(
        self,
        library: Library,
        today: dt.date,
        rules: tuple[Rule, ...] | None,
        examined: Mapping[str, PageResult],
    ) -> Report:
        """The report on a library whose pages were examined, or were not, as for a rule that is none of ours."""
        chosen, context = all_rules() if rules is None else rules, self.context(library, today)
        if not set(chosen) <= set(all_rules()):
            return check(library, self.settings, today, chosen)
        found = library_findings(self.tasks.memo, library, context, chosen, examined)
        found += [decode(finding) for checked in examined.values() for finding in checked.findings]
        return build_report(library, context, chosen, found)

    @property
    def state(self) -> LibraryState:
        """The state of the files at the last report; if there was none, as it is now."""
        return self._known.state or self._list()

    def digest(self, path: str) -> str:
        """The digest of a page, as it was at the last report; empty when it could not be read."""
        assert self._known.texts is not None
        return self._known.texts.digests.get(path, "")

    def shown(self, path: str) -> PageContent:
        """What a page shows, as it was at the last report."""
        texts = self._known.texts
        assert texts is not None
        key = texts.rendition_key(path)
        known = self.tasks.memo.get([key]).get(key)
        return PageContent((path, b""), known) if known is not None else PageContent(texts.load(path))

    def laid_over(self, sources: Iterable[Source]) -> "Workspace":
        """The same files with other texts over them; what is known of pages is shared."""
        other = replace(self, overlay=tuple(sources))
        other.__dict__["_known"] = self._known
        return other

    @cached_property
    def _known(self) -> KnownPages:
        return KnownPages()

    def _list(self) -> LibraryState:
        state = state_of(self.root, self.tasks.memo, self.limits.bounds, self._known.state)
        assert state is not None
        return state

    def _texts(self, state: LibraryState, pages: Iterable[str], task: str) -> PageSources:
        typed = {source.path: source for source in self._typed_pages}
        digests = {**state.digests, **{path: content_digest(source.encode()) for path, source in typed.items()}}
        return PageSources(
            self.root, self.limits, task, typed, {path: digests[path] for path in pages if path in digests}
        )

    def _still_known(self, texts: PageSources, library: Library) -> dict[str, tuple[PageResult, Entry]]:
        """What this process knows of pages, as far as it still holds."""
        then = self._known.pages
        found = ((path, then.get(texts.key(path))) for path in texts.digests) if then else ()
        return {path: each for path, each in found if each and library.vocabulary.answers(each[0].reads)}

    def _refused_page(self, path: str, state: LibraryState) -> Entry:
        reason = state.unread.get(path) or state.seen.refused[path]
        return build_entry(refused_document(self.root, path, reason, self.limits))

    def _save(self, report: Report, key: str, *, own: bool) -> None:
        """Remember what the check said, if the library is still as it was when its files were listed."""
        memo, library, settings = self.tasks.memo, report.library, self.settings
        if memo.lasts and own and not self.overlay and self._list().key == self.state.key:
            files = [file.path for file in library.data_files]
            said = (settings.fail_on, settings.rules_url)
            remember(memo, key, SavedReport(report.diagnostics, files, library.aliases, *said))
        memo.save()

    @property
    def _typed_pages(self) -> list[Source]:
        """The texts that stand in for pages."""
        return [source for source in self.overlay if source.path.startswith(STRATEGIES_FOLDER + "/")]

    def _without_pages(self, state: LibraryState) -> tuple[Library, list[str]]:
        """Everything but the pages, and their paths, sorted."""
        seen = state.seen
        found = seen._replace(files={**seen.files, **{source.path: [] for source in self._typed_pages}})
        frame, pages = self.frame(), sorted(found.pages)
        images, unread = images_in(self.root, found.images, found.refused)
        faults = {**found.refused, **unread}
        refused = self.documents_of({path: faults[path] for path in faults.keys() - pages})
        typed = {source.path: source for source in self.overlay}
        images |= {path: image_of(typed[path].encode()) for path in typed if path.startswith(f"{IMAGES_FOLDER}/")}
        theme = found.theme.union(path for path in typed if path.startswith(THEME))
        found = found._replace(misplaced=found.misplaced.union(filter(is_misplaced, typed)))
        library = replace(frame, images=images, theme=theme, strays=found.strays, refused={**frame.refused, **refused})
        return library, pages

    def replace(self, before: Source, after: Source) -> None:
        """Replace a file in one step, keeping its mode; raises FileChanged when it is not as it was read."""
        import tempfile  # half of the standard library with it, and few runs write

        stop_if_interrupted()
        target = self.root / before.path
        try:
            if self.read(before.path) != before:
                raise FileChanged(before.path)
        except FileRefused:
            raise FileChanged(before.path) from None
        with tempfile.NamedTemporaryFile(dir=target.parent, prefix=".strategies-", delete=False) as file:
            fresh = Path(file.name)
            try:
                file.write(after.encode())
                file.flush()
                os.fsync(file.fileno())
                fresh.chmod(stat.S_IMODE(target.lstat().st_mode))
                fresh.replace(target)
            except BaseException:
                fresh.unlink(missing_ok=True)
                raise

    def relative(self, path: Path) -> str:
        """A path a person gave, relative to the root; raises EnvironmentFault when it is outside."""
        return path_in_library(self.root, path)
