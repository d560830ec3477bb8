"""The git repository around a library's folder, and how its commands are run."""

import os
import subprocess
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from pipeline.source.environment import EnvironmentFault

# Options for every command: names of files come as they are and mean themselves, ambiguous names of commits are told.
OPTIONS = ("--literal-pathspecs", "-c", "core.quotePath=false", "-c", "core.warnAmbiguousRefs=true")
# What git sets for its hooks, and what belongs to the one repository that GIT_DIR names.
OF_HOOKS = ("GIT_DIR", "GIT_WORK_TREE", "GIT_COMMON_DIR", "GIT_PREFIX")
OF_THE_NAMED = ("GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY", "GIT_ALTERNATE_OBJECT_DIRECTORIES")


class GitFault(EnvironmentFault):
    """Git refused a command; `words` are its own."""

    def __init__(self, command: str, words: str) -> None:
        first, *more = words.expandtabs(4).split("\n")
        super().__init__(f"git {command} failed: {first or 'no reason given'}", *more)
        self.words = words


class NoRepository(EnvironmentFault):
    """A folder lies in no git repository."""

    def __init__(self, folder: Path) -> None:
        super().__init__(f"{folder} lies in no git repository")


@dataclass(frozen=True, slots=True)
class Repository:
    """A repository, seen from a folder in it: paths are relative to that folder, and what lies outside is left out."""

    folder: Path
    environment: Mapping[str, str]

    @classmethod
    def around(cls, folder: Path) -> "Repository":
        """The repository that holds a folder; raises NoRepository, or GitFault when git refuses it."""
        repository = cls(folder, _environment(folder))
        try:
            repository.run("rev-parse", "--git-dir")
        except GitFault as error:
            if "not a git repository" in error.words:
                raise NoRepository(folder) from None
            raise
        return repository

    def run(self, *arguments: str) -> bytes:
        """What a command prints; raises GitFault with git's own words when it fails."""
        return self.run_with_warnings(*arguments)[0]

    def text(self, *arguments: str) -> str:
        """The same as text, a byte that is not UTF-8 as a lone surrogate."""
        return self.run(*arguments).decode("utf-8", "surrogateescape")

    def names(self, *arguments: str) -> list[str]:
        """What a command lists, each ending in NUL, as `-z` has it."""
        return [name for name in self.text(*arguments).split("\0") if name]

    def run_with_warnings(self, *arguments: str) -> tuple[bytes, str]:
        """What a command prints, and what it warns of."""
        done = _run(["git", *OPTIONS, *arguments], self.folder, self.environment)
        words = done.stderr.decode("utf-8", "replace").strip()
        if done.returncode:
            raise GitFault(arguments[0], words.removeprefix("fatal: "))
        return done.stdout, words

    def succeeds(self, *arguments: str) -> bool:
        """True when a command succeeds."""
        try:
            self.run(*arguments)
        except GitFault:
            return False
        return True

    def objects(self, names: Iterable[str]) -> Iterator[bytes]:
        """The content of each object, one after another: images may be large."""
        command = ["git", *OPTIONS, "cat-file", "--batch"]
        pipe = subprocess.PIPE
        with subprocess.Popen(  # noqa: S603 - no shell
            command, cwd=self.folder, env=self.environment, stdin=pipe, stdout=pipe
        ) as process:
            assert process.stdin is not None
            assert process.stdout is not None
            for name in names:
                process.stdin.write(f"{name}\n".encode())
                process.stdin.flush()
                # The answer is `<name> blob <size>`, a line feed, the bytes, a line feed; or that it is missing.
                head = process.stdout.readline().decode("ascii", "replace")
                size = head.rpartition(" ")[2].strip()
                if not size.isdecimal():
                    raise GitFault("cat-file", f"{head.strip() or name}: an object of this repository cannot be read")
                yield process.stdout.read(int(size) + 1)[:-1]

    @property
    def shallow(self) -> bool:
        """True when only the latest commits were fetched."""
        return self.text("rev-parse", "--is-shallow-repository").strip() == "true"


def _run(command: list[str], folder: Path, environment: Mapping[str, str]) -> "subprocess.CompletedProcess[bytes]":
    try:
        return subprocess.run(command, cwd=folder, env=environment, capture_output=True, check=False)  # noqa: S603 - no shell
    except FileNotFoundError:
        raise EnvironmentFault("git is needed for this and was not found") from None


def _environment(folder: Path) -> dict[str, str]:
    """The variables that git is run with, so that a hook sees what anybody sees who runs the command by hand.

    For a hook of a linked worktree git sets GIT_DIR alone, for others GIT_WORK_TREE to `.`. Whoever goes to another
    folder then, as this program does, would be told that this folder is the top of the worktree. So the repository is
    looked for from the folder upwards; GIT_DIR counts where nothing is found, or where a person named another place
    for its files. GIT_INDEX_FILE stays: `git commit --all` has the hook look at an index of its own.
    """
    variables = os.environ | {"LC_ALL": "C", "GIT_OPTIONAL_LOCKS": "0"}
    if "GIT_DIR" not in variables:
        return variables
    free = {name: value for name, value in variables.items() if name not in OF_HOOKS}
    found = _run(["git", "rev-parse", "--absolute-git-dir"], folder, free)
    named = os.path.realpath(variables["GIT_DIR"])
    if found.returncode == 0 and os.path.realpath(os.fsdecode(found.stdout).removesuffix("\n")) == named:
        return free
    if found.returncode or Path(variables.get("GIT_WORK_TREE", "")).is_absolute():
        return variables
    return {name: value for name, value in free.items() if name not in OF_THE_NAMED}
