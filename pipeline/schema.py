"""JSON Schemas: made from the models, and used to check what is published.

`jsonschema` is a second reader, independent of the models: it validates every exported document.
It fetches nothing: our schemas refer only to themselves, and its registry is empty.
"""

import json
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, TypeAdapter

from pipeline.model import published
from pipeline.model.library_info import LibraryInfo
from pipeline.model.manifest import ManifestV1
from pipeline.model.policy import PagePolicy
from pipeline.model.report_shape import DiagnosticsV1
from pipeline.model.strategy import Strategy
from pipeline.model.vocabulary import Category, Factor, LearnerModel

if TYPE_CHECKING:
    from jsonschema import Draft202012Validator

DIALECT = "https://json-schema.org/draft/2020-12/schema"
SUFFIX = ".schema.json"
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
    "published-strategies": published.StrategiesV1,
    "published-strategy": published.StrategyDocumentV1,
    "published-factors": published.FactorsV1,
    "published-categories": published.CategoriesV1,
    "published-learner-models": published.LearnerModelsV1,
    "published-tombstones": published.TombstonesV1,
    "published-manifest": ManifestV1,
    "diagnostics": DiagnosticsV1,
}


class SchemaMismatch(Exception):  # noqa: N818 - names what was found
    """A document of ours does not have the shape that its schema promises: a bug."""


def schema_folder() -> Path:
    """Folder of the package's own schemas and of the default page policy."""
    inside = Path(str(files("pipeline"))) / "schemas"
    # In a checkout (and an editable install) the one copy stands at the top of the tree.
    return inside if inside.is_dir() else inside.parent.parent / "schemas"


def default_policy_text() -> str:
    """Text of the page policy of libraries that have none of their own."""
    return (schema_folder() / "strategy-page.yaml").read_text(encoding="utf-8")


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
    folder = schema_folder()
    return {
        name: (folder / (name + SUFFIX)).read_text(encoding="utf-8").encode()
        for name in sorted(PUBLISHED)
        if name.startswith("published-")
    }


@cache
def validator(name: str) -> "Draft202012Validator":
    """The validator of one of the package's schemas, formats checked too."""
    from jsonschema import Draft202012Validator
    from referencing import Registry

    schema = json.loads((schema_folder() / (name + SUFFIX)).read_text(encoding="utf-8"))
    return Draft202012Validator(schema, registry=Registry(), format_checker=Draft202012Validator.FORMAT_CHECKER)


def validate(name: str, document: Any, where: str) -> None:
    """Check a document against a schema; raises SchemaMismatch with the place in it."""
    error = next(iter(validator(name).iter_errors(document)), None)
    if error is not None:
        raise SchemaMismatch(f"{where} at {error.json_path}: {error.message}")
