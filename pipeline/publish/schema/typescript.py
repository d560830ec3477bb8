"""TypeScript types of everything in a bundle, generated from the same models as the schemas."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from pipeline.publish.schema.base import SCHEMA_VERSION
from pipeline.publish.schema.json_schema import BUNDLED, consumer_schema
from pipeline.publish.schema.strictness import mapped

HEAD = f"// The shapes of a bundle, version {SCHEMA_VERSION}. Generated; `strategies schema` writes it anew.\n"
SCALARS = {"string": "string", "integer": "number", "number": "number", "boolean": "boolean", "null": "null"}
# A name that needs no quotes as a key.
PLAIN_KEY = re.compile(r"[A-Za-z_$][A-Za-z0-9_$]*")
# Shapes whose literal types tell the members of a union apart. TypeScript imports none of these files as JSON.
EXACT = ("published-graph-node", "published-graph-relationship", "published-linked-data")
# Any other text: TypeScript gives every text of an imported JSON file the type `string`, and this still suggests the
# literals.
OTHER_TEXT = "(string & {})"
Schema = Mapping[str, Any]


def types() -> str:
    """The text of `bundle.d.ts`: a type for each shape, sorted by name."""
    shapes: dict[str, Schema] = {}
    exact: dict[str, Schema] = {}
    for name in BUNDLED:
        schema = consumer_schema(name)
        found = schema.pop("$defs", {}) | {schema["title"]: schema}
        known = shapes | exact
        assert all(known.get(name, shape) == shape for name, shape in found.items()), "two shapes have one name"
        (exact if name in EXACT else shapes).update(found)
    known = exact | {name: mapped(dict(shape), _widened) for name, shape in shapes.items()}
    return "\n".join([HEAD, *(f"{_declaration(name, known[name])}\n" for name in sorted(known))]).rstrip("\n") + "\n"


def _widened(schema: dict[str, Any]) -> dict[str, Any]:
    """A schema of some texts, marked as one that lets others pass."""
    return schema | {"wide": True} if "const" in schema or "enum" in schema else schema


def _declaration(name: str, schema: Schema) -> str:
    lines = [*_comment(schema, "")]
    if schema.get("properties"):
        lines += [f"export interface {name} {{", *_members(schema), "}"]
    elif schema.get("type") == "object":
        lines.append(f"export type {name} = Record<string, unknown>;")
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
    if values := schema.get("enum", [schema["const"]] if "const" in schema else []):
        return " | ".join([*map(_literal, values), *([OTHER_TEXT] if "wide" in schema else [])])
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
