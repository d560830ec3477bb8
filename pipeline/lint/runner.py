"""Runs the rules over a library: over each page by itself, then over all of them together."""

import datetime as dt
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any, NamedTuple, TypeVar

from pipeline.lint.rule import Rule, all_rules
from pipeline.model.context import Context
from pipeline.model.diagnostics import Diagnostic, Severity
from pipeline.model.entry import Entry
from pipeline.model.library import Library
from pipeline.model.report import Report
from pipeline.model.revision import Revision
from pipeline.model.settings import Settings
from pipeline.model.vocabulary import Reads
from pipeline.source.parse import Document
from pipeline.source.parse.yaml_tree import Mapping as MappingNode
from pipeline.source.parse.yaml_tree import Scalar

# Rules that are not switched off, each with its weight.
Weighed = tuple[tuple[Rule, Severity], ...]
# What rules look at.
Subject = TypeVar("Subject", Document, Entry, Library, Report, Revision)


class RuleFailed(Exception):  # noqa: N818 - names what happened, like FileNotFoundError does
    """A bug of ours: a rule raised. Names the rule and the file it was looking at."""

    def __init__(self, rule: str, path: str) -> None:
        super().__init__(rule, path)  # as given, for it may have to be sent from one process to another

    def __str__(self) -> str:
        rule, path = self.args
        return f"the rule {rule} failed on {path}"


class PageFindings(NamedTuple):
    """What was found on a page, that too which a comment hides, and what the rules asked the vocabulary on the way."""

    findings: tuple[Diagnostic, ...]
    reads: Reads


class PageLinter(NamedTuple):
    """Looks at pages, each by itself: with all rules for pages, each with its weight, or with some.

    What it finds follows from the page and the context alone; unless it holds rules that go by the day.
    """

    context: Context
    of_documents: Weighed
    of_entries: Weighed

    @classmethod
    def of(cls, context: Context, *, policy_broken: bool, rules: Iterable[Rule] | None = None) -> "PageLinter":
        """An examiner with these rules, or with all that do not go by the day; broken house rules judge no page."""
        chosen = [rule for rule in all_rules() if not rule.daily] if rules is None else list(rules)
        entries = () if policy_broken else _weighed(chosen, Entry, context.settings)
        return cls(context, _weighed(chosen, Document, context.settings), entries)

    def examine(self, *entries: Entry) -> list[PageFindings]:
        """What is found on each page; of one that cannot be read, that it cannot."""
        vocabulary = self.context.vocabulary
        made: list[tuple[list[Diagnostic], Reads]] = [([], {}) for _ in entries]
        contexts = [self.context._replace(vocabulary=vocabulary.recording(reads)) for _, reads in made]
        for rules, subjects in self._passes(entries, [found for found, _ in made], contexts):
            _run(rules, subjects)
        # Two faults whose place is the whole line say the same of it.
        return [PageFindings(tuple(dict.fromkeys(found)), reads) for found, reads in made]

    def look(self, entries: Sequence[Entry]) -> list[Diagnostic]:
        """The same without noting what the vocabulary was asked, for findings that are not remembered."""
        found: list[list[Diagnostic]] = [[] for _ in entries]
        for rules, subjects in self._passes(entries, found, [self.context] * len(entries)):
            _run(rules, subjects)
        return [diagnostic for each in found for diagnostic in dict.fromkeys(each)]

    def _passes(
        self, entries: Sequence[Entry], found: Sequence[list[Diagnostic]], contexts: Sequence[Context]
    ) -> Iterator[tuple[Weighed, list[tuple[Any, list[Diagnostic], Context]]]]:
        """Rules, each time with the subjects that they look at."""
        pages = list(zip(entries, found, contexts, strict=True))
        if self.of_documents:
            yield self.of_documents, [(entry.document, made, context) for entry, made, context in pages]
        if self.of_entries:
            yield self.of_entries, [page for page in pages if page[0].readable]


def check(library: Library, settings: Settings, today: dt.date, rules: Iterable[Rule] | None = None) -> Report:
    """Check a whole library. `rules` defaults to all of them; findings come sorted."""
    chosen = tuple(all_rules() if rules is None else rules)
    context = Context(library.vocabulary, library.policy, settings, today)
    return judge(library, context, chosen, compare(library, context, chosen, ()))


def compare(library: Library, context: Context, rules: Iterable[Rule], examined: Container[str]) -> list[Diagnostic]:
    """Every finding of these rules but those that an examiner makes of pages by themselves: these are `examined`."""
    chosen, found = tuple(rules), list[Diagnostic]()
    files = (*library.data_files, *library.refused.values())
    _run(_weighed(chosen, Document, context.settings), [(file, found, context) for file in files])
    lasting, daily = (
        PageLinter.of(
            context, policy_broken=library.policy_broken, rules=[rule for rule in chosen if rule.daily is day]
        )
        for day in (False, True)
    )
    found += lasting.look([entry for entry in library.entries if entry.path not in examined])
    found += daily.look(library.entries)
    _run(_weighed(chosen, Library, context.settings), [(library, found, context)])
    return found


def judge(library: Library, context: Context, rules: Iterable[Rule], found: Iterable[Diagnostic]) -> Report:
    """A report of all that was found: without what a comment hides, and with what is to be said of the comments."""
    chosen, settings = tuple(rules), context.settings
    active = {rule.name for rule in chosen if severity_of(rule, settings) and rule.subject is not Revision}
    required = {rule.name for rule in chosen if rule.required}
    shown: list[Diagnostic] = []
    ignored: list[Diagnostic] = []
    for diagnostic in found:
        if diagnostic.rule in active:
            hidden = diagnostic.rule not in required and _is_ignored(diagnostic, library)
            (ignored if hidden else shown).append(diagnostic)
    report = Report(library, tuple(shown), tuple(ignored), frozenset(active))
    _run(_weighed(chosen, Report, settings), [(report, shown, context)])
    shown.sort(key=lambda diagnostic: diagnostic.sort_key)
    return replace(report, diagnostics=tuple(shown))


def check_revisions(
    report: Report, revised: Iterable[Revision], context: Context, rules: Iterable[Rule] | None = None
) -> Report:
    """A report together with what shows when pages are compared with what they were. A comment hides it as usual."""
    found: list[Diagnostic] = []
    chosen = _weighed(all_rules() if rules is None else rules, Revision, context.settings)
    _run(chosen, [(revision, found, context) for revision in revised])
    shown = [diagnostic for diagnostic in found if not _is_ignored(diagnostic, report.library)]
    everything = sorted((*report.diagnostics, *shown), key=lambda diagnostic: diagnostic.sort_key)
    return replace(report, diagnostics=tuple(everything))


def _is_ignored(diagnostic: Diagnostic, library: Library) -> bool:
    document = library.with_ignores.get(diagnostic.span.path)
    if document is None:
        return False
    line = document.source.line_index(diagnostic.span.start)
    return any(ignore.covers(diagnostic.rule, line) for ignore in document.ignores)


def _weighed(rules: Iterable[Rule], subject: type, settings: Settings) -> Weighed:
    """The rules of one kind of subject that are not switched off, each with its weight."""
    weighed = ((rule, severity_of(rule, settings)) for rule in rules if rule.subject is subject)
    return tuple((rule, severity) for rule, severity in weighed if severity)


def _run(rules: Weighed, subjects: Sequence[tuple[Subject, list[Diagnostic], Context]]) -> None:
    """Add what is found in each subject to the list that goes with it, in the context that goes with it.

    One rule looks at all subjects, then the next: what a rule needs is then still near the processor. To run all rules
    over one page, then over the next, took a sixth longer for reading as a whole.
    """
    for rule, severity in rules:
        function = rule.function
        for subject, diagnostics, context in subjects:
            try:
                for finding in function(subject, context):
                    diagnostics.append(rule.diagnose(finding, _weight_on(subject, rule, severity)))
            except Exception as error:
                raise RuleFailed(rule.name, getattr(subject, "path", "the library")) from error


def _weight_on(subject: object, rule: Rule, severity: Severity) -> Severity:
    """How much a finding on a subject weighs: on a draft, some rules relent."""
    if rule.draft_severity is None or not _is_draft(subject):
        return severity
    return max(severity, rule.draft_severity, key=lambda each: each.rank)


def _is_draft(subject: object) -> bool:
    if isinstance(subject, Document):
        status = subject.front.get("status") if subject.body and isinstance(subject.front, MappingNode) else None
        return isinstance(status, Scalar) and status.text == "draft"
    return isinstance(subject, Entry) and subject.status == "draft"


def severity_of(rule: Rule, settings: Settings) -> Severity | None:
    """How much a rule's findings weigh under these settings; None when it is switched off."""
    if rule.required:
        return Severity.ERROR
    level = settings.severity.get(rule.name)
    if level is None:
        return rule.severity if rule.enabled else None
    return None if level == "off" else Severity(level)
