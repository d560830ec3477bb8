"""Commits: which one a library is of, and which one a name stands for."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from pipeline.source.environment import EnvironmentFault
from pipeline.source.git.repository import GitFault, NoRepository, Repository

MORE = "`git fetch --unshallow` fetches the others (in a workflow: `fetch-depth: 0` at the step that checks out)"


@dataclass(frozen=True, slots=True)
class Commit:
    """A commit; `changed` when files of the folder are not as committed."""

    id: str
    changed: bool


class NoCommit(EnvironmentFault):
    """A name stands for no commit, or not for one alone; `reason` says why."""

    def __init__(self, name: str, reason: str, *more: str) -> None:
        super().__init__(f"`{name}` is not a git commit: {reason}", *more)
        self.reason = reason


def commit_of(folder: Path, tell: Callable[[str], None] = lambda message: None) -> Commit | None:
    """The commit that the files of a folder are of; None outside of git, and before the first commit.

    Where there is a repository and git refuses to answer, None as well, and `tell` is called with the reason.
    """
    try:
        repository = Repository.around(folder)
        if not _begun(repository):
            return None
        head = repository.text("rev-parse", "--verify", "HEAD").strip()
        return Commit(head, changed=bool(repository.run("status", "--porcelain", "--", ".").strip()))
    except NoRepository:
        return None
    except EnvironmentFault as error:
        if working_tree(folder):
            tell("the provenance of this release names no commit, for git does not tell it:")
            for line in error.lines:
                tell(line)
        return None


def working_tree(folder: Path) -> Path | None:
    """The top of the working tree that a folder lies in, as far as it shows without asking git."""
    whole = folder.resolve()
    return next((place for place in (whole, *whole.parents) if (place / ".git").exists()), None)


def library_prefix(folder: Path) -> str:
    """What stands before a path of the library in a path of its repository: `docs/library/`, or nothing."""
    top, whole = working_tree(folder), folder.resolve()
    return f"{whole.relative_to(top).as_posix()}/" if top and top != whole else ""


def resolve_commit(repository: Repository, name: str) -> str:
    """The id of the commit that a name stands for; raises NoCommit when there is none, or more than one."""
    try:
        found, warnings = repository.run_with_warnings(
            "rev-parse", "--verify", "--end-of-options", f"{name}^{{commit}}"
        )
    except GitFault as error:
        if "short object ID" in error.words:
            raise NoCommit(name, "it could be one of several", *error.words.split("\n")) from None
        raise NoCommit(name, _reason(repository, name)) from None
    if "ambiguous" in warnings:
        raise NoCommit(name, "both a branch and a tag are called so; put `heads/` or `tags/` in front")
    return found.decode("ascii").strip()


def fork_point(repository: Repository, name: str) -> str:
    """The commit at which the branch that is checked out left another; raises EnvironmentFault when there is none."""
    commit = resolve_commit(repository, name)
    if not _begun(repository):
        raise EnvironmentFault("this branch has no commit yet, so there is nothing to compare")
    try:
        return repository.text("merge-base", commit, "HEAD").strip()
    except GitFault:
        if repository.shallow:
            raise EnvironmentFault(
                f"this clone is shallow: the commit at which this branch left `{name}` was not fetched; {MORE}"
            ) from None
        raise EnvironmentFault(f"`{name}` and this branch have no commit in common") from None


def _begun(repository: Repository) -> bool:
    """True when there is a commit at all."""
    return repository.succeeds("rev-parse", "--verify", "--quiet", "HEAD")


def _reason(repository: Repository, name: str) -> str:
    """Why a name stands for no commit."""
    if not _begun(repository):
        return "there is no commit here yet"
    meant = _meant(repository, name)
    suggestion = f"; did you mean `{meant}`?" if meant else ""
    if repository.shallow:
        return f"this clone is shallow, it holds only the latest commits; {MORE}{suggestion}"
    return f"no branch, tag or commit is called so{suggestion}"


def _meant(repository: Repository, name: str) -> str | None:
    """The branch or tag that was probably meant: the same one of a remote, or one with nearly that name."""
    from pipeline.source.names import Names

    listed = repository.text("for-each-ref", "--format=%(refname:short)").split()
    of_remotes = [ref for ref in listed if name and ref.partition("/")[2] == name]
    if of_remotes:
        return of_remotes[0]
    suggestion = Names.of(listed).suggest(name)
    return suggestion.id if suggestion else None
