"""The Nu HTML checker reads every page and the stylesheet of the real site, and of one that has every kind of page."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest
from conftest import HERE
from npm import unpacked
from sites import edition_of, library_file, site_of, write

VERSION = "26.9.27"
# The checker takes each file for a site of its own, and linked data for a script. A browser has the last word on
# policies: test_safety.py.
OF_POLICY = "violates Content Security Policy (meta tag)"


@pytest.fixture(scope="module")
def messages(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, str]]:
    """What the checker says of all pages and stylesheets: of the real site, told where it stands and where its pages
    are edited; of the test site; and of two files with faults that it must find.
    """
    root = HERE.parent
    info = library_file(
        root, base_url="https://strategies.example.org/library", edit_url="https://example.org/edit/main"
    )
    place = write(site_of(edition_of([info], root)), tmp_path_factory.mktemp("whole"))
    shutil.copytree(folder, place / "test")
    (place / "control").mkdir()
    faulty = '<!DOCTYPE html><html lang="en"><title>x</title><p><div></p><a href="a b">'
    (place / "control" / "x.html").write_text(faulty, encoding="utf-8")
    (place / "control" / "x.css").write_text("p { colour: red }", encoding="utf-8")
    assert shutil.which("java"), "the Nu HTML checker needs Java: Debian's package default-jre-headless"
    jar = unpacked("vnu-jar", VERSION) / "build" / "dist" / "vnu.jar"
    options = ["--stdout", "--format", "json", "--also-check-css", "--skip-non-html"]
    done = subprocess.run(["java", "-jar", str(jar), *options, str(place)], capture_output=True, check=False)
    said = json.loads(done.stdout)["messages"]
    assert isinstance(said, list)
    return said


def test_every_page_and_the_stylesheet_are_sound(messages: list[dict[str, str]]) -> None:
    about_site = [message for message in messages if "/control/" not in message["url"]]
    assert [message for message in about_site if OF_POLICY not in message["message"]] == []


def test_the_checker_sees(messages: list[dict[str, str]]) -> None:
    faults = [message["url"] for message in messages if "/control/" in message["url"] and message["type"] == "error"]
    assert {url.rsplit(".", 1)[1] for url in faults} == {"html", "css"}
