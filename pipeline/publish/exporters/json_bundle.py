"""JSON: every document in its published shape."""

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from pipeline.publish.coverage import FactorRow
from pipeline.publish.exporter import Aggregate, Exporter, File, Shard
from pipeline.publish.exporters._documents import address_of, enveloped, enveloped_line, indented, pretty_json
from pipeline.publish.inputs import StrategyInputs
from pipeline.publish.records import Records
from pipeline.publish.schema import coverage as covered
from pipeline.publish.schema import records as published
from pipeline.publish.schema.base import SCHEMA_VERSION
from pipeline.publish.schema.vocabularies import VocabulariesV1
from pipeline.publish.translations import translation_coverage

ALL, LINES = "json/strategies.json", "json/strategies.jsonl"
# Documents that are not about one strategy.
OTHERS = ("factors", "categories", "learner-models", "tombstones", "coverage")
# The document of the library's own vocabularies, if it has any.
OWN = "vocabularies"
DOCUMENTS = (ALL, *(f"json/{name}.json" for name in OTHERS))
# The separator of strategies in the complete document, and their level of indentation in it.
SEPARATOR, DEPTH = b",\n", 2


class JsonBundle(Exporter):
    """All strategies in one document, as lines and one by one; the vocabularies; the tombstones; the coverage."""

    format = "json"
    data_files: ClassVar = {LINES: "application/jsonl"} | dict.fromkeys(DOCUMENTS, "application/json")

    def data_of(self, records: Records) -> Mapping[str, str]:
        """All documents."""
        own = {f"json/{OWN}.json": "application/json"} if records.vocabularies else {}
        return {**self.data_files, **own}

    def aggregates(self, records: Records) -> Iterator[Aggregate]:
        """The complete document, and the lines."""
        bare = _document(records, "strategies", published.StrategiesV1, disclaimers=records.disclaimers, strategies=[])
        header, _, footer = bare.data.rpartition(b"[]")
        yield Aggregate(ALL, header + b"[\n", SEPARATOR, b"\n  ]" + footer, empty=bare.data)
        yield Aggregate(LINES)

    def render(self, strategy: StrategyInputs) -> Iterator[File | Shard]:
        """The record, three times."""
        library = strategy.shared.library
        path, text = f"json/strategies/{strategy.id}.json", pretty_json(strategy.record)
        yield File(path, enveloped(path, "published-strategy", library, text))
        yield Shard(ALL, indented(text, DEPTH))
        yield Shard(LINES, enveloped_line(library, strategy.record))

    def render_site(self, records: Records) -> Iterator[File]:
        """The documents that are not about one strategy."""
        yield _document(records, "factors", published.FactorsV1, factors=records.factors)
        yield _document(records, "categories", published.CategoriesV1, categories=records.categories)
        yield _document(records, "learner-models", published.LearnerModelsV1, learner_models=records.learner_models)
        yield _document(records, "tombstones", published.TombstonesV1, tombstones=records.tombstones)
        yield _coverage(records)
        if records.vocabularies:
            yield _document(records, OWN, VocabulariesV1, vocabularies=records.vocabularies)


def _coverage(records: Records) -> File:
    coverage = records.coverage
    return _document(
        records,
        "coverage",
        covered.CoverageV1,
        learner_models=[
            covered.ModelCoverageV1(
                learner_model=model.id, factors=[_factor_coverage(row) for row in coverage.rows(model.id)]
            )
            for model in records.learner_models_in_use
        ],
        unused_factors=coverage.unused_factors,
        thin_factors=coverage.thin_factors,
        islands=coverage.islands,
        one_way_relations=[
            covered.OneWayRelationV1(source=source, target=target) for source, target in coverage.one_way_relations
        ],
        translations=[
            covered.TranslationCoverageV1(
                language=each.language, translated=len(each.translated), outdated=each.outdated, missing=each.missing
            )
            for each in translation_coverage(records.library.languages, records.summaries)
        ],
    )


def _factor_coverage(row: FactorRow) -> covered.FactorCoverageV1:
    counts = [covered.CategoryCountV1(category=id_, strategies=count) for id_, count in row.counts.items()]
    return covered.FactorCoverageV1(factor=row.factor, group=row.group, strategies=row.total, categories=counts)


def _document(records: Records, name: str, model: type[published.PublishedDocument], **content: Any) -> File:
    path = f"json/{name}.json"
    schema = address_of(f"published-{name}", path)
    document = model(schema_=schema, schema_version=SCHEMA_VERSION, library=records.library, **content)
    return File(path, pretty_json(document) + b"\n")
