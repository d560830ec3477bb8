"""The task that lints pages in any process; its results are facts, findings and renditions."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from pydantic import TypeAdapter

from pipeline.incremental.fingerprint import key_of
from pipeline.incremental.serialization import decode_finding, from_bytes, to_bytes
from pipeline.incremental.tasks import TaskResult
from pipeline.lint.rule import Rule, required_rules, rules_of_pages
from pipeline.lint.runner import PageFindings, PageLinter
from pipeline.lint.translations import of_translations
from pipeline.model.context import Context
from pipeline.model.diagnostics import Diagnostic
from pipeline.model.entry import Entry, build_entry
from pipeline.model.facts import Facts, decode_facts
from pipeline.model.policy import PagePolicy
from pipeline.model.rendition import Rendition, rendition_of
from pipeline.model.settings import Settings
from pipeline.model.translation import TranslationEntry, translation_entry
from pipeline.model.vocabulary import Reads, Vocabulary
from pipeline.source.discovery import content_digest
from pipeline.source.parse import Limits, parse_page
from pipeline.source.text import Source

PUBLISHED = "published"
# The path and the bytes of a page.
PageBytes = tuple[str, bytes]
RENDITION = TypeAdapter(Rendition)


class PageResult(NamedTuple):
    """The digest of a page, its facts and their digest, its findings, and what rules looked up in the vocabulary."""

    digest: str
    facts: Facts
    facts_digest: str
    findings: tuple[Diagnostic, ...]
    reads: Reads


@dataclass(frozen=True)
class PageChecker:
    """The task of linting pages: plain data, so that it can be sent to another process.

    With `render`, it also renders pages that may be published, while they are parsed. With a `language`, the pages
    are translations into that, and policy and vocabulary are in its words.
    """

    settings: Settings
    policy: PagePolicy
    policy_broken: bool
    vocabulary: Vocabulary
    render: bool = False
    language: str = ""

    def key(self, policy: str) -> str:
        """A digest of every input but the page, given a text that differs whenever the page policy does.

        The vocabulary is left out: each result has its reads, which say what it depends on there.
        """
        rules = " ".join(rule.name for rule in self._rules)
        settings, broken = self.settings.model_dump_json(), str(self.policy_broken)
        return key_of("check_page", settings, policy, broken, rules, self.language)

    @property
    def _rules(self) -> tuple[Rule, ...]:
        return of_translations(rules_of_pages()) if self.language else rules_of_pages()

    def __call__(self, pages: Sequence[PageBytes]) -> list[TaskResult[bytes | None]]:
        """Lint some pages, rule by rule (see `PageLinter`); the extra is the rendition, if one was made."""
        limits = self.settings.limits.to_limits()
        own = self.policy.fields
        entry_of = translation_entry if self.language else build_entry
        entries = [entry_of(parse_page(Source.decode(path, data), limits), own) for path, data in pages]
        # Findings that are memoised may not depend on the day.
        context = Context(self.vocabulary, self.policy, self.settings, dt.date.min)
        linted = PageLinter.of(context, policy_broken=self.policy_broken, rules=self._rules).lint(entries)
        results = [self._result(*each) for each in zip(entries, (data for _, data in pages), linted, strict=True)]
        for entry in entries:
            entry.release()
        return results

    def decode(self, key: str, data: bytes) -> PageResult | None:
        """The result for a page; None if the vocabulary has changed in what rules looked up."""
        digest, facts, facts_digest, findings, reads = from_bytes(data)
        if not self.vocabulary.unchanged_since(reads):
            return None
        return PageResult(digest, decode_facts(facts), facts_digest, tuple(map(decode_finding, findings)), reads)

    def _result(self, entry: Entry, data: bytes, linted: PageFindings) -> TaskResult[bytes | None]:
        findings, facts = linted.findings, entry.facts
        value = PageResult(content_digest(data), facts, content_digest(to_bytes(facts)), findings, linted.reads)
        publishable = facts.valid and (facts.front.get("status") == PUBLISHED or _is_done(entry))
        rendered = (
            self.render
            and not self.policy_broken
            and publishable
            and not any(found.rule in required_rules() for found in findings)
        )
        return TaskResult(to_bytes(value), RENDITION.dump_json(rendition_of(entry, self.policy)) if rendered else None)


def _is_done(entry: Entry) -> bool:
    """True for the translation of a strategy that may be published."""
    return isinstance(entry, TranslationEntry) and not (entry.is_unfinished or entry.of_own_page)


@dataclass(frozen=True)
class PageContent:
    """The rendition of a page as bytes, if it is known, or else the page to render."""

    page: PageBytes
    rendition: bytes | None = None

    def read(self, limits: Limits, policy: PagePolicy) -> Rendition:
        """The rendition of the page."""
        if self.rendition is not None:
            return RENDITION.validate_json(self.rendition)
        path, data = self.page
        return rendition_of(build_entry(parse_page(Source.decode(path, data), limits), policy.fields), policy)
