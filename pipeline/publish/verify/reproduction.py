"""Reproduction: the exporters, given what the JSON documents say, make every other file of the bundle again.

A forger who changes one file has to change all others that say the same. What only one file says, such as a library's
own styles, cannot be compared.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from pipeline.model.images import SITE
from pipeline.publish.exporter import Aggregate, Exporter, ExportFault, File, Shard, exporters_of
from pipeline.publish.inputs import SharedInputs, StrategyInputs, strategy_inputs
from pipeline.publish.manifest import MANIFEST, manifest_of
from pipeline.publish.records import Records
from pipeline.publish.schema.manifest import ManifestFileV1, ManifestV1
from pipeline.publish.verify.context import VerifyContext
from pipeline.publish.verify.rebuilt_library import rebuilt_records
from pipeline.publish.verify.rebuilt_strategy import with_page, with_record
from pipeline.publish.verify.record_forms import form_violations, section_violations
from pipeline.publish.verify.violation import Violation, path_differences
from pipeline.source.environment import EnvironmentFault
from pipeline.source.paths import TEMPLATES_FOLDER

# What exporters raise for documents that contradict each other in a way that no check foresaw.
CONTRADICTIONS = (LookupError, ValueError, TypeError, AttributeError, AssertionError)


@dataclass
class JoinedHash:
    """The SHA-256 of an aggregate, computed shard by shard."""

    aggregate: Aggregate
    shards: int = 0
    hash: "hashlib._Hash" = field(default_factory=hashlib.sha256)

    def add(self, data: bytes) -> None:
        """Add the shard of the next strategy."""
        self.hash.update(self.aggregate.separator if self.shards else self.aggregate.header)
        self.hash.update(data)
        self.shards += 1

    @property
    def sha256(self) -> str:
        """The hash of the complete file."""
        if not self.shards:
            return hashlib.sha256(self.aggregate.joined(())).hexdigest()
        self.hash.update(self.aggregate.footer)
        return self.hash.hexdigest()


@dataclass(frozen=True)
class Reproduction:
    """The files of a bundle, made again from its JSON documents.

    `made` are the paths so far; `shown` are strategies whose texts files of the library show.
    """

    context: VerifyContext
    records: Records
    made: set[str] = field(default_factory=set)
    shown: dict[str, StrategyInputs] = field(default_factory=dict)

    @cached_property
    def listed(self) -> Mapping[str, ManifestFileV1]:
        """The files of the manifest by path."""
        return {file.path: file for file in self.context.manifest.files}

    @cached_property
    def exporters(self) -> list[Exporter]:
        """The exporters of the bundle's formats."""
        return exporters_of(self.context.manifest.formats)

    def file(self, path: str) -> ManifestFileV1:
        """Size and hash of a file; raises LookupError when there is none."""
        return self.listed[path]

    def read(self, path: str) -> bytes:
        """The bytes of a file of the bundle."""
        return self.context.bundle.read(path)

    def violations(self) -> Iterator[Violation]:
        """Each file that is not what the documents make."""
        yield from self._of_manifest()
        yield from self._of_strategies()
        for exporter in self.exporters:
            yield from self._differing(exporter.render_site(self.records))
        for exporter in self.exporters:
            featured = [self.shown[id_] for id_ in sorted(exporter.featured(self.records)) if id_ in self.shown]
            yield from self._differing(exporter.render_featured(self.records, featured))
            yield from self._differing(exporter.render_last(self.records, self))
        folders = {*self.context.manifest.formats, SITE}
        found = {path for path in self.listed if path.partition("/")[0] in folders}
        yield from path_differences(found, self.made, "no record makes such a file")

    def _of_manifest(self) -> Iterator[Violation]:
        found = self.context.manifest
        expected = manifest_of(self.records, found.formats, ())
        # Without the site, no file of the bundle shows its theme.
        theme = sorted({*expected.site.theme, *(self._templates if self.context.holds("html") else found.site.theme)})
        site = expected.site.model_copy(update={"theme": theme})
        expected = expected.model_copy(update={"files": found.files, "site": site})
        for name in ManifestV1.model_fields if found != expected else ():
            if getattr(found, name) != getattr(expected, name):
                yield Violation(MANIFEST, name, "it is not what the records make of it")

    def _of_strategies(self) -> Iterator[Violation]:
        joined = {
            each.path: JoinedHash(each) for exporter in self.exporters for each in exporter.aggregates(self.records)
        }
        featured = {id_ for exporter in self.exporters for id_ in exporter.featured(self.records)}
        for inputs in strategy_inputs(self.records, lambda summary: "", SharedInputs.of(self.records)):
            for each in self._rebuilt(inputs):
                if isinstance(each, Violation):
                    yield each
                    continue
                if each.id in featured:
                    self.shown[each.id] = each
                for exporter in self.exporters:
                    yield from self._differing(exporter.render(each), joined, each.id)
        for path, aggregate in joined.items():
            yield from self._compared(path, aggregate.sha256, "")

    def _rebuilt(self, inputs: StrategyInputs) -> Iterator[StrategyInputs | Violation]:
        record = self.context.record(inputs.id)
        assert record is not None
        yield from section_violations(record, self.records.policy)
        if self.context.holds("html"):
            yield from with_page(self.context, inputs, record)
        else:
            yield from form_violations(record)
            yield with_record(inputs, record)

    def _differing(
        self, items: Iterable[File | Shard], joined: Mapping[str, JoinedHash] | None = None, record: str = ""
    ) -> Iterator[Violation]:
        for item in items:
            if isinstance(item, Shard):
                (joined or {})[item.path].add(item.data)
            else:
                yield from self._compared(item.path, hashlib.sha256(item.data).hexdigest(), record)

    def _compared(self, path: str, sha256: str, record: str) -> Iterator[Violation]:
        self.made.add(path)
        # The library's own templates are not in the bundle.
        themed = path.endswith(".html") and self._templates
        if path in self.listed and not themed and self.listed[path].sha256 != sha256:
            yield Violation(path, record, "it is not what the records make of it")

    @cached_property
    def _templates(self) -> list[str]:
        """The library's own templates, by their paths in the library."""
        return [path for path in self.context.manifest.site.theme if path.startswith(f"{TEMPLATES_FOLDER}/")]


def reproduced(context: VerifyContext) -> Iterator[Violation]:
    """Compare every file with what the JSON documents make of it, in a bundle that passed all other checks."""
    names = ", ".join(context.manifest.formats)
    try:
        yield from Reproduction(context, rebuilt_records(context)).violations()
    except ImportError as error:
        raise EnvironmentFault(f"to verify a bundle with {names}, install the module {error.name}") from error
    except ExportFault as error:
        yield Violation(MANIFEST, "", str(error))
    except CONTRADICTIONS as error:
        yield Violation(MANIFEST, "", f"the files of the bundle contradict each other: {type(error).__name__} {error}")
