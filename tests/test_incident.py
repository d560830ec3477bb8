"""A library that is not about teaching, made with the documents alone: patterns for people on call."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from command import Run
from conftest import HERE
from forgeries.bundles import MemoryBundle
from releases import edition_of, publication_of, state
from test_own_words import UNSAID, Files, words_of

from pipeline.publish.release.publication import publish
from pipeline.publish.verify import verify

INCIDENT = HERE / "incident"


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Files:
    """Every file of its bundle, by path."""
    release = publish(publication_of(edition_of(INCIDENT)), tmp_path_factory.mktemp("incident") / "out").release
    return state(release)


def test_nothing_is_found_in_it(run: Run) -> None:
    found = run("check", "--show", "info", "--today", "2026-11-24", folder=INCIDENT)
    assert found.out == "✓ 13 files checked, nothing to mend\n"
    assert found.code == 0


def test_its_bundle_is_whole(files: Files) -> None:
    assert list(verify(MemoryBundle(files))) == []


def test_no_word_of_teaching_is_in_what_readers_meet(files: Files) -> None:
    speaking = [path for path in files if path.endswith((".html", ".txt", ".md", ".atom", ".cff", ".jsonld"))]
    said = {path: found for path in speaking if (found := UNSAID.findall(words_of(path, files[path])))}
    assert said == {}


def page(files: Files, path: str) -> str:
    return files[f"html/{path}/index.html" if path else "html/index.html"].decode()


def test_its_own_words_fields_and_terms_are_shown(files: Files) -> None:
    home = page(files, "")
    menu = re.findall(r">([^<]+)</a></li>", home.partition("<nav")[2].partition("</nav>")[0])
    assert menu == ["Patterns", "Signals", "Coverage", "A–Z", "Roles", "About"]
    assert [re.sub(r"<.*?>", "", text) for text in re.findall(r"<summary>(.+)</summary>", home)] == [
        *("Phase", "Severity", "Roles", "Drilled", "Signal covers all chosen"),
    ]
    pattern = page(files, "strategies/declare-early")
    assert re.findall(r"<h2[^>]*>([^<]+)", pattern)[3:8] == [
        *("Signs", "First Steps", "What Goes Wrong", "Further Reading", "Signals It Answers"),
    ]
    assert re.findall(r"<dt>([^<]+)", pattern.partition('class="glance')[2])[:7] == [
        *("Phase", "Signals", "Severity", "Minutes until it helps", "Roles", "Drilled", "Do next"),
    ]
    assert "Pager group" in page(files, "roles/commander")
    about = page(files, "about")
    assert re.findall(r"<h2[^>]*>([^<]+)", about) == [
        *("Who writes them", "What they are not", "Licence", "Disclaimers", "Privacy", "For programs"),
    ]
    assert "incidents@operations.example" in about


def test_about_says_nothing_of_videos_where_there_can_be_none(files: Files) -> None:
    assert "ideo" not in page(files, "about")


def test_cards_of_a_category_have_its_colour(files: Files) -> None:
    phase = page(files, "categories/2-respond")
    hue = re.findall(r'<h1 class="dot (hue-\d)"', phase)
    assert hue != ["hue-0"]
    assert re.findall(r'<li class="card (hue-\d)"', phase) == hue * 3


def test_the_index_names_what_it_lists(files: Files) -> None:
    index = page(files, "a-z")
    assert "Patterns and terms, and other names of terms." in index
    labels = {re.sub(r"^see .*", "see", label) for label in re.findall(r'<span class="soft">([^<]+)</span>', index)}
    assert labels == {"Role", "Signal", "see"}


def test_a_broken_policy_makes_no_own_field_unknown(run: Run, tmp_path: Path) -> None:
    library = Path(shutil.copytree(INCIDENT, tmp_path / "library"))
    policy = library / "schemas/strategy-page.yaml"
    policy.write_text(policy.read_text(encoding="utf-8").replace("type: choices", "type: options"), encoding="utf-8")
    found = run("check", "--today", "2026-11-24", folder=library)
    assert [head.split()[-1] for head in found.heads] == ["invalid-policy"]
