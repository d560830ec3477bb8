"""Asks git."""

import subprocess
from dataclasses import dataclass
from pathlib import Path

from pipeline.environment import EnvironmentFault


@dataclass(frozen=True, slots=True)
class Commit:
    """A commit; `changed` when files of the folder are not as committed."""

    id: str
    changed: bool


def commit_of(folder: Path) -> Commit | None:
    """The commit that the files of a folder are of; None outside of git."""
    try:
        head = git(folder, "rev-parse", "--verify", "HEAD").decode("ascii").strip()
        return Commit(head, changed=bool(git(folder, "status", "--porcelain", "--", ".").strip()))
    except EnvironmentFault:
        return None


def changed_since(folder: Path, ref: str) -> dict[str, str | None]:
    """Files of a folder changed, added, renamed or gone since a commit; each with its text then, if it had one."""
    if ref.startswith("-"):
        raise EnvironmentFault(f"not a git commit: {ref}")
    names = _said(folder, "diff", "--name-only", "--no-renames", "-z", "--relative", ref, "--")
    new = _said(folder, "ls-files", "--others", "--exclude-standard", "-z")
    prefix = _said(folder, "rev-parse", "--show-prefix").strip()
    changed = dict.fromkeys(name for name in (names + new).split("\0") if name)
    return {name: _text_at(folder, ref, prefix + name) for name in changed}


def _text_at(folder: Path, ref: str, name: str) -> str | None:
    try:
        return _said(folder, "show", f"{ref}:{name}")
    except EnvironmentFault:
        return None  # not there then


def _said(folder: Path, *arguments: str) -> str:
    return git(folder, *arguments).decode("utf-8", "surrogateescape")


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
