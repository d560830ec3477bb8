"""Encoding of published documents as JSON. Their shapes are checked when the bundle is read again."""

from pydantic import BaseModel
from pydantic_core import to_json

from pipeline.publish.schema.base import SCHEMA_VERSION
from pipeline.publish.schema.json_schema import SUFFIX
from pipeline.publish.schema.records import LibraryV1

INDENT = 2


def pretty_json(value: object) -> bytes:
    """A value over several lines, without the last line end."""
    return to_json(value, indent=INDENT)


def enveloped(path: str, schema: str, library: LibraryV1, text: bytes) -> bytes:
    """The encoded object as a file, with its schema, version and library as the first keys."""
    header = {"$schema": address_of(schema, path), "schema_version": SCHEMA_VERSION, "library": library}
    return pretty_json(header).removesuffix(b"\n}") + b"," + text.removeprefix(b"{") + b"\n"


def enveloped_line(library: LibraryV1, record: BaseModel) -> bytes:
    """The object on one line, with its version and library as the first keys."""
    header = {"schema_version": SCHEMA_VERSION, "library": library}
    return to_json(header).removesuffix(b"}") + b"," + json_line(record).removeprefix(b"{")


def address_of(schema: str, path: str) -> str:
    """Address of a schema as seen from a file of the bundle."""
    return "../" * path.count("/") + f"schemas/{schema}{SUFFIX}"


def indented(text: bytes, depth: int) -> bytes:
    """Encoded JSON, indented some levels deeper. No string in it holds a line end."""
    indent = b" " * INDENT * depth
    return indent + text.replace(b"\n", b"\n" + indent)


def json_line(model: BaseModel) -> bytes:
    """One document on one line."""
    return to_json(model) + b"\n"
