"""The schema of front matter for ideas and drafts, which may lack what other pages must have."""

from typing import Any

from pipeline.model.entry import UNFINISHED

Schema = dict[str, Any]
# Keywords that forbid a field without a value; only that is forgiven, not one that is too short.
LEAST = {"minLength": 1, "minItems": 1}


def by_status(schema: Schema) -> Schema:
    """The same schema, which asks for missing values as `missing-field` does: not on an idea or a draft."""
    asked = _taken(schema, schema.get("$defs", {}))
    for part in schema["properties"].values():
        if part.get("default") == []:  # as `check` reads `related:` with nothing behind it
            part["type"] = [part["type"], "null"]
    unfinished = {"properties": {"status": {"enum": sorted(UNFINISHED)}}, "required": ["status"]}
    return schema | {"if": unfinished, "else": asked}


def _taken(schema: Schema, definitions: Schema) -> Schema:
    """Take what a schema demands out of it; items of lists stay as they are."""
    required = schema.pop("required", [])
    found: Schema = {"required": required} if required else {}
    found |= {name: schema.pop(name) for name, least in LEAST.items() if schema.get(name) == least}
    for part in schema.get("anyOf", ()):
        found |= _taken(part, definitions)
    if reference := schema.get("$ref"):
        found |= _taken(definitions[reference.rpartition("/")[2]], definitions)
    properties = schema.get("properties", {})
    asked = {name: _taken(part, definitions) for name, part in properties.items()}
    for name in required:
        if "enum" not in (part := properties[name]):  # `summary:` with nothing behind it is null to an editor
            asked[name]["type"] = part["type"]
            part["type"] = [part["type"], "null"]
    if asked := {name: part for name, part in asked.items() if part}:
        found["properties"] = asked
    return found
