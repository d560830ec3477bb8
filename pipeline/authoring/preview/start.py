"""The start page: all that wants an author's attention in a library."""

import datetime as dt
from dataclasses import dataclass
from typing import NamedTuple

from pipeline.authoring.preview.notes import PlacedFinding
from pipeline.authoring.preview.site import FAILS, PreviewSite
from pipeline.model.catalog import unpublished_reason
from pipeline.model.diagnostics import Severity
from pipeline.model.due_reviews import SOON, due_reviews
from pipeline.model.report import Report
from pipeline.publish.coverage import THIN
from pipeline.source.text import counted


class ListedPage(NamedTuple):
    """A link on the start page, and what there is to say of it."""

    address: str
    title: str
    remark: str = ""


class FileFindings(NamedTuple):
    """The findings in one file; `address` is that of its page."""

    title: str
    address: str
    found: list[PlacedFinding]


@dataclass(frozen=True)
class StartPage:
    """What the start page lists."""

    site: PreviewSite

    @property
    def report(self) -> Report:
        """The report on the library."""
        return self.site.report

    @property
    def summary(self) -> str:
        """How many pages and findings there are."""
        found = self.report.diagnostics
        errors = sum(each.severity is Severity.ERROR for each in found)
        pages, errors_of = counted(len(self.report.library.entries), "page"), counted(errors, "error")
        return f"{pages}: {errors_of}, {counted(len(found) - errors, 'other finding')}."

    @property
    def files(self) -> list[FileFindings]:
        """The findings by file."""
        files = dict[str, FileFindings]()
        for each in self.site.findings:
            path = each.found.span.path
            if path not in files:
                entry = self.report.library.by_path.get(path)
                address = self.site.addresses.get(path) or each.source_address
                files[path] = FileFindings(entry.title if entry else path, address, [])
            files[path].found.append(each)
        return list(files.values())

    @property
    def lists(self) -> list[tuple[str, str, list[ListedPage]]]:
        """Drafts, reviews that are due, and factors with few strategies."""
        return [
            ("Drafts and pages to come", "drafts", self._drafts()),
            ("Reviews due", "reviews", self._reviews()),
            ("Factors with few strategies", "coverage", self._gaps()),
        ]

    def _drafts(self) -> list[ListedPage]:
        entries = self.report.library.entries
        reasons = ((entry, unpublished_reason(entry, self.report.today)) for entry in entries)
        return [
            ListedPage(self.site.addresses[entry.path], entry.title, f"({reason})")
            for entry, reason in reasons
            if reason
        ]

    def _reviews(self) -> list[ListedPage]:
        until = self.report.today + dt.timedelta(SOON)
        return [
            ListedPage(self.site.addresses[due.entry.path], due.entry.title, f"(by {due.day.isoformat()})")
            for due in due_reviews(self.report.library.entries, until)
        ]

    def _gaps(self) -> list[ListedPage]:
        try:
            records = self.site.records
        except FAILS:  # the vocabulary has errors, and findings tell them
            return []
        names = {factor.id: factor.name for factor in records.factors}
        few = sorted((number, id_) for id_, number in records.coverage.totals.items() if number <= THIN)
        return [
            ListedPage(f"/factors/{id_}/index.html", names[id_], f"({counted(number, 'strategy', 'strategies')})")
            for number, id_ in few
        ]
