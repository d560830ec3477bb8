"""Builds a bundle in a staging folder: copies what would be rendered the same again, renders the rest, verifies all."""

from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from itertools import chain

from pipeline.incremental.tasks import Tasks
from pipeline.model.own_fields import STRATEGY
from pipeline.publish.build_results import BuildResults
from pipeline.publish.bundle import Bundle, FolderBundle
from pipeline.publish.changes.files import change_files
from pipeline.publish.editions import editions_of
from pipeline.publish.exporter import Aggregate, Exporter, ExportFault, File
from pipeline.publish.exporters.csv_descriptor import schema_of
from pipeline.publish.exporters.csv_tables import path_of
from pipeline.publish.manifest import (
    MANIFEST,
    SUMS,
    checksums_of,
    edition_of,
    education_of,
    encode,
    manifest_of,
    own_fields,
)
from pipeline.publish.publication_inputs import PublicationInputs
from pipeline.publish.records import Records
from pipeline.publish.release.aggregate_writer import AggregateWriter
from pipeline.publish.release.file_stat import FileEntry
from pipeline.publish.release.previous import PreviousRelease, ShardIndex
from pipeline.publish.release.staging import EditionStaging, Staging
from pipeline.publish.schema.json_schema import schema_files
from pipeline.publish.schema.manifest import ManifestV1
from pipeline.publish.tables import strategy_tables
from pipeline.publish.tasks import (
    RenderedFiles,
    RenderOutput,
    SiteRenderer,
    StrategyRenderer,
    decoded,
    is_verified_alone,
    site_violations,
)
from pipeline.publish.theme_errors import theme_error
from pipeline.publish.top_files import top_files
from pipeline.publish.verify import bundle_checks, sharded_checks, whole_checks
from pipeline.publish.verify.checks.manifest import files
from pipeline.publish.verify.checks.site import missing_targets
from pipeline.publish.verify.context import VerifyContext
from pipeline.publish.verify.expected import Expected
from pipeline.publish.verify.references import card_of, unresolved_references
from pipeline.publish.verify.violation import Violation
from pipeline.publish.without_strategies import BundleWithoutStrategies, manifest_without_strategies
from pipeline.source.memoise import cached_property


class VerificationError(Exception):
    """The bundle violates its promises; nothing was published."""

    def __init__(self, violations: Iterable[Violation]) -> None:
        self.violations = tuple(sorted(set(violations)))
        super().__init__("\n".join(map(str, self.violations)))


@dataclass(frozen=True)
class Build:
    """One bundle: its inputs and exporters, the folder it grows in, and the previous release.

    `language` is that of a further edition, which is a part of a bundle.
    """

    inputs: PublicationInputs
    exporters: Sequence[Exporter]
    staging: Staging
    tasks: Tasks = field(default_factory=Tasks)
    previous: PreviousRelease = field(default_factory=PreviousRelease)
    results: BuildResults = field(default_factory=BuildResults)
    language: str = ""

    def run(self) -> tuple[ManifestV1, ShardIndex]:
        """Write all files, the manifest last; returns the byte ranges of the shards, too.

        Raises VerificationError when a promise is violated, ExportFault when the library causes that.
        """
        timings = self.tasks.timings
        with ExitStack() as stack:
            if self.previous.index.exporters:
                with timings("look at the release before"):
                    stack.enter_context(self.previous.opened(self._aggregates))
            with timings("make lists"):
                self._build_site()
            with timings("make strategies"):
                index = self._build_strategies()
        with timings("make the rest"):
            self._build_last()
        with timings("make other languages"):
            editions = {each.language: each.part() for each in self._editions}
            index = index._replace(editions={language: index for language, (_, index) in editions.items()})
        with timings("write the manifest"):
            self._build_top()
            manifest = self._write_manifest([manifest for manifest, _ in editions.values()])
        with timings("verify"):
            self.staging.read_again()
            violations = list(self._violations(manifest))
        if violations:
            raise theme_error(violations, self._site.site) or VerificationError(violations)
        return manifest, index

    @cached_property
    def _editions(self) -> list["Build"]:
        """The builds of the further languages."""
        return [
            Build(
                inputs,
                self.exporters,
                EditionStaging(self.staging, inputs.site.info.language),
                self.tasks,
                self.previous.edition(inputs.site.info.language),
                language=inputs.site.info.language,
            )
            for inputs in self.inputs.editions
        ]

    def part(self) -> tuple[ManifestV1, ShardIndex]:
        """Write the files of an edition; returns its manifest, and the byte ranges of its shards."""
        with ExitStack() as stack:
            if self.previous.index.exporters:
                stack.enter_context(self.previous.opened(self._aggregates))
            self._build_site()
            index = self._build_strategies()
        self._build_last()
        return manifest_of(self._site, self._expected.formats, self.staging.files.values()), index

    @property
    def _site(self) -> Records:
        return self.inputs.site

    @cached_property
    def _aggregates(self) -> Mapping[str, Aggregate]:
        return {each.path: each for exporter in self.exporters for each in exporter.aggregates(self._site)}

    @cached_property
    def _expected(self) -> Expected:
        """Data that the checks of a strategy need besides the strategy itself."""
        texts = {item.id: item.text for item in self._site.disclaimers}
        rows = {path_of(table): schema_of(table) for table in strategy_tables(self._site.policy)}
        grades = {model.id: model.grades for model in self._site.vocabulary.learner_models}
        formats = frozenset(each.format for each in self.exporters)
        return Expected(
            self._site.library,
            texts,
            formats,
            rows,
            grades,
            self._site.info.notes,
            own_fields(self._site.policy, STRATEGY),
            self._site.frame.foreign,
            education_of(self._site),
            frozenset(section.id for section in self._site.policy.sections if section.items),
        )

    def _build_site(self) -> None:
        """Copy or render the output about the library as a whole."""
        renderer = SiteRenderer(self._site)
        items = [(renderer.key(exporter), exporter) for exporter in self.exporters]
        known = {key for key, exporter in items if exporter.name in self.previous.index.exporters}
        for _, rendered, output in self.tasks.run(
            "making lists", items, renderer, decoded, holds=self._copied_if(known), size=1
        ):
            self._collect(rendered, output)
            self.results.verified.update(entry.path for entry in rendered.files if is_verified_alone(entry.path))

    def _build_strategies(self) -> ShardIndex:
        """Copy or render the files of strategies, and join their shards."""
        renderer = StrategyRenderer(self.exporters, list(self._aggregates), self._expected, self.inputs.limits)
        items = [(renderer.key(strategy), strategy) for strategy in self.inputs.strategies]
        ranges: dict[str, list[tuple[int, int]]] = {}
        with ExitStack() as stack:
            writers = [
                stack.enter_context(closing(AggregateWriter(self.staging, each))) for each in self._aggregates.values()
            ]
            done = self.tasks.run(
                "making strategies",
                items,
                renderer,
                decoded,
                lambda strategy: (strategy, self.inputs.shown(strategy)),
                holds=self._copied_if(self.previous.index.shards),
            )
            for key, rendered, output in stack.enter_context(closing(done)):
                self._collect(rendered, output)
                self.results.site_links |= rendered.links
                self.results.verified.update(entry.path for entry in rendered.files)
                shards = output.shards if output else self.previous.shards(key)
                ranges[key] = [writer.add(shard) for writer, shard in zip(writers, shards, strict=True)]
            files = [writer.finish() for writer in writers]
        for file in files:
            self.staging.add(file)
            self.results.verified.add(file.path)
        entries = [FileEntry(file.path, file.bytes, file.sha256) for file in files]
        return ShardIndex([exporter.name for exporter in self.exporters], entries, ranges)

    def _build_last(self) -> None:
        """Write output that is made of written files, or that is only copied."""
        for exporter in self.exporters:
            featured = self.inputs.complete(exporter.featured(self._site))
            made = exporter.render_featured(self._site, featured)
            for file in chain(made, exporter.render_last(self._site, self.staging)):
                self.staging.write(file)
                if is_verified_alone(file.path):
                    self.results.verified.add(file.path)
                    self.results.violations += site_violations(
                        self._expected.base, file, self.results.links, self._site.frame.foreign
                    )

    def _build_top(self) -> None:
        """Write the files that are for all editions."""
        for name, data in schema_files(self._site.library.base_url).items():
            self.staging.write(File(f"schemas/{name}", data))
        changes = list(change_files(self.inputs.changes))
        for file in (*top_files(self._site, self._expected.formats, changes=bool(changes)), *changes):
            self.staging.write(file)

    def _write_manifest(self, editions: Iterable[ManifestV1]) -> ManifestV1:
        manifest = manifest_of(self._site, self._expected.formats, self.staging.files.values())
        manifest = manifest.model_copy(update={"languages": list(map(edition_of, editions))})
        encoded = encode(manifest)
        self.staging.write(File(MANIFEST, encoded))
        self.staging.write(File(SUMS, checksums_of(manifest, encoded)))
        return manifest

    def _copied_if(self, known: Container[str]) -> Callable[[str, RenderedFiles], bool]:
        """Accept a cached result if its key is known and its files could be copied from the previous release."""
        return lambda key, rendered: key in known and self.previous.copy(rendered.files, self.staging)

    def _collect(self, rendered: RenderedFiles, output: RenderOutput | None) -> None:
        """Write the files of a task that ran, and collect its findings; those of a cached result were copied."""
        if output is None:
            return
        for file, entry in zip(output.files, rendered.files, strict=True):
            self.staging.write_hashed(file.path, file.data, entry.sha256)
        self.results.violations += output.violations
        self.results.references += [output.references] if output.references else []
        for target, source in output.links.items():
            self.results.links.setdefault(target, source)

    def _violations(self, manifest: ManifestV1) -> Iterator[Violation]:
        """Everything that is wrong with a bundle of which all files were read again."""
        bundle = FolderBundle(self.staging.bundle)
        # This run wrote every file, so none needs to be looked for.
        bundle.paths = frozenset(self.staging.files)
        context = VerifyContext(bundle, manifest)
        for check in whole_checks() if manifest.languages else ():
            if check is not files and (check.format is None or check.format in manifest.formats):
                yield from check.function(context)
        builds = {"": self} | {each.language: each for each in self._editions}
        for language, part, own in editions_of(bundle, manifest):
            build = builds[language]
            for found in (*build.results.violations, *build.remaining_violations(part, own)):
                yield found.in_edition(language)

    def remaining_violations(self, bundle: Bundle, manifest: ManifestV1) -> Iterator[Violation]:
        """Check what no task can see: link targets, references between strategies, and all around the strategies."""
        days = {self._site.updated} if self._site.updated else set()
        context = VerifyContext(
            bundle,
            manifest,
            verified=set(self.results.verified),
            summaries={each.id: each for each in self._site.summaries},
            days=days,
            disclaimers_of_sections={
                each.id: each.disclaimer for each in self._site.policy.sections if each.disclaimer
            },
        )
        if lost := sorted(missing_targets(context, self.results.site_links)):
            lines = [f"{self._site.by_id[each.path.split('/')[2]].path}: {each.message}" for each in lost]
            raise ExportFault("links to this very site lead nowhere; mend them on their pages", *lines)
        yield from missing_targets(context, self.results.links)
        yield from self._unresolved()
        for check in bundle_checks(manifest.formats):
            if not (self.language or self.inputs.editions) or check not in whole_checks():
                yield from check.function(context)
        without = BundleWithoutStrategies(bundle, self._aggregates)
        context = VerifyContext(
            without, manifest_without_strategies(manifest), verified=set(self._aggregates), days=days
        )
        for check in sharded_checks(manifest.formats):
            yield from check.function(context)

    def _unresolved(self) -> Iterator[Violation]:
        """References of strategies that contradict what they refer to."""
        cards = {head.id: card_of(head) for head in self._site.summaries}
        known = {*cards, *(tombstone.id for tombstone in self._site.tombstones)}
        factors = {factor.id for factor in self._site.factors}
        for references in self.results.references:
            yield from unresolved_references(references, cards, known, factors)
