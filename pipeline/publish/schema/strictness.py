"""Opens schemas for consumers, and closes them again to verify.

A consumer's copy of a schema must accept what later versions 1.x add: keys that it does not know, and their version.
What this tool publishes has exactly the keys and the version that it knows.
"""

from collections.abc import Callable
from typing import Any

from pipeline.publish.schema.base import SCHEMA_VERSION

VERSION_KEY = "schema_version"
# The versions that a schema of this version describes.
COMPATIBLE = f"^{SCHEMA_VERSION.partition('.')[0]}\\."
# Validators disagree about this format or do not know it. What has it is compared with what it must be.
UNCHECKED = "uri"
# The start of a date; validators disagree about the year 0.
FROM_YEAR_1 = "^(?:[1-9][0-9]{3}|0[1-9][0-9]{2}|00[1-9][0-9]|000[1-9])-"
Schema = dict[str, Any]


def opened(schema: Schema) -> Schema:
    """The schema for consumers: objects may have more keys, and the version may be a later one."""
    return mapped(schema, _open)


def closed(schema: Schema) -> Schema:
    """The schema to verify by: objects have no other keys, and the version is this one."""
    return mapped(schema, _close)


def _open(schema: Schema) -> Schema:
    if schema.get("additionalProperties") is False:
        schema = {key: value for key, value in schema.items() if key != "additionalProperties"}
    return _with_version(schema, {"type": "string", "pattern": COMPATIBLE, "examples": [SCHEMA_VERSION]})


def _close(schema: Schema) -> Schema:
    if "properties" in schema:
        schema = {"additionalProperties": False} | schema
    if schema.get("format") == UNCHECKED:
        schema = {key: value for key, value in schema.items() if key != "format"}
    elif schema.get("format") == "date":
        schema = {"pattern": FROM_YEAR_1} | schema
    return _with_version(schema, {"const": SCHEMA_VERSION})


def _with_version(schema: Schema, version: Schema) -> Schema:
    member = schema.get("properties", {}).get(VERSION_KEY)
    if member is None:
        return schema
    told = {key: value for key, value in member.items() if key in ("title", "description")}
    return schema | {"properties": schema["properties"] | {VERSION_KEY: told | version}}


def mapped(schema: Schema, change: Callable[[Schema], Schema]) -> Schema:
    """The schema with a change of it and of all schemas inside; what is no schema, such as examples, stays."""
    changed = change(schema)
    for key in ("$defs", "properties"):
        if key in changed:
            changed = changed | {key: {name: mapped(inner, change) for name, inner in changed[key].items()}}
    for key in ("anyOf", "prefixItems"):
        if key in changed:
            changed = changed | {key: [mapped(inner, change) for inner in changed[key]]}
    for key in ("items", "additionalProperties"):
        if isinstance(changed.get(key), dict):
            changed = changed | {key: mapped(changed[key], change)}
    return changed
