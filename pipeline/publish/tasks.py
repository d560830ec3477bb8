"""Tasks of an export: render the files of strategies, or those about the whole library, and verify them.

They neither read nor write a file, so they run in any process or on any machine.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import NamedTuple

from pydantic_core import from_json, to_json

from pipeline.incremental.fingerprint import key_of
from pipeline.incremental.page_tasks import PageContent
from pipeline.incremental.tasks import TaskResult
from pipeline.model.foreign_sources import ForeignSources
from pipeline.publish.exporter import Exporter, File
from pipeline.publish.inputs import StrategyInputs
from pipeline.publish.manifest import MANIFEST
from pipeline.publish.records import Records
from pipeline.publish.release.file_stat import FileEntry
from pipeline.publish.verify.checks.site import image_violations, is_image
from pipeline.publish.verify.expected import Expected
from pipeline.publish.verify.links import LinkTargets, has_links, own_site_targets, site_file_violations
from pipeline.publish.verify.references import CrossReferences
from pipeline.publish.verify.strategies import StrategyViolations, verify_staged
from pipeline.publish.verify.view import StagedStrategy
from pipeline.publish.verify.violation import Violation
from pipeline.publish.web_address import site_base
from pipeline.source.parse import Limits

# A link: the file it leads to, an id there or "", its address, and the file that holds it.
SiteLink = tuple[str, str, str, str]


class RenderedFiles(NamedTuple):
    """The cached result of a task: its files, and links by full addresses of the site, whose targets may vanish."""

    files: Sequence[FileEntry]
    site_links: Sequence[SiteLink] = ()

    @property
    def links(self) -> LinkTargets:
        """The links by their targets."""
        return {(target, anchor): (address, path) for target, anchor, address, path in self.site_links}


def decoded(key: str, data: bytes) -> RenderedFiles:
    """The result that is stored under a key."""
    files, links = from_json(data)
    return RenderedFiles([FileEntry(*entry) for entry in files], [(a, b, c, d) for a, b, c, d in links])


@dataclass(frozen=True)
class RenderOutput:
    """Output of a task that ran: the bytes of its files, and what was found in them.

    `shards` are in the order of the aggregates; `references` are those of a strategy's record to others.
    """

    files: list[File]
    shards: list[bytes] = field(default_factory=list)
    violations: list[Violation] = field(default_factory=list)
    links: LinkTargets = field(default_factory=dict)
    references: CrossReferences | None = None


@dataclass(frozen=True)
class StrategyRenderer:
    """Renders strategies, each from its inputs and the content of its page, and verifies the output.

    One exporter renders all strategies of a chunk, then the next: page by page is slower.
    """

    exporters: Sequence[Exporter]
    aggregates: Sequence[str]
    expected: Expected
    limits: Limits

    def key(self, strategy: StrategyInputs) -> str:
        """The cache key of a strategy's files."""
        return key_of("render_strategy", *(exporter.name for exporter in self.exporters), strategy.digest)

    def __call__(self, items: Sequence[tuple[StrategyInputs, PageContent]]) -> list[TaskResult[RenderOutput]]:
        """Render some strategies."""
        strategies = [each.with_rendition(shown.read(self.limits, each.shared.policy)) for each, shown in items]
        files: list[dict[str, bytes]] = [{} for _ in strategies]
        shards: list[dict[str, bytes]] = [{} for _ in strategies]
        for exporter in self.exporters:
            for number, strategy in enumerate(strategies):
                for item in exporter.render(strategy):
                    (files if isinstance(item, File) else shards)[number][item.path] = item.data
        staged = [
            StagedStrategy(each.id, own, parts, each.record)
            for each, own, parts in zip(strategies, files, shards, strict=True)
        ]
        verified = verify_staged(staged, self.expected)
        return [self._result(*each) for each in zip(strategies, files, shards, verified, strict=True)]

    def _result(
        self, strategy: StrategyInputs, files: dict[str, bytes], shards: dict[str, bytes], found: StrategyViolations
    ) -> TaskResult[RenderOutput]:
        assert set(shards) == set(self.aggregates)  # each strategy has a shard, if an empty one, in each aggregate
        violations = [*found.violations]
        if found.references and set(found.references.disclaimer_ids) != set(strategy.summary.disclaimer_ids):
            violations.append(
                Violation(MANIFEST, strategy.id, "the disclaimers that are counted are not those of its record")
            )
        written = [File(path, data) for path, data in files.items()]
        links = [
            (*target, *source) for target, source in own_site_targets(self.expected.base, found.link_targets).items()
        ]
        value = to_json(RenderedFiles([file_entry(file) for file in written], links))
        ordered = [shards[path] for path in self.aggregates]
        return TaskResult(value, RenderOutput(written, ordered, violations, found.link_targets, found.references))


@dataclass(frozen=True)
class SiteRenderer:
    """Renders the output about the library as a whole, exporter by exporter."""

    site: Records = field(repr=False)

    def key(self, exporter: Exporter) -> str:
        """The cache key of an exporter's output."""
        return key_of("render_site", exporter.name, self.site.digest)

    def __call__(self, items: Sequence[Exporter]) -> list[TaskResult[RenderOutput]]:
        """Render the output of some exporters."""
        return [self._result(list(exporter.render_site(self.site))) for exporter in items]

    def _result(self, files: list[File]) -> TaskResult[RenderOutput]:
        links: LinkTargets = {}
        base = site_base(self.site.library.base_url) or "/"
        foreign = self.site.frame.foreign
        violations = [each for file in files for each in site_violations(base, file, links, foreign)]
        value = to_json(RenderedFiles([file_entry(file) for file in files]))
        return TaskResult(value, RenderOutput(files, violations=violations, links=links))


def file_entry(file: File) -> FileEntry:
    """Path, size and SHA-256 of a file."""
    return FileEntry(file.path, len(file.data), sha256(file.data).hexdigest())


def is_verified_alone(path: str) -> bool:
    """True for a file that can be verified without any other: those of the site."""
    return has_links(path) or is_image(path)


def site_violations(base: str, file: File, links: LinkTargets, foreign: ForeignSources) -> Iterator[Violation]:
    """Violations in a file of the site; adds its links. Other files are left to the checks of the whole bundle."""
    if is_image(file.path):
        yield from image_violations(file.path, file.data)
    elif has_links(file.path):
        try:
            yield from site_file_violations(base, file.path, file.data.decode(), links, foreign)
        except UnicodeDecodeError:
            yield Violation(file.path, "", "it cannot be read as UTF-8")
