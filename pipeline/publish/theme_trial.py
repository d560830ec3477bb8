"""Renders pages with a library's own templates while it is checked, so that what check lets pass can be exported."""

import re
from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING

from pipeline.incremental.workspace import Workspace
from pipeline.model.catalog import Catalog
from pipeline.model.diagnostics import Diagnostic, Severity
from pipeline.model.report import Report
from pipeline.model.template_problems import BROKEN
from pipeline.publish.exporter import ExportFault, File
from pipeline.publish.publication_inputs import publication_inputs, site_options
from pipeline.source.paths import TEMPLATES_FOLDER
from pipeline.source.text import Span

if TYPE_CHECKING:
    from pipeline.publish.exporters.html_site.site import Site

# Pages of each kind, and strategies, to render: a template that makes these makes nearly all.
MOST_PAGES, MOST_STRATEGIES = 100, 3
# What a message about a page tells of its text: a tag, an address, or its policy.
TOLD = re.compile(r"(?<=<)[^<>\s][^<>]*|(?<=`)[^`]+(?=`)|Content-Security-Policy")


def theme_trial(workspace: Workspace, report: Report) -> Iterator[Diagnostic]:
    """Findings at the lines of templates that fail. The report must have no errors."""
    from pipeline.publish.exporters.html_site.page_kind import page_kinds  # loads the library of templates
    from pipeline.publish.exporters.html_site.site import site_of
    from pipeline.publish.exporters.html_site.strategy_page import strategy_pages

    edition = publication_inputs(workspace, Catalog.of(report), site_options(workspace, search=False))
    site = site_of(edition.site)
    found: dict[tuple[str, int], Diagnostic] = {}
    for kind in page_kinds():
        _try(islice(kind.make(site), MOST_PAGES), site, report, found)
    for strategy in islice(edition.inputs(), MOST_STRATEGIES):
        _try(strategy_pages(strategy), site, report, found)
    yield from found.values()


def _try(pages: Iterator[File], site: "Site", report: Report, found: dict[tuple[str, int], Diagnostic]) -> None:
    """Render pages, and add what fails, and what runs, loads or embeds something."""
    from pipeline.publish.exporters.html_site.theme import TemplateFault
    from pipeline.publish.verify.links import active_violations
    from pipeline.publish.verify.page import HtmlPage

    base, foreign = site.layout.base or "/", site.layout.shared.frame.foreign
    try:
        for made in pages:
            if made.path.endswith(".html"):
                page = HtmlPage.read(made.data.decode())
                for violation in active_violations(base, made.path, page, foreign):
                    span = _span_of(violation.message, report)
                    words = f"this template brings a fault into {made.path.removeprefix('html/')}: {violation.message}"
                    found.setdefault((span.path, span.start), Diagnostic(span, BROKEN, Severity.ERROR, words))
    except TemplateFault as fault:
        path = f"{TEMPLATES_FOLDER}/{fault.template}"
        file = report.library.templates.get(path)
        line = fault.line or 1
        span = file.source.line_span(min(line, len(file.source.line_starts)) - 1) if file else Span(path, 0, 0)
        found.setdefault((path, line), Diagnostic(span, BROKEN, Severity.ERROR, f"this template fails: {fault.reason}"))
    except ExportFault:  # another fault of the theme, which names no line; the export tells it
        return


def _span_of(message: str, report: Report) -> Span:
    """The line of a template that holds the tag or address that a message is about; else the first line of one."""
    templates = [file.source for _, file in sorted(report.library.templates.items())]
    names = [words.split()[-1].lower() for words in TOLD.findall(message)]
    for source in templates:
        for name in names:
            if (start := source.text.lower().find(name)) >= 0:
                return source.line_span(source.line_index(start))
    return templates[0].line_span(0)
