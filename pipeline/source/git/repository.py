"""The git repository around a library's folder, and the git commands for it."""

import os
import subprocess
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from pipeline.source.environment import EnvironmentFault

# Options for every command: file names are literal and unquoted, ambiguous names of commits give a warning.
OPTIONS = ("--literal-pathspecs", "-c", "core.quotePath=false", "-c", "core.warnAmbiguousRefs=true")
# Variables that git sets for hooks, and those that apply only to the repository in GIT_DIR.
HOOK_VARIABLES = ("GIT_DIR", "GIT_WORK_TREE", "GIT_COMMON_DIR", "GIT_PREFIX")
REPOSITORY_VARIABLES = ("GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY", "GIT_ALTERNATE_OBJECT_DIRECTORIES")


class GitFault(EnvironmentFault):
    """A git command failed; `message` is its error output."""

    def __init__(self, command: str, message: str) -> None:
        first, *more = message.expandtabs(4).split("\n")
        super().__init__(f"git {command} failed: {first or 'no reason given'}", *more)
        self.message = message


class NoRepository(EnvironmentFault):
    """A folder is not in a git repository."""

    def __init__(self, folder: Path) -> None:
        super().__init__(f"{folder} lies in no git repository")


class BuriedRepository(EnvironmentFault):
    """Files of a commit make a folder look like a git repository, with settings that git would obey."""

    def __init__(self, folder: Path) -> None:
        super().__init__(
            f"{folder} holds HEAD, objects and refs, so git takes it for a repository; it is not asked about it",
            "Take these files away: a repository among content brings settings that run programs.",
        )


@dataclass(frozen=True, slots=True)
class Repository:
    """A repository as seen from a folder in it: paths are relative to the folder and inside it."""

    folder: Path
    environment: Mapping[str, str]

    @classmethod
    def around(cls, folder: Path) -> "Repository":
        """The repository that holds a folder.

        Raises NoRepository, GitFault if git fails, or BuriedRepository: files of a commit can be a repository without
        a working tree, which git then takes instead of the one around it.
        """
        repository = cls(folder, _environment(folder))
        try:
            found = Path(repository.text("rev-parse", "--absolute-git-dir").removesuffix("\n")).resolve()
            if folder.resolve().is_relative_to(found):
                raise BuriedRepository(found)
        except GitFault as error:
            if "not a git repository" in error.message:
                raise NoRepository(folder) from None
            raise
        return repository

    def run(self, *arguments: str) -> bytes:
        """The output of a command; raises GitFault with git's message if it fails."""
        return self.run_with_warnings(*arguments)[0]

    def text(self, *arguments: str) -> str:
        """The output as text; bytes that are not UTF-8 become lone surrogates."""
        return self.run(*arguments).decode("utf-8", "surrogateescape")

    def names(self, *arguments: str) -> list[str]:
        """The names that a command lists with `-z`."""
        return [name for name in self.text(*arguments).split("\0") if name]

    def run_with_warnings(self, *arguments: str) -> tuple[bytes, str]:
        """The output and the warnings of a command."""
        completed = _run(["git", *OPTIONS, *arguments], self.folder, self.environment)
        message = completed.stderr.decode("utf-8", "replace").strip()
        if completed.returncode:
            raise GitFault(arguments[0], message.removeprefix("fatal: "))
        return completed.stdout, message

    def succeeds(self, *arguments: str) -> bool:
        """True if a command succeeds."""
        try:
            self.run(*arguments)
        except GitFault:
            return False
        return True

    def objects(self, names: Iterable[str]) -> Iterator[bytes]:
        """The content of each object, one at a time, as images may be large."""
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
                # Output: `<name> blob <size>`, a line feed, the bytes, a line feed; or that the object is missing.
                head = process.stdout.readline().decode("ascii", "replace")
                size = head.rpartition(" ")[2].strip()
                if not size.isdecimal():
                    raise GitFault("cat-file", f"{head.strip() or name}: an object of this repository cannot be read")
                yield process.stdout.read(int(size) + 1)[:-1]

    @property
    def shallow(self) -> bool:
        """True if only the latest commits were fetched."""
        return self.text("rev-parse", "--is-shallow-repository").strip() == "true"


def _run(command: list[str], folder: Path, environment: Mapping[str, str]) -> "subprocess.CompletedProcess[bytes]":
    try:
        return subprocess.run(command, cwd=folder, env=environment, capture_output=True, check=False)  # noqa: S603 - no shell
    except FileNotFoundError:
        raise EnvironmentFault("git is needed for this and was not found") from None


def _environment(folder: Path) -> dict[str, str]:
    """The environment of git commands, in which a hook gets the same results as a user in a terminal.

    For a hook of a linked worktree git sets only GIT_DIR, for others GIT_WORK_TREE to `.`. Git would then take any
    folder that it runs in for the top of the worktree. So the repository is searched from the folder upwards. GIT_DIR
    counts if none is found, or if a user has set another worktree. GIT_INDEX_FILE remains, because
    `git commit --all` gives the hook an index of its own.
    """
    # Other parts of PATH lead to files of a folder that git runs in, which may be a stranger's.
    path = os.pathsep.join(filter(os.path.isabs, os.environ.get("PATH", os.defpath).split(os.pathsep)))
    variables = os.environ | {"LC_ALL": "C", "GIT_OPTIONAL_LOCKS": "0", "PATH": path}
    if "GIT_DIR" not in variables:
        return variables
    free = {name: value for name, value in variables.items() if name not in HOOK_VARIABLES}
    found = _run(["git", "rev-parse", "--absolute-git-dir"], folder, free)
    named = os.path.realpath(variables["GIT_DIR"])
    if found.returncode == 0 and os.path.realpath(os.fsdecode(found.stdout).removesuffix("\n")) == named:
        return free
    if found.returncode or Path(variables.get("GIT_WORK_TREE", "")).is_absolute():
        return variables
    return {name: value for name, value in free.items() if name not in REPOSITORY_VARIABLES}
