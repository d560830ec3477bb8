"""What a check prints of hostile texts and file names, in every format: nothing in it steers what shows it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from importlib import import_module
from xml.etree import ElementTree as ET

from harmless import assert_harmless

from pipeline.cli.check import FORMATS
from pipeline.lint.reporters.view import ReportView
from pipeline.model.report import Report
from pipeline.source.escapes import log


def printed(report: Report) -> Iterator[tuple[str, str]]:
    """Each format and the text that a check prints in it."""
    sources = report.library.sources
    view = ReportView(report.diagnostics, sources, len(sources))
    for name in FORMATS:
        text = import_module(f"pipeline.lint.reporters.{name}").render(view)
        yield name, log(text, commands=name == "github")


def steering(report: Report) -> list[str]:
    """The formats in which a text is a command, turns or hides letters, or ends a document."""
    found = []
    for name, text in printed(report):
        try:
            assert_harmless(text, annotations=name == "github")
            if name == "junit":
                ET.fromstring(text)
            elif name not in ("text", "github"):
                json.loads(text)
        except (AssertionError, ValueError, ET.ParseError) as error:
            found.append(f"report {name}: {error}"[:300])
    return found
