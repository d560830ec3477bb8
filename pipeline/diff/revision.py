"""The files of a library as they were at a git commit."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from pipeline.environment import EnvironmentFault
from pipeline.git import git
from pipeline.places import POLICY_PATH
from pipeline.workspace import Workspace

# Everything that decides what is published.
PATHS = ("content", POLICY_PATH, "strategies.toml", "pyproject.toml")
# How git marks plain files, executable or not; links and other repositories are left out.
PLAIN = ("100644", "100755")


@contextmanager
def workspace_at(root: Path, ref: str) -> Iterator[Workspace]:
    """The library in `root` as it was at a commit, laid out in a folder that is gone afterwards."""
    with TemporaryDirectory(prefix="strategies-") as folder:
        for path, data in files_at(root, ref):
            target = Path(folder, path)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data)
        yield Workspace(Path(folder))


def files_at(root: Path, ref: str) -> Iterator[tuple[str, bytes]]:
    """Path and bytes of each plain file below `root` at a commit that decides what is published."""
    try:
        commit = git(root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{ref}^{{commit}}").decode().strip()
    except EnvironmentFault:
        raise EnvironmentFault(f"`{ref}` is neither a bundle, a library, nor a git commit") from None
    found: list[tuple[str, str]] = []
    for line in git(root, "ls-tree", "-r", "-z", commit, "--", *PATHS).decode("utf-8", "surrogateescape").split("\0"):
        entry, _, path = line.partition("\t")
        mode, _, object_ = entry.partition(" ")
        if mode in PLAIN:
            found.append((path, object_.partition(" ")[2]))
    answer = git(root, "cat-file", "--batch", given="".join(f"{name}\n" for _, name in found).encode())
    start = 0
    for path, _ in found:
        # `<name> blob <size>`, a line feed, the bytes, a line feed.
        head, start = answer[start : answer.index(b"\n", start)], answer.index(b"\n", start) + 1
        size = int(head.rpartition(b" ")[2])
        yield path, answer[start : start + size]
        start += size + 1
