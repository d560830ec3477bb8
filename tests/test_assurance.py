"""`python -m tests.assurance`: its commands are there, and one that fails is seen."""

from __future__ import annotations

from importlib.util import find_spec

import pytest

from tests import assurance
from tests.assurance import PARTS, ROOT, Part, main

COMMANDS = sorted({command for part in PARTS.values() for command in (*part.ci, *part.nightly)})


@pytest.mark.parametrize("command", COMMANDS)
def test_each_command_is_there(command: str) -> None:
    assert find_spec(f"tests.{command.split()[0]}.__main__")


def test_the_workflow_runs_every_part() -> None:
    workflow = (ROOT / ".github/workflows/assurance.yml").read_text(encoding="utf-8")
    assert f"part: [{', '.join(PARTS)}]" in workflow


@pytest.mark.parametrize(("good", "code"), [(True, 0), (False, 1)])
def test_one_that_fails_is_seen(
    good: bool, code: int, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("GITHUB_STEP_SUMMARY", raising=False)
    nothing = "memo_edits --sequences 0 --values 0 --damages 0"
    faulty = Part(("memo_edits --nonsense",), ("memo_edits --nonsense",))
    monkeypatch.setattr(assurance, "PARTS", {"good": Part((nothing,), ()), "bad": faulty})
    assert main(["good"] if good else ["bad", "good"]) == code
    shown = capfd.readouterr().out
    assert "| 0 damaged files, each followed by a check and an export like those without a memo |" in shown
    assert ("failed" in shown) is not good
