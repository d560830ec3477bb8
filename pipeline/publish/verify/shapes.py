"""Which shape each JSON document of a bundle must have, and whether it has."""

import json
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any, NamedTuple

from pydantic import ValidationError
from pydantic_core import from_json, to_json

from pipeline.publish.schema.json_schema import PUBLISHED, SUFFIX, fits, validator
from pipeline.publish.verify.violation import Violation

# What a document has beside its content.
ENVELOPE = frozenset({"$schema", "schema_version"})
# Shapes by file or folder; elsewhere a document has the name of its shape.
SHAPES = {
    "json/strategies.jsonl": "published-strategy-record",
    "json/strategies.jsonld": "published-linked-data",
    "json/graph/nodes.jsonl": "published-graph-node",
    "json/graph/relationships.jsonl": "published-graph-relationship",
    "json/strategies": "published-strategy",
}
# How files end that hold one document a line.
LINES = ".jsonl"
# The one shape that only the schema is asked for: its records must equal those of `published-strategy` anyway.
WHOLE = "published-strategies"
# More faults of shape than these in one file tell nothing new, nor more of their words.
MOST_FAULTS = 20
MOST_WORDS = 300


class Shaped(NamedTuple):
    """A JSON document, and what is wrong with its shape; None where it is not JSON."""

    document: dict[str, object] | None
    faults: tuple[Violation, ...]


def shape_violations(path: str, data: bytes) -> tuple[Violation, ...]:
    """What is wrong with the shape of a JSON document, or of the documents on the lines of a file."""
    if not path.endswith(LINES) or shape_of(path) not in PUBLISHED:
        return shaped(path, data).faults
    if data and not data.endswith(b"\n"):
        return (Violation(path, "", "its last line has no end"),)
    lines = enumerate(lines_of(data), 1)
    found = (fault for number, line in lines for fault in shaped(path, line, f"line {number}").faults)
    return tuple(islice(found, MOST_FAULTS))


def shaped(path: str, data: bytes, record: str = "", *, model: bool = True) -> Shaped:
    """A document of a file. `record` names it where nothing inside does; `model` has the model asked, too."""
    name = shape_of(path)
    if name not in PUBLISHED:
        return Shaped(None, (Violation(path, "", f"there is no schema for it: {name}{SUFFIX}"),))
    try:
        document = _parse(data)
    except (ValueError, RecursionError) as error:
        return Shaped(None, (Violation(path, record, f"it is not JSON: {error}"),))
    faults = tuple(_schema_faults(path, document, record))
    if not faults and model and name != WHOLE:
        faults = tuple(_model_faults(path, name, data, record))
    return Shaped(document, faults)


def shape_of(path: str) -> str:
    """The name of the shape that the documents of a file must have."""
    folder, _, name = path.rpartition("/")
    return SHAPES.get(path) or SHAPES.get(folder) or f"published-{name.rpartition('.')[0] or name}"


def lines_of(data: bytes) -> list[bytes]:
    """The lines of a file of JSON lines; only a line feed ends one."""
    return data.removesuffix(b"\n").split(b"\n") if data else []


def read_json(data: bytes) -> Any:
    """Read JSON in the quickest way, half of what the json module takes, but for what only that one reads."""
    try:
        return from_json(data, allow_inf_nan=False)
    except ValueError:  # such as half of a surrogate pair
        return json.loads(data)


def without_envelope(document: dict[str, object]) -> dict[str, object]:
    """A document without its envelope."""
    return {key: value for key, value in document.items() if key not in ENVELOPE}


def nested_text(document: dict[str, object], data: bytes) -> bytes:
    """The text of a document without its envelope, as it stands in a list in another document; empty if it is odd."""
    head = "{\n" + "".join(f'  "{key}": "{document[key]}",\n' for key in ("$schema", "schema_version"))
    if not data.startswith(head.encode()):
        return b""
    lead = b"    "  # two levels
    own = b"{\n" + data[len(head.encode()) :].removesuffix(b"\n")
    return lead + own.replace(b"\n", b"\n" + lead)


def _schema_faults(path: str, document: dict[str, object], record: str) -> Iterator[Violation]:
    """What the schema sees."""
    name = shape_of(path)
    errors = () if fits(name, document) else list(islice(validator(name).iter_errors(document), MOST_FAULTS))
    for found in errors:
        words = f"{found.json_path}: {found.message}"[:MOST_WORDS]
        yield Violation(path, _record_at(document, found.absolute_path) or record, words)
    address = "../" * path.count("/") + f"schemas/{name}{SUFFIX}"
    if not errors and document.get("$schema", address) != address:
        yield Violation(path, record, f"its $schema is `{document['$schema']}`; it should be `{address}`")


def _model_faults(path: str, name: str, data: bytes, record: str) -> Iterator[Violation]:
    """What only the model sees, such as text that no UTF-8 can hold."""
    try:
        PUBLISHED[name].model_validate_json(data)
    except ValidationError as error:
        for detail in error.errors(include_url=False)[:MOST_FAULTS]:
            where = "$" + "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in detail["loc"])
            found = _record_at(json.loads(data), detail["loc"]) or record
            yield Violation(path, found, f"{where}: {detail['msg']}"[:MOST_WORDS])


def _parse(data: bytes) -> dict[str, object]:
    """Read a JSON object; ValueError also for a key that stands twice, and for numbers that are none.

    Nearly all are written as we write them: then no key stood twice. To note every key takes five times as long.
    """
    try:
        document = from_json(data, allow_inf_nan=False)
        canonical = to_json(document, indent=2 if data.startswith(b"{\n") else None) == data.removesuffix(b"\n")
    except ValueError:
        canonical = False
    if not canonical:
        document = STRICT_READER.decode(data.decode())
    if not isinstance(document, dict):
        raise ValueError("it holds no object")
    return document


def _unique(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) < len(pairs):
        keys = [key for key, _ in pairs]
        raise ValueError(f"the key `{next(key for key in keys if keys.count(key) > 1)}` stands twice")
    return found


def _refuse(constant: str) -> object:
    raise ValueError(f"{constant} is no number")


STRICT_READER = json.JSONDecoder(object_pairs_hook=_unique, parse_constant=_refuse)


def _record_at(document: object, steps: Iterable[object]) -> str:
    """Id of the innermost thing with an id on the way to a place in a document, or empty."""
    found = ""
    for step in (*steps, None):
        if isinstance(document, dict):
            found = str(document.get("id", found))
        if step is None or not isinstance(document, dict | list):
            break
        try:
            document = document[step]  # type: ignore[call-overload]
        except (KeyError, IndexError, TypeError):  # a step of the model's own, such as a member of a union
            break
    return found
