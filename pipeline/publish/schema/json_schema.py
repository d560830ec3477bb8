"""JSON Schemas: made from the models, and used to check what is published.

A validator of JSON Schema is a second reader, independent of the models: it validates every exported document.
It fetches nothing: our schemas refer only to themselves, and its registry is empty.
"""

import json
import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, TypeAdapter

from pipeline.model.library_info import LibraryInfo
from pipeline.model.policy import PagePolicy
from pipeline.model.strategy import Strategy
from pipeline.model.vocabulary import Category, Factor, LearnerModel
from pipeline.publish.schema import graph, linked_data, records
from pipeline.publish.schema.difference import DifferenceV1
from pipeline.publish.schema.manifest import ManifestV1
from pipeline.publish.schema.report import DiagnosticsV1
from pipeline.source.resources import schema_folder

if TYPE_CHECKING:
    from jsonschema import Draft202012Validator
    from jsonschema_rs import Draft202012Validator as FastValidator

DIALECT = "https://json-schema.org/draft/2020-12/schema"
SUFFIX = ".schema.json"
# The end of a pattern: of the whole text to JSON Schema and to our models; to Python also the place before a last
# line feed.
END = re.compile(r"(?<!\\)\$$")
# What people write.
WRITTEN: Mapping[str, Any] = {
    "strategy-front-matter": Strategy,
    "factors": list[Factor],
    "categories": list[Category],
    "learner-models": list[LearnerModel],
    "library": LibraryInfo,
    "strategy-page": PagePolicy,
}
# What programs read.
PUBLISHED: Mapping[str, type[BaseModel]] = {
    "published-strategies": records.StrategiesV1,
    "published-strategy": records.StrategyDocumentV1,
    "published-strategy-record": records.StrategyV1,
    "published-factors": records.FactorsV1,
    "published-categories": records.CategoriesV1,
    "published-learner-models": records.LearnerModelsV1,
    "published-tombstones": records.TombstonesV1,
    "published-coverage": records.CoverageV1,
    "published-graph-node": graph.NodeV1,
    "published-graph-relationship": graph.RelationshipV1,
    "published-linked-data": linked_data.LinkedDataV1,
    "published-manifest": ManifestV1,
    "diagnostics": DiagnosticsV1,
    "difference": DifferenceV1,
}
# What stands in a bundle; the rest is for other programs.
BUNDLED = tuple(sorted(name for name in PUBLISHED if name.startswith("published-")))
TYPES = "bundle.d.ts"


class SchemaMismatch(Exception):  # noqa: N818 - names what was found
    """A document of ours does not have the shape that its schema promises: a bug."""


def generate() -> Iterator[tuple[str, str]]:
    """Give the file name and the text of every schema, made from the models."""
    for name, shape in sorted({**WRITTEN, **PUBLISHED}.items()):
        mode = "serialization" if name in PUBLISHED else "validation"
        schema = TypeAdapter(shape).json_schema(mode=mode, by_alias=True)  # type: ignore[arg-type]
        head = {"$schema": DIALECT, "$id": f"urn:strategy-pipeline:{name}:1"}
        yield name + SUFFIX, json.dumps(head | schema, ensure_ascii=False, indent=2) + "\n"


@cache
def published_schemas() -> Mapping[str, bytes]:
    """The bytes of every schema that stands in a bundle, by its name; line ends are LF whatever the checkout."""
    return {name: _bytes(name + SUFFIX) for name in BUNDLED}


@cache
def schema_files() -> Mapping[str, bytes]:
    """The files of a bundle's folder `schemas` by name: the schemas, and the same shapes as TypeScript types."""
    return {name + SUFFIX: data for name, data in published_schemas().items()} | {TYPES: _bytes(TYPES)}


def _bytes(name: str) -> bytes:
    return (schema_folder() / name).read_text(encoding="utf-8").encode()


def fits(name: str, document: Any, part: str = "") -> bool:
    """True when a document has a shape, or that of one `part` of it (a name below `$defs`).

    Asks a validator written in Rust, some hundred times as fast as `validator`, which stays the reference and has
    the words for what is wrong; a test holds the two to the same verdict.
    """
    return _fast_validator(name, part).is_valid(document)


def all_fit(name: str, documents: list[object]) -> bool:
    """True when each of some JSON documents fits: asked together, for to ask takes as long as to answer."""
    return _fast_validator(name, "", many=True).is_valid(documents)


@cache
def _fast_validator(name: str, part: str, *, many: bool = False) -> "FastValidator":
    from jsonschema_rs import Draft202012Validator

    schema = json.loads((schema_folder() / (name + SUFFIX)).read_text(encoding="utf-8"))
    if part:
        schema = {"$ref": f"#/$defs/{part}", "$defs": schema["$defs"]}
    if many:
        schema = {"type": "array", "items": schema}  # what it refers to inside, it finds by its own `$id`
    return Draft202012Validator(schema, validate_formats=True, offline=True)


@cache
def validator(name: str) -> "Draft202012Validator":
    """The validator of one of the package's schemas, formats checked too."""
    from jsonschema import Draft202012Validator
    from referencing import Registry

    text = (schema_folder() / (name + SUFFIX)).read_text(encoding="utf-8")
    schema = json.loads(text, object_hook=_with_exact_ends)
    return Draft202012Validator(schema, registry=Registry(), format_checker=Draft202012Validator.FORMAT_CHECKER)


def _with_exact_ends(schema: dict[str, Any]) -> dict[str, Any]:
    if isinstance(pattern := schema.get("pattern"), str):
        schema["pattern"] = END.sub(r"\\Z", pattern)
    if keys := schema.get("patternProperties"):
        schema["patternProperties"] = {END.sub(r"\\Z", pattern): value for pattern, value in keys.items()}
    return schema


def validate(name: str, document: Any, where: str) -> None:
    """Check a document against a schema; raises SchemaMismatch with the place in it."""
    error = next(iter(validator(name).iter_errors(document)), None)
    if error is not None:
        raise SchemaMismatch(f"{where} at {error.json_path}: {error.message}")
