"""The Nu HTML checker reads every page and the stylesheet of the real site."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest
from conftest import HERE
from npm import unpacked
from sites import library_file, records_of, site_of, write

VERSION = "26.9.27"
# The checker takes each file for a site of its own, and linked data for a script. A browser has the last word on
# policies: test_safety.py.
OF_POLICY = "violates Content Security Policy (meta tag)"


def messages_of(folder: Path) -> list[dict[str, object]]:
    """What the checker says of every page and stylesheet in a folder."""
    assert shutil.which("java"), "the Nu HTML checker needs Java: Debian's package default-jre-headless"
    jar = unpacked("vnu-jar", VERSION) / "build" / "dist" / "vnu.jar"
    options = ["--stdout", "--format", "json", "--also-check-css", "--skip-non-html"]
    done = subprocess.run(["java", "-jar", str(jar), *options, str(folder)], capture_output=True, check=False)
    said = json.loads(done.stdout)["messages"]
    assert isinstance(said, list)
    return said


@pytest.fixture(scope="module")
def whole(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The real site, told where it stands and where its pages are edited; the test site is laid beside it."""
    root = HERE.parent
    info = library_file(
        root, base_url="https://strategies.example.org/library", edit_url="https://example.org/edit/main"
    )
    place = write(site_of(records_of([info], root)), tmp_path_factory.mktemp("whole"))
    shutil.copytree(folder, place / "test")
    return place


def test_every_page_and_the_stylesheet_are_sound(whole: Path) -> None:
    assert [message for message in messages_of(whole) if OF_POLICY not in str(message["message"])] == []


def test_the_checker_sees(tmp_path: Path) -> None:
    (tmp_path / "x.html").write_text(
        '<!DOCTYPE html><html lang="en"><title>x</title><p><div></p><a href="a b">', "utf-8"
    )
    (tmp_path / "x.css").write_text("p { colour: red }", "utf-8")
    files = {str(message["url"]).rsplit(".", 1)[1] for message in messages_of(tmp_path) if message["type"] == "error"}
    assert files == {"html", "css"}
