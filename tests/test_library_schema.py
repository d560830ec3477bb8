"""Schemas with the ids of a library, for editors that know nothing else of it."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

from click.testing import CliRunner
from conftest import LIBRARY
from jsonschema import Draft202012Validator

from pipeline.cli.schema import command


def schemas(root: Path, *options: str) -> dict[str, Any]:
    result = CliRunner().invoke(command, ["--root", str(root), *options])
    assert result.exit_code == 0, result.output
    return {path.name.partition(".")[0]: json.loads(path.read_text()) for path in (root / "schemas").glob("*.json")}


def test_the_ids_of_the_library_are_the_only_ones(tmp_path: Path) -> None:
    root = Path(shutil.copytree(LIBRARY, tmp_path / "library"))
    found = schemas(root, "--library")
    page = Draft202012Validator(found["strategy-front-matter"])
    draft = {"title": "A title", "status": "draft", "updated": "2026-11-24"}
    assert page.is_valid({**draft, "factors": ["motivation"], "related": ["building-trust"], "category": None})
    for field in ("factors", "related", "learner_models"):
        assert not page.is_valid({**draft, field: ["no-such"]})
    assert not page.is_valid({**draft, "category": "no-such"})
    models = Draft202012Validator(found["learner-models"])
    assert models.is_valid([{"id": "a", "name": "A", "groups": {"One": ["motivation"]}}])
    assert not models.is_valid([{"id": "a", "name": "A", "groups": {"One": ["no-such"]}}])
    assert "enum" not in json.dumps(schemas(root)["strategy-front-matter"]["properties"]["factors"])
