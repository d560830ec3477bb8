"""Data packages: npm, tsc and pip take them, and their readers follow old ids."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from npm import unpacked
from releases import edition_of, publication_of

from pipeline.publish.bundle import open_bundle
from pipeline.publish.packages.npm import NpmPackage
from pipeline.publish.packages.package import default_name
from pipeline.publish.packages.pypi import PypiPackage
from pipeline.publish.release.publication import publish
from pipeline.publish.verify import read_manifest
from pipeline.source.environment import EnvironmentFault

if TYPE_CHECKING:
    from command import Run

NAME = "test-library"
JAVASCRIPT = """
import { category, factor, learnerModel, library, strategies, strategy, supporting } from "test-library";
import tombstones from "test-library/json/tombstones.json" with { type: "json" };
console.log(JSON.stringify({
  version: library.version, ids: strategies.map(({ id }) => id), former: strategy("learner-voice")?.id,
  retired: strategy("morning-circle")?.id, none: strategy("none") ?? null, factor: factor("emotion").name,
  terms: [factor("focus"), category("crafts"), learnerModel("first-grades"), category("none")].map((t) => t?.id??null),
  supporting: supporting("motivation").map(({ id }) => id), tombstones: tombstones.tombstones.length,
}));
"""
PYTHON = """
import json
import test_library as it
print(json.dumps({
    "version": it.library["version"], "ids": [record["id"] for record in it.strategies],
    "former": it.strategy("learner-voice")["id"], "retired": it.strategy("morning-circle")["id"],
    "none": it.strategy("none"), "factor": it.factor("emotion")["name"],
    "terms": [term and term["id"] for term in (
        it.factor("focus"), it.category("crafts"), it.learner_model("first-grades"), it.category("none")
    )],
    "supporting": [record["id"] for record in it.supporting("motivation")], "tombstones": len(it.tombstones),
}))
"""
SAID = {
    "version": "1.0.0",
    "ids": ["building-trust", "lateral-reading", "student-voice"],
    "former": "student-voice",
    "retired": "student-voice",
    "none": None,
    "factor": "Emotion",
    "terms": ["attention", "active-learning", "early-grades", None],
    "supporting": ["building-trust", "student-voice"],
    "tombstones": 1,
}
# Uses of the types; the last is wrong.
TYPESCRIPT = """import { strategy, type StrategyV1 } from "test-library";
import type { SectionV1 } from "test-library/types";
export const found: StrategyV1 | undefined = strategy("student-voice");
export const sections: SectionV1[] = found?.sections ?? [];
export const wrong: number = strategy("student-voice");
"""


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("bundle")
    publish(publication_of(edition_of(), ("json",)), out)
    return out


@pytest.fixture
def npm_package(bundle: Path, run: Run, tmp_path: Path) -> Path:
    """A project that has the package as `npm pack` makes it."""
    assert run("package", "npm", tmp_path / "package", "--bundle", bundle, "--name", NAME).code == 0
    command = ["npm", "pack", "--silent", "--pack-destination", tmp_path, tmp_path / "package"]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True)
    modules = tmp_path / "project" / "node_modules"
    modules.mkdir(parents=True)
    shutil.unpack_archive(tmp_path / f"{NAME}-1.0.0.tgz", modules, filter="data")
    (modules / "package").rename(modules / NAME)
    return tmp_path / "project"


@pytest.mark.tools
def test_npm_package_answers_and_fits_its_types(npm_package: Path) -> None:
    (npm_package / "program.mjs").write_text(JAVASCRIPT, encoding="utf-8")
    assert json.loads(output(["node", "program.mjs"], npm_package)) == SAID
    (npm_package / "program.mts").write_text(TYPESCRIPT, encoding="utf-8")
    compiler = unpacked("typescript", "5.9.3") / "lib" / "tsc.js"
    options = ["--noEmit", "--strict", "--module", "nodenext", "--target", "es2023", "--resolveJsonModule"]
    done = subprocess.run(
        ["node", compiler, *options, "program.mts"], cwd=npm_package, capture_output=True, encoding="utf-8", check=False
    )
    assert [line.partition(":")[0] for line in done.stdout.splitlines() if "error" in line] == ["program.mts(5,14)"]


@pytest.mark.tools
def test_npm_package_runs_nothing_on_installation(npm_package: Path) -> None:
    description = json.loads((npm_package / "node_modules" / NAME / "package.json").read_text(encoding="utf-8"))
    assert not {"scripts", "bin", "dependencies", "gypfile"} & description.keys()
    assert (description["version"], description["license"]) == ("1.0.0", "CC-BY-4.0")


def test_pip_installs_the_package(bundle: Path, run: Run, tmp_path: Path) -> None:
    assert run("package", "pypi", tmp_path / "package", "--bundle", bundle, "--name", NAME).code == 0
    options = ["--quiet", "--no-index", "--no-deps", "--no-build-isolation", "--target", tmp_path / "site"]
    output([sys.executable, "-m", "pip", "install", *options, tmp_path / "package"], tmp_path)
    assert json.loads(output([sys.executable, "-c", PYTHON], tmp_path / "site")) == SAID
    (metadata,) = (tmp_path / "site").glob("*.dist-info/METADATA")
    text = metadata.read_text(encoding="utf-8")
    assert "\nVersion: 1.0.0\n" in text
    assert "\nLicense-Expression: CC-BY-4.0\n" in text


@pytest.mark.parametrize("registry", ["npm", "pypi"])
def test_bytes_are_the_same_each_time_and_disclaimers_are_shown(bundle: Path, registry: str) -> None:
    first, second = files_of(bundle, registry), files_of(bundle, registry)
    assert first == second
    manifest = json.loads((bundle / "latest" / "manifest.json").read_text(encoding="utf-8"))
    for disclaimer in manifest["disclaimers"]:
        assert f"> {disclaimer['text']}\n".encode() in first["README.md"]
    documents = {path.rpartition("json/")[2]: data for path, data in first.items() if "json/" in path}
    assert documents["strategies.json"] == (bundle / "latest" / "json" / "strategies.json").read_bytes()


def test_nothing_is_packed_of_a_damaged_bundle(bundle: Path, run: Run, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree((bundle / "latest").resolve(), copy)
    (copy / "json" / "factors.json").write_text("{}", encoding="utf-8")
    outcome = run("package", "npm", tmp_path / "package", "--bundle", copy)
    assert outcome.code == 1
    assert "json/factors.json" in outcome.err
    assert sorted(path.name for path in tmp_path.iterdir()) == ["copy"]


def test_what_is_there_stays(bundle: Path, run: Run, tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine", encoding="utf-8")
    outcome = run("package", "npm", tmp_path, "--bundle", bundle)
    assert (outcome.code, outcome.err) == (2, f"strategies: {tmp_path} is there already; name a new folder\n")
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


@pytest.mark.parametrize(
    ("registry", "name"), [("npm", "Test Library"), ("npm", "../x"), ("npm", ""), ("pypi", "-x"), ("pypi", "a/b")]
)
def test_a_name_that_the_registry_does_not_take(bundle: Path, registry: str, name: str) -> None:
    with pytest.raises(EnvironmentFault, match="does not take the name"):
        files_of(bundle, registry, name)


@pytest.mark.parametrize(("version", "normal"), [("1.2.0-rc.1", "1.2.0rc1"), ("1.2.0-x.1", None)])
def test_versions_as_python_writes_them(bundle: Path, version: str, normal: str | None) -> None:
    if normal is None:
        with pytest.raises(EnvironmentFault, match=r"PyPI does not take the version 1\.2\.0-x\.1"):
            files_of(bundle, "pypi", version=version)
    else:
        assert f'\nversion = "{normal}"\n'.encode() in files_of(bundle, "pypi", version=version)["pyproject.toml"]


def test_default_names() -> None:
    assert default_name("Éducation & Co: Stratégies!") == "education-co-strategies"
    assert default_name("Test Library") == NAME


def files_of(bundle: Path, registry: str, name: str = NAME, version: str = "") -> dict[str, bytes]:
    with open_bundle(bundle) as opened:
        manifest, _ = read_manifest(opened)
        assert manifest
        if version:
            manifest = manifest.model_copy(update={"library": manifest.library.model_copy(update={"version": version})})
        package = (NpmPackage if registry == "npm" else PypiPackage)(opened, manifest, name)
        return {file.path: file.data for file in package.files()}


def output(command: list[Any], folder: Path) -> str:
    return subprocess.run(command, cwd=folder, check=True, capture_output=True, encoding="utf-8").stdout
