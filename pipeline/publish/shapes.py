"""Which shape each JSON document of a bundle must have, and whether it has."""

import json
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import PurePosixPath

from pydantic import ValidationError

from pipeline.publish.fault import Fault
from pipeline.schema import PUBLISHED, SUFFIX, fits, validator

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


def shape_faults(path: str, text: str) -> tuple[Fault, ...]:
    """What is wrong with the shape of a JSON document, or of the documents on the lines of a file."""
    place = PurePosixPath(path)
    name = SHAPES.get(path) or SHAPES.get(place.parent.as_posix()) or f"published-{place.stem}"
    if name not in PUBLISHED:
        return (Fault(path, "", f"there is no schema for it: {name}{SUFFIX}"),)
    if not path.endswith(LINES):
        return tuple(_document_faults(path, name, text, ""))
    if text and not text.endswith("\n"):
        return (Fault(path, "", "its last line has no end"),)
    lines = enumerate(lines_of(text), 1)
    found = (fault for number, line in lines for fault in _document_faults(path, name, line, f"line {number}"))
    return tuple(islice(found, MOST_FAULTS))


def lines_of(text: str) -> list[str]:
    """The lines of a file of JSON lines; only a line feed ends one."""
    return text.removesuffix("\n").split("\n") if text else []


def bare(document: dict[str, object]) -> dict[str, object]:
    """A document without its envelope."""
    return {key: value for key, value in document.items() if key not in ENVELOPE}


def _document_faults(path: str, name: str, text: str, record: str) -> Iterator[Fault]:
    """Ask the schema, and then the model behind it. `record` names the document where nothing inside does."""
    try:
        document = _parse(text)
    except (ValueError, RecursionError) as error:
        yield Fault(path, record, f"it is not JSON: {error}")
        return
    errors = () if fits(name, document) else list(islice(validator(name).iter_errors(document), MOST_FAULTS))
    for found in errors:
        words = f"{found.json_path}: {found.message}"[:MOST_WORDS]
        yield Fault(path, _record_at(document, found.absolute_path) or record, words)
    address = "../" * path.count("/") + f"schemas/{name}{SUFFIX}"
    if not errors and document.get("$schema", address) != address:
        yield Fault(path, record, f"its $schema is `{document['$schema']}`; it should be `{address}`")
    if not errors and name != WHOLE:
        yield from _model_faults(path, name, text, record)


def _model_faults(path: str, name: str, text: str, record: str) -> Iterator[Fault]:
    """What only the model sees, such as text that no UTF-8 can hold."""
    try:
        PUBLISHED[name].model_validate_json(text)
    except ValidationError as error:
        for detail in error.errors(include_url=False)[:MOST_FAULTS]:
            where = "$" + "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in detail["loc"])
            found = _record_at(json.loads(text), detail["loc"]) or record
            yield Fault(path, found, f"{where}: {detail['msg']}"[:MOST_WORDS])


def _parse(text: str) -> dict[str, object]:
    """Read a JSON object; ValueError also for a key that stands twice, and for numbers that are none."""

    def unique(pairs: list[tuple[str, object]]) -> dict[str, object]:
        found = dict(pairs)
        if len(found) < len(pairs):
            keys = [key for key, _ in pairs]
            raise ValueError(f"the key `{next(key for key in keys if keys.count(key) > 1)}` stands twice")
        return found

    def refuse(constant: str) -> object:
        raise ValueError(f"{constant} is no number")

    document = json.loads(text, object_pairs_hook=unique, parse_constant=refuse)
    if not isinstance(document, dict):
        raise ValueError("it holds no object")
    return document


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
