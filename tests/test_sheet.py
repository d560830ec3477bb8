"""Work-lists: what spreadsheets make of them, what is refused and how, and that only the wanted bytes change."""

from __future__ import annotations

import csv
import datetime as dt
import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from command import CIRCLE, TODAY, TRUST, VOICE, Outcome, Run, replace
from openpyxl import load_workbook
from own_fields import FULL
from own_fields import sources as own_sources

Table = list[list[str]]
PAGE_OF_TRUST = "building-trust"


@pytest.fixture
def sheet(library: Path, run: Run, tmp_path: Path) -> Callable[..., Path]:
    """Write a work-list of the test library, in CSV unless told otherwise."""

    def write(*options: str, name: str = "list.csv") -> Path:
        outcome = run("sheet", "export", tmp_path / name, *options, TODAY, folder=library)
        assert outcome.code == 0, outcome.err
        return tmp_path / name

    return write


@pytest.fixture
def back(library: Path, run: Run) -> Callable[..., Outcome]:
    """Import a work-list into the test library."""
    return lambda file, *options: run("sheet", "import", file, *options, TODAY, folder=library)


def rows_of(file: Path) -> Table:
    return list(csv.reader(io.StringIO(file.read_text(encoding="utf-8-sig"), newline="")))


def save(file: Path, rows: Table, encoding: str = "utf-8-sig", delimiter: str = ",") -> None:
    buffer = io.StringIO(newline="")
    csv.writer(buffer, delimiter=delimiter).writerows(rows)
    file.write_bytes(buffer.getvalue().encode(encoding))


def put(rows: Table, id_: str, field: str, text: str) -> None:
    next(row for row in rows if row[0] == id_)[rows[0].index(field)] = text


def change(file: Path, *changes: tuple[str, str, str], encoding: str = "utf-8-sig", delimiter: str = ",") -> None:
    """Change cells of a CSV file: id, field and text of each."""
    rows = rows_of(file)
    for each in changes:
        put(rows, *each)
    save(file, rows, encoding, delimiter)


def texts_of(library: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (library / "content/strategies").rglob("*.md")}


def archive_of(content: bytes) -> bytes:
    """A ZIP archive with one part."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("[Content_Types].xml", content)
    return buffer.getvalue()


# --- what is written ---


def test_a_row_for_each_page_with_the_digest_last(sheet: Callable[..., Path]) -> None:
    rows = rows_of(sheet("--fields", "title, factors,review_by"))
    assert rows[0] == ["id", "path", "title", "factors", "review_by", "content_hash"]
    assert [row[1] for row in rows[1:]] == sorted(row[1] for row in rows[1:])
    trust = next(row for row in rows if row[0] == PAGE_OF_TRUST)
    assert "; " in trust[3]
    assert trust[5].startswith("sha256:")


def test_a_workbook_has_drop_downs_dates_and_a_hidden_digest(sheet: Callable[..., Path]) -> None:
    file = sheet("--fields", "title,category,status,updated,replaced_by", name="list.xlsx")
    book = load_workbook(file)
    pages, choices = book["pages"], book["choices"]
    assert pages.column_dimensions["H"].hidden
    assert not pages.column_dimensions["G"].hidden
    assert isinstance(pages["F2"].value, dt.datetime)
    lists = {str(rule.sqref).split(":")[0]: rule for rule in pages.data_validations.dataValidation}
    assert {at for at, rule in lists.items() if rule.type == "list"} == {"D2", "E2", "G2"}
    where = lists["E2"].formula1.replace("$", "").partition("!")[2]
    assert [cell.value for (cell,) in choices[where]] == ["idea", "draft", "published", "retired"]
    assert "<dataValidation " in zipfile.ZipFile(file).read("xl/worksheets/sheet1.xml").decode()


def test_no_list_replaces_one_that_is_there(sheet: Callable[..., Path], library: Path, run: Run) -> None:
    file = sheet()
    again = run("sheet", "export", file, TODAY, folder=library)
    assert (again.code, "--force" in again.err) == (2, True)
    assert run("sheet", "export", file, "--force", TODAY, folder=library).code == 0


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["list.csv", "--fields", "titel"], "there is no field `titel`; did you mean `title`?"),
        (["list.csv", "--fields", "source"], "`source` has fields of its own"),
        (["list.ods"], "ends in .xlsx or .csv"),
    ],
)
def test_what_cannot_be_exported_is_named(library: Path, run: Run, options: list[str], words: str) -> None:
    outcome = run("sheet", "export", *options, TODAY, folder=library)
    assert outcome.code == 2
    assert words in outcome.err


def test_texts_of_pages_never_become_formulas(
    library: Path, sheet: Callable[..., Path], back: Callable[..., Outcome]
) -> None:
    title = "=HYPERLINK('http://a.example')"
    replace(library / TRUST, "title: Building Trust", f'title: "{title}"')
    file, book = sheet(), sheet(name="list.xlsx")
    assert f"'{title}" in [row[2] for row in rows_of(file)]
    cells = {cell.value: cell.data_type for cell in load_workbook(book)["pages"]["C"]}
    assert cells[title] == "s"
    for each in (file, book):
        outcome = back(each)
        assert (outcome.code, "0 pages changed" in outcome.err) == (0, True), outcome.out


# --- what comes back ---


@pytest.mark.parametrize("name", ["list.csv", "list.xlsx"])
def test_an_unchanged_list_changes_nothing(
    library: Path, sheet: Callable[..., Path], back: Callable[..., Outcome], name: str
) -> None:
    fields = (
        "title,summary,category,learner_models,factors,related,status,updated,authors,aliases,replaced_by,review_by"
    )
    before = texts_of(library)
    outcome = back(sheet("--fields", fields, name=name))
    assert (outcome.code, outcome.out) == (0, "")
    assert "0 pages changed" in outcome.err
    assert texts_of(library) == before


@pytest.mark.parametrize(("encoding", "delimiter"), [("utf-8-sig", ","), ("utf-8", ";"), ("utf-16", "\t")])
def test_only_the_bytes_of_changed_cells_change(
    library: Path, sheet: Callable[..., Path], back: Callable[..., Outcome], encoding: str, delimiter: str
) -> None:
    page = library / TRUST
    page.write_bytes(page.read_bytes().replace(b"\n", b"\r\n").replace(b"updated:", b"# a note\r\nupdated:"))
    before = page.read_bytes()
    file = sheet()
    summary = "Trust “grows” in small steps: learners are heard, and what they say is kept."
    change(file, (PAGE_OF_TRUST, "summary", f" {summary} "), encoding=encoding, delimiter=delimiter)
    shown = back(file, "--dry-run")
    assert page.read_bytes() == before
    assert f'+summary: "{summary}"' in shown.out.split("\r\n")
    assert back(file).code == 0
    old, new = before.split(b"\r\n"), page.read_bytes().split(b"\r\n")
    assert [number for number, (one, other) in enumerate(zip(old, new, strict=True)) if one != other] == [2]
    assert new[2].decode() == f'summary: "{summary}"'
    again = back(file)
    assert "0 pages changed" in again.err, "what is there already is no change"


def test_a_changed_workbook_changes_its_pages(
    library: Path, sheet: Callable[..., Path], back: Callable[..., Outcome]
) -> None:
    file = sheet("--fields", "title,updated,review_by,aliases", name="list.xlsx")
    book = load_workbook(file)
    pages = book["pages"]
    row = next(cell.row for cell in pages["A"] if cell.value == PAGE_OF_TRUST)
    pages.cell(row, 3).value = 1984
    pages.cell(row, 4).value = dt.datetime(2026, 11, 20)
    pages.cell(row, 5).value = 46400
    pages.cell(row, 6).value = "trust-building; safe-rooms"
    book.save(file)
    assert back(file).code == 0
    lines = (library / TRUST).read_text(encoding="utf-8").split("\n")
    assert "title: 1984" in lines
    assert "updated: 2026-11-20" in lines
    assert "review_by: 2027-01-13" in lines
    assert "aliases: [trust-building, safe-rooms]" in lines


def test_rows_in_another_order_or_left_out_are_no_change(
    sheet: Callable[..., Path], back: Callable[..., Outcome]
) -> None:
    file = sheet()
    rows = rows_of(file)
    save(file, [[*rows[0], "# mine"], *([*row, "done"] for row in reversed(rows[2:]))])
    assert "0 pages changed" in back(file).err


def test_what_a_spreadsheet_makes_of_dates_and_numbers_is_no_change(
    library: Path, sheet: Callable[..., Path], back: Callable[..., Outcome]
) -> None:
    replace(library / TRUST, "title: Building Trust", "title: '007'")
    file = sheet("--fields", "title,updated")
    rows = rows_of(file)
    put(rows, PAGE_OF_TRUST, "title", "7")
    for row in rows[1:]:
        year, month, day = row[3].split("-")
        row[3] = f"{int(month)}/{int(day)}/{year}"
    rows[1][3] = "11/24/2026"  # which tells how the others are to be read
    save(file, rows)
    outcome = back(file, "--dry-run")
    assert outcome.code == 0, outcome.out
    assert outcome.out.count("+updated:") <= 1
    assert "+title" not in outcome.out


def test_a_warning_that_a_change_brings_is_told(
    library: Path, sheet: Callable[..., Path], back: Callable[..., Outcome]
) -> None:
    file = sheet("--fields", "updated")
    change(file, (PAGE_OF_TRUST, "updated", "2027-11-24"))
    outcome = back(file)
    assert outcome.code == 0
    assert "column C: " in outcome.err
    assert "warning future-date" in outcome.err
    assert b"updated: 2027-11-24" in (library / TRUST).read_bytes()


# --- what is refused ---

FAULTS = {
    "unknown page": (
        ("id", "building-trusst"),
        "column A: there is no page `building-trusst`; did you mean `building-trust`?",
    ),
    "no id": (("id", ""), "column A: the row has no id"),
    "another path": (("path", "content/strategies/x.md"), f"column B: the page is at {TRUST}"),
    "no digest": (("content_hash", ""), "its `content_hash` is gone"),
    "formula": (("title", "=A1"), "column C: `title` holds a formula"),
    "error": (("category", ""), "column E: `category` has no value"),
    "unknown word": (("status", "Published"), "did you mean `published`?"),
    "unknown id": (("factors", "emotion; motivaton"), "unknown factor `motivaton`"),
    "too long": (("summary", "x" * 2000), "column D: `summary`"),
    "line break": (("title", "One\nTwo"), "column C: `title` must stand on one line"),
    "two readings": (("updated", "3/4/2026"), "which may be 2026-03-04 or 2026-04-03"),
    "day as number": (("updated", "46345"), "did you mean `2026-11-19`?"),
    "date of a text": (("title", "3-Jan"), "which the spreadsheet may have made of `1-3`"),
    "no date": (("updated", "soon"), "is not a date written as YYYY-MM-DD"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_row_with_a_fault_keeps_all_from_being_written(
    library: Path, sheet: Callable[..., Path], back: Callable[..., Outcome], fault: str
) -> None:
    (field, text), words = FAULTS[fault]
    if fault == "date of a text":
        replace(library / TRUST, "title: Building Trust", "title: 1-3")
    file, before = sheet(), texts_of(library)
    rows = rows_of(file)
    number = next(number for number, row in enumerate(rows, 1) if row[0] == PAGE_OF_TRUST)
    put(rows, "student-voice", "title", "Another Title")
    put(rows, PAGE_OF_TRUST, "summary", "A whole new sentence that says what this strategy is and does.")
    put(rows, PAGE_OF_TRUST, field, text)
    save(file, rows)
    outcome = back(file)
    assert outcome.code == 1
    assert words in outcome.out
    assert all(line.startswith((f"row {number}", "    ")) for line in outcome.out.rstrip("\n").split("\n"))
    assert "nothing was changed" in outcome.err
    assert texts_of(library) == before


def test_a_page_that_was_changed_since_is_refused(
    library: Path, sheet: Callable[..., Path], back: Callable[..., Outcome]
) -> None:
    file = sheet()
    replace(library / TRUST, "## Overview\n\n", "## Overview\n\nNew words. ")
    assert back(file).code == 0, "nothing in its row was changed"
    change(file, (PAGE_OF_TRUST, "title", "Trust"))
    outcome = back(file)
    assert outcome.code == 1
    assert f"{TRUST} was changed after the sheet was made; delete this row" in outcome.out


def test_other_line_endings_are_no_change(
    library: Path, sheet: Callable[..., Path], back: Callable[..., Outcome]
) -> None:
    """Git gives the same page other line endings on Windows."""
    file, page = sheet(), library / TRUST
    page.write_bytes(page.read_bytes().replace(b"\n", b"\r\n"))
    change(file, (PAGE_OF_TRUST, "title", "Trust"))
    assert back(file).code == 0
    assert b"title: Trust\r\n" in page.read_bytes()


def test_double_rows_and_columns_are_refused(sheet: Callable[..., Path], back: Callable[..., Outcome]) -> None:
    file = sheet()
    rows = rows_of(file)
    save(file, [*([*row, row[2]] for row in rows), [*rows[1], ""]])
    outcome = back(file)
    assert "there are two columns `title`; keep one" in outcome.out
    assert f"the page `{rows[1][0]}` is in row 2 already" in outcome.out


def test_two_pages_with_one_id_are_told_apart_by_their_paths(
    library: Path, sheet: Callable[..., Path], back: Callable[..., Outcome]
) -> None:
    twin = library / "content/strategies/more/building-trust.md"
    twin.parent.mkdir()
    twin.write_bytes((library / TRUST).read_bytes().replace(b"title: Building Trust", b"title: Twin"))
    file = sheet("--fields", "title")
    rows = rows_of(file)
    next(row for row in rows if "more/" in row[1])[2] = "Another Twin"
    save(file, rows)
    assert back(file).code == 0
    assert b"title: Another Twin" in twin.read_bytes()
    assert b"title: Building Trust" in (library / TRUST).read_bytes()


def test_an_unknown_column_is_refused(sheet: Callable[..., Path], back: Callable[..., Outcome]) -> None:
    file = sheet("--fields", "title")
    save(file, [[*row, "notes" if not number else ""] for number, row in enumerate(rows_of(file))])
    assert "row 1, column E: `notes` is no field of pages; a column of your own begins with `#`" in back(file).out


def test_an_error_on_another_page_names_the_row_that_causes_it(
    sheet: Callable[..., Path], back: Callable[..., Outcome]
) -> None:
    file = sheet()
    change(file, ("student-voice", "status", "draft"))
    outcome = back(file)
    number = next(number for number, row in enumerate(rows_of(file), 1) if row[0] == "student-voice")
    assert f"row {number}, column I: " in outcome.out
    assert "related-not-published" in outcome.out


def test_a_workbook_with_formulas_and_dates_in_place_of_texts_is_refused(
    library: Path, sheet: Callable[..., Path], back: Callable[..., Outcome]
) -> None:
    replace(library / TRUST, "title: Building Trust", "title: 1-3")
    file = sheet(name="list.xlsx")
    book = load_workbook(file)
    pages = book["pages"]
    row = next(cell.row for cell in pages["A"] if cell.value == PAGE_OF_TRUST)
    pages.cell(row, 3).value = dt.datetime(2026, 1, 3)
    pages.cell(row, 4).value = '=CONCAT("a", "b")'
    book.save(file)
    outcome = back(file)
    assert (
        f"row {row}, column C: `title` holds the date 2026-01-03, which the spreadsheet may have made of `1-3`"
        in outcome.out
    )
    assert f"row {row}, column D: `summary` holds a formula" in outcome.out


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("list.csv", "Straße".encode("cp1252"), "save it as `CSV UTF-8`"),
        ("list.csv", b"a,b\n", "no column `id`"),
        ("list.csv", b"", "no column `id`"),
        ("list.xlsx", b"PK nothing", "no document of this kind"),
        ("list.xlsx", archive_of(b"<!DOCTYPE x [<!ENTITY a 'b'>]><x>&a;</x>"), "it defines entities"),
        ("list.xlsx", archive_of(b"<x/>"), "it is damaged, or no workbook"),
        ("list.ods", b"", "ends neither in"),
    ],
)
def test_a_file_that_is_no_work_list_is_refused(
    tmp_path: Path, back: Callable[..., Outcome], name: str, data: bytes, words: str
) -> None:
    (tmp_path / name).write_bytes(data)
    outcome = back(tmp_path / name)
    assert outcome.code == 2
    assert words in outcome.err


def test_a_page_that_changes_while_others_are_written_leaves_all_as_they_were(
    library: Path, sheet: Callable[..., Path], back: Callable[..., Outcome], monkeypatch: pytest.MonkeyPatch
) -> None:
    from pipeline.source import writing
    from pipeline.source.undo_log import UndoLog

    file, before = sheet(), texts_of(library)
    change(file, (PAGE_OF_TRUST, "title", "Trust"), ("student-voice", "title", "Voice"))
    put = writing._put

    def changes_voice_before(root: Path, log: UndoLog, number: int, change: writing.Change) -> None:
        put(root, log, number, (change[0], b"somebody else's") if log.steps[number].path == VOICE else change)

    monkeypatch.setattr(writing, "_put", changes_voice_before)
    outcome = back(file)
    assert outcome.code == 2
    assert "nothing was changed" in outcome.err
    assert texts_of(library) == before


def test_a_page_that_cannot_be_read_is_left_out(
    library: Path, sheet: Callable[..., Path], run: Run, tmp_path: Path
) -> None:
    replace(library / CIRCLE, "title: Morning Circle", "title: [Morning")
    outcome = run("sheet", "export", tmp_path / "list.csv", TODAY, folder=library)
    assert f"{CIRCLE} is left out: it cannot be read" in outcome.err
    assert "morning-circle" not in [row[0] for row in rows_of(tmp_path / "list.csv")]


def test_own_fields_are_columns(sheet: Callable[..., Path], back: Callable[..., Outcome], library: Path) -> None:
    for source in own_sources():
        (library / source.path).parent.mkdir(exist_ok=True)
        (library / source.path).write_bytes(source.encode())
    file = sheet("--fields", "title,grade_band,mode,minutes,outdoors,main_factor,tried_on", name="list.xlsx")
    assert "0 pages changed" in back(file).err
    book = load_workbook(file)
    pages = book["pages"]
    lists = {str(rule.sqref)[0] for rule in pages.data_validations.dataValidation if rule.type == "list"}
    assert lists == {"E", "G", "H"}
    (row,) = [row for row in pages.iter_rows() if row[0].value == FULL]
    assert [cell.value for cell in row[3:8]] == ["3-5; K-2", "Whole class", "-20", "false", "motivation"]
    row[3].value, row[4].value, row[5].value, row[6].value = "K-2; 6", None, 15, True
    (least,) = [row for row in pages.iter_rows() if row[0].value == PAGE_OF_TRUST]
    least[7].value, least[8].value = "emotion", dt.date(2025, 3, 4)
    book.save(file)
    before = (library / VOICE).read_text(encoding="utf-8")
    assert back(file).code == 0
    wanted = before.replace("[3-5, K-2]", "[K-2, 6]").replace("mode: Whole class\n", "")
    wanted = wanted.replace("minutes: -20", "minutes: 15").replace("outdoors: false", "outdoors: true")
    assert (library / VOICE).read_text(encoding="utf-8") == wanted
    assert "\nmain_factor: emotion\ntried_on: 2025-03-04\n" in (library / TRUST).read_text(encoding="utf-8")
    change_of_mode = sheet("--fields", "mode")
    change(change_of_mode, (FULL, "mode", "whole clas"))
    assert (
        "`whole clas` is not one of the values accepted here; did you mean `Whole class`?" in back(change_of_mode).out
    )
