"""How a published document becomes a file: checked against its schema, then written the same way every time."""

import json
from collections.abc import Iterable
from typing import Any

from pydantic import BaseModel

from pipeline.exporter import File
from pipeline.schema import validate

# Said first, so that a reader of the file learns at once what it is.
HEAD = ("$schema", "schema_version")


def document(path: str, schema: str, model: BaseModel, *, absent: bool = True) -> File:
    """One document, over several lines. `absent` keeps fields without a value, as null."""
    content = _content(path, schema, model, absent)
    head = {name: content.pop(name) for name in HEAD if name in content}
    return File(path, (_text(head | content, indent=2) + "\n").encode())


def lines(path: str, schema: str, models: Iterable[BaseModel]) -> File:
    """One document a line."""
    written = [
        _text(_content(f"{path}, line {number}", schema, model, True), indent=None) + "\n"
        for number, model in enumerate(models, 1)
    ]
    return File(path, "".join(written).encode())


def _content(where: str, schema: str, model: BaseModel, absent: bool) -> dict[str, Any]:
    content: dict[str, Any] = model.model_dump(mode="json", exclude_none=not absent)
    validate(schema, content, where)
    return content


def _text(content: dict[str, Any], indent: int | None) -> str:
    return json.dumps(content, ensure_ascii=False, allow_nan=False, indent=indent)
