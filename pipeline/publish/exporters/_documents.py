"""How a published document becomes text, the same every time. Its shape is checked when the bundle is read again.

As bytes throughout: what pydantic gives as text it made as bytes before.
"""

from pydantic import BaseModel
from pydantic_core import to_json

from pipeline.publish.exporter import File
from pipeline.publish.schema.json_schema import SUFFIX
from pipeline.publish.schema.records import SCHEMA_VERSION

INDENT = 2


def document(path: str, model: BaseModel) -> File:
    """One document over several lines."""
    return File(path, spaced(model) + b"\n")


def spaced(thing: object) -> bytes:
    """A document over several lines, without the last line's end."""
    return to_json(thing, indent=INDENT)


def enveloped(path: str, schema: str, text: bytes) -> bytes:
    """The text of an object as a file, with its schema and version before everything else."""
    head = f'{{\n  "$schema": "{address_of(schema, path)}",\n  "schema_version": "{SCHEMA_VERSION}",'
    return head.encode() + text.removeprefix(b"{") + b"\n"


def address_of(schema: str, path: str) -> str:
    """Where a schema stands, seen from a file of the bundle."""
    return "../" * path.count("/") + f"schemas/{schema}{SUFFIX}"


def indented(text: bytes, depth: int) -> bytes:
    """A text of JSON as it stands some levels deeper. No string in it holds a line end, so each line begins outside."""
    lead = b" " * INDENT * depth
    return lead + text.replace(b"\n", b"\n" + lead)


def line(model: BaseModel) -> bytes:
    """One document on one line."""
    return to_json(model) + b"\n"
