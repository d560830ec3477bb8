"""TypeScript types of everything in a bundle, generated from the same models as the schemas."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import TypeAdapter

from pipeline.publish.schema.json_schema import BUNDLED, PUBLISHED
from pipeline.publish.schema.records import SCHEMA_VERSION

HEAD = f"// The shapes of a bundle, version {SCHEMA_VERSION}. Generated; `strategies schema` writes it anew.\n"
SCALARS = {"string": "string", "integer": "number", "number": "number", "boolean": "boolean", "null": "null"}
# A name that needs no quotes as a key.
PLAIN_KEY = re.compile(r"[A-Za-z_$][A-Za-z0-9_$]*")
Schema = Mapping[str, Any]


def types() -> str:
    """The text of `bundle.d.ts`: a type for each shape, sorted by name."""
    shapes: dict[str, Schema] = {}
    for name in BUNDLED:
        schema = TypeAdapter(PUBLISHED[name]).json_schema(mode="serialization", by_alias=True)
        found = schema.pop("$defs", {}) | {schema["title"]: schema}
        assert all(shapes.get(name, shape) == shape for name, shape in found.items()), "two shapes have one name"
        shapes |= found
    return "\n".join([HEAD, *(f"{_declaration(name, shapes[name])}\n" for name in sorted(shapes))]).rstrip("\n") + "\n"


def _declaration(name: str, schema: Schema) -> str:
    lines = [*_comment(schema, "")]
    if schema.get("properties"):
        lines += [f"export interface {name} {{", *_members(schema), "}"]
    elif schema.get("type") == "object":
        lines.append(f"export type {name} = Record<string, never>;")
    else:
        lines.append(f"export type {name} = {_type(schema)};")
    return "\n".join(lines)


def _members(schema: Schema) -> Iterator[str]:
    required = schema.get("required", ())
    for name, member in schema["properties"].items():
        yield from _comment(member, "  ")
        key = name if PLAIN_KEY.fullmatch(name) else f'"{name}"'
        yield f"  {key}{'' if name in required else '?'}: {_type(member)};"


def _comment(schema: Schema, indent: str) -> Iterator[str]:
    if "description" in schema:
        yield f"{indent}/** {schema['description'].replace('*/', '*∕')} */"


def _type(schema: Schema) -> str:
    if "$ref" in schema:
        return str(schema["$ref"].rpartition("/")[2])
    if "const" in schema:
        return _literal(schema["const"])
    if "enum" in schema:
        return " | ".join(map(_literal, schema["enum"]))
    if "anyOf" in schema:
        return " | ".join(dict.fromkeys(map(_type, schema["anyOf"])))
    if schema.get("type") == "array":
        return _array(schema)
    if schema.get("type") == "object":
        values = schema.get("additionalProperties", True)
        return f"Record<string, {_type(values) if isinstance(values, Mapping) else 'unknown'}>"
    return SCALARS[schema["type"]]


def _array(schema: Schema) -> str:
    if "prefixItems" in schema:
        return f"[{', '.join(map(_type, schema['prefixItems']))}]"
    item = _type(schema["items"])
    return f"({item})[]" if "|" in item else f"{item}[]"


def _literal(value: object) -> str:
    assert isinstance(value, str | bool)
    return json.dumps(value, ensure_ascii=False)
