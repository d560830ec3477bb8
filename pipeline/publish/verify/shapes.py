"""Shapes of the JSON documents of a bundle: which schema each must fit, and whether it does."""

import json
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any, NamedTuple

from pydantic import ValidationError
from pydantic_core import from_json

from pipeline.publish.schema.json_schema import PUBLISHED, SUFFIX, fits, validator
from pipeline.publish.verify.violation import Violation

# The keys of a document besides its content.
ENVELOPE = frozenset({"$schema", "schema_version", "library"})
# Shapes by file or folder; any other document has the name of its shape.
SHAPES = {
    "json/strategies.jsonl": "published-strategy-record",
    "json/strategies.jsonld": "published-linked-data",
    "json/graph/nodes.jsonl": "published-graph-node",
    "json/graph/relationships.jsonl": "published-graph-relationship",
    "json/strategies": "published-strategy",
}
# The suffix of files with one document on each line.
LINES = ".jsonl"
# No model validates this shape: its records must equal those of `published-strategy` anyway.
SCHEMA_ONLY = "published-strategies"
# More violations than these in one file, or more of their words, say nothing new.
MOST_VIOLATIONS = 20
MOST_WORDS = 300


class ShapedDocument(NamedTuple):
    """A JSON document and what is wrong with its shape; None when it is not JSON."""

    document: dict[str, object] | None
    violations: tuple[Violation, ...]


def shape_violations(path: str, data: bytes) -> tuple[Violation, ...]:
    """What is wrong with the shape of a JSON document, or of the documents on the lines of a file."""
    if not path.endswith(LINES) or shape_of(path) not in PUBLISHED:
        return read_shaped(path, data).violations
    if data and not data.endswith(b"\n"):
        return (Violation(path, "", "its last line has no end"),)
    lines = enumerate(lines_of(data), 1)
    found = (each for number, line in lines for each in read_shaped(path, line, f"line {number}").violations)
    return tuple(islice(found, MOST_VIOLATIONS))


def read_shaped(path: str, data: bytes, record: str = "", *, model: bool = True) -> ShapedDocument:
    """Read a document. `record` names it where no id inside does; `model` validates it by its model, too."""
    name = shape_of(path)
    if name not in PUBLISHED:
        return ShapedDocument(None, (Violation(path, "", f"there is no schema for it: {name}{SUFFIX}"),))
    try:
        document = STRICT_READER.decode(data.decode())
        if not isinstance(document, dict):
            raise ValueError("it holds no object")
    except (ValueError, RecursionError) as error:
        return ShapedDocument(None, (Violation(path, record, f"it is not JSON: {error}"),))
    violations = tuple(_schema_violations(path, document, record))
    if not violations and model and name != SCHEMA_ONLY:
        violations = tuple(_model_violations(path, name, data, record))
    return ShapedDocument(document, violations)


def shape_of(path: str) -> str:
    """The name of the shape that the documents of a file must have."""
    folder, _, name = path.rpartition("/")
    return SHAPES.get(path) or SHAPES.get(folder) or f"published-{name.rpartition('.')[0] or name}"


def lines_of(data: bytes) -> list[bytes]:
    """The lines of a file of JSON lines; only a line feed ends one."""
    return data.removesuffix(b"\n").split(b"\n") if data else []


def read_json(data: bytes) -> Any:
    """Read JSON in half the time of the json module, and by that module what only it accepts."""
    try:
        return from_json(data, allow_inf_nan=False)
    except ValueError:  # such as half of a surrogate pair
        return json.loads(data)


def without_envelope(document: dict[str, object]) -> dict[str, object]:
    """The content of a document."""
    return {key: value for key, value in document.items() if key not in ENVELOPE}


def _schema_violations(path: str, document: dict[str, object], record: str) -> Iterator[Violation]:
    name = shape_of(path)
    errors = () if fits(name, document) else list(islice(validator(name).iter_errors(document), MOST_VIOLATIONS))
    for found in errors:
        message = f"{found.json_path}: {found.message}"[:MOST_WORDS]
        yield Violation(path, _record_at(document, found.absolute_path) or record, message)
    address = "../" * path.count("/") + f"schemas/{name}{SUFFIX}"
    if not errors and document.get("$schema", address) != address:
        yield Violation(path, record, f"its $schema is `{document['$schema']}`; it should be `{address}`")


def _model_violations(path: str, name: str, data: bytes, record: str) -> Iterator[Violation]:
    """What only the model refuses, such as text that UTF-8 cannot represent."""
    try:
        PUBLISHED[name].model_validate_json(data)
    except ValidationError as error:
        for detail in error.errors(include_url=False)[:MOST_VIOLATIONS]:
            where = "$" + "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in detail["loc"])
            found = _record_at(json.loads(data), detail["loc"]) or record
            yield Violation(path, found, f"{where}: {detail['msg']}"[:MOST_WORDS])


def _unique(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) < len(pairs):
        keys = [key for key, _ in pairs]
        raise ValueError(f"the key `{next(key for key in keys if keys.count(key) > 1)}` stands twice")
    return found


def _refuse(constant: str) -> object:
    raise ValueError(f"{constant} is no number")


# Refuses a key that appears twice, and numbers that are none.
STRICT_READER = json.JSONDecoder(object_pairs_hook=_unique, parse_constant=_refuse)


def _record_at(document: object, steps: Iterable[object]) -> str:
    """The id of the innermost object with an id on the path to a value in a document, or empty."""
    found = ""
    for step in (*steps, None):
        if isinstance(document, dict):
            found = str(document.get("id", found))
        if step is None or not isinstance(document, dict | list):
            break
        try:
            document = document[step]  # type: ignore[call-overload]
        except (KeyError, IndexError, TypeError):  # a step that only the model knows, such as a member of a union
            break
    return found
