"""The defects of `python -m tests.defects` can still be put in; that command shows that tests notice each."""

from __future__ import annotations

import ast

import pytest
from repository import ROOT

from tests.defects import QUICK, Defect, DefectGone, defects

ALL = defects()


def test_each_has_a_name_of_its_own() -> None:
    assert len({defect.name for defect in ALL}) == len(ALL) >= 20
    assert {*QUICK} <= {defect.name for defect in ALL}


@pytest.mark.parametrize("defect", ALL, ids=[defect.name for defect in ALL])
def test_a_defect_can_be_put_in(defect: Defect) -> None:
    faulty = defect.applied(ROOT)
    if defect.file.endswith(".py"):
        ast.parse(faulty)
    for test in defect.tests:
        module, name = test.partition("::")[0], test.partition("[")[0].rpartition("::")[2]
        if name != module:
            assert f"def {name}(" in (ROOT / module).read_text(encoding="utf-8")


def test_a_defect_whose_text_is_gone_is_told() -> None:
    gone = Defect("gone", "it was rewritten", "pipeline/__init__.py", "no such text", "", ())
    with pytest.raises(DefectGone, match="stands 0 times"):
        gone.applied(ROOT)
