"""Reads pages, in any process: what is found on each by itself, in a form that can be kept and sent."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from pydantic_core import from_json, to_json

from pipeline.cache import Cache, Reference
from pipeline.check import Examiner
from pipeline.disk import Stamp
from pipeline.files import read_page
from pipeline.model.entry import Entry
from pipeline.model.facts import encode_facts, print_of
from pipeline.model.policy import PagePolicy
from pipeline.model.rendition import Reference as Citation
from pipeline.model.rendition import RenderedBlock, RenderedSection, Rendition, Resource, rendition_of
from pipeline.parse import Limits
from pipeline.plain import encode
from pipeline.rule import required_rules

# Pages that a process reads in one go.
CHUNK = 32
PUBLISHED = "published"


class Reading(NamedTuple):
    """What was found on a page: plain lists and texts, as JSON has them.

    `stat` tells the file apart from any other that stood there; `hash` is of its bytes. `rendition` says where in
    the cache what the page shows lies, if it was rendered; `told` tells its facts from any others. `asks` says that
    findings may hang on more of the vocabulary than the terms that the page names (see `Examination`).
    """

    path: str
    stat: Stamp
    hash: str
    facts: Sequence[Any]
    findings: Sequence[Any]
    told: str
    asks: bool
    rendition: Reference | None = None


@dataclass(frozen=True)
class PageReader:
    """Reads pages of one library; one object serves all processes.

    With `render` and a cache, it renders the pages that may be published.
    """

    root: Path
    limits: Limits
    examiner: Examiner
    policy: PagePolicy
    cache: Cache | None
    render: bool

    def __call__(self, paths: Sequence[str]) -> list[Reading]:
        """Read some files: one stage for all of them, then the next, as `Examiner` runs rules."""
        pages = [read_page(self.root, path, self.limits) for path in paths]
        entries = [
            Entry(path, lambda document=document: document)  # type: ignore[misc]
            for path, (_, _, document) in zip(paths, pages, strict=True)
        ]
        readings = []
        for entry, seen, (stat, digest, _) in zip(entries, self.examiner.examine(*entries), pages, strict=True):
            facts, found = encode_facts(entry.facts), [encode(item) for item in seen.findings]
            readings.append(Reading(entry.path, stat, digest, facts, found, print_of(entry.facts), seen.asks))
        if self.render and self.cache:
            readings = self._rendered(self.cache, entries, readings)
        for entry in entries:
            entry.release()
        return readings

    def _rendered(self, cache: Cache, entries: Sequence[Entry], readings: Sequence[Reading]) -> list[Reading]:
        """The readings with what pages show, of those that may be published."""
        shown = {
            reading.path: encode_rendition(rendition_of(entry, self.policy))
            for entry, reading in zip(entries, readings, strict=True)
            if may_be_rendered(reading)
        }
        stored = cache.store(list(shown.values())) if shown else None
        references = dict(zip(shown, stored or (), strict=False))
        return [reading._replace(rendition=references.get(reading.path)) for reading in readings]


def may_be_rendered(reading: Reading) -> bool:
    """True when nothing on the page itself keeps it from being published: no rule that is always an error."""
    front, whole = reading.facts[:2]
    required = required_rules()
    return whole and front["status"] == PUBLISHED and not any(finding[1] in required for finding in reading.findings)


def encode_rendition(rendition: Rendition) -> bytes:
    """A rendition as bytes."""
    return to_json([getattr(rendition, name) for name in Rendition.__slots__])


def decode_rendition(data: bytes) -> Rendition:
    """The rendition again."""
    sections, resources, references, factors, strategies, sha256, body = from_json(data)
    return Rendition(
        tuple(
            RenderedSection(id_, markdown, text, tuple(RenderedBlock(*block) for block in blocks))
            for id_, markdown, text, blocks in sections
        ),
        tuple(Resource(*item) for item in resources),
        tuple(Citation(*item) for item in references),
        tuple(factors),
        tuple(strategies),
        sha256,
        body,
    )
