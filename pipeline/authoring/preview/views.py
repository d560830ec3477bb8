"""The preview's own pages, and what it adds to pages of the site."""

import re
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from pipeline.authoring.preview.form import FileForm, PageForm, TextForm, digest_of
from pipeline.authoring.preview.notes import PlacedFinding
from pipeline.authoring.preview.site import PreviewSite
from pipeline.authoring.preview.start import StartPage
from pipeline.model.catalog import unpublished_reason
from pipeline.model.entry import Entry
from pipeline.model.images import with_bundle_addresses
from pipeline.model.report import Report
from pipeline.publish.exporters.html_site.sections import with_addresses
from pipeline.source.text import Source

# What the preview adds to the head of each page.
HEAD = b'<link rel="stylesheet" href="/-/preview.css"><script type="module" src="/-/preview.js"></script></head>'
# What no form in a browser can hold: bytes that are no text, and the character that browsers replace.
UNSHOWN = re.compile("[\0\ud800-\udfff]")
# An address that no page may have: one that programs open, or a picture of another server.
UNSAFE = re.compile(
    rb' href="(?!https?://|mailto:)(?:[a-z][a-z0-9+.-]*:|//)[^"]*"|(?<=<img) src="(?:[a-z][a-z0-9+.-]*:|//)[^"]*"',
    re.IGNORECASE,
)


@cache
def _templates() -> Environment:
    loader = PackageLoader("pipeline.authoring.preview")
    return Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True)


def _rendered(template: str, **values: object) -> str:
    return _templates().get_template(template).render(**values)


def start_page(site: PreviewSite) -> str:
    """All findings, drafts, reviews due and gaps."""
    return _rendered("start.html", title=site.info.title, site=site, start=StartPage(site))


class ShownLine(NamedTuple):
    """A line of a file, and the findings on it."""

    text: str
    found: list[PlacedFinding]


def source_page(site: PreviewSite, path: str) -> str | None:
    """The text of a file of the library with its findings; None if the library has no such file."""
    source = site.report.library.sources.get(path)
    if source is None:
        return None
    texts = (source.slice(source.line_span(index)) for index in range(len(source.line_starts)))
    lines = [ShownLine(_printable(text), []) for text in texts]
    for each in site.findings:
        if each.found.span.path == path:
            lines[each.line - 1].found.append(each)
    values = {
        "lines": lines,
        "path": path,
        "form": form_of(site, path, whole=True),
        "address": site.addresses.get(path),
    }
    return _rendered("source.html", title=path, site=site, **values)


def form_of(site: PreviewSite, path: str, *, whole: bool = False) -> FileForm | None:
    """The form of a file; None if the library has no such file, or none whose text a browser can hold.

    Pages of strategies have one with fields and sections, or one of the `whole` text.
    """
    library = site.report.library
    source: Source | None = None if path in library.templates else library.sources.get(path)
    if source is None or UNSHOWN.search(source.text):
        return None
    entry = None if whole else library.by_path.get(path)
    return PageForm(library, entry) if entry and entry.readable and entry.document.readable else TextForm(source)


def edit_page(site: PreviewSite, path: str, *, whole: bool = False) -> str | None:
    """The form of a file, with its findings and its page beside it."""
    form, entry = form_of(site, path, whole=whole), site.report.library.by_path.get(path)
    if form is None:
        return None
    values = {
        "form": form,
        "digest": digest_of(form.source),
        "found": Markup(findings_in_form(site, path, whole=whole)),  # noqa: S704 - made by a template
        "whole": whole,
        "address": site.addresses.get(path),
        "successors": _successors(site, entry) if entry and isinstance(form, PageForm) else None,
    }
    return _rendered("edit.html", title=entry.title if entry else path, site=site, path=path, **values)


def _successors(site: PreviewSite, retired: Entry) -> list[Entry] | None:
    """The strategies that may replace one; None if it is retired already."""
    usable = (entry for entry in site.report.library.entries if entry.readable and entry.status != "retired")
    found = sorted((entry for entry in usable if entry is not retired), key=lambda entry: entry.title.casefold())
    return found if retired.status != "retired" else None


class FormFinding(NamedTuple):
    """A finding, the part of the form that it is about, and the line in the text there, from 0."""

    placed: PlacedFinding
    part: str
    line: int


def findings_in_form(site: PreviewSite, path: str, *, whole: bool) -> str:
    """The findings in a file, as HTML that leads to the parts of its form."""
    form, entry = form_of(site, path, whole=whole), site.report.library.by_path.get(path)
    placed = site.notes(entry).all if entry else [each for each in site.findings if each.found.span.path == path]
    return _rendered("found.html", found=[_in_form(form, each) for each in placed])


def _in_form(form: FileForm | None, each: PlacedFinding) -> FormFinding:
    if isinstance(form, PageForm):
        number = form.section_at(each.found.span.start)
        if number is not None:
            return FormFinding(each, f"section-{number}", each.line - form.line_of(number))
        return FormFinding(each, f"field-{each.field}", 0)
    return FormFinding(each, "section-0", each.line - 1)


def _printable(text: str) -> str:
    """A text without the marks of bytes that are no text."""
    return text.encode("utf-8", "replace").decode()


def page_of_file(site: PreviewSite, path: str) -> str:
    """The page that a file is shown on; empty if there is none."""
    address = site.addresses.get(path, "").removeprefix("/")
    page = page_at(site, address) if address else None
    return page.decode() if page else ""


def page_at(site: PreviewSite, address: str) -> bytes | None:
    """A page or another file of the site at an address.

    Pages have their findings and the panel, and no address that their findings call unsafe.
    """
    entry = site.entries.get(address)
    if entry is not None:
        return UNSAFE.sub(b"", _strategy_page(site, entry))
    page = site.page(address)
    if page is None or site.is_file(address) or not address.endswith(".html"):
        return page
    return UNSAFE.sub(b"", _other_page(site, page, site.own_pages.get(address)))


def _other_page(site: PreviewSite, page: bytes, entry: Entry | None) -> bytes:
    if entry is None:
        return _with_panel(site, page)
    notes = site.notes(entry)
    return _with_panel(site, _with_notes(page, "", notes.all), notes.all, entry)


def _strategy_page(site: PreviewSite, entry: Entry) -> bytes:
    """The page of a strategy with its findings, or what can be read of it."""
    notes, page = site.notes(entry), site.strategy(entry)
    if page is None:
        return _plain(site, entry)
    return _with_panel(site, _with_notes(page, _state(entry, site.report), notes.outside_text()), notes.all, entry)


def _with_notes(page: bytes, state: str, found: Sequence[PlacedFinding]) -> bytes:
    """A page with its state and findings below its title; a script moves those about fields to what shows these."""
    outside = Markup("").join(each.html for each in found)
    said = Markup('<p class="preview-state">{}</p>').format(state) if state else ""
    return page.replace(b"</h1>", f'</h1><div class="preview-fields">{said}{outside}</div>'.encode(), 1)


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
    values |= {"path": entry.path, "form": form_of(site, entry.path)}
    return _rendered("plain.html", **values).encode()


def _with_panel(
    site: PreviewSite, page: bytes, found: Sequence[PlacedFinding] = (), entry: Entry | None = None
) -> bytes:
    """A page of the site with the panel of the preview."""
    path, library = entry.path if entry else "", site.report.library
    panel = _rendered(
        "panel.html",
        site=site,
        found=found,
        state=_state(entry, site.report) if entry and path in library.by_path else "",
        path=path,
        form=form_of(site, path) is not None,
        translations=[each for each in library.translations if each.original == path],
    )
    head, closed, rest = page.partition(b"</head>")
    before, end, after = rest.rpartition(b"</body>")
    return head + (HEAD if closed else b"") + before + panel.encode() + end + after
