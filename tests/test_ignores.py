"""For every rule: a comment with a reason leaves its finding out unless the rule is required, and reaches no output."""

from __future__ import annotations

import pytest
from conftest import LIBRARY, TODAY
from examples import GOOD_PAGE, PAGE, sources_of
from test_rules import findings

from pipeline.incremental.workspace import Workspace
from pipeline.lint.rule import Rule, all_rules
from pipeline.model.diagnostics import Diagnostic
from pipeline.source.parse import Limits, parse_page
from pipeline.source.parse.plain_text import plain_text
from pipeline.source.text import Source

# Findings about a file as a whole stand at its first line, before which no comment can stand.
WHOLE_FILE = frozenset({"large-file", "large-image", "stray-file", "unused-image"})
WHOLE_FILE |= {"unlisted-language", "untranslated-disclaimer", "untranslated-name"}
# Findings about a line inside a table or list, which a comment right above that line would end.
INSIDE = frozenset({"extra-table-cell", "swallowed-text"})
RULES = [rule for rule in all_rules() if rule.family != "ignores"]


def with_comment(source: Source, found: Diagnostic, rule: Rule) -> Source:
    """Put the comment on the line before the finding or its block, in the form that YAML or Markdown wants."""
    line = source.line_index(found.span.start)
    while rule.name in INSIDE and source.slice(source.line_span(line - 1)).strip():
        line -= 1
    start = source.line_starts[line]
    front = parse_page(source, Limits()).front_span if source.path.endswith(".md") else None
    in_yaml = not source.path.endswith(".md") or (front is not None and found.span.start < front.end)
    text = f"strategies: ignore {rule.name} -- a reason that a reviewer can weigh"
    comment = f"# {text}\n" if in_yaml else f"<!-- {text} -->\n"
    return Source(source.path, source.text[:start] + comment + source.text[start:])


@pytest.mark.parametrize("rule", [rule for rule in RULES if not rule.required], ids=lambda rule: rule.name)
def test_a_comment_with_a_reason_hides_the_finding(rule: Rule) -> None:
    sources = {source.path: source for source in sources_of(rule.documentation.bad[0])}
    found = next(found for found in findings(tuple(sources.values()), rule) if found.rule == rule.name)
    source = sources.get(found.span.path) or Workspace(LIBRARY).report(TODAY).library.sources.get(found.span.path)
    if rule.name in WHOLE_FILE:
        assert source is None or source.line_index(found.span.start) == 0
        return
    assert source is not None
    sources[source.path] = with_comment(source, found, rule)
    left = [other for other in findings(tuple(sources.values()), rule) if other.rule in (rule.name, "unused-ignore")]
    before = [other for other in findings(sources_of(rule.documentation.bad[0]), rule) if other.rule == rule.name]
    assert len(left) < len(before)
    assert "unused-ignore" not in {other.rule for other in left}


@pytest.mark.parametrize("rule", [rule for rule in RULES if rule.required], ids=lambda rule: rule.name)
def test_no_comment_hides_what_is_required(rule: Rule) -> None:
    sources = {source.path: source for source in sources_of(rule.documentation.bad[0])}
    before = [found for found in findings(tuple(sources.values()), rule) if found.rule == rule.name]
    source = sources.get(before[0].span.path)
    if source is None or source.line_index(before[0].span.start) == 0:
        return  # about a file as a whole
    sources[source.path] = with_comment(source, before[0], rule)
    after = [found for found in findings(tuple(sources.values()), rule) if found.rule == rule.name]
    assert len(after) >= len(before)


def test_the_comment_reaches_no_output() -> None:
    comment = "<!-- strategies: ignore doubled-word -- the poem says so -->"
    overview = "On Fridays the room grows quiet"
    text = GOOD_PAGE.replace(overview, f"It begins.\n{comment}\n{overview}")
    assert text != GOOD_PAGE
    document = parse_page(Source(PAGE, text), Limits())
    assert document.body is not None
    assert len(document.ignores) == 1
    html = document.html(0, len(document.body.tokens), lambda address: address)
    shown = "".join(plain_text(document.body, section.blocks) for section in document.body.sections)
    assert "strategies:" not in html + shown
    assert "strategies:" not in document.written(0, len(text))
    # Apart from the line above, which it parts from the paragraph below, the page is as without it.
    assert html.replace("<p>It begins.</p>\n", "") == _html(GOOD_PAGE)


def test_the_comment_parts_words_in_a_list_item() -> None:
    page = GOOD_PAGE.replace("- Some draw", "- Some\n  <!-- strategies: ignore doubled-word -- x -->\n  draw")
    assert "<li>Some\ndraw a face" in _html(page)


def _html(text: str) -> str:
    document = parse_page(Source(PAGE, text), Limits())
    assert document.body is not None
    return document.html(0, len(document.body.tokens), lambda address: address)
