"""Packages of npm that tests judge by; taken at test time, kept below .cache, never committed."""

from __future__ import annotations

import shutil
import subprocess
import tarfile
from pathlib import Path

CACHE = Path(__file__).parent.parent / ".cache" / "npm"


def unpacked(name: str, version: str) -> Path:
    """The folder of a package's files."""
    folder = CACHE / f"{name.removeprefix('@').replace('/', '-')}-{version}"
    if not folder.exists():
        CACHE.mkdir(parents=True, exist_ok=True)
        command = ["npm", "pack", "--silent", f"{name}@{version}"]
        subprocess.run(command, cwd=CACHE, check=True, capture_output=True)
        fresh = CACHE / f".{folder.name}"
        shutil.rmtree(fresh, ignore_errors=True)
        with tarfile.open(CACHE / f"{folder.name}.tgz") as archive:
            archive.extractall(fresh, filter="data")
        (fresh / "package").rename(folder)
    return folder


def installed(*packages: str) -> Path:
    """A folder in whose `node_modules` some packages are, each `name@version`, with what they need."""
    folder = CACHE / "-".join(package.replace("@", "-").replace("/", "-").strip("-") for package in packages)
    if not folder.exists():
        fresh = CACHE / f".{folder.name}"
        shutil.rmtree(fresh, ignore_errors=True)
        fresh.mkdir(parents=True)
        command = ["npm", "install", "--silent", "--ignore-scripts", "--no-audit", "--no-fund", "--prefix", fresh]
        subprocess.run([*command, *packages], cwd=fresh, check=True, capture_output=True)
        fresh.rename(folder)
    return folder
