"""Reports in SARIF 2.1.0 for code scanning: https://docs.oasis-open.org/sarif/sarif/v2.1.0/."""

import hashlib
from collections.abc import Iterable
from typing import Any
from urllib.parse import quote, urlsplit

import pipeline
from pipeline.lint.notices import NOTICES, Notice
from pipeline.lint.reporters.view import ReportView, with_help
from pipeline.lint.rule import Rule, all_rules
from pipeline.model.diagnostics import Diagnostic, Fix, Severity
from pipeline.source.escapes import json_text
from pipeline.source.text import Span

LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}


def render(view: ReportView) -> str:
    """Render a report as one SARIF run; columns count code points."""
    found = {diagnostic.rule for diagnostic in view.diagnostics}
    known: list[Rule | Notice] = [*all_rules(), *NOTICES.values()]
    rules = [rule for rule in known if rule.name in found]
    index = {rule.name: number for number, rule in enumerate(rules)}
    driver = {
        "name": "strategies",
        "semanticVersion": pipeline.__version__,
        "rules": [_rule(view, rule) for rule in rules],
    }
    base = "the repository's folder" if view.prefix else "the library's folder"
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {"ROOT": {"description": {"text": base}}},
        "results": [_result(view, diagnostic, index) for diagnostic in view.diagnostics],
    }
    document = {
        "$schema": "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
        "version": "2.1.0",
        "runs": [run],
    }
    return json_text(document)


def _rule(view: ReportView, rule: Rule | Notice) -> dict[str, Any]:
    documentation = rule.documentation
    described: dict[str, Any] = {
        "id": rule.name,
        "shortDescription": {"text": documentation.summary},
        "fullDescription": {"text": documentation.reason or documentation.summary},
        "help": {"text": f"{documentation.summary} {documentation.reason} See {view.url(rule.name)}"},
        "defaultConfiguration": {"level": LEVELS[rule.severity]},
    }
    if urlsplit(view.rules_url).scheme:  # SARIF takes only absolute addresses here
        described["helpUri"] = view.url(rule.name)
    return described


def _result(view: ReportView, diagnostic: Diagnostic, index: dict[str, int]) -> dict[str, Any]:
    result: dict[str, Any] = {
        "ruleId": diagnostic.rule,
        "level": LEVELS[diagnostic.severity],
        "message": {"text": with_help(diagnostic)},
        "locations": [{"physicalLocation": _location(view, diagnostic.span)}],
        "partialFingerprints": {
            "pathRuleMessage/v1": digest((diagnostic.span.path, diagnostic.rule, diagnostic.message))
        },
    }
    if diagnostic.rule in index:
        result["ruleIndex"] = index[diagnostic.rule]
    if diagnostic.notes:
        result["relatedLocations"] = [
            {"physicalLocation": _location(view, note.span), "message": {"text": note.message}}
            for note in diagnostic.notes
        ]
    if diagnostic.fix and diagnostic.fix.edits:
        result["fixes"] = [_fix(view, diagnostic.fix)]
    return result


def _fix(view: ReportView, fix: Fix) -> dict[str, Any]:
    paths = dict.fromkeys(edit.span.path for edit in fix.edits)
    changes = [
        {
            "artifactLocation": _artifact(view, path),
            "replacements": [
                {"deletedRegion": _region(view, edit.span), "insertedContent": {"text": edit.text}}
                for edit in fix.edits
                if edit.span.path == path
            ],
        }
        for path in paths
    ]
    return {"description": {"text": fix.title}, "artifactChanges": changes}


def _location(view: ReportView, span: Span) -> dict[str, Any]:
    return {"artifactLocation": _artifact(view, span.path), "region": _region(view, span)}


def _artifact(view: ReportView, path: str) -> dict[str, str]:
    return {"uri": quote(view.path(path).encode("utf-8", "surrogateescape")), "uriBaseId": "ROOT"}


def _region(view: ReportView, span: Span) -> dict[str, int]:
    start, end = view.position(span)
    return {"startLine": start.line, "startColumn": start.column, "endLine": end.line, "endColumn": end.column}


def digest(parts: Iterable[str]) -> str:
    """The fingerprint of a finding, which is stable when lines above it move."""
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogateescape")).hexdigest()[:32]
