"""Images in records: addresses lead into the bundle, from every form of text, and the files are there."""

from __future__ import annotations

import hashlib
import json
import posixpath
import re
import shutil
import zipfile
from collections.abc import Callable
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from command import TODAY, TRUST, Run
from conftest import LIBRARY
from examples import GOOD_PAGE
from releases import copied, edition_of, faults, read_json, resign, sealed, snapshot_of, write_json

from pipeline.publish.section_addresses import with_cross_links
from pipeline.source.parse import Document, Limits, parse_page
from pipeline.source.text import Source

CIRCLE, BOARD = "html/images/circle.png", "html/images/board games/two (new).png"
ELSEWHERE = "https://pictures.example.org/chairs.png"
# The folder of a page, and how its addresses of images begin.
FOLDERS = {"content/strategies": "../images", "content/strategies/grade-4": "../../images"}
SHOWN = """![A *small* circle & more]({up}/circle.png "Chairs") <!-- -->

| Before | After |
|---|---|
| ![Same]({up}/circle.png) | ![Same]({up}/circle.png) and [Student Voice](strategy:student-voice) |

> ![Two](<{up}/board games/two (new).png>)
> - ![Escaped]({up}/board%20games/two%20%28new%29.png) and ![By reference][b]

[b]: {up}/./circle.png

`![code]({up}/circle.png)`
""".replace(" <!-- -->", "")
# What a record lists of these: path and words for those who do not see it.
LISTED = [
    (CIRCLE, "A small circle & more"),
    (CIRCLE, "Same"),
    (CIRCLE, "Same"),
    (BOARD, "Two"),
    (BOARD, "Escaped"),
    (CIRCLE, "By reference"),
]


@pytest.fixture(params=FOLDERS)
def pictured(request: pytest.FixtureRequest, library: Path) -> Path:
    """The test library with a page that shows images in every way, at one depth or another."""
    games = library / "content/images/board games"
    games.mkdir()
    (games / "two (new).png").write_bytes((library / "content/images/circle.png").read_bytes() + b"\0")
    folder = library / request.param
    folder.mkdir(exist_ok=True)
    shown = SHOWN.replace("{up}", FOLDERS[request.param])
    page = GOOD_PAGE.replace("## Overview\n", f"## Overview\n\n{shown}", 1)
    (folder / "example.md").write_text(page, encoding="utf-8")
    return library


def exported(run: Run, library: Path, *options: str) -> Path:
    done = run("export", TODAY, "--no-search", *options, folder=library)
    assert done.code == 0, done.out + done.err
    return (library / "exports/latest").resolve()


def record(bundle: Path) -> Any:
    return read_json(bundle / "json/strategies/example.json")


def sources(html: str) -> list[str]:
    return [unquote(unescape(address)) for address in re.findall(r'<img src="([^"]*)"', html)]


def test_addresses_lead_to_files_of_the_bundle(pictured: Path, run: Run) -> None:
    bundle = exported(run, pictured)
    whole = record(bundle)
    overview = whole["sections"][0]
    assert [(image["path"], image["alt"]) for image in whole["images"]] == LISTED
    assert {image["section"] for image in whole["images"]} == {"overview"}
    assert sources(overview["html"]) == [path for path, _ in LISTED]
    held = {file["path"]: file["sha256"] for file in read_json(bundle / "manifest.json")["files"]}
    for path, _ in LISTED:
        assert hashlib.sha256((bundle / path).read_bytes()).hexdigest() == held[path]
    # Code shows what was written; other links stay.
    assert f"<code>![code]({FOLDERS[folder_of(pictured)]}/circle.png)</code>" in overview["html"]
    assert '<a href="strategy:student-voice" data-strategy="student-voice">' in overview["html"]
    assert run("verify", bundle, folder=pictured).code == 0


def folder_of(library: Path) -> str:
    return next((library / "content/strategies").rglob("example.md")).parent.relative_to(library).as_posix()


def test_the_markdown_of_a_record_shows_what_its_html_shows(pictured: Path, run: Run) -> None:
    overview = record(exported(run, pictured, "--formats", "json"))["sections"][0]
    document = parse_page(Source("page.md", f"---\ntitle: A\n---\n\n{overview['markdown']}\n"), Limits())
    assert html_of(document) == overview["html"]


def test_the_markdown_of_a_record_brings_definitions_from_below(library: Path, run: Run) -> None:
    page = GOOD_PAGE.replace("## Overview\n\n", "## Overview\n\n![Chairs][c] and ![C] ", 1).rstrip()
    text = f"{page}\n\n[c]: <../images/circle.png>\n"
    (library / "content/strategies/example.md").write_text(text, encoding="utf-8")
    overview = record(exported(run, library, "--formats", "json"))["sections"][0]
    assert sources(overview["html"]) == [CIRCLE, CIRCLE]
    document = parse_page(Source("page.md", f"---\ntitle: A\n---\n\n{overview['markdown']}\n"), Limits())
    assert html_of(document) == overview["html"]


def test_the_text_beside_the_page_leads_to_the_images_of_the_site(pictured: Path, run: Run) -> None:
    bundle = exported(run, pictured, "--formats", "html")
    place = bundle / "html/strategies/example"
    document = parse_page(
        Source("page.md", f"---\ntitle: A\n---\n\n{(place / 'index.html.md').read_text('utf-8')}"), Limits()
    )
    for html in (html_of(document), (place / "index.html").read_text("utf-8")):
        assert [(place / address).resolve() for address in sources(html)] == [bundle / path for path, _ in LISTED]


@pytest.mark.parametrize("formats", ["json", "csv,json", "html,json"])
def test_the_archive_of_the_records_holds_their_images(library: Path, run: Run, formats: str) -> None:
    page = GOOD_PAGE.replace("## Overview\n\n", "## Overview\n\n![Chairs](../images/circle.png) ", 1)
    (library / "content/strategies/example.md").write_text(page, encoding="utf-8")
    bundle = exported(run, library, "--formats", formats, "--archive")
    (archive,) = (library / "exports/archives").glob("*-json-*.zip")
    image = (LIBRARY / "content/images/circle.png").read_bytes()
    with zipfile.ZipFile(archive) as held:
        top = archive.stem
        (shown,) = json.loads(held.read(f"{top}/json/strategies/example.json"))["images"]
        assert held.read(f"{top}/{shown['path']}") == image == (bundle / shown["path"]).read_bytes()
        # Wherever the record stands, addresses lead from the folder that holds json/.
        for place, up in {"json/strategies.json": "../", "json/strategies/example.json": "../../"}.items():
            document = json.loads(held.read(f"{top}/{place}"))
            section = next(item for item in document.get("strategies", [document]) if item["id"] == "example")[
                "sections"
            ][0]
            assert [
                held.read(posixpath.normpath(posixpath.join(top, posixpath.dirname(place), up, address)))
                for address in sources(section["html"])
            ] == [image]
    assert run("verify", archive, folder=library).code == 0


def test_a_bundle_of_tables_holds_no_image(library: Path, run: Run) -> None:
    assert not (exported(run, library, "--formats", "csv") / "html").exists()


# --- verify ---


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A bundle of the test library in which one page shows an image."""
    from releases import published

    page = GOOD_PAGE.replace("## Overview\n\n", "## Overview\n\n![Chairs](../images/circle.png) ", 1)
    changed = [Source("content/strategies/example.md", page)]
    return published(tmp_path_factory.mktemp("whole"), ("json",), changed).release


def in_records(change: Callable[[Any], object]) -> Callable[[Path], None]:
    """Change the record of the example wherever it stands."""

    def damage(bundle: Path) -> None:
        own = bundle / "json/strategies/example.json"
        document = read_json(own)
        change(document)
        write_json(own, sealed(document))
        lines = [json.loads(line) for line in (bundle / "json/strategies.jsonl").read_text("utf-8").splitlines()]
        together = read_json(bundle / "json/strategies.json")
        for each in (*lines, *together["strategies"]):
            if each["id"] == "example":
                change(each)
                sealed(each)
        text = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
        (bundle / "json/strategies.jsonl").write_text(text, encoding="utf-8", newline="\n")
        write_json(bundle / "json/strategies.json", together)

    return damage


def _elsewhere(record: Any) -> None:
    record["sections"][0]["html"] = record["sections"][0]["html"].replace("html/images/", "../images/")


def _unshown(record: Any) -> None:
    record["sections"][0]["markdown"] = record["sections"][0]["markdown"].replace("html/images/", "../images/")


IMAGE = (LIBRARY / "content/images/circle.png").read_bytes()


def put(path: Path, data: bytes) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(data)


FORGERY = {
    "image that is gone": (
        lambda bundle: shutil.rmtree(bundle / "html"),
        "json/strategies/example.json: example: it shows the image html/images/circle.png, which is not there",
    ),
    "image that is not listed": (
        in_records(lambda record: record["images"].clear()),
        "json/strategies/example.json: example: the images of `overview` are not those that its html shows",
    ),
    "other words for an image": (
        in_records(lambda record: record["images"][0].update(alt="Tables")),
        "json/strategies/example.json: example: the images of `overview` are not those that its html shows",
    ),
    "html that leads out of the bundle": (
        in_records(_elsewhere),
        "json/strategies/example.json: example: the images of `overview` are not those that its html shows",
    ),
    "markdown that leads out of the bundle": (
        in_records(_unshown),
        "json/strategies/example.json: example: the markdown of `overview` does not show html/images/circle.png",
    ),
    "image of no record": (
        lambda bundle: put(bundle / "html/images/deep/circle.png", IMAGE),
        "html/images/deep/circle.png: no record shows it",
    ),
    "image of another kind": (
        lambda bundle: put(bundle / CIRCLE, b"GIF89a"),
        "html/images/circle.png: it is not the image that its name says",
    ),
    "page of the site": (
        lambda bundle: (bundle / "html/index.html").write_text("", encoding="utf-8"),
        "html/index.html: it belongs to no format that manifest.json names",
    ),
}


@pytest.mark.parametrize("name", FORGERY)
def test_forgery_is_refused(name: str, whole: Path, tmp_path: Path) -> None:
    bundle = copied(whole, tmp_path / "bundle")
    assert faults(bundle) == []
    damage, expected = FORGERY[name]
    damage(bundle)
    resign(bundle)
    assert faults(bundle) == [expected]


def test_a_bundle_from_before_shows_no_change_of_images(whole: Path, library: Path, run: Run, tmp_path: Path) -> None:
    """In 1.0.0 addresses led from the page, and there was no list."""
    page = GOOD_PAGE.replace("## Overview\n\n", "## Overview\n\n![Chairs](../images/circle.png) ", 1)
    (library / "content/strategies/example.md").write_text(page, encoding="utf-8")
    older = Path(shutil.copytree(whole, tmp_path / "older"))
    in_records(_elsewhere)(older)
    in_records(_unshown)(older)
    in_records(lambda record: record.pop("images"))(older)
    together = read_json(older / "json/strategies.json")
    for strategy in together["strategies"]:
        strategy.pop("images", None)
    write_json(older / "json/strategies.json", together)
    for path in {*(older / "json").glob("*.json")} - {older / "json/case.json"}:
        document = read_json(path) | {"schema_version": "1.0.0"}
        del document["library"]["id"]
        write_json(path, document)
    done = run("diff", TODAY, older, "--format", "json", folder=library)
    assert [change["thing"] for change in json.loads(done.out)["changes"]] == ["library"]


def test_without_house_rules_images_are_not_compared() -> None:
    """Which sections a page has is not known then, so neither is which images they show."""
    page = GOOD_PAGE.replace("## Overview\n\n", "## Overview\n\n![Chairs](../images/circle.png) ", 1)
    whole = snapshot_of(edition_of(changed=[Source("content/strategies/example.md", page)]), "whole")
    assert len(whole.strategies["example"].images) == 1
    bare = whole.without(frozenset({"disclaimer:*"})).strategies["example"]
    assert (bare.sections, bare.images) == ([], [])


def html_of(document: Document) -> str:
    assert document.body is not None
    html = document.html(0, len(document.body.tokens), lambda address: address).strip()
    return with_cross_links(html, None)


def test_without_its_rule_an_image_of_another_server_is_in_the_data_and_pages_do_not_load_it(
    library: Path, run: Run
) -> None:
    page = library / TRUST
    first, rest = page.read_text("utf-8").rsplit("\n## Additional", 1)
    page.write_text(f"{first}\n![Chairs]({ELSEWHERE})\n\n## Additional{rest}", "utf-8")
    assert "remote-image" in run("check", TODAY, folder=library).out
    (library / "strategies.toml").write_text('[severity]\nremote-image = "off"\n', "utf-8")
    policies = {}
    for allowed in ("", "csp: {img-src: [https://pictures.example.org]}\n"):
        info = library / "content/library.yaml"
        info.write_text(info.read_text("utf-8") + allowed, "utf-8")
        out = library / f"out{len(allowed)}"
        assert run("export", TODAY, "--no-search", "--out", str(out), folder=library).code == 0
        site = (out / "latest/html/strategies/building-trust/index.html").read_text("utf-8")
        assert f'<img src="{ELSEWHERE}"' in site
        assert f'<img src=\\"{ELSEWHERE}\\"' in (out / "latest/json/strategies/building-trust.json").read_text("utf-8")
        policies[bool(allowed)] = re.findall(r"img-src ([^;]*);", unescape(site))
    assert policies == {False: ["'self'"], True: ["'self' https://pictures.example.org"]}
