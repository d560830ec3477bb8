"""A library under preview: its report, brought up to date after each change, and the edits that buttons make."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import replace

from pipeline.authoring.preview.site import PreviewSite
from pipeline.incremental.workspace import Workspace
from pipeline.lint.configuration import ConfigurationFault
from pipeline.lint.fix import Fixed, fix
from pipeline.model.diagnostics import Diagnostic, Safety
from pipeline.model.report import Report
from pipeline.publish.publication_inputs import site_options
from pipeline.source.environment import EnvironmentFault
from pipeline.source.text import Source


class EditRefused(Exception):  # noqa: N818 - names what happened
    """An edit that was not made, and why, in words for authors."""


class PreviewSession:
    """The newest state of one library. `version` grows with each change of what is shown.

    `trouble` tells why the newest state cannot be shown, such as settings that cannot be read; the one before is.
    """

    def __init__(self, workspace: Workspace, today: Callable[[], dt.date]) -> None:
        self._workspace, self._today = workspace, today
        self.version, self.trouble = 0, ""
        self.site = self._site(workspace.report(today()))

    @property
    def report(self) -> Report:
        """The report on the newest state."""
        return self.site.report

    def refresh(self) -> bool:
        """Check the library again; true if it can be shown, and shown anew."""
        try:
            workspace = replace(self._workspace)  # reads the settings again
            self.site = self._site(workspace.report(self._today()))
            self._workspace, self.trouble = workspace, ""
        except ConfigurationFault as fault:
            self.trouble = "; ".join(found.message for found in fault.diagnostics)
        except EnvironmentFault as fault:
            self.trouble = " ".join(fault.lines)
        self.version += 1
        return not self.trouble

    def _site(self, report: Report) -> PreviewSite:
        workspace = self._workspace
        return PreviewSite(report, site_options(workspace, search=False), workspace.limits)

    def mend(self, number: int, version: int) -> None:
        """Apply the fix of a finding as `strategies fix` would; raises EditRefused if it cannot be."""
        if version != self.version or not 0 <= number < len(self.report.diagnostics):
            raise EditRefused("The library was changed meanwhile. Look at the page again.")
        chosen = self.report.diagnostics[number]
        if chosen.fix is None or chosen.fix.safety is Safety.MANUAL:
            raise EditRefused("This finding cannot be mended by itself.")
        before = self.report.library.sources
        fixed = self._fixed(chosen, chosen.fix.safety)
        if fixed.refused:
            error = fixed.refused[0].error
            raise EditRefused(f"This would bring another error: {error.message}")
        texts = {path: before[path] for path in fixed.sources}
        self.write(texts, fixed.sources)

    def _fixed(self, chosen: Diagnostic, safety: Safety) -> Fixed:
        return fix(self.check_with, frozenset({safety}), lambda found: found == chosen)

    def check_with(self, sources: Mapping[str, Source]) -> Report:
        """The report on the library with other texts for some of its files."""
        return self._workspace.with_overlay(sources.values()).report(self._today())

    def write(self, before: Mapping[str, Source], after: Mapping[str, Source]) -> None:
        """Replace the texts of files, all or none; raises EditRefused if one was changed on the disk."""
        try:
            self._workspace.replace_all(before, after)
        except EnvironmentFault as fault:
            raise EditRefused(" ".join(fault.lines)) from None
        finally:
            self.refresh()
