"""What the preview refuses: requests of others, ways out of the library, and scripts of authors."""

from __future__ import annotations

from pathlib import Path

import pytest
from previewing import ADDRESS, KEY, PAGE, Preview


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


def test_only_who_has_the_key_and_is_a_page_of_the_preview_writes(preview: Preview) -> None:
    for key in ("", "secreT", "secret%2f", "x"):
        assert preview.write("fix", {"number": 0, "version": "0"}, key).status in (403, 404)
    assert preview.ask(f"/-/write/{KEY}/fix", "POST", b"{}", content_type="application/json").status == 403
    assert preview.write("fix", {}, content_type="text/plain").status == 415
    assert preview.write("fix", {}).status == 400
    assert preview.write("fix", [1]).status == 400
    assert preview.write("nothing", {}).status == 404
    assert preview.ask(f"/-/write/{KEY}/fix").status == 404
    assert KEY not in preview.ask("/-/").text + preview.ask(ADDRESS).text


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
    ],
)
def test_no_path_leads_out_of_the_site(preview: Preview, path: str) -> None:
    assert preview.ask(path).status in (403, 404)


def test_no_link_is_followed(preview: Preview, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("---\ntitle: Secret words\n---\n")
    (preview.root / "content/strategies/linked.md").symlink_to(secret)
    (preview.root / "static").mkdir(exist_ok=True)
    (preview.root / "static/linked.txt").symlink_to(secret)
    preview.server.changed()
    for path in ("/strategies/linked/index.html", "/linked.txt", "/-/source?path=content/strategies/linked.md"):
        assert "Secret words" not in preview.ask(path).text


def test_answers_are_for_this_site_alone(preview: Preview) -> None:
    for path in ("/-/", ADDRESS, "/-/preview.js"):
        headers = preview.ask(path).headers
        assert not any(name.startswith("access-control") for name in headers)
        assert headers["cross-origin-resource-policy"] == "same-origin"
        assert "frame-ancestors" in headers["content-security-policy"]


def test_what_authors_write_runs_nowhere(preview: Preview) -> None:
    preview.change("title: ", "title: <script>alert(1)</script> ")
    preview.change("factors: [", "factors: ['<img src=x onerror=alert(1)>', ")
    for path in (ADDRESS, "/-/", f"/-/source?path={PAGE}"):
        text = preview.ask(path).text
        assert "<script>alert" not in text
        assert "<img src=x" not in text
