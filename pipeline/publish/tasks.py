"""The tasks of an export: what the files of a strategy, or those about the whole library, are, and that they are sound.

They write nothing: their bytes travel as values, from whatever process or machine.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import NamedTuple

from pydantic_core import from_json, to_json

from pipeline.exporter import Exporter, File
from pipeline.incremental.fingerprint import key_of
from pipeline.incremental.pages import decode_rendition
from pipeline.incremental.tasks import Done
from pipeline.model.inputs import StrategyInputs
from pipeline.model.records import Records
from pipeline.publish.checks.links import Wanted
from pipeline.publish.fault import Fault
from pipeline.publish.previous import FileEntry
from pipeline.publish.proof import Proof, site_faults

# A link and where it stands: a file, an id on it or none, the address, and the file that holds it.
Lead = tuple[str, str, str, str]


class Rendered(NamedTuple):
    """What is remembered: the files, and links by whole addresses of the site, for where they lead may vanish."""

    files: Sequence[FileEntry]
    leads: Sequence[Lead] = ()

    @property
    def wanted(self) -> Wanted:
        """What the links want of the rest of the bundle."""
        return {(target, anchor): (address, path) for target, anchor, address, path in self.leads}


def decoded(key: str, data: bytes) -> Rendered:
    """What was remembered under a key."""
    files, leads = from_json(data)
    return Rendered([FileEntry(*entry) for entry in files], [(a, b, c, d) for a, b, c, d in leads])


@dataclass(frozen=True)
class Made:
    """What comes besides when it was made now: all bytes, what is wrong with them, what links want of the bundle.

    `shards` stand in the order of the aggregates.
    """

    files: list[File]
    shards: list[bytes] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    wanted: Wanted = field(default_factory=dict)


@dataclass(frozen=True)
class StrategyRenderer:
    """Renders strategies, each from its inputs and what its page shows, and proves what comes out.

    One exporter makes its part of all of them, then the next, which takes a sixth less time than page by page.
    """

    exporters: Sequence[Exporter]
    aggregates: Sequence[str]
    proof: Proof

    def key(self, strategy: StrategyInputs) -> str:
        """The key of what is made of a strategy."""
        return key_of("render_strategy", *(exporter.name for exporter in self.exporters), strategy.digest)

    def __call__(self, items: Sequence[tuple[StrategyInputs, bytes]]) -> list[Done[Made]]:
        """Render some strategies."""
        strategies = [strategy.rendered(decode_rendition(data)) for strategy, data in items]
        files: list[dict[str, bytes]] = [{} for _ in strategies]
        shards: list[dict[str, bytes]] = [{} for _ in strategies]
        for exporter in self.exporters:
            for place, strategy in enumerate(strategies):
                for item in exporter.render(strategy):
                    (files if isinstance(item, File) else shards)[place][item.path] = item.data
        return [self._done(*given) for given in zip(strategies, files, shards, strict=True)]

    def _done(self, strategy: StrategyInputs, files: dict[str, bytes], shards: dict[str, bytes]) -> Done[Made]:
        assert set(shards) == set(self.aggregates)  # each strategy has a shard, if an empty one, in each aggregate
        wanted: Wanted = {}
        faults = list(self.proof.faults(strategy, files, shards, wanted))
        made = [File(path, data) for path, data in files.items()]
        leads = [(*place, *first) for place, first in self.proof.leads(wanted).items()]
        value = to_json(Rendered([entry_of(file) for file in made], leads))
        return Done(value, Made(made, [shards[path] for path in self.aggregates], faults, wanted))


@dataclass(frozen=True)
class SiteRenderer:
    """Renders what is about the library as a whole, exporter by exporter."""

    site: Records = field(repr=False)

    def key(self, exporter: Exporter) -> str:
        """The key of what an exporter makes of it."""
        return key_of("render_site", exporter.name, self.site.told)

    def __call__(self, items: Sequence[Exporter]) -> list[Done[Made]]:
        """Render what some exporters make."""
        return [self._done(list(exporter.render_site(self.site))) for exporter in items]

    def _done(self, files: list[File]) -> Done[Made]:
        wanted: Wanted = {}
        faults = [fault for file in files for fault in site_faults(self.site.library, file, wanted)]
        return Done(to_json(Rendered([entry_of(file) for file in files])), Made(files, [], faults, wanted))


def entry_of(file: File) -> FileEntry:
    """What is remembered of a file."""
    return FileEntry(file.path, len(file.data), sha256(file.data).hexdigest())
