"""Encoding of published documents as JSON. Their shapes are checked when the bundle is read again."""

from pydantic import BaseModel
from pydantic_core import to_json

from pipeline.publish.schema.json_schema import SUFFIX
from pipeline.publish.schema.records import SCHEMA_VERSION

INDENT = 2


def pretty_json(value: object) -> bytes:
    """A value over several lines, without the last line end."""
    return to_json(value, indent=INDENT)


def enveloped(path: str, schema: str, text: bytes) -> bytes:
    """The encoded object as a file, with its schema and version as the first keys."""
    header = f'{{\n  "$schema": "{address_of(schema, path)}",\n  "schema_version": "{SCHEMA_VERSION}",'
    return header.encode() + text.removeprefix(b"{") + b"\n"


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
