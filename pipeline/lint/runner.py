"""Runs the rules over each page by itself, then over the complete library."""

import datetime as dt
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple, TypeVar

from pipeline.lint.own_pages import ENTRY_RULES
from pipeline.lint.rule import Rule, all_rules
from pipeline.lint.translations import LENGTHS, of_translations
from pipeline.model.context import Context
from pipeline.model.diagnostics import Diagnostic, Severity
from pipeline.model.entry import UNFINISHED, Entry
from pipeline.model.library import Library
from pipeline.model.report import Report
from pipeline.model.revision import Revision, revisions
from pipeline.model.settings import Settings
from pipeline.model.translated_page import TranslatedPage
from pipeline.model.translation import UNFINISHED_WORD, TranslationEntry
from pipeline.model.vocabulary import Reads
from pipeline.source.environment import EnvironmentFault
from pipeline.source.parse import Document
from pipeline.source.parse.yaml_tree import Mapping as MappingNode
from pipeline.source.parse.yaml_tree import Scalar
from pipeline.source.text import Source

# Rules that are not switched off, each with its severity.
ActiveRules = tuple[tuple[Rule, Severity], ...]
# The kinds of subjects that rules check.
Subject = TypeVar("Subject", Document, Entry, Library, Report, Revision, TranslatedPage)


class RuleFailed(Exception):  # noqa: N818 - names what happened, like FileNotFoundError does
    """A bug in the pipeline: a rule raised an exception on a file."""

    def __init__(self, rule: str, path: str) -> None:
        super().__init__(rule, path)  # an exception sent between processes is rebuilt from its arguments

    def __str__(self) -> str:
        rule, path = self.args
        return f"the rule {rule} failed on {path}"


class PageFindings(NamedTuple):
    """The findings on a page, including those that a comment hides, and what its rules read from the vocabulary."""

    findings: tuple[Diagnostic, ...]
    reads: Reads


class PageLinter(NamedTuple):
    """Lints pages, each by itself, with the enabled rules for pages and their severities.

    The findings depend on the page and the context only, unless a rule is time-dependent.
    """

    context: Context
    document_rules: ActiveRules
    entry_rules: ActiveRules

    @classmethod
    def of(cls, context: Context, *, policy_broken: bool, rules: Iterable[Rule] | None = None) -> "PageLinter":
        """A linter with these rules, or with all that are not time-dependent.

        With a broken page policy, only the rules for documents run.
        """
        chosen = [rule for rule in all_rules() if not rule.time_dependent] if rules is None else list(rules)
        entry_rules = () if policy_broken else _active(chosen, Entry, context.settings)
        return cls(context, _active(chosen, Document, context.settings), entry_rules)

    def lint(self, entries: Sequence[Entry]) -> list[PageFindings]:
        """The findings on each page, in order."""
        found: list[tuple[list[Diagnostic], Reads]] = [([], {}) for _ in entries]
        pages = [
            (entry, diagnostics, self.context._replace(vocabulary=self.context.vocabulary.recording(reads)))
            for entry, (diagnostics, reads) in zip(entries, found, strict=True)
        ]
        if self.document_rules:  # else a page with known facts needs no parsing
            _run(self.document_rules, [(entry.document, diagnostics, context) for entry, diagnostics, context in pages])
        readable = [page for page in pages if page[0].readable]
        _run(self.entry_rules, [page for page in readable if not _is_of_own_page(page[0])])
        for_any_page = tuple(each for each in self.entry_rules if each[0].name in ENTRY_RULES)
        _run(for_any_page, [page for page in readable if _is_of_own_page(page[0])])
        # Two mistakes whose span is the complete line may have equal diagnostics.
        return [PageFindings(tuple(dict.fromkeys(diagnostics)), reads) for diagnostics, reads in found]


def _is_of_own_page(entry: Entry) -> bool:
    return isinstance(entry, TranslationEntry) and entry.of_own_page


def check(library: Library, settings: Settings, today: dt.date, rules: Iterable[Rule] | None = None) -> Report:
    """Check a complete library with some rules, or with all; findings come sorted."""
    chosen = tuple(all_rules() if rules is None else rules)
    context = Context(library.vocabulary, library.policy, settings, today)
    return build_report(library, context, chosen, lint_library(library, context, chosen, ()))


def lint_library(library: Library, context: Context, rules: Iterable[Rule], linted: Container[str]) -> list[Diagnostic]:
    """All findings of these rules, except what a `PageLinter` finds on the pages whose paths are in `linted`."""
    chosen, found = tuple(rules), list[Diagnostic]()
    localized = (file for each in library.localizations for file in each.files)
    files = (*library.data_files, *library.refused.values(), *localized)
    _run(_active(chosen, Document, context.settings), [(file, found, context) for file in files])
    own = [page for page in library.own_pages if page.readable]
    _run(_active(chosen, Document, context.settings), [(page.document, found, context) for page in library.own_pages])
    of_any_page = (rule for rule in chosen if rule.name in ENTRY_RULES)
    _run(_active(of_any_page, Entry, context.settings), [(page, found, context) for page in own])
    others = [entry for entry in library.entries if entry.path not in linted]
    for time_dependent, entries in ((False, others), (True, library.entries)):
        page_rules = [rule for rule in chosen if rule.time_dependent is time_dependent]
        linter = PageLinter.of(context, policy_broken=library.policy_broken, rules=page_rules)
        found += (diagnostic for page in linter.lint(entries) for diagnostic in page.findings)
    found += _in_other_languages(library, context, chosen, linted)
    _run(_active(chosen, Library, context.settings), [(library, found, context)])
    return found


def _in_other_languages(
    library: Library, context: Context, rules: tuple[Rule, ...], linted: Container[str]
) -> list[Diagnostic]:
    """Findings on translations that were not linted one by one, and on how they differ from their originals."""
    found: list[Diagnostic] = []
    for localization in library.localizations:
        local = context._replace(vocabulary=localization.vocabulary, policy=localization.policy)
        entries = [each for each in library.translations if each.language == localization.language]
        broken = library.policy_broken or localization.policy_broken
        linter = PageLinter.of(local, policy_broken=broken, rules=of_translations(rules))
        others = linter.lint([each for each in entries if each.path not in linted])
        found += (diagnostic for page in others for diagnostic in page.findings)
        pairs = [TranslatedPage.of(each, library, localization) for each in entries if each.readable]
        active = () if broken else _active(rules, TranslatedPage, context.settings)
        _run(active, [(pair, found, local) for pair in pairs])
    return found


def build_report(library: Library, context: Context, rules: Iterable[Rule], found: Iterable[Diagnostic]) -> Report:
    """A report of these findings without those that a comment hides, and with those about the comments themselves."""
    chosen, settings = tuple(rules), context.settings
    active = {rule.name for rule in chosen if severity_of(rule, settings) and rule.subject is not Revision}
    required = {rule.name for rule in chosen if rule.required}
    shown: list[Diagnostic] = []
    ignored: list[Diagnostic] = []
    for diagnostic in found:
        if diagnostic.rule in active:
            hidden = diagnostic.rule not in required and _is_ignored(diagnostic, library)
            (ignored if hidden else shown).append(diagnostic)
    report = Report(library, tuple(shown), tuple(ignored), frozenset(active), context.today)
    _run(_active(chosen, Report, settings), [(report, shown, context)])
    shown.sort(key=lambda diagnostic: diagnostic.sort_key)
    return replace(report, diagnostics=tuple(shown))


def check_revisions(
    report: Report, previous: Mapping[str, Source | None], context: Context, rules: Iterable[Rule] | None = None
) -> Report:
    """A report with the findings of rules that compare pages with their previous texts; comments can hide them."""
    found: list[Diagnostic] = []
    active = _active(all_rules() if rules is None else rules, Revision, context.settings)
    pages = revisions(report.library, previous, context.settings.limits.to_limits())
    _run(active, [(page, found, context) for page in pages])
    shown = [diagnostic for diagnostic in found if not _is_ignored(diagnostic, report.library)]
    everything = sorted((*report.diagnostics, *shown), key=lambda diagnostic: diagnostic.sort_key)
    return replace(report, diagnostics=tuple(everything))


def _is_ignored(diagnostic: Diagnostic, library: Library) -> bool:
    document = library.with_ignores.get(diagnostic.span.path)
    if document is None:
        return False
    line = document.source.line_index(diagnostic.span.start)
    return document.ignored.covers(diagnostic.rule, line)


def _active(rules: Iterable[Rule], subject: type, settings: Settings) -> ActiveRules:
    """The rules for one kind of subject that are not switched off."""
    severities = ((rule, severity_of(rule, settings)) for rule in rules if rule.subject is subject)
    return tuple((rule, severity) for rule, severity in severities if severity)


def _run(rules: ActiveRules, subjects: Sequence[tuple[Subject, list[Diagnostic], Context]]) -> None:
    """Add the findings on each subject to its list.

    Each rule runs over all subjects before the next rule, which keeps the processor's caches warm.
    """
    for rule, severity in rules:
        function = rule.function
        for subject, diagnostics, context in subjects:
            try:
                for finding in function(subject, context):
                    diagnostics.append(rule.diagnose(finding, _severity_on(subject, rule, severity)))
            except EnvironmentFault:  # the page was changed since it was listed
                raise
            except Exception as error:
                raise RuleFailed(rule.name, getattr(subject, "path", "the library")) from error


def _severity_on(subject: object, rule: Rule, severity: Severity) -> Severity:
    """The severity of a finding on a subject, which may be milder on ideas, drafts and translations."""
    if isinstance(subject, TranslationEntry) and rule.name in LENGTHS:
        severity = max(severity, Severity.WARNING, key=lambda each: each.rank)
    if rule.draft_severity is None or not _is_unfinished(subject):
        return severity
    return max(severity, rule.draft_severity, key=lambda each: each.rank)


def _is_unfinished(subject: object) -> bool:
    if isinstance(subject, Document):
        if not (subject.body and isinstance(subject.front, MappingNode)):
            return False
        status, translates = subject.front.get("status"), subject.front.get("translates")
        if isinstance(translates, Scalar):
            return translates.text == UNFINISHED_WORD
        return isinstance(status, Scalar) and status.text in UNFINISHED
    if isinstance(subject, TranslatedPage):
        return subject.entry.is_unfinished
    return isinstance(subject, Entry) and subject.is_unfinished


def severity_of(rule: Rule, settings: Settings) -> Severity | None:
    """The severity of a rule's findings under these settings; None when it is switched off."""
    if rule.required:
        return Severity.ERROR
    level = settings.severity.get(rule.name)
    if level is None:
        return rule.severity if rule.enabled else None
    return None if level == "off" else Severity(level)
