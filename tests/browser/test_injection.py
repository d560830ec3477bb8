"""Hostile texts in every place: no script runs, no request leaves, nothing breaks out.

`python -m tests.injection` puts every text into every place and opens every page.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from injection import trial
from injection.hostile_library import REQUIRED, UNCHECKED, HostileLibrary
from injection.trial import breaking_out, broken_documents, opened_of, site_of
from injection.vectors import vectors
from injection.watching import served, watched
from playwright.sync_api import Browser

VECTORS = vectors()
# So many of them are enough for a quick look: those at these steps, from all groups.
FEW = VECTORS[::40]
# Every so-manieth of the pages that look alike is opened.
STEP = 7


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> HostileLibrary:
    """A library with a page and terms of each text, of which a check has seen the shape only."""
    made = HostileLibrary(tmp_path_factory.mktemp("hostile") / "library", FEW, own=VECTORS, translated=False)
    made.settle(UNCHECKED)
    return made


@pytest.fixture(scope="module")
def site(library: HostileLibrary) -> dict[str, bytes]:
    return site_of(library)


@pytest.fixture(scope="module")
def plain(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> tuple[set[str], set[str]]:
    """What pages of a plain library have."""
    return trial.allowed_kinds(browser, tmp_path_factory.mktemp("plain") / "library")


def sample(paths: list[str]) -> Iterator[str]:
    """All pages of which there are few, and some of those that look alike."""
    for number, path in enumerate(paths):
        if "-" not in path.partition("/")[2] or number % STEP == 0:
            yield path


def test_there_are_many_vectors() -> None:
    assert len(set(VECTORS)) == len(VECTORS) >= 250


def test_no_page_runs_loads_or_breaks(
    site: dict[str, bytes], browser: Browser, plain: tuple[set[str], set[str]]
) -> None:
    with served(site) as origin:
        seen = watched(browser, origin, sample(opened_of(site)))
    assert seen.wrong == []
    assert breaking_out(seen, *plain) == []
    assert seen.pages > 20


def test_a_sanitiser_finds_nothing_to_take_away(site: dict[str, bytes]) -> None:
    assert trial.unlike_a_sanitiser(site) == []


def test_programs_can_read_what_they_are_given(site: dict[str, bytes]) -> None:
    assert broken_documents(site) == []


def test_what_belongs_to_the_whole_library(tmp_path: Path, browser: Browser, plain: tuple[set[str], set[str]]) -> None:
    """With translations, and what a check lets through."""
    made = HostileLibrary(tmp_path / "library", VECTORS[200:202], own=VECTORS[150:])
    made.settle(REQUIRED)
    site = site_of(made, REQUIRED)
    with served(site) as origin:
        seen = watched(browser, origin, opened_of(site))
    assert seen.wrong == []
    assert breaking_out(seen, *plain) == []


def test_the_preview_of_what_no_check_would_let_through(library: HostileLibrary, browser: Browser) -> None:
    numbers = range(0, len(FEW), STEP)
    files = [f"content/strategies/page-{number}.md" for number in numbers]
    paths = ["-/", "index.html", *(f"strategies/page-{number}/index.html" for number in numbers)]
    paths += [f"-/{page}?path={file}" for page in ("edit", "source") for file in files]
    with trial.previewed(library.folder) as (origin, first):
        seen = watched(browser, origin, paths, first=first)
    assert [fault for fault in seen.wrong if "element: iframe" not in fault] == []


@pytest.mark.parametrize("name", trial.CONTROLS)
def test_the_watch_would_see_it(name: str, site: dict[str, bytes], browser: Browser) -> None:
    page = site["about/index.html"]
    hit = {"about/index.html": page.replace(b"<h1", trial.CONTROLS[name] + b"<h1", 1)}
    with served(site | hit) as origin:
        seen = watched(browser, origin, ["about/index.html"])
    assert getattr(seen, {"ran": "ran", "left": "left", "broke": "broke"}[name.partition(":")[0]])
