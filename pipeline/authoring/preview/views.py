"""The preview's own pages: all findings, the text of a file, and what it adds to pages of the site."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple
from urllib.parse import quote

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from pipeline.authoring.preview.form import PageForm
from pipeline.authoring.preview.notes import PlacedFinding
from pipeline.authoring.preview.site import FAILS, PreviewSite
from pipeline.model.catalog import unpublished_reason
from pipeline.model.dates import read_date
from pipeline.model.entry import Entry
from pipeline.model.images import with_bundle_addresses
from pipeline.model.report import Report
from pipeline.publish.coverage import THIN
from pipeline.publish.exporters.html_site.sections import with_addresses
from pipeline.publish.exporters.html_site.strategy_page import address_of
from pipeline.source.text import counted

# Days before a review is due on which it is shown.
SOON = dt.timedelta(days=30)
# What the preview adds to the head of each page.
HEAD = b'<link rel="stylesheet" href="/-/preview.css"><script src="/-/preview.js" defer></script></head>'


@cache
def _templates() -> Environment:
    loader = PackageLoader("pipeline.authoring.preview")
    return Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True)


def _rendered(template: str, **values: object) -> str:
    return _templates().get_template(template).render(**values)


class ListedPage(NamedTuple):
    """A link on the start page, and what there is to say of it."""

    address: str
    title: str
    remark: str = ""


class FileFindings(NamedTuple):
    """The findings in one file; `address` is that of its page, if it has one."""

    title: str
    address: str
    found: list[PlacedFinding]


@dataclass(frozen=True)
class StartPage:
    """All that wants an author's attention in a library."""

    site: PreviewSite

    @property
    def report(self) -> Report:
        """The report on the library."""
        return self.site.report

    @property
    def pages(self) -> int:
        """The number of pages of strategies."""
        return len(self.report.library.entries)

    @property
    def errors(self) -> int:
        """The number of errors."""
        return sum(found.severity.rank == 0 for found in self.report.diagnostics)

    @property
    def others(self) -> int:
        """The number of findings that are no errors."""
        return len(self.report.diagnostics) - self.errors

    @property
    def files(self) -> list[FileFindings]:
        """The findings by file."""
        library, files = self.report.library, dict[str, FileFindings]()
        for number, found in enumerate(self.report.diagnostics):
            path = found.span.path
            if path not in files:
                entry = library.by_path.get(path)
                address = (
                    f"/{address_of(entry.id)}" if entry else f"/-/source?path={quote(path, errors='surrogateescape')}"
                )
                files[path] = FileFindings(entry.title if entry else path, address, [])
            files[path].found.append(PlacedFinding(number, found, line_of(self.report, number)))
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
        reasons = ((entry, unpublished_reason(entry, self.report.today)) for entry in self.report.library.entries)
        return [ListedPage(_address(entry), entry.title, f"({reason})") for entry, reason in reasons if reason]

    def _reviews(self) -> list[ListedPage]:
        until = self.report.today + SOON
        days = ((read_date(entry.facts.text("review_by") or ""), entry) for entry in self.report.library.entries)
        due = sorted((day, entry.id, entry) for day, entry in days if day and day <= until)
        return [ListedPage(_address(entry), entry.title, f"(by {day.isoformat()})") for day, _, entry in due]

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


def _address(entry: Entry) -> str:
    return f"/{address_of(entry.id)}"


def line_of(report: Report, number: int) -> int:
    """The line of a finding; 1 where there is no text."""
    span = report.diagnostics[number].span
    source = report.library.sources.get(span.path)
    return source.position(span.start).line if source else 1


def start_page(site: PreviewSite) -> str:
    """All findings, drafts, reviews due and gaps."""
    title = site.info.title
    return _rendered("start.html", title=title, site=site, start=StartPage(site))


def source_page(site: PreviewSite, path: str) -> str | None:
    """The text of a file of the library with its line numbers; None if the library has no such file."""
    source = site.report.library.sources.get(path)
    if source is None:
        return None
    lines = [source.slice(source.line_span(index)) for index in range(len(source.line_starts))]
    return _rendered("source.html", title=path, site=site, lines=map(_printable, lines))


def form_of(site: PreviewSite, path: str) -> PageForm | None:
    """The form of a page; None if there is no such page, or if it cannot be read."""
    entry = site.report.library.by_path.get(path)
    if entry is None or not entry.readable or not entry.document.readable:
        return None
    return PageForm(site.report.library, entry, site.limits)


def edit_page(site: PreviewSite, path: str) -> str | None:
    """The form of a page, with its findings and the page beside it."""
    form = form_of(site, path)
    if form is None:
        return None
    found, address = Markup(findings_of(site.report, path)), _address(form.entry)  # noqa: S704 - ours
    values = {"form": form, "found": found, "address": address, "form_day": site.report.today.isoformat()}
    return _rendered("edit.html", title=form.entry.title, site=site, **values)


def findings_of(report: Report, path: str) -> str:
    """The findings in a file, as HTML without buttons: their text may not be saved yet."""
    found = [(number, each._replace(fix=None)) for number, each in enumerate(report.diagnostics)]
    here = [PlacedFinding(number, each, line_of(report, number)) for number, each in found if each.span.path == path]
    return str(Markup("").join(each.html for each in here) or Markup("<p>Nothing to mend.</p>"))


def _printable(text: str) -> str:
    """A text without the marks of bytes that are no text."""
    return text.encode("utf-8", "replace").decode()


def strategy_view(site: PreviewSite, entry: Entry) -> bytes:
    """The page of a strategy with its findings, or what can be read of it."""
    notes, page = site.notes(entry), site.strategy(entry)
    if page is None:
        return _plain(site, entry)
    outside = Markup("").join(each.html for each in notes.outside_text())
    state = Markup('<p class="preview-state">{}</p>').format(_state(entry, site.report))
    found = f'<div class="preview-fields">{state}{outside}</div>'
    return with_panel(site, page.replace(b"</h1>", b"</h1>" + found.encode(), 1), notes.all, entry)


def _state(entry: Entry, report: Report) -> str:
    """Why readers do not see a page; empty if they do."""
    reason = unpublished_reason(entry, report.today)
    return f"Not published: {reason}" if reason else "Retired" if entry.status == "retired" else ""


def _plain(site: PreviewSite, entry: Entry) -> bytes:
    document, notes = entry.document, site.notes(entry)
    body = document.body
    html = document.html(0, len(body.tokens), lambda address: address) if body else ""
    if body is None:
        html = Markup("<pre>{}</pre>").format(_printable(document.source.text))
    text = Markup(with_addresses(with_bundle_addresses(document.path, html), "/"))  # noqa: S704 - our parser made it
    values = {"title": entry.title, "site": site, "found": notes.all, "text": text}
    return _rendered("plain.html", **values).encode()


def with_panel(
    site: PreviewSite, page: bytes, found: Sequence[PlacedFinding] = (), entry: Entry | None = None
) -> bytes:
    """A page of the site with the panel of the preview."""
    state = _state(entry, site.report) if entry else ""
    path = entry.path if entry else ""
    panel = _rendered(
        "panel.html", site=site, found=found, state=state, path=path, form=bool(path and form_of(site, path))
    )
    head, closed, rest = page.partition(b"</head>")
    before, end, after = rest.rpartition(b"</body>")
    return head + (HEAD if closed else b"") + before + panel.encode() + end + after
