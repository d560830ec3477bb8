"""The bundle of the real library, made by the command and read without the pipeline: whole, valid, of one mind."""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
import io
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from posixpath import dirname, join, normpath
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest
import yaml
from conftest import HERE
from jsonschema import Draft202012Validator
from markdown_it import MarkdownIt
from referencing import Registry

from pipeline.incremental.workspace import Workspace
from pipeline.model.catalog import Catalog, NotPublishable
from pipeline.model.diagnostics import Diagnostic, Severity
from pipeline.model.report import Report
from pipeline.source.text import Span

ROOT = HERE.parent
TODAY = "2026-11-24"
VIDEOS = (
    "Videos are chosen as examples of strategies in action. These choices are not endorsements of the products or "
    "evidence of use of research to develop the feature."
)
RESOURCES = (
    "Additional examples, research, and professional development. These resources are possible representations of "
    "this strategy, not endorsements."
)
# Where a sentence ends and the next begins; a stop inside "Dr. Lee" only makes smaller pieces, each as binding.
SENTENCE_BREAK = re.compile(r"(?<=[.!?])[\"')]*\s+")
# Tables of the CSV bundle: the columns that point to other tables.
KEYS = {
    "strategies": {"category": "categories"},
    "strategy_factors": {"strategy": "strategies", "factor": "factors"},
    "strategy_related": {"strategy": "strategies", "related": "strategies"},
    "strategy_learner_models": {"strategy": "strategies", "learner_model": "learner_models"},
    "learner_model_factors": {"learner_model": "learner_models", "factor": "factors"},
    "resources": {"strategy": "strategies"},
    "videos": {"strategy": "strategies"},
    "citations": {"strategy": "strategies"},
}


def folded(text: str) -> str:
    return " ".join(text.split())


def straight(text: str) -> str:
    """A text with straight quotes, for pages of the site, which set curly ones."""
    return text.translate(str.maketrans("“”‘’", "\"\"''"))


def export(out: Path, root: Path = ROOT, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "pipeline", "export", "--root", str(root), "--out", str(out), "--today", TODAY]
    env = os.environ | environment
    return subprocess.run(command, cwd=out.parent, env=env, capture_output=True, check=False, encoding="utf-8")


def files_below(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


class Written:
    """A page of the library as its author wrote it, read without the pipeline."""

    def __init__(self, path: Path) -> None:
        _, front, body = path.read_text(encoding="utf-8").split("---\n", 2)
        self.id = path.stem
        self.fields: dict[str, Any] = yaml.load(front, yaml.BaseLoader)
        self.body = body

    @property
    def status(self) -> str:
        return str(self.fields["status"])

    @property
    def sentences(self) -> Iterator[str]:
        """Every sentence a reader is promised: of the summary, of each paragraph, item, cell and heading."""
        yield self.fields["summary"]
        for token in MarkdownIt("commonmark").enable("table").parse(self.body):
            words = "".join(
                " " if child.type in ("softbreak", "hardbreak") else child.content
                for child in token.children or ()
                if child.type in ("text", "code_inline", "softbreak", "hardbreak")
            )
            yield from (folded(sentence) for sentence in SENTENCE_BREAK.split(words) if sentence.strip())


class Page(HTMLParser):
    """A page of the site: its text, the addresses it leads to, and the ids that stand in it."""

    INLINE = frozenset({"a", "em", "strong", "code", "s", "span", "time"})

    def __init__(self, markup: str) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.addresses: list[str] = []
        self.ids: set[str] = set()
        self.feed(markup)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_endtag(tag)
        self.addresses += [value for name, value in attrs if name in ("href", "src") and value]
        self.ids |= {value for name, value in attrs if name == "id" and value}

    def handle_endtag(self, tag: str) -> None:
        if tag not in self.INLINE:
            self.parts.append(" ")

    def handle_data(self, data: str) -> None:
        self.parts.append(data)

    @property
    def text(self) -> str:
        return folded("".join(self.parts))


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The release that `strategies export` writes of the real content."""
    out = tmp_path_factory.mktemp("bundle") / "exports"
    done = export(out)
    assert done.returncode == 0, done.stdout + done.stderr
    return (out / "latest").resolve()


@pytest.fixture(scope="module")
def pages() -> list[Written]:
    return [Written(path) for path in sorted((ROOT / "content" / "strategies").rglob("*.md"))]


@pytest.fixture(scope="module")
def published(pages: list[Written]) -> list[Written]:
    return [page for page in pages if page.status == "published"]


@pytest.fixture(scope="module")
def tables(bundle: Path) -> dict[str, list[dict[str, str]]]:
    found = {}
    for path in sorted((bundle / "csv").glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            found[path.stem] = list(csv.DictReader(file, strict=True))
    return found


def read_json(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


def of_status(pages: list[Written], status: str) -> list[str]:
    found = [page.id for page in pages if page.status == status]
    assert found, f"the library has no {status} page, so this test shows nothing"
    return found


# --- nothing is lost ---


def test_every_sentence_is_in_the_json(bundle: Path, published: list[Written]) -> None:
    for page in published:
        record = read_json(bundle / "json" / "strategies" / f"{page.id}.json")
        text = folded(" ".join([record["summary"], *(f"{s['heading']} {s['text']}" for s in record["sections"])]))
        assert [sentence for sentence in page.sentences if sentence not in text] == [], page.id


def test_every_sentence_is_in_the_html(bundle: Path, published: list[Written]) -> None:
    for page in published:
        markup = (bundle / "html" / "strategies" / page.id / "index.html").read_text(encoding="utf-8")
        text = straight(Page(markup).text)
        assert [sentence for sentence in page.sentences if straight(sentence) not in text] == [], page.id


def test_every_sentence_is_in_the_csv(
    tables: dict[str, list[dict[str, str]]], published: list[Written], bundle: Path
) -> None:
    rows = {row["id"]: row for row in tables["strategies"]}
    headings = {s["heading"] for s in read_json(bundle / "json" / "strategies.json")["strategies"][0]["sections"]}
    for page in published:
        text = folded(" ".join(rows[page.id].values()))
        # A section's heading is its column's name.
        lost = [sentence for sentence in page.sentences if sentence not in text and sentence not in headings]
        assert lost in ([], ["References"]), page.id


def test_sentences_are_really_looked_for(published: list[Written]) -> None:
    counts = [len(list(page.sentences)) for page in published]
    assert min(counts) >= 20
    assert sum(counts) >= 30 * len(counts)


def test_count_in_is_count_out_and_drafts(bundle: Path, pages: list[Written]) -> None:
    manifest = read_json(bundle / "manifest.json")
    published = read_json(bundle / "json" / "strategies.json")["strategies"]
    tombstones = read_json(bundle / "json" / "tombstones.json")["tombstones"]
    drafts = of_status(pages, "draft")
    listed = [record["id"] for record in (*published, *tombstones)] + drafts
    assert sorted(listed) == sorted(page.id for page in pages)
    assert manifest["counts"]["pages"] == len(pages) - len(drafts)


def test_drafts_are_absent(bundle: Path, pages: list[Written]) -> None:
    drafts = of_status(pages, "draft")
    assert drafts
    for path, data in files_below(bundle).items():
        for id_ in drafts:
            assert id_ not in path
            assert id_.encode() not in data, path


def test_retired_strategies_are_tombstones_only(
    bundle: Path, pages: list[Written], tables: dict[str, list[dict[str, str]]]
) -> None:
    retired = of_status(pages, "retired")
    assert [item["id"] for item in read_json(bundle / "json" / "tombstones.json")["tombstones"]] == retired
    assert [row["id"] for row in tables["tombstones"]] == retired
    for id_ in retired:
        assert not (bundle / "json" / "strategies" / f"{id_}.json").exists()
        assert id_ not in {row["id"] for row in tables["strategies"]}
        assert f"strategies/{id_}/" not in (bundle / "html" / "index.html").read_text(encoding="utf-8")


# --- JSON ---


# CASE allows no key with the address of a schema.
CASE_SCHEMA = "../schemas/published-case.schema.json"


def test_json_documents_keep_the_schemas_beside_them(bundle: Path, published: list[Written]) -> None:
    """Read as a consumer would: each document names its schema by a relative address inside the bundle."""
    validated = set()
    for path in sorted((bundle / "json").rglob("*.json")):
        document = read_json(path)
        schema = (path.parent / document.get("$schema", CASE_SCHEMA)).resolve()
        assert schema.is_relative_to(bundle / "schemas")
        Draft202012Validator(read_json(schema), registry=Registry()).validate(document)
        validated.add(path.relative_to(bundle / "json").as_posix())
    named = {f"{name}.json" for name in ("strategies", "factors", "categories", "learner-models", "tombstones")}
    assert named | {f"strategies/{page.id}.json" for page in published} <= validated


def test_every_form_of_a_record_is_the_same(bundle: Path) -> None:
    together = read_json(bundle / "json" / "strategies.json")["strategies"]
    lines = (bundle / "json" / "strategies.jsonl").read_text(encoding="utf-8").split("\n")
    envelope = ("$schema", "schema_version", "library")
    alone = [json.loads(line) for line in lines[:-1]]
    assert [{name: value for name, value in line.items() if name not in envelope} for line in alone] == together
    assert lines[-1] == ""
    for record in together:
        own = read_json(bundle / "json" / "strategies" / f"{record['id']}.json")
        assert {name: value for name, value in own.items() if name not in envelope} == record
    assert [record["id"] for record in together] == sorted(record["id"] for record in together)


def test_lists_keep_the_authors_order(bundle: Path, published: list[Written]) -> None:
    for page in published:
        record = read_json(bundle / "json" / "strategies" / f"{page.id}.json")
        assert [factor["id"] for factor in record["factors"]] == page.fields["factors"]
        assert [related["id"] for related in record["related"]] == page.fields["related"]
        assert [model["id"] for model in record["learner_models"]] == page.fields["learner_models"]


# --- CSV ---


def test_tables_are_rfc_4180(bundle: Path) -> None:
    """UTF-8 without a byte-order mark, CRLF at the end of every record and nowhere else outside quotes."""
    files = sorted((bundle / "csv").glob("*.csv"))
    assert {*KEYS, "tombstones"} <= {path.stem for path in files}
    for path in files:
        data = path.read_bytes()
        assert not data.startswith(b"\xef\xbb\xbf")
        assert data.endswith(b"\r\n")
        text = data.decode("utf-8")
        rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))
        assert len({len(row) for row in rows}) == 1
        assert len(set(rows[0])) == len(rows[0])
        unquoted = re.sub(r'"(?:[^"]|"")*"', "", text)
        assert unquoted.count("\r\n") == unquoted.count("\n") == unquoted.count("\r") == len(rows)


def test_keys_lead_to_rows(tables: dict[str, list[dict[str, str]]]) -> None:
    for table, columns in KEYS.items():
        for column, target in columns.items():
            known = {row["id"] for row in tables[target]}
            assert {row[column] for row in tables[table]} <= known, f"{table}.{column}"


def test_tables_and_json_say_the_same(tables: dict[str, list[dict[str, str]]], bundle: Path) -> None:
    records = read_json(bundle / "json" / "strategies.json")["strategies"]
    assert [row["id"] for row in tables["strategies"]] == [record["id"] for record in records]
    for row, record in zip(tables["strategies"], records, strict=True):
        assert [row["title"], row["summary"], row["updated"]] == [record[n] for n in ("title", "summary", "updated")]
        for section in record["sections"]:
            column = section["id"].replace("-", "_").replace("references", "references_text")
            assert row[column] == section["text"]
    for name, column, field in (
        ("strategy_factors", "factor", "factors"),
        ("strategy_related", "related", "related"),
        ("strategy_learner_models", "learner_model", "learner_models"),
    ):
        pairs = [(record["id"], item["id"]) for record in records for item in record[field]]
        assert [(row["strategy"], row[column]) for row in tables[name]] == pairs
    for name, field in (("resources", "resources"), ("videos", "videos"), ("citations", "references")):
        assert len(tables[name]) == sum(len(record[field]) for record in records)


# --- HTML ---


@pytest.fixture(scope="module")
def site(bundle: Path) -> dict[str, Page]:
    folder = bundle / "html"
    return {path.relative_to(folder).as_posix(): Page(path.read_text("utf-8")) for path in folder.rglob("*.html")}


def test_internal_links_lead_to_files_of_the_bundle(bundle: Path, site: dict[str, Page]) -> None:
    followed = 0
    for name, page in site.items():
        for address in page.addresses:
            parts = urlsplit(address)
            if parts.scheme:
                assert parts.scheme in ("https", "http", "mailto"), f"{name}: {address}"
                continue
            followed += 1
            if name == "404.html":  # it stands at any address of a site, which is at the top of its server here
                assert address.startswith(("/", "#")), address
                address = address.removeprefix("/")
                parts = urlsplit(address)
            assert not address.startswith("/"), f"{name} works at no other address: {address}"
            target = normpath(join(dirname(name), unquote(parts.path))) if parts.path else name
            assert not target.startswith(".."), f"{name}: {address}"
            assert (bundle / "html" / target).is_file(), f"{name}: {address}"
            if parts.fragment:
                assert parts.fragment in site[target].ids, f"{name}: {address}"
    assert followed > 500


def test_every_published_page_can_be_reached(site: dict[str, Page], published: list[Written]) -> None:
    """By following links from the first page; those of former ids and of tombstones wait for old links only."""
    reached, waiting = set(), ["index.html"]
    while waiting:
        name = waiting.pop()
        if name in reached or name not in site:
            continue
        reached.add(name)
        local = (urlsplit(address) for address in site[name].addresses)
        waiting += [
            normpath(join(dirname(name), unquote(part.path))) for part in local if not part.scheme and part.path
        ]
    assert {f"strategies/{page.id}/index.html" for page in published} <= reached


def test_page_follows_the_order_of_the_model_page(bundle: Path) -> None:
    markup = (bundle / "html/strategies/building-trusting-relationships/index.html").read_text(encoding="utf-8")
    headings = [folded(Page(found).text) for found in re.findall(r"<h[12][^>]*>(.*?)</h[12]>", markup, re.DOTALL)]
    order = ["Building Trusting Relationships", "Overview", "Example: Use This Strategy in the Classroom"]
    order += ["Design It into Your Product", "Additional Resources", "Factors Supported by this Strategy"]
    order += ["More Teacher Modeling & Support Strategies"]
    assert [heading for heading in headings if heading in order] == order


# --- the disclaimers, word for word ---


@pytest.mark.parametrize("words", [VIDEOS, RESOURCES], ids=["videos", "resources"])
def test_disclaimer_stands_everywhere(
    words: str, bundle: Path, site: dict[str, Page], tables: dict[str, list[dict[str, str]]], published: list[Written]
) -> None:
    for page in published:
        assert words in site[f"strategies/{page.id}/index.html"].text
        record = read_json(bundle / "json" / "strategies" / f"{page.id}.json")
        assert words in [section["disclaimer"]["text"] for section in record["sections"] if section["disclaimer"]]
    assert words in site["about/index.html"].text
    assert words in [item["text"] for item in read_json(bundle / "json" / "strategies.json")["disclaimers"]]
    for line in (bundle / "json" / "strategies.jsonl").read_text(encoding="utf-8").splitlines():
        assert words in line
    for row in tables["strategies"]:
        assert words in [value for column, value in row.items() if column.startswith("disclaimer_")]


# --- the bundle as a whole ---


def test_manifest_is_true(bundle: Path) -> None:
    files = files_below(bundle)
    listed = {item["path"]: item for item in read_json(bundle / "manifest.json")["files"]}
    assert listed.keys() == files.keys() - {"manifest.json", "SHA256SUMS"}
    for path, item in listed.items():
        assert item["bytes"] == len(files[path])
        assert item["sha256"] == hashlib.sha256(files[path]).hexdigest()
    sums = dict(reversed(line.split("  ", 1)) for line in files["SHA256SUMS"].decode().splitlines())
    assert sums == {path: hashlib.sha256(data).hexdigest() for path, data in files.items() if path != "SHA256SUMS"}


def test_two_exports_are_the_same_bytes(bundle: Path, tmp_path: Path) -> None:
    """From another folder, at another place on earth, with other hashes."""
    library = tmp_path / "elsewhere"
    for name in ("content", "schemas"):
        shutil.copytree(ROOT / name, library / name)
    done = export(tmp_path / "again", library, PYTHONHASHSEED="7", TZ="Pacific/Kiritimati", LC_ALL="C")
    assert done.returncode == 0, done.stdout + done.stderr
    again = (tmp_path / "again" / "latest").resolve()
    assert again.name == bundle.name
    assert files_below(again) == files_below(bundle)


def test_an_error_anywhere_writes_nothing(tmp_path: Path) -> None:
    """Exit 1; an earlier bundle stays as it was, and no folder appears where there was none."""
    library = tmp_path / "library"
    shutil.copytree(HERE / "library", library)
    assert export(tmp_path / "exports", library).returncode == 0

    def state() -> dict[str, tuple[int, int]]:
        found = sorted((tmp_path / "exports").rglob("*"))
        return {str(path): (path.lstat().st_mtime_ns, path.lstat().st_ino) for path in found}

    before = state()
    page = library / "content" / "strategies" / "student-voice.md"
    page.write_bytes(page.read_bytes().replace(b"factors: [motivation,", b"factors: [motivatoin,"))
    for out in (tmp_path / "exports", tmp_path / "new"):
        done = export(out, library)
        assert done.returncode == 1
        assert "content/strategies/student-voice.md:6:11 error unknown-factor" in done.stdout
        assert "nothing was exported" in done.stderr
    assert state() == before
    assert not (tmp_path / "new").exists()


def test_a_catalog_is_proof_of_validity() -> None:
    """It cannot be had while there is an error, though every strategy could be built."""
    workspace = Workspace(HERE / "library")
    report = workspace.report(dt.date(2026, 11, 24))
    library = report.library
    assert Catalog.of(report).published
    error = Diagnostic(Span("content/library.yaml", 0, 1), "any-rule", Severity.ERROR, "something is wrong")
    with pytest.raises(NotPublishable):
        Catalog.of(Report(library, (error,)))
