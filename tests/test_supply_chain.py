"""What is installed with the pipeline: pinned by digest, under licences that we know, built the same everywhere."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import Distribution
from pathlib import Path

import pytest
from distributions import closure
from packaging.licenses import canonicalize_license_expression
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from repository import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
CONSTRAINTS = ROOT / "constraints"
NAME = "strategy-pipeline"
# A pinned version, perhaps for some systems only, and a digest of one of its files.
PINNED = re.compile(r"([a-z0-9-]+)==(\S+)(?: ; [^\\]+)? \\")
# An action of others at a hash of 40 digits, with its version.
USED = re.compile(r"uses: ([\w-]+/[\w/-]+@[0-9a-f]{40}) # (v\d+\.\d+\.\d+)$")
DIGEST = re.compile(r"    --hash=sha256:[0-9a-f]{64}(?: \\)?")
# Licences of what users of the pipeline install; all let anybody use, change and pass on.
ALLOWED = frozenset(
    {
        "0BSD",
        "Apache-2.0",
        "BSD-2-Clause",
        "BSD-2-Clause-Views",
        "BSD-3-Clause",
        "HPND",
        "ISC",
        "MIT",
        "MIT-0",
        "MIT-CMU",
        "PSF-2.0",
        "Unlicense",
    }
)
# MPL-2.0 asks only that changes of its own files are shared; apsw is under any licence that the OSI approves.
ALLOWED |= {"MPL-2.0", "any-OSI"}
# Classifiers and names of those that give no SPDX expression.
NAMES = {
    "MIT License": "MIT",
    "BSD License": "BSD-3-Clause",
    "3-Clause BSD License": "BSD-3-Clause",
    "BSD": "BSD-3-Clause",
    "Apache Software License": "Apache-2.0",
    "Apache License, Version 2.0": "Apache-2.0",
    "Apache 2.0": "Apache-2.0",
    "Apache License 2.0": "Apache-2.0",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "Python Software Foundation License": "PSF-2.0",
    "ISC License (ISCL)": "ISC",
    "The Unlicense (Unlicense)": "Unlicense",
}
# What users may install: all extras but those of developers.
DEVELOPERS = frozenset({"test", "dev", "fuzz", "audit"})


def pinned(name: str) -> dict[str, set[str]]:
    """The versions of a file of constraints by project; each line is a version or one of its digests."""
    found: dict[str, set[str]] = {}
    digests = 1
    for line in (CONSTRAINTS / name).read_text(encoding="utf-8").splitlines():
        if match := PINNED.fullmatch(line):
            assert digests, "a version without a digest"
            found.setdefault(match[1], set()).add(match[2])
            digests = 0
        else:
            assert DIGEST.fullmatch(line), line
            digests += 1
    return found


def required(extras: frozenset[str]) -> Iterator[Requirement]:
    """What pyproject.toml asks for, with some extras."""
    yield from map(Requirement, PROJECT["dependencies"])
    for extra in extras:
        yield from map(Requirement, PROJECT["optional-dependencies"][extra])


@pytest.mark.parametrize(
    ("name", "extras"),
    [("runtime.txt", frozenset[str]()), ("links.txt", frozenset({"links"})), ("development.txt", DEVELOPERS)],
    ids=["runtime", "links", "all"],
)
def test_all_that_is_asked_for_is_pinned_as_allowed(name: str, extras: frozenset[str]) -> None:
    """`constraints/renew` brings the files up to date."""
    versions = pinned(name)
    for requirement in required(extras):
        project = canonicalize_name(requirement.name)
        if project != NAME:
            assert project in versions, f"run constraints/renew: {requirement}"
            assert all(requirement.specifier.contains(each) for each in versions[project]), str(requirement)


def test_workflows_install_only_what_is_pinned() -> None:
    """`pip install` takes a file of digests, or the pipeline alone, built with what is there; nothing else installs."""
    for line in workflow_lines():
        assert not re.search(r"\b(pipx|npx|uvx|curl|wget)\b", line), line
        if re.search(r"\bpip install\b", line):
            assert "--require-hashes" in line or ("--no-deps" in line and "--no-build-isolation" in line), line
        assert all(map(pinned, re.findall(r"constraints/(\w+\.txt)", line))), line


def test_actions_are_pinned_by_their_hash() -> None:
    """One hash each, and its version beside it. `$/` leads to this commit."""
    used = {match[1]: match[2] for line in workflow_lines() if (match := USED.search(line))}
    others = [
        line for line in workflow_lines() if "uses: " in line and not USED.search(line) and "uses: $/" not in line
    ]
    assert others == []
    assert len({name.partition("@")[0] for name in used}) == len(used) > 5
    assert all(used.values())


def workflow_lines() -> list[str]:
    """The lines of the action and of all workflows."""
    paths = (ROOT / "action.yml", *sorted((ROOT / ".github").rglob("*.yml")))
    return [line for path in paths for line in path.read_text(encoding="utf-8").splitlines()]


@pytest.mark.tools
def test_the_bill_of_materials_lists_what_is_pinned_and_no_address() -> None:
    """It is asked twice: the same tree gives the same bytes."""
    pytest.importorskip("cyclonedx_py", reason="the extra `audit` brings it")
    variables = os.environ | {"PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"}
    bills = [
        subprocess.run([CONSTRAINTS / "bill"], env=variables, check=True, capture_output=True).stdout for _ in range(2)
    ]
    assert bills[0] == bills[1]
    bill = json.loads(bills[0])
    assert {each["name"]: {each["version"]} for each in bill["components"]} == pinned("runtime.txt")
    assert all(each["externalReferences"][0]["hashes"] for each in bill["components"])
    assert re.findall(rb"https?://[^\"]+", bills[0]) == [bill["$schema"].encode()]


def installed() -> dict[str, Distribution]:
    """The distributions that users get with the pipeline and its extras, as they are installed here."""
    return closure(required(frozenset(PROJECT["optional-dependencies"].keys() - DEVELOPERS)))


def licence_of(found: Distribution) -> str:
    """The SPDX expression of a distribution's licence."""
    metadata = found.metadata
    if expression := metadata.get("License-Expression"):
        return canonicalize_license_expression(expression)
    classifiers = [each.rpartition(" :: ")[2] for each in metadata.get_all("Classifier", []) if "License ::" in each]
    names = [name for name in classifiers if name != "OSI Approved"] or [metadata.get("License", "")]
    return " AND ".join(NAMES.get(name, name) for name in names)


def test_licences_are_known() -> None:
    found = {name: licence_of(each) for name, each in installed().items()}
    assert len(found) > 30
    unknown = {
        name: licence
        for name, licence in found.items()
        if not all(set(re.split(r" OR ", part.strip("() "))) & ALLOWED for part in licence.split(" AND "))
    }
    assert unknown == {}


def test_what_is_built_is_the_same_in_another_place(tmp_path: Path) -> None:
    """Another folder, umask, time zone, hash seed and order of files."""
    made = []
    names = (
        "pipeline",
        "schemas",
        "constraints",
        "pyproject.toml",
        "README.md",
        "LICENSE",
        "CHANGELOG.md",
        "SECURITY.md",
    )
    for place, umask in (("one", 0o022), ("another", 0o077)):
        source, out = tmp_path / place / "source", tmp_path / place / "dist"
        source.mkdir(parents=True)
        for name in names if place == "one" else reversed(names):
            whole = ROOT / name
            ignore = shutil.ignore_patterns("__pycache__")
            shutil.copytree(whole, source / name, ignore=ignore) if whole.is_dir() else shutil.copyfile(
                whole, source / name
            )
        zone = "Pacific/Kiritimati" if umask else "UTC"
        variables = os.environ | {"TZ": zone, "PYTHONHASHSEED": str(umask)}
        command = [sys.executable, "-m", "hatchling", "build", "-d", str(out)]
        subprocess.run(command, cwd=source, env=variables, umask=umask, check=True, capture_output=True)
        made.append({path.name: path.read_bytes() for path in sorted(out.iterdir())})
    assert sorted(Path(name).suffix for name in made[0]) == [".gz", ".whl"]
    assert made[0] == made[1]
