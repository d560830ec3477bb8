"""The shapes of the published schemas in few words, and how far one differs from another."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, Literal

from pipeline.publish.schema.base import SCHEMA_VERSION
from pipeline.publish.schema.json_schema import BUNDLED, SUFFIX, schema_folder, validator

# For each schema the way to each key, with its type and whether it is always there.
Shapes = Mapping[str, Mapping[str, str]]
Bump = Literal["none", "minor", "major"]
# What of a schema its type is made of; descriptions and titles are not.
CONSTRAINTS = ("type", "format", "pattern", "const", "enum", "minimum", "maximum", "minLength", "maxLength", "minItems")
MAY_BE_MISSING = " (may be missing)"


class SchemaMismatch(Exception):  # noqa: N818 - names what was found
    """A document does not have the shape that its schema promises."""


def validate(name: str, document: Any, where: str) -> None:
    """Check a document against a schema; raises SchemaMismatch with the position in it."""
    error = next(iter(validator(name).iter_errors(document)), None)
    if error is not None:
        raise SchemaMismatch(f"{where} at {error.json_path}: {error.message}")


def committed_shapes() -> Shapes:
    """The shapes of the schemas as they are committed."""
    found = {}
    for name in BUNDLED:
        schema = json.loads((schema_folder() / (name + SUFFIX)).read_text(encoding="utf-8"))
        found[name] = dict(sorted(keys_of(schema, schema.get("$defs", {}))))
    return found


def keys_of(
    schema: Mapping[str, Any], known: Mapping[str, Any], way: str = "$", above: tuple[str, ...] = ()
) -> Iterator[tuple[str, str]]:
    """Each key below a schema: its way and its type."""
    if (name := schema.get("$ref", "").rpartition("/")[2]) and name not in above:
        schema, above = known[name] | {key: schema[key] for key in schema if key != "$ref"}, (*above, name)
    needed = schema.get("required", ())
    for key, inner in schema.get("properties", {}).items():
        place = f"{way}.{key}"
        yield place, f"{type_of(inner, known)}{'' if key in needed else MAY_BE_MISSING}"
        yield from keys_of(inner, known, place, above)
    for number, option in enumerate(schema.get("anyOf", ())):
        title = option.get("$ref", "").rpartition("/")[2] or str(number)
        yield from keys_of(option, known, f"{way}<{title}>", above)
    if isinstance(schema.get("items"), Mapping):
        yield f"{way}[]", type_of(schema["items"], known)
        yield from keys_of(schema["items"], known, f"{way}[]", above)


def type_of(schema: Mapping[str, Any], known: Mapping[str, Any]) -> str:
    """The type of a value with all that constrains it."""
    if "anyOf" in schema:
        return " | ".join(type_of(option, known) for option in schema["anyOf"])
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        return f"{name}: {type_of(known[name], known)}" if "properties" not in known[name] else name
    said = {key: schema[key] for key in CONSTRAINTS if key in schema and not is_version(schema, key)}
    if "prefixItems" in schema:
        said["items"] = [type_of(item, known) for item in schema["prefixItems"]]
    return json.dumps(said, sort_keys=True, ensure_ascii=False)


def is_version(schema: Mapping[str, Any], key: str) -> bool:
    """True for the version of the schemas itself, which differs whenever anything does."""
    return key == "const" and schema[key] == SCHEMA_VERSION


def bump_of(old: Shapes, new: Shapes) -> Bump:
    """What became of the version: a new key makes it minor, one that is gone or is of another type major."""
    for name, shape in old.items():
        for way, told in shape.items():
            found = new.get(name, {}).get(way)
            if not keeps(told, found) and not (way.endswith("[]") and widens(told, found)):
                return "major"
    return "none" if old == new else "minor"


def widens(old: str, new: str | None) -> bool:
    """True when items of a list may be of more shapes than before: who reads it skips those that are unknown."""
    before, after = (set((told or "").split(" | ")) for told in (old, new))
    return len(before) > 1 and before < after and not any("{" in told for told in after)


def keeps(old: str, new: str | None) -> bool:
    """True for the same type, or the same with more constraints: who reads documents loses nothing by these."""
    if new is None or old.endswith(MAY_BE_MISSING) != new.endswith(MAY_BE_MISSING):
        return False
    before, after = (told.removesuffix(MAY_BE_MISSING).split(" | ") for told in (old, new))
    return len(before) == len(after) and all(map(_narrows, before, after))


def _narrows(old: str, new: str) -> bool:
    if not (old.startswith("{") and new.startswith("{")):
        return old == new
    before, after = json.loads(old), json.loads(new)
    known, accepted = _listed(before), _listed(after)
    return (not known or not accepted or known <= accepted) and before.items() <= after.items()


def _listed(told: dict[str, Any]) -> set[str]:
    """Take the values that are listed out of a type; readers skip those that they do not know, so more may come."""
    return set(map(str, (*told.pop("enum", ()), *([told.pop("const")] if "const" in told else ()))))


def next_version(version: str, bump: Bump) -> str:
    """The version that follows."""
    major, minor, _ = map(int, version.split("."))
    return {"none": version, "minor": f"{major}.{minor + 1}.0", "major": f"{major + 1}.0.0"}[bump]
