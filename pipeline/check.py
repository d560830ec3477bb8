"""Runs the rules over a library."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from pipeline.diagnostics import Diagnostic, Severity
from pipeline.model.context import Context
from pipeline.model.entry import Entry
from pipeline.model.library import Library
from pipeline.model.report import Report
from pipeline.model.settings import Settings
from pipeline.parse import Document
from pipeline.rule import Rule, all_rules


class RuleFailed(Exception):  # noqa: N818 - names what happened, like FileNotFoundError does
    """A bug of ours: a rule raised. Names the rule and the file it was looking at."""

    def __init__(self, rule: Rule, path: str) -> None:
        super().__init__(f"the rule {rule.name} failed on {path}")


def check(library: Library, settings: Settings, today: dt.date, rules: Iterable[Rule] | None = None) -> Report:
    """Check a whole library. `rules` defaults to all of them; findings come sorted."""
    chosen = tuple(all_rules() if rules is None else rules)
    active = {rule.name: severity for rule in chosen if (severity := severity_of(rule, settings))}
    context = Context(library.vocabulary, library.policy, settings, today)
    shown: list[Diagnostic] = []
    ignored: list[Diagnostic] = []
    required = {rule.name for rule in chosen if rule.required}
    for diagnostic in _diagnostics(library, context, chosen, active):
        hidden = diagnostic.rule not in required and _is_ignored(diagnostic, library)
        (ignored if hidden else shown).append(diagnostic)
    report = Report(library, tuple(shown), tuple(ignored), frozenset(active))
    shown += _run([rule for rule in chosen if rule.subject is Report], [report], context, active)
    shown.sort(key=lambda diagnostic: diagnostic.sort_key)
    return replace(report, diagnostics=tuple(shown))


def _is_ignored(diagnostic: Diagnostic, library: Library) -> bool:
    document = library.documents.get(diagnostic.span.path)
    if document is None or not document.ignores:
        return False
    line = document.source.line_index(diagnostic.span.start)
    return any(ignore.covers(diagnostic.rule, line) for ignore in document.ignores)


def _diagnostics(
    library: Library, context: Context, rules: tuple[Rule, ...], active: Mapping[str, Severity]
) -> Iterator[Diagnostic]:
    """Every finding of the rules that look at files and at the library."""

    def of(subject: type) -> list[Rule]:
        return [rule for rule in rules if rule.subject is subject]

    documents = [*library.data_files, *(entry.document for entry in library.entries)]
    yield from _run(of(Document), documents, context, active)
    if not library.policy_broken:
        yield from _run(of(Entry), [entry for entry in library.entries if entry.readable], context, active)
    yield from _run(of(Library), [library], context, active)


def _run(
    rules: Iterable[Rule],
    subjects: Iterable[Document | Entry | Library | Report],
    context: Context,
    active: Mapping[str, Severity],
) -> Iterator[Diagnostic]:
    chosen = [rule for rule in rules if rule.name in active]
    for subject in subjects:
        for rule in chosen:
            try:
                for finding in rule.run(subject, context):
                    yield rule.diagnose(finding, active[rule.name])
            except Exception as error:
                raise RuleFailed(rule, getattr(subject, "path", "the library")) from error


def severity_of(rule: Rule, settings: Settings) -> Severity | None:
    """How much a rule's findings weigh under these settings; None when it is switched off."""
    if rule.required:
        return Severity.ERROR
    level = settings.severity.get(rule.name)
    if level is None:
        return rule.severity if rule.enabled else None
    return None if level == "off" else Severity(level)
