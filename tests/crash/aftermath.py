"""What must hold after a run that was ended, and after the next one."""

from __future__ import annotations

from pathlib import Path

from tests.crash.course import Course
from tests.crash.scene import current, explain, plain, staging
from tests.crash.writers import OTHER_COMMAND, Writer, whole


def aftermath(each: Course, out: Path, when: str) -> str:
    """What stands there is whole, and the next runs clear up."""
    where = f"{each.scene.name}, {when}"
    return _of_library(each, out, where) if isinstance(each.scene, Writer) else _of_bundle(each, out, where)


def _of_bundle(each: Course, out: Path, where: str) -> str:
    """`latest` is what it was or what it was to be, byte by byte, and the next run clears up."""
    found = current(out)
    assert found in (each.old, each.new), f"{where}: latest is neither the old bundle nor the new"
    done = each.scene.run(out)
    assert done.code == 0, f"{where}, then run again: {explain(done)}"
    assert current(out) == each.new, f"{where}, then run again: latest is not the new bundle"
    assert staging(out) == [], f"{where}, then run again: staging is left"
    return f"{'old' if found == each.old else 'new'} bundle in latest, next run well: {each.scene.name}"


def _of_library(each: Course, out: Path, where: str) -> str:
    """Each file is whole. The next command makes all files old or new, and the same command makes them new."""
    scene = each.scene
    assert isinstance(scene, Writer)
    odd = whole(scene.found(out), each.old, each.new)
    assert odd == [], f"{where}: neither old nor new: {odd}"
    if scene.logged:
        done = OTHER_COMMAND.run(out)
        plain(done, f"{where}, then another command")
        found = scene.found(out)
        assert found in (each.old, each.new), f"{where}, then another command: mixed, or litter: {sorted(found)}"
    done = scene.run(out)
    plain(done, f"{where}, then run again")
    found = scene.found(out)
    assert found == each.new, f"{where}, then run again: not all is new: {explain(done)}"
    return f"each file whole, next command well: {scene.name}"
