"""Images: what a file is by its first bytes, where addresses lead, which of them a site holds, and what is said."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from command import PAGES, TODAY, Run, replace
from conftest import HERE
from hypothesis import given
from hypothesis import strategies as st
from images import GIF, LFS, OF_KIND, PNG
from releases import faults, state
from repository import SCRIPTS, SYSTEM_PATH, Repository, environment
from sites import edition_of, site_of

from pipeline.incremental.library_files import images_in
from pipeline.model.clean_text import clean_text
from pipeline.model.image_file import HEAD, REFUSED, image_of, kind_of
from pipeline.model.images import image_path, site_address
from pipeline.source.discovery import list_files
from pipeline.source.parse import Limits, parse_page
from pipeline.source.paths import IMAGE_KINDS, image_kind
from pipeline.source.text import Source

GOOD_PAGE = (HERE / "good-page.md").read_text(encoding="utf-8")
EXAMPLE = f"{PAGES}/example.md"
IMAGES = "content/images"
CHAIRS = "![Eight chairs in a circle](../images/circle.png)"


def showing(*paragraphs: str, status: str = "published") -> str:
    """The good page with some paragraphs more."""
    start, end = GOOD_PAGE.split("\n## Example", 1)
    text = "\n\n".join([start, *paragraphs, f"## Example{end}"])
    return text.replace("status: published", f"status: {status}")


# --- what a file is ---


@pytest.mark.parametrize("kind", OF_KIND)
def test_an_image_is_known_by_its_first_bytes(kind: str) -> None:
    assert image_of(OF_KIND[kind]) == (len(OF_KIND[kind]), kind)
    assert image_of(OF_KIND[kind] + bytes(HEAD)).kind == kind
    assert set(IMAGE_KINDS.values()) == OF_KIND.keys()


@pytest.mark.parametrize("kind", OF_KIND)
def test_no_beginning_of_an_image_is_taken_for_another_file(kind: str) -> None:
    """A copy that broke off may end anywhere; what is left of the header says at once that it is not all."""
    whole = OF_KIND[kind]
    for size in range(12, 20):
        assert image_of(whole[:size]).kind in ("cut-off", kind)
    assert image_of(whole[:12]).kind == "cut-off"


@given(st.binary(max_size=600), st.sampled_from([b"", *(data[:13] for data in OF_KIND.values())]))
def test_any_bytes_have_a_kind(data: bytes, start: bytes) -> None:
    image = image_of(start + data)
    assert image.size == len(start + data)
    assert image.kind
    assert (image.kind == "empty") == (not start + data)


@pytest.mark.parametrize("mark", [b"<script>", b"<!DOCTYPE html>", b"<HTML lang=en>", b"<?php echo 1"])
def test_a_web_page_in_the_beginning_of_an_image_is_seen(mark: bytes) -> None:
    assert {image_of(data + mark).kind for data in OF_KIND.values()} == {"mixed"}
    assert image_of(PNG + b"<x:xmpmeta><rdf:RDF>").kind == "png"  # what programs write about an image


def test_text_cut_in_a_character_is_text() -> None:
    assert kind_of(("a" + "é" * HEAD).encode()[:HEAD], 2 * HEAD) == "text"
    assert kind_of(b"\xe9t\xe9", 3) == "unknown"


@pytest.mark.parametrize(
    ("name", "kind"), [("a.PNG", "png"), ("b/c.d.JpEg", "jpg"), ("png", ""), ("a.png/b", ""), ("a.svg", ""), ("a.", "")]
)
def test_a_name_promises_a_kind(name: str, kind: str) -> None:
    assert image_kind(f"{IMAGES}/{name}") == kind


def test_what_is_no_plain_file_is_not_waited_for(library: Path) -> None:
    os.mkfifo(library / IMAGES / "pipe.png")
    (library / IMAGES / ".hidden.png").write_bytes(b"")
    (library / IMAGES / "elsewhere.png").symlink_to("/dev/zero")
    found = list_files(library, 1_000_000)
    images, unread = images_in(library, found.images, found.refused)
    assert {path: image.kind for path, image in images.items()} == {
        f"{IMAGES}/circle.png": "png",
        f"{IMAGES}/elsewhere.png": REFUSED,
        f"{IMAGES}/pipe.png": REFUSED,
    }
    assert found.refused.keys() == {f"{IMAGES}/elsewhere.png", f"{IMAGES}/pipe.png"}
    assert not unread  # but what is there and could not be opened


# --- where an address leads ---


@pytest.mark.parametrize(
    ("href", "path"),
    [
        ("../images/a.png", "content/images/a.png"),
        ("./../images//b/../a.png", "content/images/a.png"),
        ("..%2Fimages/caf%C3%A9.png", "content/images/café.png"),
        ("../images/a%3Fb%23.png", "content/images/a?b#.png"),
        ("../../../a.png", ""),
        ("../../..", ""),
        ("/content/images/a.png", ""),
        ("../images/a.png?v=2", ""),
        ("../images/a.png#top", ""),
        ("https://example.org/a.png", ""),
        ("//example.org/a.png", ""),
        ("data:image/png;base64,AAAA", ""),
        ("", ""),
    ],
)
def test_an_address_leads_to_a_file_of_the_library(href: str, path: str) -> None:
    assert image_path("content/strategies/a.md", href) == path


def test_an_address_on_the_site_is_encoded() -> None:
    assert site_address("content/images/two (2)/a b&é.png") == "images/two%20%282%29/a%20b%26%C3%A9.png"


@pytest.mark.parametrize(
    ("written", "clean"),
    [
        (CHAIRS, "![Eight chairs in a circle](../../images/circle.png)"),
        ("![a](./../images//circle.png 'b')", "![a](../../images/circle.png 'b')"),
        ("![a](<../images/two words.png>)", "![a](<../../images/two%20words.png>)"),
        ("![a][b]\n\n[b]: ../images/a.png", "![a][b]\n\n[b]: ../../images/a.png"),
        ("![b]\n\n[b]: <../images/a b.png> 'c'", "![b]\n\n[b]: <../../images/a%20b.png> 'c'"),
        ("[b]\n\n[b]: https://example.org/a.png", "[b]\n\n[b]: https://example.org/a.png"),
        ("![a](https://example.org/a.png)", "![a](https://example.org/a.png)"),
        (
            "| ![a](../images/a.png) | ![a](../images/a.png) |\n|-|-|",
            "| ![a](../../images/a.png) | ![a](../../images/a.png) |\n|-|-|",
        ),
    ],
)
def test_images_lead_somewhere_in_the_markdown_of_a_site(written: str, clean: str) -> None:
    page = Source("content/strategies/a.md", f"---\ntitle: A\n---\n\n## A\n\n{written}\n")
    assert "../../".join(clean_text(parse_page(page, Limits()))) == f"## A\n\n{clean}"


# --- what a site holds ---


def test_a_site_holds_what_published_pages_show_and_nothing_else(library: Path) -> None:
    for name in ("shown.png", "draft.png", "retired.png", "unused.png", "deep/é (1).png"):
        (library / IMAGES / name).parent.mkdir(exist_ok=True)
        (library / IMAGES / name).write_bytes(PNG)
    for name in ("evil.svg", "page.html", "Thumbs.db", "deep/notes.docx"):
        (library / IMAGES / name).write_bytes(b"<script>alert(1)</script>")
    shown = showing("![A](../images/shown.png)", "![B](<../images/deep/é (1).png>)", "`![C](../images/unused.png)`")
    (library / EXAMPLE).write_text(shown, encoding="utf-8")
    draft = showing("![A](../images/draft.png)", status="draft").replace("title: ", "title: Draft ", 1)
    (library / PAGES / "draft.md").write_text(draft, encoding="utf-8")
    replace(library / PAGES / "morning-circle.md", "goes round.", "goes round. ![A](../images/retired.png)")
    site = site_of(edition_of(root=library))
    assert {path for path in site if path.startswith("images/")} == {"images/shown.png", "images/deep/é (1).png"}
    page = site["strategies/example/index.html"].decode()
    assert '<img src="../../images/deep/%C3%A9%20%281%29.png" alt="B">' in page
    assert not [path for path, data in site.items() if b"alert(1)" in data or b"draft.png" in data]


def test_two_pages_may_show_one_image_from_folders_of_any_depth(library: Path) -> None:
    deep = library / PAGES / "grade-4" / "term-2" / "deep.md"
    deep.parent.mkdir(parents=True)
    deep.write_text(showing(CHAIRS.replace("..", "../../..")).replace("title: ", "title: Deep ", 1), encoding="utf-8")
    (library / EXAMPLE).write_text(showing(CHAIRS), encoding="utf-8")
    site = site_of(edition_of(root=library))
    for page in ("example", "deep"):
        assert '<img src="../../images/circle.png"' in site[f"strategies/{page}/index.html"].decode()
        assert "](../../images/circle.png)" in site[f"strategies/{page}/index.html.md"].decode()
    assert site["images/circle.png"] == PNG


# --- what is said ---


def test_the_author_of_a_page_is_told_of_its_image(library: Path, run: Run) -> None:
    """And nobody who asks about other pages; with many pages that show it too, of which only some are named."""
    (library / IMAGES / "circle.png").write_bytes(LFS)
    for number in range(8):
        text = showing(CHAIRS).replace("title: ", f"title: Page {number} ", 1)
        (library / PAGES / f"page-{number}.md").write_text(text, encoding="utf-8")
    head = f"{IMAGES}/circle.png:1:1 error broken-image"
    for asked in (f"{PAGES}/page-0.md", f"{PAGES}/page-7.md", f"{IMAGES}/circle.png", IMAGES):
        outcome = run("check", TODAY, asked, folder=library)
        assert (outcome.code, outcome.heads) == (1, [head])
        assert "run `git lfs pull`" in outcome.out
        assert outcome.out.count("note: this page shows it") == 5
    assert run("check", TODAY, f"{PAGES}/student-voice.md", folder=library).code == 0


@pytest.mark.usefixtures("own_memo")
def test_findings_follow_what_becomes_of_an_image(library: Path, run: Run) -> None:
    """Whatever was found before is no longer said once another file stands there, and the other way round."""
    (library / EXAMPLE).write_text(showing(CHAIRS), encoding="utf-8")
    image = library / IMAGES / "circle.png"

    def check() -> list[str]:
        outcome = run("check", TODAY, folder=library)
        assert outcome.out == run("check", TODAY, "--no-cache", folder=library).out
        return [head.split()[-1] for head in outcome.heads]

    assert check() == []
    for data, found in (
        (b"", ["broken-image"]),
        (PNG, []),
        (PNG.replace(b"\r\n", b"\n\n"), ["broken-image"]),  # no byte more or less
        (GIF, ["broken-image"]),
        (PNG + bytes(1_000_000), ["large-image"]),
        (PNG, []),
    ):
        before = image.stat()
        image.write_bytes(data)
        os.utime(image, ns=(before.st_atime_ns, before.st_mtime_ns))
        assert check() == found
    replace(library / EXAMPLE, "circle.png", "cirlce.png")
    assert check() == ["missing-image"]
    replace(library / EXAMPLE, "cirlce.png", "circle.png")
    assert check() == []
    image.unlink()
    assert check() == ["missing-image"]


def test_a_missing_image_cannot_be_let_pass(library: Path, run: Run) -> None:
    """No bundle can hold it, so an export would fail for a reason that nobody was told."""
    comment = "<!-- strategies: ignore missing-image: it will come -->"
    (library / EXAMPLE).write_text(showing(comment, "![A](../images/nowhere.png)"), encoding="utf-8")
    outcome = run("export", TODAY, folder=library)
    assert outcome.code == 1
    assert "missing-image" in outcome.rules
    assert not (library / "exports").exists()


@pytest.mark.usefixtures("own_memo")
def test_a_release_follows_what_becomes_of_an_image(library: Path, run: Run) -> None:
    image = "html/images/plan.png"

    def publish() -> dict[str, bytes]:
        for options in ((), ("--no-cache", "--out", library.parent / "cold")):
            assert run("export", TODAY, "--no-search", *options, folder=library).code == 0
        warm = (library / "exports" / "latest").resolve()
        assert state(warm) == state((library.parent / "cold" / "latest").resolve())
        assert faults(warm) == []
        return {path: data for path, data in state(warm).items() if "/images/" in path}

    (library / IMAGES / "plan.png").write_bytes(PNG)
    (library / EXAMPLE).write_text(showing("![A plan](../images/plan.png)"), encoding="utf-8")
    assert publish() == {image: PNG}
    other = PNG[:-1] + b"\x00"
    before = (library / IMAGES / "plan.png").stat()
    (library / IMAGES / "plan.png").write_bytes(other)
    os.utime(library / IMAGES / "plan.png", ns=(before.st_atime_ns, before.st_mtime_ns))
    assert publish() == {image: other}
    replace(library / EXAMPLE, "../images/plan.png", "../images/circle.png")
    assert publish() == {"html/images/circle.png": PNG}
    replace(library / EXAMPLE, "status: published", "status: draft")
    assert publish() == {}


def test_a_draft_with_an_image_is_published(tmp_path: Path) -> None:
    """With the installed command, in a repository: then its image is there, and in a clone without LFS an error."""
    parts = {"content": HERE / "library" / "content"}
    variables = environment(tmp_path, f"{SCRIPTS}{os.pathsep}{SYSTEM_PATH}")
    repository = Repository.create(tmp_path / "library", variables, parts)
    root = repository.folder

    def export() -> tuple[int, str]:
        repository.git("add", "--all", "content")
        done = repository.run("strategies", "export", TODAY, "--no-search")
        return done.returncode, done.stdout

    (root / IMAGES / "plan.png").write_bytes(PNG)
    (root / IMAGES / "drawing.svg").write_bytes(b"<svg onload='alert(1)'/>")
    (root / EXAMPLE).write_text(showing("![A plan](../images/plan.png)", status="draft"), encoding="utf-8")
    assert export()[0] == 0
    assert not (root / "exports" / "latest" / "html" / "images").exists()
    replace(root / EXAMPLE, "status: draft", "status: published")
    assert export()[0] == 0
    assert [path.name for path in (root / "exports" / "latest" / "html" / "images").iterdir()] == ["plan.png"]
    assert repository.run("strategies", "verify", "exports").returncode == 0
    (root / IMAGES / "plan.png").write_bytes(LFS)
    code, said = export()
    assert code == 1
    assert "content/images/plan.png:1:1 error broken-image" in said
    assert "run `git lfs pull`" in said
