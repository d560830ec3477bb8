"""A copy of the real library with faults put in by hand: each is found once, where it stands, and nothing else is.

`tests/broken/expected.txt` was written when the faults were put in: a line a fault, path:line:column and rule.
`tests/broken/left.txt` lists what `fix --unsafe` leaves for a person to mend.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path

from conftest import HERE, TODAY, expect

from pipeline.incremental.workspace import Workspace
from pipeline.lint.reporters.view import ReportView
from pipeline.model.diagnostics import Diagnostic, Safety, Severity

BROKEN = HERE / "broken"


def findings(root: Path) -> list[Diagnostic]:
    workspace = Workspace(root)
    report = workspace.report(TODAY)
    return [found for found in report.diagnostics if found.severity is not Severity.INFO]


def lines(root: Path, found: list[Diagnostic]) -> list[str]:
    library = Workspace(root).report(TODAY).library
    view = ReportView(tuple(found), library.sources, 0)
    places = ((item, view.position(item.span)[0]) for item in found)
    return [f"{item.span.path}:{place.line}:{place.column} {item.rule}" for item, place in places]


def test_each_fault_is_found_once_and_nothing_else() -> None:
    expected = Counter((BROKEN / "expected.txt").read_text(encoding="utf-8").splitlines())
    assert expected.total() >= 60
    assert len({line.rsplit(":", 2)[0] for line in expected}) >= 20
    assert Counter(lines(BROKEN, findings(BROKEN))) == expected


def test_fixing_leaves_what_needs_a_person(tmp_path: Path, regenerate: bool) -> None:
    root = tmp_path / "library"
    shutil.copytree(BROKEN, root)
    command = [sys.executable, "-m", "pipeline", "fix", "--unsafe", "--today", TODAY.isoformat(), "--root", str(root)]
    done = subprocess.run(command, capture_output=True, check=False, encoding="utf-8")
    assert done.returncode == 0, done.stderr
    left = findings(root)
    expect("\n".join(lines(root, left)) + "\n", BROKEN / "left.txt", regenerate)
    for found in left:
        if found.fix and found.fix.safety is not Safety.MANUAL:
            # Mending the name of a rule that finds nothing there would bring `unused-ignore`.
            assert f"{found.span.path}: the fix of {found.rule} was refused, for it would bring " in done.stderr
    again = subprocess.run(command, capture_output=True, check=False, encoding="utf-8")
    assert "nothing to mend" in again.stderr
