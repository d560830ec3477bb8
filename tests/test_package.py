"""What is installed: a wheel that holds all it needs and runs with its declared dependencies alone."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from pathlib import Path

import pytest
from conftest import LIBRARY
from distributions import closure
from packaging.requirements import Requirement
from repository import ROOT, Repository, environment

from pipeline.publish.schema.json_schema import generate

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
PIP = (sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet")
# Prints where the package looks for its data, and what it finds there.
LOOK = """
from importlib.resources import files
from pipeline.source.resources import default_policy_text, schema_folder
site = files("pipeline") / "publish" / "exporters" / "html_site"
print(len(list(schema_folder().glob("*.schema.json"))), default_policy_text().startswith("#"))
print(site.joinpath("templates", "strategy.html").is_file(), site.joinpath("locale", "ar.po").is_file())
"""
WHOLE = [str(len(list(generate()))), "True", "True", "True"]
SITE = "import sysconfig; print(sysconfig.get_path('purelib'), end='')"


def run(*command: object, folder: Path = ROOT) -> str:
    """Run a command that must succeed; gives its standard output."""
    arguments = [str(part) for part in command]
    done = subprocess.run(
        arguments, cwd=folder, env=environment(Path.home()), capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built as `python -m pip wheel .` does, with the hatchling that is here: no index is asked."""
    folder = tmp_path_factory.mktemp("wheel")
    run(*PIP, "wheel", ROOT, "--no-deps", "--no-build-isolation", "--wheel-dir", folder)
    (built,) = folder.iterdir()
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The scripts' folder of an environment that holds the wheel and what it declares, nothing else.

    What it declares is copied from here.
    """
    folder = tmp_path_factory.mktemp("environment")
    run(sys.executable, "-m", "venv", "--without-pip", folder)
    python = folder / "bin" / "python"
    run(*PIP, "--python", python, "install", "--no-index", "--no-deps", wheel)
    site = Path(run(python, "-c", SITE))
    for each in closure(map(Requirement, PROJECT["dependencies"])).values():
        for file in each.files or ():
            if ".." not in file.parts and "__pycache__" not in file.parts:
                (site / file).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(file.locate(), site / file)
    run(*PIP, "--python", python, "check")
    return folder / "bin"


def test_the_wheel_holds_its_data(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    data = [path for path in (ROOT / "pipeline").rglob("*") if path.suffix in {".html", ".css", ".js", ".po", ".ttf"}]
    data += [
        path for path in (ROOT / "pipeline/authoring/starter").rglob("*") if path.is_file() and path.suffix != ".pyc"
    ]
    wanted = {path.relative_to(ROOT).as_posix() for path in data}
    wanted |= {f"pipeline/schemas/{name}" for name, _ in generate()}
    assert len(wanted) > 15
    assert wanted | {"pipeline/schemas/strategy-page.yaml"} <= names
    tops = {name.split("/")[0] for name in names}
    assert tops == {"pipeline", wheel.name.rsplit("-", 3)[0] + ".dist-info"}
    assert not [name for name in names if "__pycache__" in name]


def test_the_wheel_runs_alone(installed: Path, tmp_path: Path) -> None:
    library = Repository.create(tmp_path / "library", environment(tmp_path), {".": LIBRARY}).folder
    assert run(installed / "python", "-c", LOOK, folder=tmp_path).split() == WHOLE
    assert "Check and publish a library" in run(installed / "strategies", "--help", folder=tmp_path)
    assert "nothing to mend" in run(installed / "strategies", "check", folder=library)
    run(installed / "strategies", "export", folder=library)
    run(installed / "strategies", "init", "new", folder=tmp_path)
    assert "nothing to mend" in run(installed / "strategies", "check", folder=tmp_path / "new")
    for written in ("json/strategies.json", "html/index.html", "csv/strategies.csv", "schemas"):
        assert (library / "exports" / "latest" / written).exists()


def test_an_editable_install_finds_the_same_data(installed: Path, tmp_path: Path) -> None:
    """Its wheel is built here, where hatchling is, and installed there."""
    pytest.importorskip("editables", reason="the extra `test` brings it")
    build = "import sys; from hatchling.build import build_editable; build_editable(sys.argv[1])"
    run(sys.executable, "-c", build, tmp_path / "wheel")
    run(sys.executable, "-m", "venv", "--without-pip", tmp_path)
    python = tmp_path / "bin" / "python"
    run(*PIP, "--python", python, "install", "--no-index", "--no-deps", *(tmp_path / "wheel").iterdir())
    (Path(run(python, "-c", SITE)) / "zz-dependencies.pth").write_text(run(installed / "python", "-c", SITE))
    assert run(python, "-c", "import pipeline; print(pipeline.__file__)", folder=tmp_path).startswith(
        str(ROOT / "pipeline")
    )
    assert run(python, "-c", LOOK, folder=tmp_path).split() == WHOLE


def test_the_source_distribution_builds_the_same_wheel(wheel: Path, tmp_path: Path) -> None:
    run(sys.executable, "-m", "hatchling", "build", "-t", "sdist", "-d", tmp_path)
    (archive,) = tmp_path.iterdir()
    with tarfile.open(archive) as opened:
        opened.extractall(tmp_path, filter="data")
    (source,) = (path for path in tmp_path.iterdir() if path.is_dir())
    for name in ("LICENSE", "CHANGELOG.md", "tests/conftest.py", "content/library.yaml", ".pre-commit-hooks.yaml"):
        assert (source / name).is_file(), name
    run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", tmp_path / "again", folder=source)
    (again,) = (tmp_path / "again").iterdir()
    assert zipfile.ZipFile(again).namelist() == zipfile.ZipFile(wheel).namelist()
