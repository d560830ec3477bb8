"""The workbook, as openpyxl and pandas read it; forged ones are refused."""

from __future__ import annotations

import datetime as dt
import io
import json
import re
import zipfile
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from command import Run, replace
from conftest import TODAY
from effort import tries
from examples import GOOD_PAGE, PAGE
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from releases import alone, copied, edition_of, faults, files_of, published, resign
from xlsxwriter import Workbook

from pipeline.publish.exporter import ExportFault
from pipeline.publish.exporters.xlsx import OPTIONS, SheetWriter, stored
from pipeline.publish.verify.workbook import MalformedWorkbook, WorkbookReader
from pipeline.publish.workbook import MORE, PATH, Sheet, parts_of, units
from pipeline.source.text import Source

Rows = list[tuple[Any, ...]]


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A bundle of the test library with its workbook."""
    return published(tmp_path_factory.mktemp("xlsx"), ("json", "xlsx")).release


@pytest.fixture(scope="module")
def package(bundle: Path) -> dict[str, Any]:
    return json.loads((bundle / "csv/datapackage.json").read_text(encoding="utf-8"))


def read(data: bytes) -> dict[str, Rows]:
    """The sheets as openpyxl reads them."""
    book = load_workbook(io.BytesIO(data))
    return {sheet.title: [tuple(row) for row in sheet.iter_rows(values_only=True)] for sheet in book}


def typed(cell: str, type_: str) -> Any:
    if not cell:
        return None
    if type_ == "date":
        return dt.datetime.fromisoformat(cell)
    return {"integer": int, "boolean": {"true": True, "false": False}.get}.get(type_, str)(cell)


# --- what consumers read ---


def test_openpyxl_reads_the_cells_of_every_table(bundle: Path, package: dict[str, Any]) -> None:
    sheets = read((bundle / PATH).read_bytes())
    assert list(sheets) == ["about", "disclaimers", *(table["name"] for table in package["resources"])]
    for table in package["resources"]:
        types = {field["name"]: field["type"] for field in table["schema"]["fields"]}
        frame = pd.read_csv(bundle / "csv" / table["path"], dtype=str, keep_default_na=False)
        rows = [tuple(map(typed, row, types.values())) for row in frame.itertuples(index=False, name=None)]
        assert sheets[table["name"]] == [tuple(types), *rows], table["name"]


def test_the_first_sheets_name_the_library_and_its_disclaimers(bundle: Path) -> None:
    manifest = json.loads((bundle / "manifest.json").read_text(encoding="utf-8"))
    sheets = read((bundle / PATH).read_bytes())
    about = {name: value for name, value in manifest["library"].items() if value not in (None, [])}
    assert dict(sheets["about"][1:]) == about
    assert sheets["disclaimers"] == [("id", "text"), *((each["id"], each["text"]) for each in manifest["disclaimers"])]


def test_the_header_stays_in_sight_and_columns_have_widths(bundle: Path) -> None:
    book = load_workbook(bundle / PATH)
    assert {sheet.freeze_panes for sheet in book} == {"A2"}
    assert all(cell.font.b for sheet in book for cell in sheet[1])
    assert all(10 <= column.width < 61 for sheet in book for column in sheet.column_dimensions.values())
    assert book["strategies"]["E2"].number_format == "yyyy-mm-dd"
    assert book["strategies"]["A2"].number_format == "@"
    library = json.loads((bundle / "manifest.json").read_text(encoding="utf-8"))["library"]
    assert (book.properties.title, book.properties.creator) == (library["title"], library["publisher"])


def test_pandas_reads_every_sheet_without_options(bundle: Path, package: dict[str, Any]) -> None:
    frames = pd.read_excel(bundle / PATH, sheet_name=None)
    for table in package["resources"]:
        lines = pd.read_csv(bundle / "csv" / table["path"])
        assert list(frames[table["name"]].columns) == list(lines.columns)
        assert len(frames[table["name"]]) == len(lines)
    assert str(frames["strategies"]["updated"].dtype).startswith("datetime64")


# --- text stays text ---


def test_grades_titles_and_ids_stay_as_they_are_written(library: Path, run: Run) -> None:
    models = library / "content/vocabulary/learner-models.yaml"
    replace(models, '["4", "5", "6"]', '["3-5", "6", "007"]')
    page = GOOD_PAGE.replace("title: Weekly Reflection", "title: \"=1+1, 'quoted'\"").replace(
        "[Ada Ruiz]", "[Ada Ruiz, 1e5]"
    )
    (library / "content/strategies/may-1.md").write_text(page, encoding="utf-8")
    assert run("export", "--formats", "xlsx", f"--today={TODAY}", folder=library).code == 0
    book = load_workbook(library / "exports/latest" / PATH)
    cells = {cell.value: cell for sheet in book for row in sheet.iter_rows() for cell in row}
    for text in ("3-5", "007", "1e5", "may-1", "=1+1, 'quoted'"):
        assert (cells[text].data_type, cells[text].hyperlink) == ("s", None)
    assert run("verify", "exports/latest", folder=library).code == 0


def workbook_of(*rows: Iterable[Any], header: tuple[str, ...] = ("text",)) -> bytes:
    """A workbook with one sheet."""
    buffer = io.BytesIO()
    with Workbook(buffer, OPTIONS) as book:
        writer = SheetWriter(book)
        writer.write(Sheet("sheet", header, [tuple(row) for row in rows]))
    return stored(buffer, writer.strings())


HOSTILE = (
    *('=HYPERLINK("x")', "+1", "-1", "@SUM(1)", "{=1}", "https://example.org", "internal:A1", "mailto:a@b.example"),
    *("<r><t>x</t></r>", "<r></r>", "<r><c t='inlineStr'/></r>", "</si></sst>", "]]>", "&amp;", "<!DOCTYPE x>"),
    *("_x0041_", "_x005F_x0041_", "a\tb", "a\nb", "a\r\nb", " edges ", "\x01\x0b\x1f", "😀é\u2028", "'quoted'", "'"),
)


# What openpyxl makes of escapes, all of which Excel resolves: it knows that of `_` only, and removes each.
OPENPYXL = {
    "_x005F_x0041_": "_x0041_",
    "a\r\nb": "a_x000D_\nb",
    "\x01\x0b\x1f": "_x0001__x000B__x001F_",
}


@pytest.mark.parametrize("text", HOSTILE)
def test_text_comes_back_as_it_was(text: str) -> None:
    data = workbook_of([text])
    assert list(WorkbookReader(data).rows("sheet")) == [("text",), (text,)]
    (cell,) = load_workbook(io.BytesIO(data))["sheet"][2]
    assert cell.data_type == "s"
    assert cell.value == OPENPYXL.get(text, text)


@settings(max_examples=tries(60))
@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=40))
def test_any_text_comes_back(text: str) -> None:
    assert list(WorkbookReader(workbook_of([text])).rows("sheet")) == [("text",), (text,)]


def test_numbers_flags_and_days_have_their_types() -> None:
    data = workbook_of([5, True, dt.date(2026, 11, 24), None, "x"], header=("a", "b", "c", "d", "e"))
    assert read(data)["sheet"][1] == (5, True, dt.datetime(2026, 11, 24), None, "x")


def test_a_table_with_too_many_rows_is_refused() -> None:
    rows = ((1 if number == 1_048_576 else None,) for number in range(1, 1_048_577))
    with Workbook(io.BytesIO(), OPTIONS) as book, pytest.raises(ExportFault, match="row 1048577 of the sheet `sheet`"):
        SheetWriter(book).write(Sheet("sheet", ("number",), rows))


# --- long cells ---


@pytest.mark.parametrize(
    ("letters", "length"),
    [("a", 32_767), ("a", 32_768), ("é", 32_768), ("😀", 32_766), ("😀", 32_768)],
    ids=["fits", "one more", "accents", "pairs that fit", "pairs"],
)
def test_a_long_cell_goes_on_in_another_sheet(letters: str, length: int) -> None:
    """Lengths are in UTF-16 units, of which some letters take two."""
    overview = letters * (length // units(letters))
    page = re.sub(r"(?<=## Overview\n\n).*(?=\n\n## Ex)", overview, GOOD_PAGE)
    files = files_of(edition_of(changed=[Source(PAGE, page)]), ["xlsx"])
    sheets = read(files[PATH])
    header, *rows = sheets["strategies"]
    (first,) = [row[header.index("overview")] for row in rows if row[0] == "example"]
    assert units(first) <= 32_767
    if length <= 32_767:
        assert (first, "continued" in sheets) == (overview, False)
        return
    assert first.endswith(MORE)
    assert sheets["continued"][0] == ("sheet", "row_key", "column_name", "part", "text")
    more = [row for row in sheets["continued"][1:] if row[:3] == ("strategies", "example", "overview")]
    assert [row[3] for row in more] == list(range(2, len(more) + 2))
    assert first.removesuffix(MORE) + "".join(row[4] for row in more) == overview


@given(st.text("a😀", max_size=200).map(lambda text: text * 400))
@settings(max_examples=tries(30))
def test_parts_are_short_and_lose_nothing(text: str) -> None:
    parts = parts_of(text)
    assert "".join(parts) == text
    assert all(units(part + (MORE if len(parts) > 1 else "")) <= 32_767 for part in parts)


# --- forgeries ---


def in_part(part: str, old: str, new: str) -> Callable[[Path], None]:
    """Change a part of the workbook as a forger would who knows its form."""

    def change(bundle: Path) -> None:
        found = parts(bundle)
        assert old in found[part]
        write(bundle, found | {part: found[part].replace(old, new, 1)})

    return change


def parts(bundle: Path) -> dict[str, str]:
    with zipfile.ZipFile(bundle / PATH) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def write(bundle: Path, found: Mapping[str, str], compression: int = zipfile.ZIP_STORED) -> None:
    with zipfile.ZipFile(bundle / PATH, "w", compression) as archive:
        for name, text in found.items():
            archive.writestr(name, text)


SHEET = "xl/worksheets/sheet3.xml"
STRINGS = "xl/sharedStrings.xml"
FORGERIES: Mapping[str, tuple[Callable[[Path], None], str]] = {
    "another title": (in_part(STRINGS, ">Student Voice<", ">Other<"), "strategies, row "),
    "another disclaimer": (in_part(STRINGS, "not endorsements", "endorsements"), "disclaimers, row "),
    "another licence": (in_part(STRINGS, ">CC-BY-4.0<", ">MIT<"), "about, row "),
    "another number": (in_part("xl/worksheets/sheet4.xml", "<v>1</v>", "<v>7</v>"), "strategy_factors, row "),
    "a number for a text": (in_part(SHEET, ' t="s"><v>', "><v>"), "strategies, row 1 "),
    "a formula": (in_part(SHEET, "<v>", "<f>1+1</f><v>"), "`f` may not stand there"),
    "a link": (in_part(SHEET, "<pageMargins", "<hyperlinks/><pageMargins"), "`hyperlinks` may not stand there"),
    "a hidden sheet": (in_part("xl/workbook.xml", 'sheetId="2"', 'sheetId="2" state="hidden"'), "a sheet is hidden"),
    "a hidden row": (in_part(SHEET, '<row r="2"', '<row r="2" hidden="1"'), "`row` may not stand there"),
    "sheets that swapped names": (
        in_part("xl/workbook.xml", 'name="disclaimers"', 'name="disclaimer"'),
        "its sheets are not about, disclaimers,",
    ),
    "a format that hides": (in_part("xl/styles.xml", "yyyy-mm-dd", ";;;"), "it has a format of cells"),
    "another author": (in_part("docProps/core.xml", "<dc:creator>", "<dc:creator>Not "), "its title or its author"),
    "entities": (in_part(STRINGS, "<sst", '<!DOCTYPE x [<!ENTITY a "b">]><sst'), "is no XML as a workbook holds it"),
    "a row in another place": (
        in_part(SHEET, '<row r="2"', '<row r="9"'),
        "row 2 of the sheet `strategies` is missing",
    ),
    "a macro": (
        lambda bundle: write(bundle, {**parts(bundle), "xl/vbaProject.xml": parts(bundle)[STRINGS]}),
        "xl/vbaProject.xml: a workbook of plain sheets has other parts",
    ),
    "compressed": (lambda bundle: write(bundle, parts(bundle), zipfile.ZIP_DEFLATED), "is compressed"),
    "no workbook": (lambda bundle: (bundle / PATH).write_bytes(b"PK"), "it is no workbook"),
    "no file": (lambda bundle: (bundle / PATH).unlink(), f"{PATH}: it is missing"),
}


@pytest.mark.parametrize("name", FORGERIES)
def test_a_forged_workbook_is_refused_whatever_the_checksums_say(name: str, bundle: Path, tmp_path: Path) -> None:
    change, reason = FORGERIES[name]
    forged = copied(bundle, tmp_path / "bundle")
    change(forged)
    resign(forged)
    found = faults(forged)
    assert any(reason in fault for fault in found), found


def test_an_archive_of_the_workbook_alone_is_compared_with_its_manifest(bundle: Path, tmp_path: Path) -> None:
    archived = alone(bundle, "xlsx", tmp_path / "bundle")
    assert faults(archived) == []
    in_part(STRINGS, ">student-voice<", ">student-choice<")(archived)
    resign(archived)
    assert any("student-choice: manifest.json lists no such id" in fault for fault in faults(archived))


def test_what_is_no_workbook_is_told() -> None:
    data = workbook_of(["a"])
    for broken in (b"", data[: len(data) // 2], data.replace(b"<si>", b"<s1>"), data.replace(b"<v>0</v>", b"<v>9</v>")):
        with pytest.raises(MalformedWorkbook):
            list(WorkbookReader(broken).rows("sheet"))
