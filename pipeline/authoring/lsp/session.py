"""A library as an editor has it: the files on disk, with unsaved texts in place of some of them."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

from pipeline.authoring.lsp.while_typing import page_findings
from pipeline.incremental.library_state import LibraryState
from pipeline.incremental.memo import Memo
from pipeline.incremental.tasks import Tasks
from pipeline.incremental.workspace import Workspace
from pipeline.lint.configuration import ConfigurationFault
from pipeline.model.diagnostics import Diagnostic
from pipeline.model.library import Library
from pipeline.model.report import Report
from pipeline.model.settings import Settings
from pipeline.source.disk import FileRefused
from pipeline.source.environment import EnvironmentFault
from pipeline.source.text import Source


@dataclass
class Session:
    """The unsaved texts of a library by path, and the last report on it with them.

    The files on disk are listed again only after `list_anew`: an editor checks at every keystroke.
    """

    workspace: Workspace
    day: Callable[[], dt.date]
    buffers: dict[str, Source] = field(default_factory=dict)
    _report: Report | None = None
    _faults: tuple[Diagnostic, ...] = ()
    _state: LibraryState | None = None
    _settings: Settings = field(default_factory=Settings)
    _current: bool = False

    @property
    def current(self) -> Workspace:
        """The library with the unsaved texts.

        After the first check, what is remembered of pages is in the last report, and half-typed ones fill no memo.
        """
        workspace = self.workspace.with_overlay(self.buffers.values())
        return workspace if self._report is None else replace(workspace, tasks=Tasks(Memo()))

    @property
    def root(self) -> Path:
        """The folder of the library."""
        return self.workspace.root

    def change(self, path: str, text: str) -> None:
        """Take an unsaved text in place of a file."""
        self.buffers[path] = Source(path, text)
        self._current = False

    def close(self, path: str) -> None:
        """Take a file as it is on disk again."""
        self.buffers.pop(path, None)
        self.list_anew()

    def list_anew(self) -> None:
        """Expect that files on disk were changed."""
        self._state, self._current = None, False

    def report(self) -> Report:
        """The report on the library with the unsaved texts; the last one while the settings are invalid."""
        if not self._current or self._report is None:
            self._check()
        if self._report is None:
            raise EnvironmentFault("the library cannot be checked before its settings are in order")
        return self._report

    def findings(self) -> tuple[Diagnostic, ...]:
        """All findings: those about the settings while these are invalid, with the last ones of everything else."""
        if not self._current:
            self._check()
        return (*self._faults, *(self._report.diagnostics if self._report else ()))

    def findings_at_once(self, path: str) -> tuple[Diagnostic, ...] | None:
        """All findings on a page, those that compare pages as at the last check; None if only a check can tell."""
        source = self.buffers.get(path)
        if self._current or self._report is None or source is None:
            return None
        return page_findings(source, self._report, self._settings)

    def library(self) -> Library:
        """The library with the unsaved texts."""
        return self.report().library

    def last_library(self) -> Library:
        """The library of the last check, for answers that cannot wait for the next one."""
        return self._report.library if self._report else self.library()

    def source(self, path: str) -> Source | None:
        """The text of a file as the editor has it; None if there is none."""
        try:
            return self.buffers.get(path) or self.workspace.read(path)
        except FileRefused:
            return None

    def report_on(self, sources: dict[str, Source]) -> Report:
        """The report on the library with further texts; it is not kept."""
        return self.current.with_overlay(sources.values()).report(self.day(), state=self._state)

    def _check(self) -> None:
        try:
            workspace = self.current
            try:
                self._report = workspace.report(self.day(), state=self._state)
            except ConfigurationFault:
                raise
            except EnvironmentFault:  # a file was changed after it was listed
                self._report = workspace.report(self.day())
            self._state, self._settings, self._faults = workspace.last.state, workspace.settings, ()
        except ConfigurationFault as fault:
            self._faults = fault.diagnostics
        self._current = True
