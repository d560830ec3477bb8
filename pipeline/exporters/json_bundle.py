"""JSON: every document in its published shape, validated as it is written."""

import json
from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel

from pipeline.exporter import File, exporter
from pipeline.model import published
from pipeline.model.records import Records
from pipeline.schema import SUFFIX, validate


@exporter("json")
def json_bundle(records: Records) -> Iterator[File]:
    """All strategies in one document, as lines and one by one; the vocabularies; the tombstones."""
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
    ]
    for name, model, content in documents:
        schema = f"published-{name}"
        document = model(
            schema_=f"../schemas/{schema}{SUFFIX}",
            schema_version=published.SCHEMA_VERSION,
            library=records.library,
            **content,
        )
        yield _file(f"json/{name}.json", document, schema)
    lines = [json.dumps(strategy.model_dump(), ensure_ascii=False, allow_nan=False) for strategy in records.strategies]
    yield File("json/strategies.jsonl", "".join(line + "\n" for line in lines).encode())
    for strategy in records.strategies:
        single = published.StrategyDocumentV1(
            schema_=f"../../schemas/published-strategy{SUFFIX}",
            schema_version=published.SCHEMA_VERSION,
            **dict(strategy),
        )
        yield _file(f"json/strategies/{strategy.id}.json", single, "published-strategy")


def _file(path: str, model: BaseModel, schema: str) -> File:
    document = model.model_dump()
    validate(schema, document, path)
    head = {name: document.pop(name) for name in ("$schema", "schema_version")}
    text = json.dumps(head | document, ensure_ascii=False, allow_nan=False, indent=2)
    return File(path, (text + "\n").encode())
