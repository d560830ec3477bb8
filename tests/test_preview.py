"""The preview: what it shows of a library that is being written, and what its forms change."""

from __future__ import annotations

import asyncio
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import own_fields
import pytest
from conftest import HERE
from previewing import ADDRESS, DAY, HOST, PAGE, Preview, value_of

from pipeline.authoring.preview.session import PreviewSession
from pipeline.authoring.preview.views import form_of
from pipeline.incremental.workspace import Workspace
from pipeline.source.paths import REFERENCES_PATH


@pytest.fixture
def preview(library: Path) -> Preview:
    return Preview(library)


def test_a_change_while_a_version_is_sent_is_told(preview: Preview) -> None:
    """Or a page would wait for the next change, as if it were up to date."""
    told: list[bytes] = []

    async def send(message: Any) -> None:
        if message.get("body"):
            told.append(message["body"])
            if len(told) == 1:
                preview.change("status: published", "status: draft")
                preview.server.changed()
            else:
                preview.server.end()

    async def receive() -> dict[str, str]:
        return await asyncio.Future()

    scope: dict[str, Any] = {"type": "http", "method": "GET", "path": "/-/events", "query_string": b""}
    scope["headers"] = [(b"host", HOST.encode())]
    asyncio.run(asyncio.wait_for(preview.app(scope, receive, send), 5))
    assert len(set(told)) == 2


def test_a_page_follows_its_file_and_shows_findings_at_their_place(preview: Preview) -> None:
    assert "preview-note" not in preview.ask(ADDRESS).text
    preview.change("status: published", "status: draft")
    page = preview.ask(ADDRESS).text
    assert "Not published: draft" in page
    first = next(line for line in preview.text().splitlines() if line.startswith("## "))
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
        assert preview.ask(f"/-/edit?path={PAGE}").status == 200
        assert preview.write("check", preview.sent()).status == 200
        assert preview.ask(f"/-/edit?path={path}").status == 200
        assert "invalid-yaml" in preview.ask("/-/").text
    (preview.root / "strategies.toml").write_text("nothing = [")
    preview.server.changed()
    assert preview.session.site.trouble
    assert preview.session.site.trouble in preview.ask("/-/").text.replace("&#39;", "'").replace("&#34;", '"')


def test_the_button_mends_what_it_says_and_no_other_byte(preview: Preview) -> None:
    before = preview.text()
    factor = before.partition("factors: [")[2].partition(",")[0].partition("]")[0]
    preview.change(factor, factor + "s")
    number, found = next((number, each) for number, each in enumerate(preview.session.report.diagnostics) if each.fix)
    assert f'data-fix="{number}"' in preview.ask(ADDRESS).text, found
    version = str(preview.session.site.version)
    assert preview.write("fix", {"number": number, "version": version}).status == 200
    assert preview.text() == before
    again = preview.write("fix", {"number": number, "version": version})
    assert again.status == 412
    assert "changed meanwhile" in again.text


def test_a_file_that_was_changed_meanwhile_is_left_alone(preview: Preview) -> None:
    factor = preview.text().partition("factors: [")[2].partition(",")[0].partition("]")[0]
    preview.change(factor, factor + "s")
    number = next(number for number, each in enumerate(preview.session.report.diagnostics) if each.fix)
    version = str(preview.session.site.version)
    text = preview.text() + "\nMore.\n"
    (preview.root / PAGE).write_text(text)
    assert preview.write("fix", {"number": number, "version": version}).status == 412
    assert preview.text() == text


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_a_form_changes_only_the_wanted_bytes(preview: Preview, newline: str) -> None:
    file = preview.root / PAGE
    file.write_bytes(file.read_bytes().replace(b"\n", newline.encode()) + (newline * 2 + "   " + newline).encode())
    preview.server.changed()
    before = file.read_bytes()
    assert preview.write("save", preview.sent()).status == 200
    assert file.read_bytes() == before
    sent = preview.sent()
    old = sent["fields"]["title"]
    sent["fields"]["title"] = "Reading \U0001f600: sideways"
    sent["sections"]["0"] += "\n\nOne more."
    answer = preview.write("save", sent)
    assert answer.status == 200, answer.text
    expected = before.replace(f"title: {old}".encode(), "title: 'Reading \U0001f600: sideways'".encode(), 1)
    first = preview.sent()["sections"]["0"]
    assert first.endswith("\n\nOne more.")
    written = file.read_bytes()
    assert written.replace(f"{newline * 2}One more.".encode(), b"", 1).replace(b'"', b"'") == expected.replace(
        b'"', b"'"
    )
    assert json.loads(answer.text)["digest"] == preview.sent()["digest"]


def test_a_page_is_shown_with_its_sources(preview: Preview) -> None:
    page = preview.ask(ADDRESS).text
    assert 'href="#reference-reyes-2022"' in page
    assert [page.count(f'<li id="reference-{id_}">') for id_ in ("reyes-2022", "ito-2021")] == [1, 1]
    preview.change("title: Checking Sources", "title: Checking All Sources", REFERENCES_PATH)
    assert "Checking All Sources with Pupils" in preview.ask(ADDRESS).text
    preview.change("(reference:reyes-2022)", "(reference:nobody-2022)")
    page = preview.ask(ADDRESS).text
    assert "unknown reference" in page
    assert '<li id="reference-ito-2021">' in page


@pytest.mark.parametrize(
    "text", ["", "- {id: reyes-2022, type: no, title: x}\n", "x: [", "- 1\n- {id: ito-2021}\n", "a: b\n"]
)
def test_a_page_is_shown_whatever_the_list_of_references_is(preview: Preview, text: str) -> None:
    (preview.root / REFERENCES_PATH).write_text(text, encoding="utf-8")
    preview.server.changed()
    answer = preview.ask(ADDRESS)
    assert answer.status == 200
    assert "readers who left a page judged it better" in answer.text


def test_a_form_keeps_citations(preview: Preview) -> None:
    sent = preview.sent()
    sent["sections"]["0"] += "\n\nSo says [a guide](reference:ito-2021)."
    assert preview.write("save", sent).status == 200
    text = preview.text()
    assert text.count("(reference:reyes-2022)") == 1
    assert text.count("(reference:ito-2021)") == 2
    assert preview.ask(ADDRESS).text.count('href="#reference-ito-2021"') == 1


def test_a_form_tells_findings_before_it_is_saved(preview: Preview) -> None:
    before = preview.text()
    sent = preview.sent()
    sent["fields"]["factors"] = [*sent["fields"]["factors"], "nothing-known"]
    found = preview.write("check", sent)
    assert found.status == 200
    assert "nothing-known" in found.text
    assert preview.text() == before


def test_a_form_does_not_overwrite_what_another_program_wrote(preview: Preview) -> None:
    sent = preview.sent()
    sent["fields"]["title"] = "Mine"
    preview.change("title: ", "title: Theirs ")
    assert preview.write("save", sent).status == 412
    sent = preview.sent() | {"fields": {"title": "Mine"}}
    text = preview.text() + "\nTheirs.\n"
    (preview.root / PAGE).write_text(text)
    assert preview.write("save", sent).status == 412
    assert preview.text() == text


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
    before = preview.text()
    assert preview.write("save", preview.sent() | wrong).status in (400, 409, 412)
    assert preview.text() == before


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


def test_lines_that_stay_keep_their_endings(preview: Preview) -> None:
    file = preview.root / PAGE
    lines = file.read_bytes().splitlines(keepends=True)
    mixed = b"".join(line.replace(b"\n", b"\r\n") if number % 3 else line for number, line in enumerate(lines))
    file.write_bytes(mixed.rstrip())
    preview.server.changed()
    for whole in (False, True):
        before, sent = file.read_bytes(), preview.sent(whole=whole)
        last = max(sent["sections"], key=int)
        sent["sections"][last] += f"\n\nOne more, {whole}."
        assert preview.write("save", sent).status == 200
        assert file.read_bytes() == before + f"\n\nOne more, {whole}.".encode()


def test_a_new_page_is_that_of_the_command(preview: Preview) -> None:
    answer = preview.write("new", {"title": "歩く", "id": "walks"})
    assert answer.text == "content/strategies/walks.md"
    text = preview.text(answer.text)
    assert "title: 歩く" in text
    assert "## Overview" in text
    refused = preview.write("new", {"title": "歩く"})
    assert refused.status == 409
    assert "is no id" in refused.text
    assert "there is the strategy `walks` already" in preview.write("new", {"title": "Walks"}).text
    (preview.root / "schemas").mkdir(exist_ok=True)
    (preview.root / "schemas/strategy-page.yaml").write_text("sections: 1\n")
    preview.server.changed()
    assert "house rules have mistakes" in preview.write("new", {"title": "Other"}).text


def with_own_fields(library: Path) -> Preview:
    """The library with a field of each type."""
    for source in own_fields.sources():
        (library / source.path).parent.mkdir(exist_ok=True)
        (library / source.path).write_bytes(source.encode())
    return Preview(library)


def test_what_would_bring_an_error_is_refused_and_named(library: Path) -> None:
    preview, path = with_own_fields(library), "content/strategies/building-trust.md"
    before = preview.text(path), preview.text(f"content/strategies/{own_fields.FULL}.md")
    sent = preview.sent(path) | {"fields": {}, "sections": {}}
    refused = preview.write("retire", sent | {"successor": ""})
    assert refused.status == 409
    assert f"There would be an error in content/strategies/{own_fields.FULL}.md, line" in refused.text
    assert "cannot be replaced by itself" in preview.write("retire", sent | {"successor": "building-trust"}).text
    assert "nothing has the id" in preview.write("retire", sent | {"successor": "no-such"}).text
    assert (preview.text(path), preview.text(f"content/strategies/{own_fields.FULL}.md")) == before
    assert preview.write("retire", sent | {"successor": "lateral-reading"}).status == 200
    assert "next_step: lateral-reading" in preview.text(f"content/strategies/{own_fields.FULL}.md")


@pytest.mark.parametrize(
    ("field", "value", "written"),
    [
        ("minutes", "30", "minutes: 30"),
        ("outdoors", "true", "outdoors: true"),
        ("grade_band", ["6", "K-2"], "grade_band: [6, K-2]"),
        ("tried_on", "2026-01-31", "tried_on: 2026-01-31"),
        ("next_step", "lateral-reading", "next_step: lateral-reading"),
        ("mode", "On one’s own", "mode: On one’s own"),
        ("handout", "", ""),
    ],
)
def test_fields_of_the_house_are_in_the_form(library: Path, field: str, value: str | list[str], written: str) -> None:
    preview, path = with_own_fields(library), f"content/strategies/{own_fields.FULL}.md"
    page = preview.ask(f"/-/edit?path={path}").text
    assert 'type="date" value="2020-02-29"' in page
    assert '<option value="K-2"' in page or 'name="grade_band" value="K-2" checked' in page
    assert "What to bring" in page
    before = preview.text(path)
    line = next(line for line in before.splitlines() if line.startswith(f"{field}:"))
    assert preview.write("save", preview.sent(path) | {"fields": {field: value}, "sections": {}}).status == 200
    assert preview.text(path) == before.replace(f"{line}\n", f"{written}\n" if written else "", 1)
    assert preview.session.report.has_errors is False


def test_translations_and_own_pages_have_a_form_of_their_text(tmp_path: Path) -> None:
    root = Path(shutil.copytree(HERE / "bilingual", tmp_path / "library"))
    (root / "content/pages").mkdir(exist_ok=True)
    (root / "content/pages/imprint.md").write_text("---\ntitle: Imprint\n---\n\nWho we are.\n")
    preview = Preview(root)
    translation = next(each.path for each in preview.session.report.library.translations)
    for path in ("content/pages/imprint.md", translation, "content/vocabulary/factors.yaml"):
        assert preview.ask(f"/-/edit?path={path}").status == 200
        sent, before = preview.sent(path), preview.text(path)
        sent["sections"]["0"] += "\n# More"
        assert preview.write("save", sent).status == 200
        assert preview.text(path) == before.rstrip() + "\n# More" + before[len(before.rstrip()) :]
    sent = preview.sent("content/pages/imprint.md")
    sent["sections"]["0"] += "\n\nNot saved [x](strategy:no-such)."
    checked = json.loads(preview.write("check", sent).text)
    assert "Not saved" in checked["page"]
    assert "no-such" in checked["findings"]
    original = preview.session.report.library.translations[0].original
    page = preview.ask(preview.session.site.addresses[original]).text
    assert f"/-/source?path={translation}" in page


def test_a_form_that_is_sent_as_it_is_changes_nothing() -> None:
    workspace = Workspace(HERE.parent)
    session = PreviewSession(workspace, lambda: DAY)
    for path in session.report.library.sources:
        for whole in (False, True):
            form = form_of(session.site, path, whole=whole)
            assert form
            fields = {
                each.id: tuple(found) if isinstance(found := value_of(each), list) else found for each in form.fields
            }
            change = session.change()
            form.edit(change, fields, {each.number: each.text for each in form.sections})
            assert change.written == {}, path
