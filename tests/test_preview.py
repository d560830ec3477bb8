"""The preview: what it shows of a library that is being written, and what it refuses."""

from __future__ import annotations

import asyncio
import datetime as dt
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from pipeline.authoring.preview.form import digest_of
from pipeline.authoring.preview.server import PreviewServer
from pipeline.authoring.preview.session import PreviewSession
from pipeline.authoring.preview.views import form_of
from pipeline.incremental.workspace import Workspace

DAY = dt.date(2026, 11, 27)
KEY = "secret"
HOST = "127.0.0.1:8000"
ORIGIN = f"http://{HOST}"
PAGE = "content/strategies/lateral-reading.md"
ADDRESS = "/strategies/lateral-reading/index.html"


class Answer(NamedTuple):
    """What the server says."""

    status: int
    headers: dict[str, str]
    text: str


class Preview:
    """A library under preview, asked without a network."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.session = PreviewSession(Workspace(root), lambda: DAY)
        self.server = PreviewServer(self.session, KEY)
        self.app = self.server.app(8000)

    def ask(self, path: str, method: str = "GET", body: bytes = b"", **headers: str) -> Answer:
        """Ask with these headers; an empty one is left out."""
        given = {"host": HOST} | {name.replace("_", "-"): value for name, value in headers.items()}
        raw, _, query = path.partition("?")
        scope: dict[str, Any] = {
            "type": "http",
            "http_version": "1.1",
            "method": method,
            "scheme": "http",
            "path": raw.replace("%2f", "/").replace("%2e", "."),
            "raw_path": raw.encode(),
            "query_string": query.encode(),
            "headers": [(name.encode(), value.encode()) for name, value in given.items() if value],
        }
        sent: list[Any] = []

        async def receive() -> dict[str, object]:
            return {"type": "http.request", "body": body}

        async def send(message: Any) -> None:
            sent.append(message)

        asyncio.run(self.app(scope, receive, send))
        found = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
        return Answer(sent[0]["status"], found, b"".join(part["body"] for part in sent[1:]).decode(errors="replace"))

    def write(self, action: str, sent: object, key: str = KEY, **headers: str) -> Answer:
        """Press a button."""
        given = {"origin": ORIGIN, "content_type": "application/json"} | headers
        return self.ask(f"/-/write/{key}/{action}", "POST", json.dumps(sent).encode(), **given)

    def change(self, before: str, after: str, path: str = PAGE) -> None:
        """Edit a file as an editor would."""
        file = self.root / path
        text = file.read_bytes().decode()
        assert before in text
        file.write_bytes(text.replace(before, after, 1).encode())
        self.server.changed()


@pytest.fixture
def preview(library: Path) -> Preview:
    return Preview(library)


def fields(preview: Preview) -> str:
    return (preview.root / PAGE).read_text()


def test_a_page_follows_its_file_and_shows_findings_at_their_place(preview: Preview) -> None:
    assert "preview-note" not in preview.ask(ADDRESS).text
    preview.change("status: published", "status: draft")
    page = preview.ask(ADDRESS).text
    assert "Not published: draft" in page
    first = next(line for line in fields(preview).splitlines() if line.startswith("## "))
    preview.change(first, f"{first} of nothing")
    page = preview.ask(ADDRESS).text
    heading = page.index(f"<h2>{first[3:]} of nothing</h2>")
    assert heading < page.index("preview-note", heading) < page.index("<h2>", heading + 4)
    preview.change(f"{first} of nothing", first)
    assert "unknown-section" not in preview.ask(ADDRESS).text


BROKEN: dict[str, Callable[[str], str]] = {
    "fields": lambda text: text.replace("title: ", "title: a: ", 1),
    "no fields": lambda text: text.partition("\n---\n")[2],
    "category": lambda text: text.replace("category: ", "category: no-", 1),
    "no title": lambda text: text.replace("title: ", "titel: ", 1),
    "text before sections": lambda text: text.replace("\n---\n", "\n---\n\nStray words.\n", 1),
    "items": lambda text: text.replace("\n- [", "\n- no link [", 1),
    "conflict": lambda text: text + "\n<<<<<<< HEAD\n",
    "empty": lambda text: "",
    "bytes": lambda text: text + "\udce9",
    "retired": lambda text: text.replace("status: published", "status: retired", 1),
}


@pytest.mark.parametrize("what", BROKEN)
def test_a_broken_page_is_shown_as_far_as_it_can_be(preview: Preview, what: str) -> None:
    file = preview.root / PAGE
    file.write_bytes(BROKEN[what](file.read_text()).encode("utf-8", "surrogateescape"))
    preview.server.changed()
    page = preview.ask(ADDRESS)
    assert page.status == 200
    assert "preview-note" in page.text or what == "retired"
    assert preview.ask("/-/").status == 200
    others = [each for each in preview.session.site.entries if f"/{each}" != ADDRESS]
    assert all(preview.ask(f"/{each}").status == 200 for each in others)


def test_all_of_a_page_is_shown_when_only_its_fields_are_broken(preview: Preview) -> None:
    preview.change("title: ", "title: a: ")
    page = preview.ask(ADDRESS).text
    assert 'id="section-overview"' in page
    assert "invalid-yaml" in page


def test_broken_data_files_leave_pages_that_can_be_read(preview: Preview) -> None:
    for path in ("content/vocabulary/factors.yaml", "content/library.yaml", "content/vocabulary/categories.yaml"):
        (preview.root / path).write_text("- : [")
        preview.server.changed()
        assert preview.ask(ADDRESS).status == 200
        assert "invalid-yaml" in preview.ask("/-/").text
    (preview.root / "strategies.toml").write_text("nothing = [")
    preview.server.changed()
    assert preview.session.site.trouble
    assert preview.session.site.trouble in preview.ask("/-/").text.replace("&#39;", "'").replace("&#34;", '"')


def test_the_button_mends_what_it_says_and_no_other_byte(preview: Preview) -> None:
    before = fields(preview)
    factor = before.partition("factors: [")[2].partition(",")[0].partition("]")[0]
    preview.change(factor, factor + "s")
    number, found = next((number, each) for number, each in enumerate(preview.session.report.diagnostics) if each.fix)
    assert f'data-fix="{number}"' in preview.ask(ADDRESS).text, found
    version = str(preview.session.site.version)
    assert preview.write("fix", {"number": number, "version": version}).status == 200
    assert fields(preview) == before
    again = preview.write("fix", {"number": number, "version": version})
    assert again.status == 412
    assert "changed meanwhile" in again.text


def test_a_file_that_was_changed_meanwhile_is_left_alone(preview: Preview) -> None:
    factor = fields(preview).partition("factors: [")[2].partition(",")[0].partition("]")[0]
    preview.change(factor, factor + "s")
    number = next(number for number, each in enumerate(preview.session.report.diagnostics) if each.fix)
    version = str(preview.session.site.version)
    text = fields(preview) + "\nMore.\n"
    (preview.root / PAGE).write_text(text)
    assert preview.write("fix", {"number": number, "version": version}).status == 412
    assert fields(preview) == text


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


def sent_of(preview: Preview) -> dict[str, Any]:
    """What a form would send if everything in it counted as changed."""
    form = form_of(preview.session.site, PAGE)
    assert form
    fields = {
        field.id: list(field.before) if field.column.is_list else next(iter(field.before), "") for field in form.fields
    }
    sections = {str(section.number): section.text for section in form.sections}
    return {"path": PAGE, "digest": digest_of(form.source), "fields": fields, "sections": sections}


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_a_form_changes_only_the_wanted_bytes(preview: Preview, newline: str) -> None:
    file = preview.root / PAGE
    file.write_bytes(file.read_bytes().replace(b"\n", newline.encode()) + (newline * 2 + "   " + newline).encode())
    preview.server.changed()
    before = file.read_bytes()
    assert preview.write("save", sent_of(preview)).status == 200
    assert file.read_bytes() == before
    sent = sent_of(preview)
    old = sent["fields"]["title"]
    sent["fields"]["title"] = "Reading \U0001f600: sideways"
    sent["sections"]["0"] += "\n\nOne more."
    answer = preview.write("save", sent)
    assert answer.status == 200, answer.text
    expected = before.replace(f"title: {old}".encode(), "title: 'Reading \U0001f600: sideways'".encode(), 1)
    first = sent_of(preview)["sections"]["0"]
    assert first.endswith("\n\nOne more.")
    written = file.read_bytes()
    assert written.replace(f"{newline * 2}One more.".encode(), b"", 1).replace(b'"', b"'") == expected.replace(
        b'"', b"'"
    )
    assert json.loads(answer.text)["digest"] == sent_of(preview)["digest"]


def test_a_form_tells_findings_before_it_is_saved(preview: Preview) -> None:
    before = fields(preview)
    sent = sent_of(preview)
    sent["fields"]["factors"] = [*sent["fields"]["factors"], "nothing-known"]
    found = preview.write("check", sent)
    assert found.status == 200
    assert "nothing-known" in found.text
    assert fields(preview) == before


def test_a_form_does_not_overwrite_what_another_program_wrote(preview: Preview) -> None:
    sent = sent_of(preview)
    sent["fields"]["title"] = "Mine"
    preview.change("title: ", "title: Theirs ")
    assert preview.write("save", sent).status == 412
    sent = sent_of(preview) | {"fields": {"title": "Mine"}}
    text = fields(preview) + "\nTheirs.\n"
    (preview.root / PAGE).write_text(text)
    assert preview.write("save", sent).status == 412
    assert fields(preview) == text


@pytest.mark.parametrize(
    "wrong",
    [
        {"path": "../x"},
        {"path": 1},
        {"fields": [1]},
        {"fields": {"no": "x"}},
        {"sections": {"99": "x"}},
        {"sections": 1},
    ],
)
def test_what_no_form_sends_changes_nothing(preview: Preview, wrong: dict[str, object]) -> None:
    before = fields(preview)
    assert preview.write("save", sent_of(preview) | wrong).status in (400, 409, 412)
    assert fields(preview) == before


def test_a_form_offers_what_the_vocabulary_has(preview: Preview) -> None:
    page = preview.ask(f"/-/edit?path={PAGE}").text
    assert 'type="checkbox" name="factors" value="attention" checked' in page
    assert "Building Trust" in page
    assert preview.ask("/-/edit?path=../x").status == 404


def test_a_page_is_begun_in_the_preview(preview: Preview) -> None:
    answer = preview.write("new", {"title": "Gallery  Walks: a “start”"})
    assert answer.status == 200, answer.text
    assert answer.text.startswith("content/strategies/gallery-walks")
    text = (preview.root / answer.text).read_text()
    assert "status: draft" in text
    assert preview.ask(f"/-/edit?path={answer.text}").status == 200
    assert preview.write("new", {"title": "Gallery  Walks: a “start”"}).status == 409
    for title in ("Lateral Reading", "../../x/", "", "…", "a" * 500):
        refused = preview.write("new", {"title": title})
        assert refused.status == 409 or refused.text.startswith("content/strategies/x"), title
    assert not list(preview.root.parent.glob("x*"))
