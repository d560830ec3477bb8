"""Reports as JUnit XML for test dashboards: one test case for each rule with findings in a file."""

from xml.sax.saxutils import escape, quoteattr  # writes only; nothing is parsed

from pipeline.lint.reporters.view import ReportView
from pipeline.model.diagnostics import Diagnostic, Severity
from pipeline.source.escapes import printable


def render(view: ReportView) -> str:
    """Render a report as one test suite. Errors are failures, warnings and infos the output of passed test cases."""
    cases: dict[tuple[str, str], list[Diagnostic]] = {}
    for diagnostic in view.diagnostics:
        cases.setdefault((diagnostic.span.path, diagnostic.rule), []).append(diagnostic)
    clean = sorted(view.sources.keys() - {path for path, _ in cases}) if view.files == len(view.sources) else []
    failures = sum(any(item.severity is Severity.ERROR for item in found) for found in cases.values())
    total = len(cases) + len(clean)
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<testsuites name="strategies" tests="{total}" failures="{failures}" errors="0">',
        f'  <testsuite name="strategies" tests="{total}" failures="{failures}" errors="0" skipped="0">',
        *(line for (path, rule), found in cases.items() for line in _case(view, path, rule, found)),
        *(f'    <testcase classname={_attribute(path)} name="clean" />' for path in clean),
        "  </testsuite>",
        "</testsuites>",
    ]
    return "\n".join(lines) + "\n"


def _case(view: ReportView, path: str, rule: str, found: list[Diagnostic]) -> list[str]:
    texts = [_text(view, diagnostic) for diagnostic in found]
    body = escape("\n".join([*texts, view.url(rule)]))
    failed = any(diagnostic.severity is Severity.ERROR for diagnostic in found)
    tag = "failure" if failed else "system-out"
    message = f" message={_attribute(found[0].message)} type={_attribute(rule)}" if failed else ""
    line, file = view.position(found[0].span)[0].line, view.path(path)
    return [
        f'    <testcase classname={_attribute(path)} name={_attribute(rule)} file={_attribute(file)} line="{line}">',
        f"      <{tag}{message}>{body}</{tag}>",
        "    </testcase>",
    ]


def _text(view: ReportView, diagnostic: Diagnostic) -> str:
    help_ = f" ({diagnostic.help})" if diagnostic.help else ""
    return f"{view.location(diagnostic.span)} {diagnostic.severity.value}: {printable(diagnostic.message + help_)}"


def _attribute(text: str) -> str:
    return quoteattr(printable(text))
