"""Commits: that of a library, that of a name, and the fork point of two branches."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from pipeline.source.environment import EnvironmentFault
from pipeline.source.git.repository import GitFault, NoRepository, Repository

MORE = "`git fetch --unshallow` fetches the others (in a workflow: `fetch-depth: 0` at the step that checks out)"


@dataclass(frozen=True, slots=True)
class Commit:
    """A commit; `changed` if the folder has uncommitted changes."""

    id: str
    changed: bool


class NoCommit(EnvironmentFault):
    """A name represents no commit or is ambiguous, for a reason."""

    def __init__(self, name: str, reason: str, *more: str) -> None:
        super().__init__(f"`{name}` is not a git commit: {reason}", *more)
        self.reason = reason


def commit_of(folder: Path, tell: Callable[[str], None] = lambda message: None) -> Commit | None:
    """The commit of the files of a folder; None outside of git, and before the first commit.

    If git fails in a repository, None as well, and `tell` is called with the reason.
    """
    try:
        repository = Repository.around(folder)
        if not _has_commits(repository):
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
    """The top of the working tree that holds a folder, found without git."""
    resolved = folder.resolve()
    return next((parent for parent in (resolved, *resolved.parents) if (parent / ".git").exists()), None)


def library_prefix(folder: Path) -> str:
    """The path of the library in its repository, such as `docs/library/`; empty at the top."""
    top, resolved = working_tree(folder), folder.resolve()
    return f"{resolved.relative_to(top).as_posix()}/" if top and top != resolved else ""


def resolve_commit(repository: Repository, name: str) -> str:
    """The id of the commit that a name represents; raises NoCommit if there is none, or more than one."""
    try:
        found, warnings = repository.run_with_warnings(
            "rev-parse", "--verify", "--end-of-options", f"{name}^{{commit}}"
        )
    except GitFault as error:
        if "short object ID" in error.message:
            raise NoCommit(name, "it could be one of several", *error.message.split("\n")) from None
        raise NoCommit(name, _reason(repository, name)) from None
    if "ambiguous" in warnings:
        raise NoCommit(name, "both a branch and a tag are called so; put `heads/` or `tags/` in front")
    return found.decode("ascii").strip()


def fork_point(repository: Repository, name: str) -> str:
    """The common ancestor of HEAD and a named commit; raises EnvironmentFault if there is none."""
    commit = resolve_commit(repository, name)
    if not _has_commits(repository):
        raise EnvironmentFault("this branch has no commit yet, so there is nothing to compare")
    try:
        return repository.text("merge-base", commit, "HEAD").strip()
    except GitFault:
        if repository.shallow:
            raise EnvironmentFault(
                f"this clone is shallow: the commit at which this branch left `{name}` was not fetched; {MORE}"
            ) from None
        raise EnvironmentFault(f"`{name}` and this branch have no commit in common") from None


def _has_commits(repository: Repository) -> bool:
    """True if the repository has a commit."""
    return repository.succeeds("rev-parse", "--verify", "--quiet", "HEAD")


def _reason(repository: Repository, name: str) -> str:
    """The reason why a name is not a commit."""
    if not _has_commits(repository):
        return "there is no commit here yet"
    meant = _nearest_ref(repository, name)
    suggestion = f"; did you mean `{meant}`?" if meant else ""
    if repository.shallow:
        return f"this clone is shallow, it holds only the latest commits; {MORE}{suggestion}"
    return f"no branch, tag or commit is called so{suggestion}"


def _nearest_ref(repository: Repository, name: str) -> str | None:
    """The branch or tag that was probably meant: that of a remote, or one with a similar name."""
    from pipeline.source.names import Names

    listed = repository.text("for-each-ref", "--format=%(refname:short)").split()
    of_remotes = [ref for ref in listed if name and ref.partition("/")[2] == name]
    if of_remotes:
        return of_remotes[0]
    suggestion = Names.of(listed).suggest(name)
    return suggestion.id if suggestion else None
