"""The findings on a page at each key; those that take a look at the whole library stay the last ones meanwhile."""

from collections.abc import Callable
from dataclasses import replace

from pipeline.incremental.page_languages import checkers_of, language_of
from pipeline.lint.review.lines import alike
from pipeline.lint.rule import rules_of_pages
from pipeline.lint.runner import build_report
from pipeline.model.context import Context
from pipeline.model.diagnostics import Diagnostic
from pipeline.model.entry import build_entry
from pipeline.model.report import Report
from pipeline.model.settings import Settings
from pipeline.source.parse import parse_page
from pipeline.source.text import Source, Span


def page_findings(source: Source, last: Report, settings: Settings) -> tuple[Diagnostic, ...] | None:
    """The findings on a page with another text than at the last check; None if that did not look at this page."""
    library, path = last.library, source.path
    entry = library.by_path.get(path) or library.translations_by_path.get(path)
    if entry is None:
        return None
    checker = checkers_of(library, settings, render=False)[language_of(path)]
    (result,) = checker([(path, source.encode())])
    page = checker.decode("", result.value)
    assert page is not None
    with_comments = (build_entry(parse_page(source, settings.limits.to_limits())),) if page.facts.ignores else ()
    alone = replace(library, entries=with_comments, own_pages=(), translations=())
    context = Context(library.vocabulary, library.policy, settings, last.today)
    found = build_report(alone, context, rules_of_pages(), page.findings).diagnostics
    of_pages, moved = {rule.name for rule in rules_of_pages()}, _moved(entry.source, source)
    others = (
        each._replace(span=moved(each.span))
        for each in last.diagnostics
        if each.span.path == path and each.rule not in of_pages
    )
    return tuple(sorted((*found, *others), key=lambda each: each.sort_key))


def _moved(before: Source, after: Source) -> Callable[[Span], Span]:
    """A function that maps spans of a text to another, which differs from it in one place."""
    start = alike(before.text, after.text)
    rest = alike(before.text[start:][::-1], after.text[start:][::-1])
    end, shift = len(before.text) - rest, len(after.text) - len(before.text)

    def place(offset: int) -> int:
        return offset if offset <= start else max(start, offset + shift if offset >= end else start)

    return lambda span: Span(span.path, place(span.start), place(span.end))
