"""Examines pages, each by itself and in any process: what it says of itself, what rules find on it, what it shows."""

import datetime as dt
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from pydantic_core import from_json, to_json

from pipeline.incremental.fingerprint import key_of
from pipeline.incremental.serialization import encode
from pipeline.incremental.tasks import TaskResult
from pipeline.lint.rule import required_rules, rules_of_pages
from pipeline.lint.runner import PageFindings, PageLinter
from pipeline.model.context import Context
from pipeline.model.entry import Entry, build_entry
from pipeline.model.facts import Facts, decode_facts, encode_facts
from pipeline.model.policy import PagePolicy
from pipeline.model.rendition import Reference, RenderedBlock, RenderedSection, Rendition, Resource, rendition_of
from pipeline.model.settings import Settings
from pipeline.model.vocabulary import Reads, Vocabulary
from pipeline.source.discovery import content_digest
from pipeline.source.parse import Limits, parse_page
from pipeline.source.text import Source

PUBLISHED = "published"
# A page: its path and its bytes.
PageBytes = tuple[str, bytes]


class PageResult(NamedTuple):
    """A page by itself: its digest, its facts and theirs, what was found, and what the vocabulary was asked for that.

    Findings are plain data, as most are never looked at.
    """

    digest: str
    facts: Facts
    told: str
    findings: Sequence[Any]
    reads: Reads


@dataclass(frozen=True)
class PageChecker:
    """The task of examining pages; plain data, so that it can be sent anywhere.

    With `render`, pages that may be published are rendered on the way, while they are parsed.
    """

    settings: Settings
    policy: PagePolicy
    policy_broken: bool
    vocabulary: Vocabulary
    render: bool = False

    def key(self, policy: str) -> str:
        """A digest of all that the outcome hangs on besides the page, given the policy as it is written.

        The vocabulary is left out: of that, a value tells itself what it hangs on.
        """
        rules = " ".join(rule.name for rule in rules_of_pages())
        return key_of("check_page", self.settings.model_dump_json(), policy, str(self.policy_broken), rules)

    def __call__(self, pages: Sequence[PageBytes]) -> list[TaskResult[bytes | None]]:
        """Examine some pages: one stage for all of them, then the next, as `PageLinter` runs rules.

        What comes besides is what a page shows, if that was asked for and it may be published.
        """
        limits = self.settings.limits.to_limits()
        documents = [parse_page(Source.decode(path, data), limits) for path, data in pages]
        entries = list(map(build_entry, documents))
        # No rule whose findings are remembered may go by the day.
        context = Context(self.vocabulary, self.policy, self.settings, dt.date.min)
        seen = PageLinter.of(context, policy_broken=self.policy_broken).lint(entries)
        done = [self._done(*each) for each in zip(entries, (data for _, data in pages), seen, strict=True)]
        for entry in entries:
            entry.release()
        return done

    def decode(self, key: str, data: bytes) -> PageResult | None:
        """What was found on a page; None where the vocabulary would answer otherwise than it did then."""
        digest, facts, told, findings, reads = from_bytes(data)
        return (
            PageResult(digest, decode_facts(facts), told, findings, reads) if self.vocabulary.answers(reads) else None
        )

    def _done(self, entry: Entry, data: bytes, seen: PageFindings) -> TaskResult[bytes | None]:
        facts = encode_facts(entry.facts)
        value = [
            content_digest(data),
            facts,
            content_digest(to_bytes(facts)),
            [encode(found) for found in seen.findings],
            seen.reads,
        ]
        required = required_rules()
        shows = self.render and may_be_shown(entry.facts) and not any(found.rule in required for found in seen.findings)
        return TaskResult(to_bytes(value), encode_rendition(rendition_of(entry, self.policy)) if shows else None)


@dataclass(frozen=True)
class PageContent:
    """What a page shows, if that is known, or the page it follows from."""

    page: PageBytes
    rendition: bytes | None = None

    def read(self, limits: Limits, policy: PagePolicy) -> Rendition:
        """What the page shows."""
        if self.rendition is not None:
            return decode_rendition(self.rendition)
        path, data = self.page
        return rendition_of(build_entry(parse_page(Source.decode(path, data), limits)), policy)


def may_be_shown(facts: Facts) -> bool:
    """True when a page asks to be published, and its front matter is sound."""
    return facts.whole and facts.front["status"] == PUBLISHED


def encode_rendition(rendition: Rendition) -> bytes:
    """A rendition as bytes."""
    return to_bytes([getattr(rendition, name) for name in Rendition.__slots__])


def decode_rendition(data: bytes) -> Rendition:
    """The rendition again."""
    sections, resources, references, factors, strategies, sha256, body = from_bytes(data)
    return Rendition(
        tuple(
            RenderedSection(id_, markdown, text, tuple(RenderedBlock(*block) for block in blocks))
            for id_, markdown, text, blocks in sections
        ),
        tuple(Resource(*item) for item in resources),
        tuple(Reference(*item) for item in references),
        tuple(factors),
        tuple(strategies),
        sha256,
        body,
    )


def to_bytes(value: object) -> bytes:
    """Plain data as JSON."""
    try:
        return to_json(value)
    except ValueError:  # text that is no UTF-8, such as the name of a file
        return json.dumps(value, separators=(",", ":")).encode("ascii")


def from_bytes(data: bytes) -> Any:
    """The plain data again; raises ValueError where it is none."""
    try:
        return from_json(data)
    except ValueError:  # half a character, as json writes it
        return json.loads(data)
