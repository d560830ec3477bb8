"""The folder to deploy: the site with its data beside it, and the data of each version."""

from __future__ import annotations

import json
import shutil
import subprocess
import xml.etree.ElementTree as ET
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from command import TODAY, replace
from conftest import LIBRARY
from shapes import validate

from pipeline.model.site_paths import TAKEN
from pipeline.publish.exporters.html_site.data_page import DataFile
from pipeline.publish.verify.links import LinkTargets, site_file_violations

if TYPE_CHECKING:
    from command import Outcome, Run

Strategies = Callable[..., "Outcome"]


@pytest.fixture
def library(tmp_path: Path) -> Path:
    shutil.copytree(LIBRARY, tmp_path / "library")
    return tmp_path / "library"


@pytest.fixture
def strategies(run: Run, library: Path) -> Strategies:
    return lambda *arguments: run(*arguments, TODAY, folder=library)


@pytest.fixture
def exported(strategies: Strategies, library: Path) -> Path:
    assert strategies("export", "--no-search", "--archive").code == 0
    return library / "exports"


def deploy(strategies: Strategies, folder: Path, *options: str | Path) -> Path:
    outcome = strategies("web", folder, *options)
    assert outcome.code == 0, outcome.err
    return folder


def test_the_site_is_on_top_with_its_data_beside_it(
    run: Run, strategies: Strategies, exported: Path, tmp_path: Path
) -> None:
    web = deploy(strategies, tmp_path / "web")
    release = exported / "latest"
    for path in (path for path in release.rglob("*") if path.is_file()):
        place = path.relative_to(release)
        if place.parts[0] == "html" and not place.match("strategies/*/index.html") and place.parts[1] != "about":
            assert (web / place.relative_to("html")).read_bytes() == path.read_bytes()
        elif place.parts[0] in ("json", "csv", "schemas"):
            assert (web / place).read_bytes() == path.read_bytes()
            assert (web / "v" / "1.0.0" / place).read_bytes() == path.read_bytes()
    for folder in (web, web / "v" / "1.0.0"):
        subprocess.run(["sha256sum", "--check", "--quiet", "SHA256SUMS"], cwd=folder, check=True)
    assert run("verify", web / "v" / "1.0.0").code == 0


def test_files_of_the_library_are_at_the_top_of_the_site(
    run: Run, strategies: Strategies, library: Path, tmp_path: Path
) -> None:
    """Hidden files that hosts ask for are among them, and no others."""
    own = (".nojekyll", ".well-known/security.txt", "CNAME", "robots.txt")
    for path in (*own, ".env", ".git/config", ".well-known/.DS_Store"):
        (library / "static" / path).parent.mkdir(parents=True, exist_ok=True)
        (library / "static" / path).write_text(f"{path}\n", encoding="utf-8")
    with (library / "content/library.yaml").open("a", encoding="utf-8") as file:
        file.write("base_url: https://example.org/strategies\n")
    assert strategies("export", "--no-search", "--formats", "html,json").code == 0
    release = library / "exports/latest"
    assert json.loads((release / "manifest.json").read_text(encoding="utf-8"))["site"]["files"] == list(own)
    assert run("verify", release).code == 0
    web = deploy(strategies, tmp_path / "web")
    assert [(web / path).read_text(encoding="utf-8") for path in own] == [f"{path}\n" for path in own]
    assert sorted(path.name for path in web.rglob(".*")) == [".nojekyll", ".well-known"]
    assert {path.name for path in web.iterdir()} - {*own, ".well-known"} <= TAKEN
    sitemap = ET.parse(web / "sitemap.xml")
    (data,) = (url[0].text for url in sitemap.getroot() if "/data/" in (url[0].text or ""))
    assert data == "https://example.org/strategies/data/"


def test_pages_of_strategies_lead_to_their_records(strategies: Strategies, exported: Path, tmp_path: Path) -> None:
    web = deploy(strategies, tmp_path / "web")
    for path in (exported / "latest" / "html" / "strategies").glob("*/index.html"):
        page, deployed = path.read_bytes(), (web / "strategies" / path.parent.name / "index.html").read_bytes()
        record = f"json/strategies/{path.parent.name}.json"
        link = f'<li><a href="../../{record}" type="application/json">This page as JSON</a></li>'
        # Retired strategies and former ids have none.
        assert deployed.count(link.encode()) == (web / record).exists()
        assert deployed.replace(link.encode(), b"") == page


def test_the_page_of_data_leads_to_every_file_that_it_lists(
    strategies: Strategies, exported: Path, tmp_path: Path
) -> None:
    web = deploy(strategies, tmp_path / "web")
    manifest = json.loads((web / "manifest.json").read_text(encoding="utf-8"))
    page = (web / "data" / "index.html").read_text(encoding="utf-8")
    targets: LinkTargets = {}
    for path in ("data/index.html", "about/index.html"):
        text = (web / path).read_text(encoding="utf-8")
        assert not list(site_file_violations("/", f"html/{path}", text, targets))
    assert {path for path, _ in targets if not (web / path.removeprefix("html/")).exists()} == set()
    listed = [file for file in manifest["files"] if f'href="../{file["path"]}"' in page]
    assert {file["path"] for file in listed} >= {"json/strategies.json", "csv/factors.csv", "schemas/bundle.d.ts"}
    plain = page.replace("<wbr>", "")
    assert [file["path"] for file in listed if f"<code>{file['sha256']}</code>" not in plain] == []
    assert 'href="../data/index.html"' in (web / "about" / "index.html").read_text(encoding="utf-8")
    assert "Test Press (2026). Test Library, version 1.0.0." in page


def test_a_version_stays_as_it_was_released(
    strategies: Strategies, exported: Path, library: Path, tmp_path: Path
) -> None:
    archives = sorted(path for path in (exported / "archives").iterdir() if "-html-" not in path.name)
    shutil.copytree(exported / "archives", tmp_path / "archives")
    before = deploy(strategies, tmp_path / "before")
    page = library / "content/strategies/building-trust.md"
    replace(page, "A teacher greets every learner", "The teacher greets each learner")
    replace(library / "content/library.yaml", "1.0.0", "1.0.1")
    assert strategies("export", "--no-search").code == 0
    earlier = [option for path in archives for option in ("--earlier", tmp_path / "archives" / path.name)]
    web = deploy(strategies, tmp_path / "web", *earlier)
    old = {path.relative_to(before): path.read_bytes() for path in (before / "v/1.0.0").rglob("*") if path.is_file()}
    assert {path.relative_to(web): path.read_bytes() for path in (web / "v/1.0.0").rglob("*") if path.is_file()} == old
    index = json.loads((web / "v" / "index.json").read_text(encoding="utf-8"))
    validate("versions", index, "v/index.json")
    assert [(each["version"], each["latest"]) for each in index["versions"]] == [("1.0.1", True), ("1.0.0", False)]
    assert b"The teacher greets each learner" in (web / "json" / "strategies.json").read_bytes()


def test_two_bundles_of_a_version_must_agree(
    strategies: Strategies, exported: Path, library: Path, tmp_path: Path
) -> None:
    shutil.copytree((exported / "latest").resolve(), tmp_path / "first")
    replace(library / "content/strategies/building-trust.md", "A teacher greets every", "The teacher greets each")
    assert strategies("export", "--no-search").code == 0
    outcome = strategies("web", tmp_path / "web", "--earlier", tmp_path / "first", "--earlier", exported)
    assert outcome.code == 2
    assert "is not the same in two bundles of 1.0.0" in outcome.err
    assert not (tmp_path / "web").exists()


def test_only_what_the_library_would_export_is_deployed(
    strategies: Strategies, exported: Path, library: Path, tmp_path: Path
) -> None:
    replace(library / "content/library.yaml", "1.0.0", "1.1.0")
    outcome = strategies("web", tmp_path / "web")
    assert (outcome.code, outcome.out) == (2, "")
    assert "run `strategies export` first" in outcome.err


def test_what_is_there_stays(strategies: Strategies, exported: Path, tmp_path: Path) -> None:
    web = deploy(strategies, tmp_path / "web")
    (web / "mine.txt").write_text("mine", encoding="utf-8")
    outcome = strategies("web", web)
    assert (outcome.code, "is there already; name a new folder" in outcome.err) == (2, True)
    assert (web / "mine.txt").exists()


def test_a_site_without_data_has_nothing_to_deploy_beside_it(strategies: Strategies, tmp_path: Path) -> None:
    assert strategies("export", "--no-search", "--formats", "html").code == 0
    outcome = strategies("web", tmp_path / "web")
    assert outcome.code == 2
    assert "there is no data beside the site" in outcome.err


@pytest.mark.parametrize(
    ("size", "shown"), [(0, "0 bytes"), (999, "999 bytes"), (1000, "1 kB"), (128_400, "128 kB"), (1_250_000, "1.25 MB")]
)
def test_sizes(size: int, shown: str) -> None:
    assert DataFile("json/x.json", "", size, "0" * 64).size == shown
