"""The documentation says what is true: settings, links, and the output of every command it shows."""

from __future__ import annotations

import os
import re
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import expect
from pydantic import BaseModel
from repository import ROOT, SCRIPTS, SYSTEM_PATH, Repository, environment

from pipeline.lint.configuration import read_settings
from pipeline.model.settings import Settings
from pipeline.source.text import Source

CONFIGURATION = ROOT / "docs" / "configuration.md"
PAGES = sorted(
    [*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), *ROOT.glob("content/*.md"), ROOT / "exports" / "README.md"]
)
# A row of a table of settings: its name and its default.
ROW = re.compile(r"^\| `([\w.]+)` \| `(.+?)` \| \S", re.MULTILINE)
TOML = re.compile(r"^```toml\n(.*?)^```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\(([^()\s]+)\)")
CODE = re.compile(r"^```.*?^```$|^    .*?$|`[^`\n]+`", re.MULTILINE | re.DOTALL)
SESSION = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)
# A command of a session, and all that is printed before the next one.
STEP = re.compile(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", re.MULTILINE)
# In a session it stands for whatever differs from day to day.
ELLIPSIS = "…"


def settings(model: type[BaseModel] = Settings, prefix: str = "") -> Iterator[tuple[str, object]]:
    """Dotted name and default of every setting, as TOML would give them."""
    for name, field in model.model_fields.items():
        if isinstance(field.annotation, type) and issubclass(field.annotation, BaseModel):
            yield from settings(field.annotation, f"{prefix}{name}.")
        else:
            yield prefix + name, list(field.default) if isinstance(field.default, tuple) else field.default


def test_every_setting_is_described_with_its_default() -> None:
    rows = ROW.findall(CONFIGURATION.read_text(encoding="utf-8"))
    assert {name: tomllib.loads(f"x = {default}")["x"] for name, default in rows} == dict(settings())


def test_every_example_of_configuration_is_valid() -> None:
    examples = TOML.findall(CONFIGURATION.read_text(encoding="utf-8"))
    assert len(examples) == 2
    for text in examples:
        name = "pyproject.toml" if "[tool.strategies]" in text else "strategies.toml"
        read = read_settings(lambda asked, name=name, text=text: Source(name, text) if asked == name else None)
        assert read.fail_on == "warning"
        assert read.severity["doubled-word"] == "error"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_every_link_to_a_file_leads_somewhere(page: Path) -> None:
    targets = LINK.findall(CODE.sub("", page.read_text(encoding="utf-8")))
    local = [target.partition("#")[0] for target in targets if not re.match(r"[a-z]+:|#", target)]
    assert [target for target in local if not (page.parent / target).exists()] == []


def test_the_readme_shows_what_the_commands_print(tmp_path: Path, regenerate: bool) -> None:
    """Every session of README.md, one after the other, in a copy of the real library with our hooks."""
    readme = ROOT / "README.md"
    variables = environment(tmp_path, f"{SCRIPTS}{os.pathsep}{SYSTEM_PATH}") | {"COLUMNS": "100"}
    parts = {name: ROOT / name for name in ("content", "schemas", ".pre-commit-config.yaml", ".gitignore")}
    library = Repository.create(tmp_path / "library", variables, parts)
    (library.folder / ".venv").symlink_to(sys.prefix)
    library.git("commit", "--quiet", "--message", "The library as it is")

    def play(step: re.Match[str]) -> str:
        command, expected = step.groups()
        printed = library.run("bash", "-c", command).stdout
        printed = "".join(line.rstrip() + "\n" for line in printed.splitlines())
        pattern = re.escape(expected).replace(ELLIPSIS, ".*")
        return step[0] if re.fullmatch(pattern, printed) else f"$ {command}\n{printed}"

    text = readme.read_text(encoding="utf-8")
    played = SESSION.sub(lambda session: f"```console\n{STEP.sub(play, session[1])}```", text)
    expect(played, readme, regenerate)


def test_the_architecture_names_files_that_exist() -> None:
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    named = {
        name.removeprefix("pipeline/").rstrip("/") for name in re.findall(r"`([a-z_]+(?:/[a-z_]+)+(?:\.py)?/?)`", text)
    }
    assert len(named) > 20
    home = ROOT / "pipeline"
    missing = {name for name in named if not any((home / path).exists() for path in (name, f"{name}.py"))}
    assert {name for name in missing if not (ROOT / name).exists()} == set()


def test_the_tags_that_documents_name_are_those_of_the_newest_version() -> None:
    """The tag is made when the changelog gives a version its day."""
    newest = re.search(r"^## \[(\d+\.\d+\.\d+)\] - \d{4}-\d\d-\d\d$", read("CHANGELOG.md"), re.MULTILINE)
    assert newest
    named = re.findall(r"(?:rev: |@)(v\d+\.\d+\.\d+)\b", read("README.md") + read("docs/own-library.md"))
    assert set(named) == {f"v{newest[1]}"}


def read(path: str) -> str:
    """A document of this repository."""
    return (ROOT / path).read_text(encoding="utf-8")
