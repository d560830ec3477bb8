"""Sites made in memory from a library and some files laid over it, and a server for them on this machine."""

from __future__ import annotations

import datetime as dt
import functools
import re
import threading
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from conftest import HERE, LIBRARY
from releases import files_of

from pipeline.incremental.workspace import Workspace
from pipeline.lint.rule import Rule
from pipeline.model.catalog import Catalog
from pipeline.publish.publication_inputs import PublicationInputs, publication_inputs, site_options
from pipeline.publish.site_options import SiteOptions
from pipeline.source.text import Source

TODAY = dt.date(2026, 11, 24)
# A link to a factor or to another strategy, with its text.
OWN_LINK = re.compile(r"\[([^\]]+)\]\((?:factor|strategy):[^)]+\)")
# A script that runs when the page is shown already: all but the one that sets the colours.
DEFERRED = re.compile(r"/(?!theme\.)[^/]+\.js$")
BASE = "https://strategies.example.org/library"
# A page with one of everything that a page may hold.
EVERYTHING = Source(
    "content/strategies/everything.md", (HERE / "browser" / "everything.md").read_text(encoding="utf-8")
)

OWN_PAGE = Source(
    "content/pages/how-we-work.md",
    "---\ntitle: How we work\nmenu: Our work\n---\n\n## Reading\n\nTwo read [each](strategy:student-voice) page.\n",
)


def crowd(number: int) -> list[Source]:
    """Many small strategies of the test library, each of other values; every third supports motivation."""
    page = (LIBRARY / "content/strategies/building-trust.md").read_text(encoding="utf-8")
    template = OWN_LINK.sub(r"\1", page.partition("\n---\n")[2])
    factors = ["motivation", "emotion", "sense-of-belonging", "attention", "civic-mindedness", "curiosity"]
    return [
        Source(
            f"content/strategies/crowd-{place:04}.md",
            "\n".join(
                [
                    "---",
                    f"title: Crowd {place:04}",
                    f"summary: The strategy with the number {place} of many, made to see how many a page bears.",
                    f"category: {('active-learning', 'teacher-modeling-support')[place % 2]}",
                    f"learner_models: [{'middle-grades' if place % 5 else 'early-grades, middle-grades'}]",
                    f"factors: [{factors[place % 6]}, {factors[(place + 1 + place // 6 % 5) % 6]}]",
                    *("related: []", "status: published", "updated: 2026-11-01", "---", template),
                ]
            ),
        )
        for place in range(number)
    ]


def edition_of(
    sources: Iterable[Source] = (),
    root: Path = LIBRARY,
    *,
    search: bool = False,
    files: Mapping[str, bytes] | None = None,
    rules: Iterable[Rule] | None = None,
) -> PublicationInputs:
    """What is published of a library with some texts added or replaced, and some files of its site."""
    workspace = Workspace(root, tuple(sources))
    report = workspace.report(TODAY, rules)
    assert not report.has_errors, [
        diagnostic for diagnostic in report.diagnostics if diagnostic.severity.value == "error"
    ]
    given = {path: functools.partial(bytes, data) for path, data in (files or {}).items()}
    options = site_options(workspace, search=search)
    return publication_inputs(workspace, Catalog.of(report), SiteOptions(search, {**options.files, **given}))


def site_of(edition: PublicationInputs) -> dict[str, bytes]:
    """Every file of a site by its path."""
    files = files_of(edition, ["html"])
    return {path.removeprefix("html/"): data for path, data in files.items() if path.startswith("html/")}


def library_file(root: Path = LIBRARY, **values: str) -> Source:
    """`content/library.yaml` with some fields added."""
    path = "content/library.yaml"
    kept = [
        line for line in (root / path).read_text(encoding="utf-8").splitlines() if line.partition(":")[0] not in values
    ]
    return Source(path, "\n".join([*kept, *(f"{name}: {value}" for name, value in values.items()), ""]))


def write(site: Mapping[str, bytes], folder: Path) -> Path:
    """Write a site to a folder."""
    for path, data in site.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data)
    return folder


def handler(headers: Mapping[str, str], late: float) -> type[SimpleHTTPRequestHandler]:
    """Answers with files and these headers, and says nothing; with scripts that a page does not wait for `late`."""

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *arguments: object) -> None:
            pass

        def do_GET(self) -> None:
            if DEFERRED.search(self.path):
                time.sleep(late)
            super().do_GET()

        def end_headers(self) -> None:
            for name, value in headers.items():
                self.send_header(name, value)
            super().end_headers()

    return Quiet


@contextmanager
def served(folder: Path, headers: Mapping[str, str] | None = None, late: float = 0) -> Iterator[str]:
    """Serve a folder on this machine alone; gives its address. Scripts that are deferred come so many seconds late."""
    answers = functools.partial(handler(headers or {}, late), directory=str(folder))
    with ThreadingHTTPServer(("127.0.0.1", 0), answers) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
        thread.join()
