"""Tries libraries of hostile texts, and counts what was tried and seen."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Browser

from injection import reports, trial
from injection.hostile_library import PAGES, REQUIRED, UNCHECKED, HostileLibrary
from injection.watching import Seen, served, watched
from pipeline.publish.build import VerificationError


@dataclass
class Run:
    """A browser and a folder for libraries; what was tried, and what was wrong."""

    browser: Browser
    folder: Path
    places: int = 0
    refused: int = 0
    pages: int = 0
    previewed: int = 0
    reports: int = 0
    ran: int = 0
    left: int = 0
    wrong: list[str] = field(default_factory=list)
    _plain: tuple[set[str], set[str]] = (set(), set())

    def prepare(self) -> None:
        """See what pages of a plain library have, and whether the watch sees what is wrong."""
        self._plain = trial.allowed_kinds(self.browser, self.folder / "plain")
        self.wrong += [f"the watch does not see `{name}`" for name in trial.unseen_controls(self.browser)]

    def try_texts(self, name: str, values: Sequence[str], own: Sequence[str], *, preview: bool) -> None:
        """All that is made of a library with a page and terms for each text: pages, data, reports and the preview."""
        library = self._library(name, values, own, translated=False)
        self._published(library)
        self._let_through(library)
        library.spoil()
        self.wrong += reports.steering(library.report())
        self.reports += 1
        if preview:
            self._previewed(library)

    def try_own(self, name: str, own: Sequence[str]) -> None:
        """The pages, with their translations, on which texts stand that belong to the whole library."""
        library = self._library(name, trial.OWN[:2], own, translated=True)
        self._published(library, few=True)

    def _library(self, name: str, values: Sequence[str], own: Sequence[str], *, translated: bool) -> HostileLibrary:
        library = HostileLibrary(self.folder / name, values, own=own, translated=translated)
        self.places += sum(place.value not in trial.OWN for place in library.places)
        library.settle(UNCHECKED)
        self.refused += len(library.refused)
        return library

    def _published(self, library: HostileLibrary, *, few: bool = False) -> None:
        try:
            site = trial.site_of(library)
        except VerificationError as error:
            self.wrong.append(f"{library.folder.name} is not exported: {error}"[:500])
            return
        paths = trial.opened_of(site)
        with served(site) as origin:
            seen = watched(self.browser, origin, trial.unlike(paths) if few else paths)
        self.pages += seen.pages
        self._add(seen)
        self.wrong += trial.breaking_out(seen, *self._plain)
        self.wrong += [*trial.unlike_a_sanitiser(site), *trial.broken_documents(site)]

    def _let_through(self, library: HostileLibrary) -> None:
        """Take the Markdown of what a check lets through for HTML."""
        library.settle(REQUIRED)
        try:
            files = library.bundle(REQUIRED, ("html",))
        except VerificationError as error:
            self.wrong.append(f"{library.folder.name}, checked, is not exported: {error}"[:500])
            return
        with served(trial.consumer(trial.htmls_of_markdown(files))) as origin:
            self._add(watched(self.browser, origin, ["consumer.html"]))

    def _previewed(self, library: HostileLibrary) -> None:
        numbers = range(len(library.values))
        files = [f"{PAGES}page-{number}.md" for number in numbers]
        files += ["content/library.yaml", "content/vocabulary/factors.yaml", "content/pages/own.md"]
        with trial.previewed(library.folder) as (origin, first):
            seen = watched(self.browser, origin, trial.previewed_paths(files), first=first)
        self.previewed += seen.pages
        self._add(seen)

    def _add(self, seen: Seen) -> None:
        self.ran, self.left = self.ran + len(seen.ran), self.left + len(seen.left)
        self.wrong += seen.wrong

    def said(self) -> Iterable[str]:
        """The figures in words."""
        yield f"{self.places} texts in places, {self.refused} of them refused by the check; {self.reports} reports"
        yield f"{self.pages} pages of sites and {self.previewed} of the preview opened"
        yield f"{self.ran} scripts run, {self.left} requests left, {len(self.wrong)} faults in all"
