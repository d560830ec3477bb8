"""A library under preview: its report, brought up to date after each change, and changes of it that are checked."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import replace

from pipeline.authoring.changes.change import LibraryChange
from pipeline.authoring.changes.trial import tried
from pipeline.authoring.preview.form import digest_of
from pipeline.authoring.preview.site import PreviewSite
from pipeline.incremental.library_state import state_of
from pipeline.incremental.memo import Memo
from pipeline.incremental.tasks import Tasks
from pipeline.incremental.workspace import Workspace
from pipeline.lint.configuration import ConfigurationFault
from pipeline.lint.fix import ALLOWED, fix
from pipeline.model.diagnostics import Safety
from pipeline.model.report import Report
from pipeline.publish.publication_inputs import site_options
from pipeline.source.environment import EnvironmentFault
from pipeline.source.text import Source


class ChangedMeanwhile(EnvironmentFault):
    """An edit that was not made, as its author has not seen what is on the disk now."""


class PreviewSession:
    """The newest state of one library that can be shown, as its `site`. Edits raise EnvironmentFault if refused."""

    def __init__(self, workspace: Workspace, today: Callable[[], dt.date]) -> None:
        self._today = today
        self.site = PreviewSite(workspace.report(today()), site_options(workspace, search=False), workspace.limits)
        # From now on, the last report remembers the pages; to save one for the next run takes longer than to check.
        self._workspace = replace(workspace, tasks=Tasks(Memo()))
        self.refresh()

    @property
    def report(self) -> Report:
        """The report on the newest state."""
        return self.site.report

    @property
    def today(self) -> dt.date:
        """The day that counts."""
        return self._today()

    def refresh(self) -> None:
        """Check the library again if a file was changed."""
        site, version = self.site, self.site.version + 1
        try:
            workspace = replace(self._workspace)  # reads the settings again
            known, state = workspace.state, state_of(workspace.root, workspace.tasks.memo, workspace.limits.bounds)
            if state and state.key == known.key and self.today == site.report.today and not site.trouble:
                return
            report = workspace.report(self.today, state=state)
            options = site_options(workspace, search=False)
            self.site = PreviewSite(report, options, workspace.limits, version, former=site.kept)
            self._workspace = workspace
        except ConfigurationFault as fault:
            trouble = "; ".join(f"{found.span.path}: {found.message}" for found in fault.diagnostics)
            self.site = replace(site, version=version, trouble=trouble)
        except EnvironmentFault as fault:
            self.site = replace(site, version=version, trouble=words_of(fault))

    def unsaved(self, change: LibraryChange) -> PreviewSite:
        """The site with a change that is not written. Its findings cannot be mended yet."""
        if not change.written:
            return self.site
        report = self._report_with(change.written)
        found = tuple(each._replace(fix=None) for each in report.diagnostics)
        return replace(self.site, report=replace(report, diagnostics=found), former=self.site.kept)

    def _report_with(self, sources: Mapping[str, Source]) -> Report:
        """The report on the library with other texts for some of its files, which no memo keeps."""
        workspace = self._workspace.with_overlay(sources.values())
        return replace(workspace, tasks=Tasks(Memo())).report(self.today, state=workspace.last.state)

    def mend(self, number: int, version: int) -> None:
        """Apply the fix of a finding as `strategies fix` would."""
        if version != self.site.version or number >= len(self.report.diagnostics):
            raise ChangedMeanwhile("The library was changed meanwhile. Look at the page again.")
        chosen, change = self.report.diagnostics[number], self.change()
        if chosen.fix is None or chosen.fix.safety is Safety.MANUAL:
            raise EnvironmentFault("This finding cannot be mended by itself.")
        digests = self._workspace.state.digests
        if any(digest_of(change.source(edit.span.path)) != digests.get(edit.span.path) for edit in chosen.fix.edits):
            raise ChangedMeanwhile("The file was changed on the disk meanwhile. Look at the page again.")
        fixed = fix(self._report_with, frozenset({chosen.fix.safety}), lambda found: found == chosen)
        if fixed.refused:
            raise EnvironmentFault(f"This would bring another error: {fixed.refused[0].error.message}")
        for source in fixed.sources.values():
            change.put(source)
        self.write(change)

    def change(self) -> LibraryChange:
        """A change to make of the library."""
        return LibraryChange(self._workspace)

    def try_and_write(self, change: LibraryChange) -> None:
        """Write a change unless it would bring a new error."""
        self.refresh()  # what another program wrote is no fault of this change
        trial = tried(change, self.report, self.today, ALLOWED)
        for error in trial.errors[:1]:
            source = trial.after.library.sources.get(error.span.path)
            line = f", line {source.position(error.span.start).line}" if source else ""
            raise EnvironmentFault(
                f"Nothing was changed. There would be an error in {error.span.path}{line}: {error.message}"
            )
        self.write(change)

    def write(self, change: LibraryChange) -> None:
        """Write a change, all or nothing."""
        try:
            change.write()
        finally:
            self.refresh()


def words_of(fault: EnvironmentFault) -> str:
    """A fault on one line."""
    return "; ".join(str(fault).split("\n"))
