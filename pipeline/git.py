"""Asks git."""

import subprocess
from pathlib import Path

from pipeline.environment import EnvironmentFault


def git(folder: Path, *arguments: str, given: bytes | None = None) -> bytes:
    """What a command of git prints, run in a folder; raises EnvironmentFault with git's own words when it fails."""
    command = ["git", "-c", "core.quotePath=false", *arguments]
    try:
        done = subprocess.run(command, cwd=folder, input=given, capture_output=True, check=True)  # noqa: S603 - no shell
    except FileNotFoundError:
        raise EnvironmentFault("git is needed for this and was not found") from None
    except subprocess.CalledProcessError as error:
        said = error.stderr.decode("utf-8", "replace").strip().splitlines()
        raise EnvironmentFault(f"git {arguments[0]} failed: {said[0] if said else 'no reason given'}") from None
    return done.stdout
