"""Scratch git repositories, away from this machine's settings, and the environment their commands run in."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

ROOT = Path(__file__).parent.parent
SCRIPTS = Path(sys.executable).parent
# Folders of git, bash and the like, the environment's own not among them.
SYSTEM_PATH = os.pathsep.join(["/usr/bin", "/bin"])


def environment(home: Path, path: str = SYSTEM_PATH) -> dict[str, str]:
    """Variables for commands in a scratch repository: no git or person of the world outside, nothing activated.

    Nor how this tree was installed: pip builds what a hook needs by itself, as it does for a stranger.
    """
    outside = ("GIT_", "VIRTUAL_ENV", "PYTHON", "PIP_NO_BUILD_ISOLATION", "PIP_NO_INDEX")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(outside)}
    return kept | {
        "HOME": str(home),
        "PATH": path,
        "PRE_COMMIT_HOME": str(home / "pre-commit"),
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_AUTHOR_NAME": "A Teacher",
        "GIT_AUTHOR_EMAIL": "teacher@example.org",
        "GIT_COMMITTER_NAME": "A Teacher",
        "GIT_COMMITTER_EMAIL": "teacher@example.org",
    }


@dataclass(frozen=True)
class Repository:
    """A git repository in a scratch folder."""

    folder: Path
    variables: Mapping[str, str]

    @classmethod
    def create(cls, folder: Path, variables: Mapping[str, str], parts: Mapping[str, Path]) -> Repository:
        """Make one of copies: its path in the repository → the file or folder to copy. Everything is staged."""
        for name, part in parts.items():
            if part.is_dir():
                shutil.copytree(part, folder / name, ignore=shutil.ignore_patterns("__pycache__"), dirs_exist_ok=True)
            else:
                shutil.copy(part, folder / name)
        repository = cls(folder, variables)
        repository.git("init", "--quiet", "--initial-branch=main")
        repository.git("add", "--all")
        return repository

    def run(self, *command: str) -> subprocess.CompletedProcess[str]:
        """Run a command in the folder; its errors stand among its output."""
        return subprocess.run(
            command,
            cwd=self.folder,
            env=dict(self.variables),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            check=False,
        )

    def git(self, *arguments: str) -> str:
        """Run git, which must not fail."""
        done = self.run("git", *arguments)
        assert done.returncode == 0, done.stdout
        return done.stdout

    def edit(self, path: str, old: str, new: str) -> None:
        """Replace every occurrence of a text in a file, and stage the file."""
        text = (self.folder / path).read_text(encoding="utf-8")
        assert old in text, f"{old!r} is not in {path}"
        (self.folder / path).write_text(text.replace(old, new), encoding="utf-8")
        self.git("add", "--", path)
