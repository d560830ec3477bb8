"""What the preview refuses: requests of others, ways out of the library, and scripts of authors."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from previewing import ADDRESS, KEY, ORIGIN, PAGE, Preview


@pytest.fixture
def preview(library: Path) -> Preview:
    return Preview(library)


@pytest.mark.parametrize(
    "headers",
    [
        {"host": "evil.example"},
        {"host": "evil.example:8000"},
        {"host": "127.0.0.1"},
        {"host": "127.0.0.1:8001"},
        {"host": "localhost.evil.example:8000"},
        {"host": "[::1]:8000"},
        {"host": ""},
        {"origin": "http://evil.example"},
        {"origin": "null"},
        {"origin": "http://127.0.0.1:9000"},
        {"sec_fetch_site": "cross-site", "sec_fetch_mode": "no-cors"},
    ],
)
def test_foreign_requests_are_refused(preview: Preview, headers: dict[str, str]) -> None:
    assert preview.ask(ADDRESS, **headers).status == 403
    assert preview.write("fix", {}, **headers).status == 403


ACTIONS = ("fix", "check", "save", "new", "retire")


@pytest.mark.parametrize("action", ACTIONS)
def test_only_who_has_the_key_and_is_a_page_of_the_preview_writes(preview: Preview, action: str) -> None:
    before = files(preview.root)
    sent = preview.sent() | {"title": "New", "fields": {"title": "Other"}, "number": 0, "version": 0}
    for key in ("", "secreT", "secret%2f", "x", "secret\xe9", KEY + KEY):
        assert preview.write(action, sent, key).status in (403, 404)
    data = json.dumps(sent).encode()
    address = f"/-/write/{KEY}/{action}"
    assert preview.ask(address, "POST", data, content_type="application/json").status == 403, "no origin"
    for origin in ("null", "http://evil.example", "https://127.0.0.1:8000", f"{ORIGIN}0", f"{ORIGIN}/", "file://"):
        assert preview.write(action, sent, origin=origin).status == 403
    for kind in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data", ""):
        assert preview.write(action, sent, content_type=kind).status == 415
    for wrong in ({}, [1], "x", None, {"path": [[]]}):
        assert preview.write(action, wrong).status == 400
    assert preview.ask(address, "POST", b"[" * 100_000, origin=ORIGIN, content_type="application/json").status == 400
    assert preview.ask(address, "POST", b"x" * 2_000_001, origin=ORIGIN, content_type="application/json").status == 413
    for method in ("GET", "HEAD", "PUT", "DELETE", "PATCH", "OPTIONS"):
        assert preview.ask(address, method, data, origin=ORIGIN).status in (404, 405)
    assert preview.write("nothing", sent).status == 404
    assert files(preview.root) == before


def test_no_page_tells_the_key(preview: Preview) -> None:
    for path in ("/-/", ADDRESS, f"/-/edit?path={PAGE}", f"/-/source?path={PAGE}", "/-/preview.js", "/-/form.js"):
        answer = preview.ask(path)
        assert answer.status == 200
        assert KEY not in answer.text


@pytest.mark.parametrize("path", ["/", "/-/", "/-/events", ADDRESS, f"/-/edit?path={PAGE}"])
@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS"])
def test_pages_are_only_read(preview: Preview, path: str, method: str) -> None:
    assert preview.ask(path, method).status == 403, "no origin"
    answer = preview.ask(path, method, origin=ORIGIN, access_control_request_method="POST")
    assert answer.status == 405
    assert not any(name.startswith("access-control") for name in answer.headers)


@pytest.mark.parametrize(
    "path",
    [
        "/../strategies.toml",
        "/strategies/../../content/library.yaml",
        "/%2e%2e/content/library.yaml",
        "/strategies%2flateral-reading%2findex.html",
        "//etc/passwd",
        "/..\\content",
        "/content/library.yaml",
        "/-/source?path=../../etc/passwd",
        "/-/source?path=/etc/passwd",
        "/-/source?path=strategies.toml",
        "/-/../content",
        "/..%5c..%5cetc%5cpasswd",
        "/strategies%5clateral-reading%5cindex.html",
        "/%252e%252e%252fcontent/library.yaml",
        "/strategies/lateral-reading/index.html%00",
        "/./strategies/lateral-reading/index.html",
        "/-/edit?path=content/strategies/../strategies/lateral-reading.md",
        "/-/edit?path=content%2fstrategies%2f..%2fstrategies%2flateral-reading.md",
        "/-/edit?path=content\\strategies\\lateral-reading.md",
        "/-/edit?path=strategies.toml&whole=1",
        "/-/preview.css/../../content/library.yaml",
    ],
)
def test_no_path_leads_out_of_the_site(preview: Preview, path: str) -> None:
    assert preview.ask(path).status in (403, 404)


def test_no_link_is_followed(preview: Preview, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("---\ntitle: Secret words\n---\n")
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "inside.md").write_text(secret.read_text())
    for path in (
        "content/strategies/linked.md",
        "content/pages/linked.md",
        "content/images/linked.png",
        "static/a.txt",
    ):
        (preview.root / path).parent.mkdir(exist_ok=True)
        (preview.root / path).symlink_to(secret)
    (preview.root / "content/strategies/folder").symlink_to(tmp_path / "folder")
    preview.server.changed()
    pages = ("/strategies/linked/index.html", "/strategies/inside/index.html", "/linked/index.html")
    asked = [f"/-/{what}?path={path}" for what in ("source", "edit") for path in linked(preview.root)]
    for path in (*pages, "/images/linked.png", "/a.txt", *asked):
        assert "Secret words" not in preview.ask(path).text


def linked(root: Path) -> list[str]:
    """The links in a library, and the page behind one."""
    found = [path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_symlink()]
    return [*found, "content/strategies/folder/inside.md"]


@pytest.mark.parametrize("what", ["page", "folder", "same page"])
def test_a_page_that_becomes_a_link_is_not_written(preview: Preview, tmp_path: Path, what: str) -> None:
    sent = preview.sent() | {"fields": {"title": "Mine"}}
    page = preview.root / PAGE
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / page.name).write_bytes(page.read_bytes() if what != "page" else b"Another text.")
    if what == "folder":
        page.parent.rename(tmp_path / "moved")
        page.parent.symlink_to(outside)
    else:
        page.unlink()
        page.symlink_to(outside / page.name)
    before = files(outside)
    for action in ("save", "check", "retire"):
        assert preview.write(action, sent).status in (409, 412)
    assert preview.write("new", {"title": "New page"}).status == (409 if what == "folder" else 200)
    assert files(outside) == before


@pytest.mark.parametrize("id_", ["../x", "a/b", "a\\b", "..", ".", "/etc/x", "con", "x.md", "x\0", "X", "x%2fy", "é"])
def test_no_id_names_a_path(preview: Preview, id_: str) -> None:
    before = files(preview.root.parent)
    assert preview.write("new", {"title": "A title", "id": id_}).status == 409
    retired = preview.sent() | {"fields": {}, "sections": {}, "successor": id_}
    assert preview.write("retire", retired).status == 409
    assert files(preview.root.parent) == before
    preview.write("save", preview.sent() | {"fields": {"related": [id_], "replaced_by": id_}, "sections": {}})
    preview.ask(ADDRESS)
    assert files(preview.root.parent).keys() == before.keys(), "an id that is only a value"


def files(root: Path) -> dict[str, bytes]:
    """All files below a folder."""
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def test_answers_are_for_this_site_alone(preview: Preview) -> None:
    (preview.root / "static/assets").mkdir(parents=True)
    for name in ("drawing.svg", "page.html", "own.js", "assets/own.js"):
        (preview.root / "static" / name).write_text("<svg xmlns='http://www.w3.org/2000/svg'/>")
    preview.server.changed()
    for path in ("/-/", ADDRESS, "/-/preview.js", f"/-/edit?path={PAGE}", "/drawing.svg", "/page.html", "/no"):
        headers = preview.ask(path).headers
        assert not any(name.startswith("access-control") for name in headers)
        assert headers["cross-origin-resource-policy"] == "same-origin"
        assert "frame-ancestors 'self'" in headers["content-security-policy"]
        assert f"script-src {ORIGIN}/-/ {ORIGIN}/assets/;" in headers["content-security-policy"]
        assert "unsafe" not in headers["content-security-policy"]
    for path in ("/drawing.svg", "/page.html"):
        assert "sandbox" in preview.ask(path).headers["content-security-policy"]
    assert preview.ask("/assets/own.js").status == 404, "no script of the library is where ours are"


def test_what_authors_write_runs_nowhere(preview: Preview) -> None:
    preview.change("title: ", "title: <script>alert(1)</script> ")
    preview.change("factors: [", "factors: ['<img src=x onerror=alert(1)>', ")
    for path in (ADDRESS, "/-/", f"/-/source?path={PAGE}"):
        text = preview.ask(path).text
        assert "<script>alert" not in text
        assert "<img src=x" not in text


@pytest.mark.parametrize("title", ["title: ", "not a field: "], ids=["whole page", "page that cannot be published"])
@pytest.mark.parametrize("unsafe", ["view-source:https://example.org", "search-ms:query=x", "//other.example/x"])
def test_what_a_finding_calls_unsafe_can_be_neither_loaded_nor_followed(
    preview: Preview, unsafe: str, title: str
) -> None:
    preview.change("title: ", title)
    preview.change("\n## ", f"\n![A circle]({unsafe})\n\n[A link]({unsafe})\n\n[Web](https://example.org/w)\n\n## ")
    text = preview.ask(ADDRESS).text
    assert f'"{unsafe}"' not in text
    assert 'alt="A circle"' in text
    assert "<a>A link</a>" in text
    assert 'href="https://example.org/w"' in text


def test_no_picture_of_another_server_is_loaded(preview: Preview) -> None:
    preview.change("\n## ", "\n![A circle](https://example.org/circle.png)\n\n## ")
    assert 'src="https://example.org/circle.png"' not in preview.ask(ADDRESS).text
