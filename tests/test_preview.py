"""The preview: what it shows of a library that is being written, and what its forms change."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from previewing import ADDRESS, PAGE, Preview


@pytest.fixture
def preview(library: Path) -> Preview:
    return Preview(library)


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
