"""The libraries that measurements are made on, and what is made of the measurements."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

import pytest
from conftest import TODAY

from benchmarks.corpus import generate
from benchmarks.goals import COLD, goal_rows
from benchmarks.plot import plot, slope
from benchmarks.process import CommandFailed, run
from benchmarks.report import report
from benchmarks.results import Measurement, Results
from pipeline.incremental.workspace import Workspace
from pipeline.model.diagnostics import Severity

if TYPE_CHECKING:
    from pathlib import Path

COUNT = 60
DISCLAIMERS = 2


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A generated library."""
    folder = tmp_path_factory.mktemp("corpus")
    generate(folder, COUNT)
    return folder


def pages(library: Path) -> dict[str, str]:
    """The text of each page by its id."""
    return {path.stem: path.read_text(encoding="utf-8") for path in (library / "content" / "strategies").iterdir()}


def test_generated_pages_have_no_fault(corpus: Path) -> None:
    workspace = Workspace(corpus)
    found = workspace.report(TODAY).diagnostics
    assert [item for item in found if item.severity is not Severity.INFO] == []
    assert {item.rule for item in found} <= {"unused-factor", "unused-reference"}


def test_the_same_seed_gives_the_same_pages(corpus: Path, tmp_path: Path) -> None:
    generate(tmp_path / "same", COUNT)
    generate(tmp_path / "other", COUNT, seed=1)
    assert pages(tmp_path / "same") == pages(corpus)
    assert pages(tmp_path / "other").values() != pages(corpus).values()


def test_no_paragraph_stands_on_two_pages(corpus: Path) -> None:
    counts: Counter[str] = Counter()
    for text in pages(corpus).values():
        body = text.split("---\n", 2)[2].strip()
        blocks = [line for block in body.split("\n\n") for line in re.split(r"\n(?=- )", block)]
        counts.update(block for block in blocks if not block.startswith("#"))
    repeated = {block: count for block, count in counts.items() if count > 1}
    assert len(repeated) == DISCLAIMERS
    assert all(block.startswith("> ") and count == COUNT for block, count in repeated.items())


def test_relations_go_both_ways(corpus: Path) -> None:
    listed = re.compile(r"^related: \[(.*)\]$", re.MULTILINE)
    related = {id_: listed.findall(text)[0].split(", ") for id_, text in pages(corpus).items()}
    assert all(id_ in related[other] for id_, others in related.items() for other in others)
    assert {len(others) for others in related.values()} <= {4, 5, 6}


def test_generated_pages_are_as_long_as_the_real_ones(corpus: Path) -> None:
    sizes = [len(text.encode()) for text in pages(corpus).values()]
    assert 5200 < sum(sizes) / COUNT < 6600


def test_a_run_is_measured_with_its_children(tmp_path: Path) -> None:
    # A shell that waits for a child: what is told must be of the child.
    usage = run(["bash", "-c", "head -c 60000000 /dev/zero | tail -c 60000000 | wc -c"], folder=tmp_path)
    assert usage.memory > 50
    assert usage.cpu > 0
    assert usage.wall > 0
    with pytest.raises(CommandFailed, match="no such"):
        run(["bash", "-c", "echo no such; exit 3"], folder=tmp_path)


def test_ratios_are_taken_round_by_round() -> None:
    results = Results(
        Measurement(1000, number, contender, COLD, wall, wall, wall)
        for number, walls in enumerate([(1.0, 2.0), (3.0, 3.0), (8.0, 4.0)])
        for contender, wall in zip(("us", "hugo"), walls, strict=True)
    )
    assert results.ratio(1000, ("us", COLD), ("hugo", COLD), "wall") == (1.0, 0.5, 2.0)
    row = next(row for row in goal_rows(results) if row.startswith("| cold export, to Hugo's"))
    assert row.endswith("| 1.00 × (0.50–2.00) | goal reached |")
    page = report(results, {"us": "strategies", "hugo": "Hugo"}, {"memory": "16 GiB"}, "growth.svg")
    assert "| cold export | strategies | 3.00 (1.00–8.00) | 3.00 | 3.00 | 1.00 (0.500–2.00) × |" in page


def test_the_slope_is_the_exponent_of_growth() -> None:
    assert slope([(1000, 2.0), (10_000, 20.0)]) == pytest.approx(1)
    assert slope([(1000, 2.0)]) is None
    image = plot({"us": [(1000, 2.0), (10_000, 200.0)]})
    assert "us: slope 2.00" in image
