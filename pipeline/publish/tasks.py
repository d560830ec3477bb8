"""The tasks of an export: what the files of a strategy, or those about the whole library, are, and that they are sound.

They write nothing: their bytes travel as values, from whatever process or machine.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import NamedTuple

from pydantic_core import from_json, to_json

from pipeline.incremental.fingerprint import key_of
from pipeline.incremental.page_tasks import PageContent
from pipeline.incremental.tasks import TaskResult
from pipeline.publish.exporter import Exporter, File
from pipeline.publish.inputs import StrategyInputs
from pipeline.publish.manifest import MANIFEST
from pipeline.publish.records import Records
from pipeline.publish.release.previous import FileEntry
from pipeline.publish.verify.checks.images import content_faults, is_image
from pipeline.publish.verify.expected import Expected
from pipeline.publish.verify.links import LinkTargets, is_of_site, own_leads, site_file_faults
from pipeline.publish.verify.references import CrossReferences
from pipeline.publish.verify.strategies import StrategyViolations, verify_staged
from pipeline.publish.verify.view import StagedStrategy
from pipeline.publish.verify.violation import Violation
from pipeline.source.parse import Limits

# A link and where it stands: a file, an id on it or none, the address, and the file that holds it.
Lead = tuple[str, str, str, str]


class RenderedFiles(NamedTuple):
    """What is remembered: the files, and links by whole addresses of the site, for where they lead may vanish."""

    files: Sequence[FileEntry]
    leads: Sequence[Lead] = ()

    @property
    def wanted(self) -> LinkTargets:
        """What the links want of the rest of the bundle."""
        return {(target, anchor): (address, path) for target, anchor, address, path in self.leads}


def decoded(key: str, data: bytes) -> RenderedFiles:
    """What was remembered under a key."""
    files, leads = from_json(data)
    return RenderedFiles([FileEntry(*entry) for entry in files], [(a, b, c, d) for a, b, c, d in leads])


@dataclass(frozen=True)
class RenderOutput:
    """What comes besides when it was made now: all bytes, and what was found out about them.

    `shards` stand in the order of the aggregates, `wanted` is what links want of the bundle, `names` what the record of
    a strategy says of others.
    """

    files: list[File]
    shards: list[bytes] = field(default_factory=list)
    faults: list[Violation] = field(default_factory=list)
    wanted: LinkTargets = field(default_factory=dict)
    names: CrossReferences | None = None


@dataclass(frozen=True)
class StrategyRenderer:
    """Renders strategies, each from its inputs and what its page shows, and verifies what comes out.

    One exporter makes its part of all of them, then the next, which takes a sixth less time than page by page.
    """

    exporters: Sequence[Exporter]
    aggregates: Sequence[str]
    expected: Expected
    limits: Limits

    def key(self, strategy: StrategyInputs) -> str:
        """The key of what is made of a strategy."""
        return key_of("render_strategy", *(exporter.name for exporter in self.exporters), strategy.digest)

    def __call__(self, items: Sequence[tuple[StrategyInputs, PageContent]]) -> list[TaskResult[RenderOutput]]:
        """Render some strategies."""
        strategies = [each.rendered(shown.read(self.limits, each.shared.policy)) for each, shown in items]
        files: list[dict[str, bytes]] = [{} for _ in strategies]
        shards: list[dict[str, bytes]] = [{} for _ in strategies]
        for exporter in self.exporters:
            for place, strategy in enumerate(strategies):
                for item in exporter.render(strategy):
                    (files if isinstance(item, File) else shards)[place][item.path] = item.data
        given = list(zip(strategies, files, shards, strict=True))
        found = verify_staged(
            [StagedStrategy(each.id, own, parts, each.record) for each, own, parts in given], self.expected
        )
        return [self._done(*each, findings) for each, findings in zip(given, found, strict=True)]

    def _done(
        self, strategy: StrategyInputs, files: dict[str, bytes], shards: dict[str, bytes], found: StrategyViolations
    ) -> TaskResult[RenderOutput]:
        assert set(shards) == set(self.aggregates)  # each strategy has a shard, if an empty one, in each aggregate
        faults = [*found.faults]
        if found.leads and set(found.leads.carried) != set(strategy.head.carried):
            faults.append(
                Violation(MANIFEST, strategy.id, "the disclaimers that are counted are not those of its record")
            )
        made = [File(path, data) for path, data in files.items()]
        leads = [(*place, *first) for place, first in own_leads(self.expected.base, found.wanted).items()]
        value = to_json(RenderedFiles([file_entry(file) for file in made], leads))
        parts = [shards[path] for path in self.aggregates]
        return TaskResult(value, RenderOutput(made, parts, faults, found.wanted, found.leads))


@dataclass(frozen=True)
class SiteRenderer:
    """Renders what is about the library as a whole, exporter by exporter."""

    site: Records = field(repr=False)

    def key(self, exporter: Exporter) -> str:
        """The key of what an exporter makes of it."""
        return key_of("render_site", exporter.name, self.site.told)

    def __call__(self, items: Sequence[Exporter]) -> list[TaskResult[RenderOutput]]:
        """Render what some exporters make."""
        return [self._done(list(exporter.render_site(self.site))) for exporter in items]

    def _done(self, files: list[File]) -> TaskResult[RenderOutput]:
        wanted: LinkTargets = {}
        base = (self.site.library.base_url or "").rstrip("/") + "/"
        faults = [fault for file in files for fault in site_violations(base, file, wanted)]
        return TaskResult(
            to_json(RenderedFiles([file_entry(file) for file in files])), RenderOutput(files, [], faults, wanted)
        )


def file_entry(file: File) -> FileEntry:
    """What is remembered of a file."""
    return FileEntry(file.path, len(file.data), sha256(file.data).hexdigest())


def is_verified_alone(path: str) -> bool:
    """True for a file that can be looked at whatever else there is: those of the site."""
    return is_of_site(path) or is_image(path)


def site_violations(base: str, file: File, wanted: LinkTargets) -> Iterator[Violation]:
    """What is wrong with such a file; of others, the checks of the whole bundle tell."""
    if is_image(file.path):
        yield from content_faults(file.path, file.data)
    elif is_of_site(file.path):
        try:
            yield from site_file_faults(base, file.path, file.data.decode(), wanted)
        except UnicodeDecodeError:
            yield Violation(file.path, "", "it cannot be read as UTF-8")
