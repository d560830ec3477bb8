"""A new field of the front matter touches four hand-written files, and cannot be exported wrongly."""

from __future__ import annotations

import csv
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import HERE, LIBRARY

# Each file, a text in it, and the line that the new field puts before that. Nothing else is written by hand.
TOUCHED = {
    "pipeline/model/strategy.py": (
        "    authors: Names = Field(",
        '    reading_age: WholeNumber = Field(9, description="the age from which it can be read")\n',
    ),
    "pipeline/publish/schema/records.py": (
        "    content_sha256: Sha256V1",
        '    reading_age: int = Field(ge=0, description="the age from which it can be read")\n',
    ),
    "pipeline/publish/strategy_summary.py": ("    disclaimer_ids: tuple[str, ...]\n", "    reading_age: int\n"),
    "pipeline/model/strategy_columns.py": ('    "content_sha256"', '    "reading_age",\n'),
}
COLUMN = TOUCHED["pipeline/model/strategy_columns.py"][1]
# Where a column may be defined that is not simply a field of the record.
TABLES, SPECIAL = "pipeline/publish/tables.py", '        "content_sha256": replace('
AGE = 'field_column(StrategyV1, "reading_age")'
WRONG = f'        "reading_age": replace({AGE}, value=lambda strategy: strategy.reading_age + 1),\n'
RENAMED = f'        "mood": replace({AGE}, name="mood"),\n'


def insert(root: Path, path: str, before: str, line: str) -> None:
    text = (root / path).read_text(encoding="utf-8")
    assert text.count(before) == 1, path
    (root / path).write_text(text.replace(before, line + before), encoding="utf-8")


@pytest.fixture(scope="module")
def code(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Our own code with the field."""
    root = tmp_path_factory.mktemp("code")
    for folder in ("pipeline", "schemas"):
        shutil.copytree(HERE.parent / folder, root / folder, ignore=shutil.ignore_patterns("__pycache__"))
    for path, (before, line) in TOUCHED.items():
        insert(root, path, before, line)
    strategy = root / "pipeline/model/strategy.py"
    text = strategy.read_text(encoding="utf-8")
    strategy.write_text(text.replace("References, WebAddress", "References, WebAddress, WholeNumber"), encoding="utf-8")
    (root / "content").mkdir()
    shutil.copy(LIBRARY / "content/library.yaml", root / "content")
    done = strategies(root, root, "schema")
    assert done.returncode == 0, done.stderr
    return root


def strategies(code: Path, folder: Path, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    line = [sys.executable, "-m", "pipeline", *map(str, arguments)]
    environment = {**os.environ, "PYTHONPATH": str(code), "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.run(line, cwd=folder, env=environment, capture_output=True, check=False, encoding="utf-8")


def export(code: Path, out: Path) -> subprocess.CompletedProcess[str]:
    return strategies(code, LIBRARY, "export", "--no-search", "--no-cache", "--jobs", "1", "--out", out)


def test_four_files_are_enough(code: Path, tmp_path: Path) -> None:
    done = export(code, tmp_path / "out")
    assert done.returncode == 0, done.stderr
    release = tmp_path / "out/latest"
    with (release / "csv/strategies.csv").open(encoding="utf-8", newline="") as file:
        assert {row["reading_age"] for row in csv.DictReader(file)} == {"9"}
    record = json.loads((release / "json/strategies/student-voice.json").read_text(encoding="utf-8"))
    assert record["reading_age"] == 9
    package = json.loads((release / "csv/datapackage.json").read_text(encoding="utf-8"))
    told = next(column for column in package["resources"][0]["schema"]["fields"] if column["name"] == "reading_age")
    assert told == {
        "name": "reading_age",
        "type": "integer",
        "description": "the age from which it can be read",
        "constraints": {"required": True, "minimum": 0},
    }
    types = (release / "schemas/bundle.d.ts").read_text(encoding="utf-8")
    assert "/** the age from which it can be read */\n  reading_age: number;" in types
    assert strategies(code, LIBRARY, "verify", tmp_path / "out").returncode == 0


@pytest.mark.parametrize(
    ("name", "special", "words"),
    [
        (COLUMN, WRONG, "csv/strategies.csv: student-voice: `reading_age` is not what the record says"),
        ("", "", "csv/strategies.csv: no column holds `reading_age` of the records"),
        (COLUMN.replace("reading_age", "mood"), RENAMED,
         "csv/strategies.csv: no record has what the column `mood` holds"),
    ],
    ids=["off by one", "no column", "another name"],
)  # fmt: skip
def test_it_cannot_be_exported_wrongly(name: str, special: str, words: str, code: Path, tmp_path: Path) -> None:
    broken = Path(shutil.copytree(code, tmp_path / "code"))
    path = broken / "pipeline/model/strategy_columns.py"
    path.write_text(path.read_text(encoding="utf-8").replace(COLUMN, name), encoding="utf-8")
    insert(broken, TABLES, SPECIAL, special)
    done = export(broken, tmp_path / "out")
    assert done.returncode == 3, done.stderr
    assert words in done.stdout
    assert not (tmp_path / "out/latest").exists()
