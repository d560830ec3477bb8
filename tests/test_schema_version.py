"""The version of the schemas says how far they differ from those of the last release.

At a release the file in `released-schemas` is written anew: `pytest tests/test_schema_version.py --regenerate`.
"""

from __future__ import annotations

import json

import pytest
from conftest import HERE
from shapes import Bump, Shapes, bump_of, committed_shapes, keys_of, next_version

from pipeline.publish.schema.base import SCHEMA_VERSION

RELEASED = HERE / "released-schemas"


def last_release() -> tuple[str, Shapes]:
    """The last released version and its shapes."""
    path = max(RELEASED.glob("*.json"), key=lambda path: [int(part) for part in path.stem.split(".")])
    return path.stem, json.loads(path.read_text(encoding="utf-8"))


def test_the_version_says_what_changed_since_the_last_release(regenerate: bool) -> None:
    shapes = committed_shapes()
    if regenerate:
        text = json.dumps(shapes, indent=1, sort_keys=True, ensure_ascii=False) + "\n"
        (RELEASED / f"{SCHEMA_VERSION}.json").write_text(text, encoding="utf-8", newline="\n")
    version, released = last_release()
    due = next_version(version, bump_of(released, shapes))
    assert due == SCHEMA_VERSION, (
        f"the schemas differ from those of {version}: set SCHEMA_VERSION to {due}, unless a removed or retyped key "
        "was a mistake"
    )


def test_there_is_something_to_compare() -> None:
    _, released = last_release()
    assert released["published-strategy"]["$.category.name"] == '{"type": "string"}'
    assert "null" in released["published-strategy"]["$.source"]
    assert "$.factors[].group" in released["published-strategy"]
    assert sum(map(len, released.values())) > 300


OLD = {
    "type": "object",
    "properties": {
        "a": {"type": "string", "description": "old words"},
        "b": {"type": "array", "items": {"$ref": "#/$defs/B"}},
        "n": {"anyOf": [{"type": "string"}, {"type": "null"}]},
        "k": {"type": "string", "enum": ["x"]},
    },
    "required": ["a", "b", "n", "k"],
    "$defs": {"B": {"type": "object", "properties": {"c": {"type": "integer", "minimum": 1}}, "required": ["c"]}},
}


def changed(**properties: object) -> dict[str, object]:
    new = OLD["properties"] | properties  # type: ignore[operator]
    kept = {key: value for key, value in new.items() if value is not None}
    return OLD | {"properties": kept, "required": [key for key in kept if key != "optional"]}


def with_part(properties: object, required: tuple[str, ...] = ("c",)) -> dict[str, object]:
    return OLD | {"$defs": {"B": {"type": "object", "properties": properties, "required": list(required)}}}


@pytest.mark.parametrize(
    ("new", "bump"),
    [
        (OLD, "none"),
        (changed(a={"type": "string", "description": "new words"}), "none"),
        (changed(d={"type": "string"}), "minor"),
        (changed(optional={"type": "string"}), "minor"),
        (with_part({"c": {"type": "integer", "minimum": 1}, "d": {"type": "string"}}), "minor"),
        (changed(a=None), "major"),
        (changed(a={"type": "integer"}), "major"),
        (changed(a={"type": "string", "pattern": "^a"}), "minor"),  # a promise of documents that says more
        (changed(k={"type": "string", "enum": ["x", "y"]}), "minor"),
        (changed(k={"type": "string", "enum": ["y"]}), "major"),
        (changed(n={"type": "string"}), "major"),
        (OLD | {"required": ["a", "b", "k"]}, "major"),
        (with_part({"c": {"type": "integer", "minimum": 1}}, ()), "major"),
        (with_part({"c": {"type": "integer", "minimum": 0}}), "major"),
        (with_part({}, ()), "major"),
        (with_part({"d": {"type": "integer"}}, ("d",)), "major"),
    ],
)
def test_schemas_are_compared_key_by_key(new: dict[str, object], bump: Bump) -> None:
    before, after = ({"x": dict(keys_of(schema, schema["$defs"]))} for schema in (OLD, new))  # type: ignore[arg-type]
    assert bump_of(before, after) == bump


def test_more_kinds_of_items_are_a_minor_change_and_fewer_a_major_one() -> None:
    fewer: Shapes = {"x": {"$.a[]": "A | B"}}
    more: Shapes = {"x": {"$.a[]": "A | B | C"}}
    assert (bump_of(fewer, more), bump_of(more, fewer)) == ("minor", "major")
    assert bump_of({"x": {"$.a": "A | B"}}, {"x": {"$.a": "A | B | C"}}) == "major"


def test_a_lost_schema_is_a_major_change_and_a_new_one_minor() -> None:
    one: Shapes = {"x": {"$.a": "text"}}
    both: Shapes = {**one, "y": {"$.b": "text"}}
    assert (bump_of(both, one), bump_of(one, both)) == ("major", "minor")


def test_versions_follow_one_another() -> None:
    assert [next_version("1.4.2", bump) for bump in ("none", "minor", "major")] == ["1.4.2", "1.5.0", "2.0.0"]
