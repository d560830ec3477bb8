"""JSON: every document in its published shape, validated as it is written."""

from collections.abc import Iterator
from typing import Any

from pipeline.exporter import File, exporter
from pipeline.exporters._documents import document, lines
from pipeline.model import published
from pipeline.model.coverage import Coverage
from pipeline.model.records import Records
from pipeline.schema import SUFFIX


@exporter("json")
def json_bundle(records: Records) -> Iterator[File]:
    """All strategies in one document, as lines and one by one; the vocabularies; the tombstones; the coverage."""
    documents: list[tuple[str, type[published.Document], dict[str, Any]]] = [
        (
            "strategies",
            published.StrategiesV1,
            {"disclaimers": records.disclaimers, "strategies": records.strategies},
        ),
        ("factors", published.FactorsV1, {"factors": records.factors}),
        ("categories", published.CategoriesV1, {"categories": records.categories}),
        ("learner-models", published.LearnerModelsV1, {"learner_models": records.learner_models}),
        ("tombstones", published.TombstonesV1, {"tombstones": records.tombstones}),
        ("coverage", published.CoverageV1, _coverage(records)),
    ]
    for name, model, content in documents:
        schema = f"published-{name}"
        whole = model(
            schema_=f"../schemas/{schema}{SUFFIX}",
            schema_version=published.SCHEMA_VERSION,
            library=records.library,
            **content,
        )
        yield document(f"json/{name}.json", schema, whole)
    yield lines("json/strategies.jsonl", "published-strategy-record", records.strategies)
    for strategy in records.strategies:
        single = published.StrategyDocumentV1(
            schema_=f"../../schemas/published-strategy{SUFFIX}",
            schema_version=published.SCHEMA_VERSION,
            **dict(strategy),
        )
        yield document(f"json/strategies/{strategy.id}.json", "published-strategy", single)


def _coverage(records: Records) -> dict[str, Any]:
    coverage = Coverage(records.catalog)
    return {
        "learner_models": records.coverage,
        "unused_factors": coverage.unused_factors,
        "thin_factors": coverage.thin_factors,
        "islands": coverage.islands,
        "one_way_relations": [
            published.OneWayRelationV1(source=source, target=target) for source, target in coverage.one_way_relations
        ],
    }
