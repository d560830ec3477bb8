"""A library under preview: its report, brought up to date after each change, and the edits that buttons make."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import replace

from pipeline.authoring.preview.new_page import new_draft
from pipeline.authoring.preview.site import PreviewSite, is_id
from pipeline.incremental.workspace import Workspace
from pipeline.lint.configuration import ConfigurationFault
from pipeline.lint.fix import Fixed, fix
from pipeline.model.diagnostics import Diagnostic, Safety
from pipeline.model.entry import Entry
from pipeline.model.report import Report
from pipeline.model.strategy import LONGEST_TITLE
from pipeline.publish.publication_inputs import site_options
from pipeline.source.discovery import content_digest
from pipeline.source.environment import EnvironmentFault
from pipeline.source.text import Source
from pipeline.source.writing import write_all


class EditRefused(Exception):  # noqa: N818 - names what happened
    """An edit that was not made, and why, in words for authors."""


class PreviewSession:
    """The newest state of one library that can be shown, as its `site`."""

    def __init__(self, workspace: Workspace, today: Callable[[], dt.date]) -> None:
        self._workspace, self._today = workspace, today
        self.site = self._site(workspace, None)

    @property
    def report(self) -> Report:
        """The report on the newest state."""
        return self.site.report

    def refresh(self) -> None:
        """Check the library again."""
        version = self.site.version + 1
        try:
            workspace = replace(self._workspace)  # reads the settings again
            self.site, self._workspace = self._site(workspace, self.site), workspace
        except ConfigurationFault as fault:
            trouble = "; ".join(f"{found.span.path}: {found.message}" for found in fault.diagnostics)
            self.site = replace(self.site, version=version, trouble=trouble)
        except EnvironmentFault as fault:
            self.site = replace(self.site, version=version, trouble=" ".join(fault.lines))

    def _site(self, workspace: Workspace, former: PreviewSite | None) -> PreviewSite:
        report = workspace.report(self._today())
        site = PreviewSite(report, site_options(workspace, search=False), workspace.limits)
        return replace(site, version=former.version + 1, former=former.last_shared) if former else site

    def mend(self, number: int, version: int) -> None:
        """Apply the fix of a finding as `strategies fix` would; raises EditRefused if it cannot be."""
        if version != self.site.version or not 0 <= number < len(self.report.diagnostics):
            raise EditRefused("The library was changed meanwhile. Look at the page again.")
        chosen = self.report.diagnostics[number]
        if chosen.fix is None or chosen.fix.safety is Safety.MANUAL:
            raise EditRefused("This finding cannot be mended by itself.")
        try:
            before = {edit.span.path: self.report.library.sources[edit.span.path] for edit in chosen.fix.edits}
            fixed = self._fixed(chosen, chosen.fix.safety)
        except EnvironmentFault as fault:
            raise EditRefused(" ".join(fault.lines)) from None
        if fixed.refused:
            error = fixed.refused[0].error
            raise EditRefused(f"This would bring another error: {error.message}")
        self.write(before, fixed.sources)

    def _fixed(self, chosen: Diagnostic, safety: Safety) -> Fixed:
        return fix(self.check_with, frozenset({safety}), lambda found: found == chosen)

    def check_with(self, sources: Mapping[str, Source]) -> Report:
        """The report on the library with other texts for some of its files."""
        return self._workspace.with_overlay(sources.values()).report(self._today())

    def save(self, entry: Entry, digest: str, after: Source) -> None:
        """Write a page that was edited in a form; raises EditRefused if its file has another text than then."""
        before = entry.source
        if content_digest(before.encode()) != digest:
            raise EditRefused("The file was changed on the disk meanwhile. Nothing was saved; load the form again.")
        if after != before:
            self.write({entry.path: before}, {entry.path: after})

    def begin(self, title: str) -> str:
        """Write a new page and return its path; raises EditRefused if it cannot have that title."""
        library = self.report.library
        page = new_draft(" ".join(title.split()), library, self._today())
        id_ = page.path.rpartition("/")[2].removesuffix(".md")
        if not is_id(id_) or len(title) > LONGEST_TITLE:
            raise EditRefused(
                "No id can be made of this title. It needs some letters of the Latin alphabet, and not too many."
            )
        if id_ in library.by_id or id_ in library.former_ids:
            raise EditRefused(f"There is a strategy `{id_}` already.")
        try:
            write_all(self._workspace.root, {page.path: page.encode()}, {})
        except EnvironmentFault as fault:
            raise EditRefused(" ".join(fault.lines)) from None
        self.refresh()
        return page.path

    def write(self, before: Mapping[str, Source], after: Mapping[str, Source]) -> None:
        """Replace the texts of files, all or none; raises EditRefused if one was changed on the disk."""
        try:
            files = {path: source.encode() for path, source in after.items()}
            write_all(self._workspace.root, files, {path: before[path].encode() for path in files})
        except EnvironmentFault as fault:
            raise EditRefused(" ".join(fault.lines)) from None
        finally:
            self.refresh()
