"""Runs the rules over a library."""

import datetime as dt
from collections.abc import Iterable, Iterator

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
    found = sorted(_diagnostics(library, settings, today, chosen), key=lambda diagnostic: diagnostic.sort_key)
    return Report(library, tuple(found))


def _diagnostics(library: Library, settings: Settings, today: dt.date, rules: tuple[Rule, ...]) -> Iterator[Diagnostic]:
    def of(subject: type) -> list[Rule]:
        return [rule for rule in rules if rule.subject is subject]

    documents = [*library.data_files, *(entry.document for entry in library.entries)]
    context = Context(library.vocabulary, library.policy, settings, today)
    yield from _run(of(Document), documents, context)
    if not library.policy_broken:
        yield from _run(of(Entry), [entry for entry in library.entries if entry.readable], context)
    yield from _run(of(Library), [library], context)


def _run(
    rules: Iterable[Rule], subjects: Iterable[Document | Entry | Library], context: Context
) -> Iterator[Diagnostic]:
    active = [(rule, severity) for rule in rules if (severity := severity_of(rule, context.settings))]
    for subject in subjects:
        for rule, severity in active:
            try:
                for finding in rule.run(subject, context):
                    yield rule.diagnose(finding, severity)
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
