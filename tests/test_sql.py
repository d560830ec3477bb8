"""The tables in databases: no reserved names, and what frictionless, DuckDB, SQLite and pandas read."""

from __future__ import annotations

import json
import re
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

import apsw
import duckdb
import pandas as pd
import pytest
from command import Run
from conftest import HERE, TODAY
from releases import alone, copied, edition_of, faults, files_of, page, published, resign

from pipeline.model.reserved_words import RESERVED
from pipeline.model.strategy_columns import section_column
from pipeline.publish.database import PATH, without_version

ROOT = HERE.parent
CONSUMING = (ROOT / "docs" / "consuming.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A bundle of the test library with its database."""
    return published(tmp_path_factory.mktemp("sql"), ("json", "sqlite")).release


@pytest.fixture
def database(bundle: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(f"{(bundle / PATH).as_uri()}?mode=ro&immutable=1", uri=True)) as connection:
        yield connection


@pytest.fixture(scope="module")
def package(bundle: Path) -> dict[str, Any]:
    return json.loads((bundle / "csv/datapackage.json").read_text(encoding="utf-8"))


def names(package: dict[str, Any]) -> dict[str, list[str]]:
    """The columns of each table."""
    return {table["name"]: [field["name"] for field in table["schema"]["fields"]] for table in package["resources"]}


# --- reserved words ---


def refused_by_sqlite(word: str) -> bool:
    with closing(sqlite3.connect(":memory:")) as connection:
        try:
            connection.execute(f"CREATE TABLE {word} ({word} TEXT)")
            connection.execute(f"SELECT {word}.{word} FROM {word} WHERE {word} = 'a' GROUP BY {word} ORDER BY {word}")
        except sqlite3.Error:
            return True
    return False


def words_of_postgresql() -> set[str]:
    lines = (HERE / "keywords" / "postgresql.txt").read_text(encoding="utf-8").splitlines()
    return {line.split()[0] for line in lines if not line.startswith("#")}


def words_of_duckdb() -> set[str]:
    query = "SELECT keyword_name FROM duckdb_keywords() WHERE keyword_category <> 'unreserved'"
    return {word for (word,) in duckdb.sql(query).fetchall()}


WORDS: Mapping[str, Callable[[], set[str]]] = {
    "sqlite": lambda: {word.lower() for word in apsw.keywords if refused_by_sqlite(word)},
    "duckdb": words_of_duckdb,
    "postgresql": words_of_postgresql,
}


@pytest.mark.parametrize("name", WORDS)
def test_every_reserved_word_is_known(name: str) -> None:
    words = WORDS[name]()
    assert {"group", "references", "order"} <= words
    assert sorted(words - RESERVED) == []


def test_no_table_or_column_is_a_reserved_word(package: dict[str, Any], database: sqlite3.Connection) -> None:
    known = {name for table, columns in names(package).items() for name in (table, *columns)}
    assert {"citations", "ordinal", "factor_group", "references_text"} <= known
    query = "SELECT m.name, c.name FROM sqlite_master AS m, pragma_table_info(m.name) AS c WHERE m.type <> 'index'"
    known |= {name for pair in database.execute(query) for name in pair}
    assert known & RESERVED == set()
    assert [name for name in sorted(known) if refused_by_sqlite(name)] == []


def test_a_section_with_a_reserved_id_gets_another_column() -> None:
    assert section_column("references") == "references_text"
    assert section_column("order") == "order_text"
    assert section_column("classroom-example") == "classroom_example"


def test_the_word_for_a_section_cannot_be_taken(library: Path, run: Run) -> None:
    rules = library / "schemas/strategy-page.yaml"
    rules.parent.mkdir(exist_ok=True)
    text = (ROOT / "schemas/strategy-page.yaml").read_text(encoding="utf-8")
    rules.write_text(text.replace("id: overview", "id: references-text", 1), encoding="utf-8", newline="\n")
    done = run("check", f"--today={TODAY}", folder=library)
    assert "the table of strategies has a column `references_text`" in done.out


# --- frictionless and DuckDB ---


def test_frictionless_loads_the_tables_into_sqlite(bundle: Path, package: dict[str, Any], tmp_path: Path) -> None:
    """By the command in the documentation."""
    shutil.copytree(bundle / "csv", tmp_path / "csv")
    (command,) = re.findall(r'^python -c "(.*frictionless.*)"$', CONSUMING, re.MULTILINE)
    done = subprocess.run([sys.executable, "-c", command], cwd=tmp_path, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
    target = tmp_path / "strategies.db"
    with closing(sqlite3.connect(target)) as loaded, closing(sqlite3.connect(bundle / PATH)) as own:
        for table, columns in names(package).items():
            order = f"SELECT {', '.join(columns)} FROM {table} ORDER BY {', '.join(columns[:3])}"
            assert loaded.execute(order).fetchall() == own.execute(order).fetchall(), table
        assert loaded.execute("PRAGMA foreign_key_check").fetchall() == []


def test_duckdb_reads_the_tables_and_needs_no_quotes(bundle: Path, package: dict[str, Any]) -> None:
    with duckdb.connect() as connection, closing(sqlite3.connect(bundle / PATH)) as own:
        for table, columns in names(package).items():
            connection.execute(f"CREATE TABLE {table} AS FROM read_csv('{bundle / 'csv' / table}.csv')")
            query = f"SELECT {', '.join(columns)} FROM {table}"
            found = connection.execute(query).fetchall()
            kinds = {kind[0] for kind in connection.execute(f"SELECT column_type FROM (DESCRIBE {table})").fetchall()}
            assert kinds <= {"VARCHAR", "BIGINT", "BOOLEAN", "DATE"}
            expected = own.execute(query).fetchall()
            assert sorted(map(plain, found)) == sorted(map(plain, expected)), table
        counted = connection.execute(
            "SELECT factor_group, count(*) FROM strategy_factors WHERE ordinal = 1 GROUP BY factor_group"
        ).fetchall()
        assert (
            sum(number for _, number in counted) == connection.execute("SELECT count(*) FROM strategies").fetchone()[0]
        )


def plain(row: tuple[object, ...]) -> list[str]:
    """A row without the types by which programs differ."""
    return ["" if cell is None else str(int(cell) if isinstance(cell, bool) else cell) for cell in row]


def test_pandas_reads_every_table_without_options(bundle: Path, package: dict[str, Any]) -> None:
    with closing(sqlite3.connect(bundle / PATH)) as own:
        for table, columns in names(package).items():
            frame = pd.read_csv(bundle / "csv" / f"{table}.csv")
            assert list(frame.columns) == columns
            from_database = pd.read_sql(f"SELECT * FROM {table}", own)
            assert list(from_database.columns) == columns
            assert len(from_database) == len(frame), table


# --- the database ---


def test_the_database_is_whole(database: sqlite3.Connection) -> None:
    assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert database.execute("PRAGMA foreign_key_check").fetchall() == []


def test_the_database_holds_the_records(bundle: Path, database: sqlite3.Connection) -> None:
    document = json.loads((bundle / "json/strategies.json").read_text(encoding="utf-8"))
    strategies = document["strategies"]
    assert database.execute("SELECT id, title, updated FROM strategies").fetchall() == [
        (each["id"], each["title"], each["updated"]) for each in strategies
    ]
    query = "SELECT strategy, section, heading, text, disclaimer FROM sections ORDER BY id"
    for row, (strategy, section) in zip(
        database.execute(query).fetchall(), [(one, part) for one in strategies for part in one["sections"]], strict=True
    ):
        disclaimer = section["disclaimer"] and section["disclaimer"]["text"]
        assert row[:3] + row[4:] == (strategy["id"], section["id"], section["heading"], disclaimer)
        assert section["text"] == (f"{disclaimer}\n\n{row[3]}" if disclaimer and row[3] else disclaimer or row[3])
    found = database.execute("SELECT * FROM library")
    library = dict(zip([each[0] for each in found.description], found.fetchone(), strict=True))
    expected = {"schema_version": document["schema_version"], **document["library"]}
    assert library == expected | {"languages": " ".join(document["library"]["languages"])}
    disclaimers = database.execute("SELECT id, text FROM disclaimers").fetchall()
    assert disclaimers == sorted((each["id"], each["text"]) for each in document["disclaimers"])


def test_views_join_what_is_often_asked_for(bundle: Path, database: sqlite3.Connection) -> None:
    strategies = json.loads((bundle / "json/strategies.json").read_text(encoding="utf-8"))["strategies"]
    query = "SELECT id, category_name, factor_names, learner_model_names FROM strategy_overview ORDER BY id"
    for row, strategy in zip(database.execute(query), strategies, strict=True):
        lists = ["; ".join(item["name"] for item in strategy[name]) for name in ("factors", "learner_models")]
        assert row == (strategy["id"], strategy["category"]["name"], *lists)
    query = "SELECT strategy FROM strategies_by_factor WHERE factor = 'motivation' ORDER BY strategy"
    expected = [(each["id"],) for each in strategies if "motivation" in [item["id"] for item in each["factors"]]]
    assert database.execute(query).fetchall() == expected != []
    grades = database.execute("SELECT DISTINCT strategy FROM strategies_by_grade WHERE grade = 'K'").fetchall()
    expected = [(each["id"],) for each in strategies if "early-grades" in [m["id"] for m in each["learner_models"]]]
    assert sorted(grades) == expected != []


def test_a_former_id_leads_to_its_strategy(bundle: Path, database: sqlite3.Connection) -> None:
    tombstones = json.loads((bundle / "json/tombstones.json").read_text(encoding="utf-8"))["tombstones"]
    found = dict(database.execute("SELECT id, strategy FROM current_ids"))
    for each in tombstones:
        assert [found[id_] for id_ in (each["id"], *each["aliases"])] == [each["replaced_by"]] * (
            len(each["aliases"]) + 1
        )
    assert found["student-voice"] == "student-voice"


def test_sections_are_searched_without_their_disclaimers(database: sqlite3.Connection) -> None:
    query = """SELECT sections.strategy, sections.section FROM section_search
        JOIN sections ON sections.id = section_search.rowid WHERE section_search MATCH ? ORDER BY rank"""
    texts = database.execute("SELECT strategy, section, text FROM sections").fetchall()
    word = "trust"
    expected = {row[:2] for row in texts if re.search(rf"\b{word}\b", row[2], re.IGNORECASE)}
    assert expected <= set(database.execute(query, (word,)).fetchall())
    assert expected
    assert database.execute(query, ("endorsements",)).fetchall() == []


def test_hostile_text_is_text(tmp_path: Path) -> None:
    hostile = "Robert'); DROP TABLE strategies;--"
    changed = [page("student-voice", lambda text: text.replace("title: Student Voice", f'title: "{hostile}"'))]
    data = files_of(edition_of(changed=changed), ["sqlite"])[PATH]
    (tmp_path / "library.sqlite").write_bytes(data)
    with closing(sqlite3.connect(tmp_path / "library.sqlite")) as connection:
        found = connection.execute("SELECT title FROM strategies WHERE id = 'student-voice'").fetchone()
    assert found == (hostile,)


def test_the_file_names_no_version_of_sqlite(bundle: Path) -> None:
    data = (bundle / PATH).read_bytes()
    assert without_version(data) == data
    assert apsw.sqlite_lib_version().encode() not in data
    assert int.from_bytes(data[96:100], "big") == 3_040_000 != apsw.SQLITE_VERSION_NUMBER


# --- forgeries ---


def edited(*statements: str) -> Callable[[Path], None]:
    """Change a database as a forger would who knows its form."""

    def change(bundle: Path) -> None:
        with closing(sqlite3.connect(bundle / PATH, isolation_level=None)) as connection:
            for statement in statements:
                connection.execute(statement)
            connection.execute("VACUUM")
        (bundle / PATH).write_bytes(without_version((bundle / PATH).read_bytes()))

    return change


FORGERIES: Mapping[str, tuple[Callable[[Path], None], str]] = {
    "another title": (edited("UPDATE strategies SET title = 'Other' WHERE id = 'student-voice'"), "strategies, row "),
    "another group": (
        edited("UPDATE strategy_factors SET factor_group = 'X' WHERE ordinal = 1"),
        "strategy_factors, row",
    ),
    "another text of a section": (edited("UPDATE sections SET text = 'Other' WHERE id = 2"), "sections, row 2 "),
    "a disclaimer less": (edited("UPDATE sections SET disclaimer = NULL"), "sections, row "),
    "another licence": (edited("UPDATE library SET licence = 'MIT'"), "library, row 1 "),
    "another disclaimer": (edited("UPDATE disclaimers SET text = 'None.'"), "disclaimers, row 1 "),
    "an added strategy": (
        edited(
            "INSERT INTO strategies SELECT 'new', title, summary, status, updated, category, "
            "overview, classroom_example, product_design, resources, references_text, disclaimer_videos, "
            "disclaimer_resources, source_title, source_url, source_retrieved, url, published, "
            "content_sha256, record_sha256 FROM strategies LIMIT 1"
        ),
        f"{PATH}: new: manifest.json lists no such id",
    ),
    "a row that refers to nothing": (
        edited("UPDATE strategy_factors SET factor = 'nothing' WHERE ordinal = 1"),
        "a row refers to one that does not exist",
    ),
    "an added table": (edited("CREATE TABLE more (id TEXT)"), f"{PATH}: more: it is not defined"),
    "a trigger": (
        edited("CREATE TRIGGER more AFTER INSERT ON strategies BEGIN DELETE FROM factors; END"),
        f"{PATH}: more: it is not defined",
    ),
    "another view": (
        edited("DROP VIEW current_ids", "CREATE VIEW current_ids AS SELECT id, id AS strategy FROM strategies"),
        f"{PATH}: current_ids: it is not defined",
    ),
    "a missing index": (edited("DROP INDEX strategy_factors_factor"), "CREATE INDEX"),
    "an index that finds other words": (
        edited(
            "INSERT INTO section_search (section_search, rowid, heading, text) VALUES ('delete', 1, 'a', 'b')",
            "INSERT INTO section_search (rowid, heading, text) VALUES (1, 'Overview', 'injected')",
        ),
        "it cannot be read as a database",
    ),
    "no database": (lambda bundle: (bundle / PATH).write_bytes(b"SQLite format 3\0 no more"), "it is no database"),
    "no file": (lambda bundle: (bundle / PATH).unlink(), f"{PATH}: it is missing"),
    "cut in the middle": (
        lambda bundle: (bundle / PATH).write_bytes((bundle / PATH).read_bytes()[:20_480]),
        PATH,
    ),
}


@pytest.mark.parametrize("name", FORGERIES)
def test_a_forged_database_is_refused_whatever_the_checksums_say(name: str, bundle: Path, tmp_path: Path) -> None:
    change, reason = FORGERIES[name]
    forged = copied(bundle, tmp_path / "bundle")
    change(forged)
    resign(forged)
    found = faults(forged)
    assert any(reason in fault for fault in found), found


def test_an_archive_of_the_database_alone_is_compared_with_its_manifest(bundle: Path, tmp_path: Path) -> None:
    archived = alone(bundle, "sqlite", tmp_path / "bundle")
    assert faults(archived) == []
    edited("UPDATE disclaimers SET text = 'None.'", "DELETE FROM strategies WHERE id = 'student-voice'")(archived)
    resign(archived)
    found = " ".join(faults(archived))
    assert "disclaimers, row 1" in found
    assert "student-voice: it is missing" in found


# --- the command ---


def test_a_database_is_made_on_demand_and_the_tables_with_it(library: Path, run: Run) -> None:
    assert run("export", "--formats", "sqlite", f"--today={TODAY}", folder=library).code == 0
    assert {each.name for each in (library / "exports/latest").iterdir() if each.is_dir()} == {
        "csv",
        "schemas",
        "sqlite",
    }
    assert run("export", "--no-search", f"--today={TODAY}", folder=library).code == 0
    assert not (library / "exports/latest/sqlite").exists()


@pytest.mark.parametrize(("format_", "module"), [("sqlite", "apsw"), ("xlsx", "xlsxwriter")])
def test_a_missing_extra_is_named(
    library: Path, run: Run, monkeypatch: pytest.MonkeyPatch, format_: str, module: str
) -> None:
    monkeypatch.setattr("pipeline.cli.exporting.find_spec", lambda name: None if name == module else object())
    done = run("export", "--formats", format_, f"--today={TODAY}", folder=library)
    assert done.code == 2
    assert f"the format `{format_}` needs the extra `{format_}`" in done.err
    assert f"pip install 'strategy-pipeline[{format_}]'" in done.err


def test_the_profile_for_spreadsheets_names_what_replaced_it(library: Path, run: Run) -> None:
    done = run("export", "--csv-profile", "excel", folder=library)
    assert done.code == 2
    assert "--formats json,html,csv,xlsx" in done.err
    assert run("export", "--formats", "csv", "--csv-profile", "data", f"--today={TODAY}", folder=library).code == 0
