"""JSON Schemas: generated from the models, and used to validate every exported document.

A validator of JSON Schema is a second reader, independent of the models. It needs no network, because our schemas
refer only to themselves. The files are for consumers, and open; documents are validated here by the same, closed.
"""

import json
import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from pydantic import BaseModel, TypeAdapter

from pipeline.model.fields import Id
from pipeline.model.library_info import LibraryInfo
from pipeline.model.localized_files import (
    CategoryTranslation,
    FactorTranslation,
    InfoTranslation,
    LearnerModelTranslation,
    PolicyTranslation,
)
from pipeline.model.own_fields import with_fields
from pipeline.model.own_vocabulary import OwnTerm
from pipeline.model.policy import PagePolicy
from pipeline.model.strategy import Strategy
from pipeline.model.translation import OwnPageTranslation, StrategyTranslation, translation_model
from pipeline.model.vocabulary import Category, Factor, LearnerModel
from pipeline.model.work import Contributor, Work
from pipeline.publish.schema import case, coverage, graph, graph_nodes, linked_data, records
from pipeline.publish.schema.changes import ChangesV1
from pipeline.publish.schema.chunks import ChunkV1
from pipeline.publish.schema.difference import DifferenceV1
from pipeline.publish.schema.library_ids import IdNames, with_ids
from pipeline.publish.schema.links import LinksV1
from pipeline.publish.schema.manifest import ManifestV1
from pipeline.publish.schema.report import DiagnosticsV1
from pipeline.publish.schema.strictness import closed, opened
from pipeline.publish.schema.unfinished import by_status
from pipeline.publish.schema.versions import VersionsV1
from pipeline.publish.schema.vocabularies import VocabulariesV1
from pipeline.source.resources import schema_folder

if TYPE_CHECKING:
    from jsonschema import Draft202012Validator
    from jsonschema_rs import Draft202012Validator as FastValidator

DIALECT = "https://json-schema.org/draft/2020-12/schema"
SUFFIX = ".schema.json"
# The end of a pattern. JSON Schema and our models match it at the end of the text only, Python also before a last line
# feed.
END = re.compile(r"(?<!\\)\$$")
# What a URI may hold besides letters, digits and `-._~` (https://www.rfc-editor.org/rfc/rfc3986).
IN_URI = ":/?#[]@!$&'()*+,;=%"
# Files that authors write.
FRONT_MATTER = "strategy-front-matter"
TRANSLATION = "strategy-translation"
WORKS = "references"
WRITTEN: Mapping[str, Any] = {
    FRONT_MATTER: Strategy,
    "factors": list[Factor],
    "categories": list[Category],
    "learner-models": list[LearnerModel],
    "own-terms": list[OwnTerm],
    WORKS: list[Work],
    "library": LibraryInfo,
    "strategy-page": PagePolicy,
    TRANSLATION: StrategyTranslation,
    "own-page-translation": OwnPageTranslation,
    "factors-translation": dict[Id, FactorTranslation],
    "categories-translation": dict[Id, CategoryTranslation],
    "learner-models-translation": dict[Id, LearnerModelTranslation],
    "library-translation": InfoTranslation,
    "strategy-page-translation": PolicyTranslation,
}
# Names of a contributor to a work: those of a person, or the whole one of a group.
STRING, NULL = {"type": "string"}, {"type": "null"}
NAMES = [
    {"required": ["family"], "properties": {"family": STRING, "literal": NULL}},
    {"required": ["literal"], "properties": {"literal": STRING, "family": NULL, "given": NULL}},
]
# Documents that programs read.
PUBLISHED: Mapping[str, type[BaseModel]] = {
    "published-strategies": records.StrategiesV1,
    "published-strategy": records.StrategyDocumentV1,
    "published-strategy-record": records.StrategyLineV1,
    "published-factors": records.FactorsV1,
    "published-categories": records.CategoriesV1,
    "published-learner-models": records.LearnerModelsV1,
    "published-vocabularies": VocabulariesV1,
    "published-tombstones": records.TombstonesV1,
    "published-coverage": coverage.CoverageV1,
    "published-chunk": ChunkV1,
    "published-graph-node": graph_nodes.NodeV1,
    "published-graph-relationship": graph.RelationshipV1,
    "published-linked-data": linked_data.LinkedDataV1,
    "published-case": case.CasePackageV1,
    "published-manifest": ManifestV1,
    "published-changes": ChangesV1,
    "diagnostics": DiagnosticsV1,
    "difference": DifferenceV1,
    "links": LinksV1,
    "versions": VersionsV1,
}
# The schemas in a bundle; the others are for readers of reports and of the web.
BUNDLED = tuple(sorted(name for name in PUBLISHED if name.startswith("published-")))
TYPES = "bundle.d.ts"


def generate(policy: PagePolicy | None = None, ids: IdNames | None = None) -> Iterator[tuple[str, str]]:
    """File name and text of every schema, generated from the models.

    `policy` adds the fields of a library's own, `ids` the ids that it has, as the only ones.
    """
    written = {**WRITTEN, **(_extended(policy) if policy else {})}
    for name in sorted({**written, **PUBLISHED}):
        schema = consumer_schema(name) if name in PUBLISHED else TypeAdapter(written[name]).json_schema(by_alias=True)
        schema = by_status(schema) if name == FRONT_MATTER else schema
        if name == WORKS:
            schema["$defs"][Contributor.__name__]["anyOf"] = NAMES
        schema = with_ids(schema, name, policy, ids) if policy and ids else schema
        header = {"$schema": DIALECT, "$id": _urn(name)}
        yield name + SUFFIX, json.dumps(header | schema, ensure_ascii=False, indent=2) + "\n"


def _extended(policy: PagePolicy) -> dict[str, Any]:
    """The models of what authors of a library write, with its own fields; each of its vocabularies has a schema."""
    own = {
        each.id: with_fields(OwnTerm, policy.fields_on(each.id))
        for each in policy.vocabularies
        if policy.fields_on(each.id)
    }
    return {
        FRONT_MATTER: with_fields(Strategy, policy.fields),
        TRANSLATION: translation_model(policy.fields),
        "factors": listed(with_fields(Factor, policy.fields_on("factor"))),
        "categories": listed(with_fields(Category, policy.fields_on("category"))),
        "learner-models": listed(with_fields(LearnerModel, policy.fields_on("learner_model"))),
        "library": with_fields(LibraryInfo, policy.fields_on("library")),
        **{f"vocabulary-{id_}": listed(model) for id_, model in own.items()},
    }


def listed(model: type[BaseModel]) -> Any:
    """A list of things of this model."""
    return list.__class_getitem__(model)


def consumer_schema(name: str) -> dict[str, Any]:
    """The schema of a published shape as consumers get it: open to what later versions add."""
    return opened(TypeAdapter(PUBLISHED[name]).json_schema(mode="serialization", by_alias=True))


def _urn(name: str) -> str:
    return f"urn:strategy-pipeline:{name}:1"


@cache
def published_schemas() -> Mapping[str, bytes]:
    """The bytes of every schema in a bundle, by its name."""
    return {name: _bytes(name + SUFFIX) for name in BUNDLED}


@cache
def schema_files(base_url: str | None) -> Mapping[str, bytes]:
    """Files of a bundle's folder `schemas` by name: the schemas, and the same shapes as TypeScript types.

    With the address of the site, the `$id` of each schema is the address that it is published at. Without, it is a URN,
    because a relative `$id` would depend on where a program finds the file.
    """
    files = {TYPES: _bytes(TYPES)}
    for name, data in published_schemas().items():
        urn, address = (json.dumps(id_, ensure_ascii=False).encode() for id_ in (_urn(name), schema_id(base_url, name)))
        files[name + SUFFIX] = data.replace(b'"$id": ' + urn, b'"$id": ' + address, 1)
    return files


def schema_id(base_url: str | None, name: str) -> str:
    """The `$id` of a schema in the bundles of a library: a URI, whatever characters the site's address has."""
    return f"{quote(base_url.rstrip('/'), safe=IN_URI)}/schemas/{name}{SUFFIX}" if base_url else _urn(name)


def _bytes(name: str) -> bytes:
    """A packaged file with line feeds, whatever the checkout has."""
    return (schema_folder() / name).read_text(encoding="utf-8").encode()


def fits(name: str, document: Any, part: str = "") -> bool:
    """True when a document has a shape, or that of one `part` of it (a name below `$defs`).

    This uses a fast validator written in Rust. `validator` is the reference and describes errors; a test ensures that
    both agree.
    """
    return _fast_validator(name, part).is_valid(document)


def all_fit(name: str, documents: list[object]) -> bool:
    """True when every document has a shape. One call for all is faster than one for each."""
    return _fast_validator(name, "", many=True).is_valid(documents)


@cache
def _fast_validator(name: str, part: str, *, many: bool = False) -> "FastValidator":
    from jsonschema_rs import Draft202012Validator

    schema = _closed_schema(name)
    if part:
        schema = {"$ref": f"#/$defs/{part}", "$defs": schema["$defs"]}
    if many:
        schema = {"type": "array", "items": schema}  # references inside it resolve by its own `$id`
    return Draft202012Validator(schema, validate_formats=True, offline=True)


@cache
def validator(name: str) -> "Draft202012Validator":
    """The reference validator of one of the package's schemas; it checks formats too."""
    from jsonschema import Draft202012Validator
    from referencing import Registry

    schema = json.loads(json.dumps(_closed_schema(name)), object_hook=_with_exact_ends)
    return Draft202012Validator(schema, registry=Registry(), format_checker=Draft202012Validator.FORMAT_CHECKER)


def _closed_schema(name: str) -> dict[str, Any]:
    """The schema to validate by; those of files that authors write are closed as they are."""
    schema: dict[str, Any] = json.loads(_bytes(name + SUFFIX))
    return closed(schema) if name in PUBLISHED else schema


def _with_exact_ends(schema: dict[str, Any]) -> dict[str, Any]:
    if isinstance(pattern := schema.get("pattern"), str):
        schema["pattern"] = END.sub(r"\\Z", pattern)
    if keys := schema.get("patternProperties"):
        schema["patternProperties"] = {END.sub(r"\\Z", pattern): value for pattern, value in keys.items()}
    return schema
