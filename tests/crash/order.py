"""The order in which things reach the disk."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from tests.crash.course import RENAMES, WRITES, Course, changes
from tests.crash.trial import Trial


def order_of_flushes(trial: Trial) -> Iterator[str]:
    """All data is on the disk before the pointer is swapped, and the folder of the pointer after it."""
    out = trial.folder / "course"
    for each in trial.exports:
        name = each.scene.name
        first, last = each.swaps[0], each.swaps[-1]
        synced = [n for n in each.indices(("syncfs",)) if n < first]
        assert max(each.indices(WRITES)) < max(synced), f"{name}: data is written after the last flush"
        hidden = set(each.indices(RENAMES, f', "{out}/releases/.'))
        moved = [n for n in each.indices(RENAMES, f', "{out}/releases/') if n not in hidden]
        flushed = each.indices(("fsync",), f"<{out}/releases>")
        assert any(moved[-1] < n < last for n in flushed), f"{name}: a release is moved in and not flushed"
        for swap in each.swaps:
            assert any(n > swap for n in each.indices(("fsync",), f"<{out}>")), f"{name}: no flush after the swap"
        yield f"{len(each.calls):4} calls: data flushed, then releases/, then the swap, then its folder: {name}"
    yield _without_syncfs(trial.exports[0], out)


def _without_syncfs(each: Course, out: Path) -> str:
    """Where there is no syncfs, each file and each folder is flushed."""
    calls = changes(each.scene, out, "-e", "inject=syncfs:error=ENOSYS")
    flushed = {
        call.text.partition("<")[2].partition(">")[0].partition("/bundle/")[2] for call in calls if call.name == "fsync"
    }
    release = out / "latest"
    wanted = {path.relative_to(release).as_posix() for path in release.rglob("*")}
    assert wanted <= flushed, f"not flushed: {sorted(wanted - flushed)[:3]}"
    return f"{len(wanted):4} files and folders flushed, each by itself, where there is no syncfs"
