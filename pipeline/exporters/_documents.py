"""How a published document becomes text, the same every time. Its shape is checked when the bundle is read again."""

from pydantic import BaseModel

from pipeline.exporter import File
from pipeline.model.published import SCHEMA_VERSION
from pipeline.schema import SUFFIX

INDENT = 2


def document(path: str, model: BaseModel) -> File:
    """One document over several lines."""
    return File(path, (text_of(model) + "\n").encode())


def text_of(model: BaseModel) -> str:
    """A document over several lines, without the last line's end."""
    return model.model_dump_json(indent=INDENT)


def enveloped(path: str, schema: str, text: str) -> bytes:
    """The text of an object as a file, with its schema and version before everything else."""
    head = f'{{\n  "$schema": "{address_of(schema, path)}",\n  "schema_version": "{SCHEMA_VERSION}",'
    return f"{head}{text.removeprefix('{')}\n".encode()


def address_of(schema: str, path: str) -> str:
    """Where a schema stands, seen from a file of the bundle."""
    return "../" * path.count("/") + f"schemas/{schema}{SUFFIX}"


def indented(text: str, depth: int) -> bytes:
    """A text of JSON as it stands some levels deeper. No string in it holds a line end, so each line begins outside."""
    lead = " " * INDENT * depth
    return (lead + text.replace("\n", "\n" + lead)).encode()


def line(model: BaseModel) -> bytes:
    """One document on one line."""
    return model.model_dump_json().encode() + b"\n"
