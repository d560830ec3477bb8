"""Whole libraries, with faults anywhere: own fields and vocabularies, languages, templates, styles and settings."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

import own_vocabularies
from conftest import HERE, LIBRARY, TODAY
from generator.libraries import library
from hypothesis import strategies as st
from test_properties import assert_output_is_safe, mutated

from pipeline.incremental.workspace import Workspace
from pipeline.lint.reporters.view import ReportView
from pipeline.model.catalog import Catalog
from pipeline.model.diagnostics import Severity
from pipeline.publish.bundle import FolderBundle
from pipeline.publish.exporter import all_formats, exporters_of
from pipeline.publish.publication_inputs import inputs_in_all_languages, site_options
from pipeline.publish.release.publication import PublishRequest, publish
from pipeline.publish.verify import verify
from pipeline.source.environment import EnvironmentFault

Files = Mapping[str, bytes]
TEMPLATES = HERE.parent / "pipeline/publish/exporters/html_site/templates"
CATALOG = HERE.parent / "pipeline/publish/exporters/html_site/locale/de.po"
EXTENDED = '{%% extends "default/%s" %%}\n{%% block main %%}{{ super() }}<p>{{ root }}</p>{%% endblock %%}\n'
CSS = ".card { color: #333 }\n@media print { .card { display: none } }\n"
SETTINGS = 'fail_on = "error"\n[severity]\ndoubled-word = "off"\n[limits]\nmarkdown_depth = 12\n'


@cache
def whole() -> Files:
    """The test library with vocabularies and fields of its own, a second language, and a theme."""
    files = {path.relative_to(LIBRARY).as_posix(): path.read_bytes() for path in LIBRARY.rglob("*") if path.is_file()}
    files |= {source.path: source.encode() for source in own_vocabularies.sources()}
    return files


def additions() -> dict[str, bytes]:
    """Files that a library may have besides; each by itself is sound."""
    page = whole()["content/strategies/student-voice.md"]
    found = {
        "content/strategies/student-voice.de.md": page,
        "content/vocabulary/factors.de.yaml": b"motivation: {name: Antrieb}\n",
        "content/pages/how-we-work.md": b"---\ntitle: How we work\n---\n\n## Reading\n\nTwo read each page.\n",
        "static/theme.css": CSS.encode(),
        "static/notes.txt": b"Notes\n",
        "translations/de.po": CATALOG.read_bytes()[:4000],
        "strategies.toml": SETTINGS.encode(),
        "pyproject.toml": b"[tool.strategies]\nfail_on = 'warning'\n",
    }
    for name in ("strategy.html", "index.html", "about.html"):
        found[f"templates/{name}"] = (EXTENDED % name).encode()
    found["templates/factor.html"] = (TEMPLATES / "factor.html").read_bytes()
    return found


@st.composite
def libraries(draw: st.DrawFn) -> Files:
    """A library: a whole one or a generated one, with some additions, some files changed and some gone."""
    if draw(st.booleans()):
        files = dict(whole())
    else:
        files = dict(library(draw(st.randoms(use_true_random=False)), most=4).files)
    more = additions()
    files |= {path: more[path] for path in draw(st.lists(st.sampled_from(sorted(more)), max_size=4, unique=True))}
    if draw(st.booleans()) and "content/library.yaml" in files:
        files["content/library.yaml"] += draw(st.sampled_from([b"\nlanguages: [de]\n", b"\nlanguages: [de, ar]\n"]))
    texts = sorted(path for path, data in files.items() if b"\0" not in data)
    for path in draw(st.lists(st.sampled_from(texts), max_size=3, unique=True)):
        text = files[path].decode("utf-8", "surrogateescape")
        files[path] = draw(mutated([text])).encode("utf-8", "surrogatepass")
    for path in draw(st.lists(st.sampled_from(sorted(files)), max_size=1)):
        del files[path]
    return files


def write(files: Files, folder: Path) -> None:
    """Lay a library out in a folder."""
    for path, data in files.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)


def outcome(files: Files, folder: Path) -> str:
    """Check, export and verify a library as the commands do; whatever else is raised, or faulty, is a defect.

    A template may fail while a page is made: then the export says so in words.
    """
    write(files, folder)
    workspace = Workspace(folder)
    try:
        report = workspace.report(TODAY)
    except EnvironmentFault:
        return "settings refused"
    assert_output_is_safe(ReportView(report.diagnostics, report.library.sources, 1, least=Severity.INFO))
    if report.has_errors or report.library.info is None:
        return "errors found"
    try:
        library = report.library
        edition = inputs_in_all_languages(workspace, Catalog.of(report), library, site_options(workspace, search=False))
        release = publish(PublishRequest(edition, exporters_of(all_formats())), folder / "exports").release
    except EnvironmentFault:
        assert any(path.startswith(("templates/", "static/", "translations/")) for path in files)
        return "theme refused"
    assert list(verify(FolderBundle(release))) == []
    return "published"
