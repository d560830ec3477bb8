"""Citations as their readers take them: a BibTeX parser, a RIS parser, the shape of CSL-JSON, people."""

from __future__ import annotations

import json

import bibtexparser
import pytest
import rispy
from bibtexparser.middlewares import LatexDecodingMiddleware, MonthIntMiddleware
from bibtexparser.model import Entry
from hypothesis import given
from hypothesis import strategies as st
from sites import BASE, EVERYTHING, edition_of, library_file, site_of

from pipeline.publish.citations.apa import apa
from pipeline.publish.citations.bibtex import bibtex
from pipeline.publish.citations.cited_work import PAGE as WEB_PAGE
from pipeline.publish.citations.cited_work import Author, CitedWork, line
from pipeline.publish.citations.csl_json import csl_json
from pipeline.publish.citations.ris import ris

PAGE = CitedWork(
    "lateral-reading",
    WEB_PAGE,
    title="100% Lateral & \\Reading_#1 ~ 5 $3 – “Ünïcode”",
    authors=(Author("Ada Example", whole=True), Author("B & C Schools, Inc.", whole=True)),
    day="2026-11-04",
    container="Test Library",
    version="1.0.0",
    publisher="Test Press",
    licence="CC-BY-4.0",
    language="en",
    url="https://example.org/a_b/?c=1&d=%7B#e",
)
OTHER = CitedWork(
    "lateral-reading_1", url="https://doi.org/10.1/a_b", doi="10.1/a_b", citation="Doe, J. (2020). On Reading & more."
)
# What https://resource.citationstyles.org/schema/latest/input/json/csl-data.json says of the variables used here.
TEXTS = ("id", "title", "container-title", "version", "publisher", "language", "note", "DOI", "URL", "type")
VARIABLES = dict.fromkeys(TEXTS, str) | {"author": list, "issued": dict}


def entries(text: str) -> list[Entry]:
    """Each entry as a reader in Python has it, with TeX decoded."""
    library = bibtexparser.parse_string(text, append_middleware=[MonthIntMiddleware(), LatexDecodingMiddleware()])
    assert library.failed_blocks == []
    return library.entries


def values(entry: Entry) -> dict[str, object]:
    return {field.key: field.value for field in entry.fields}


def test_bibtex_is_read_as_it_was_meant() -> None:
    page, other = entries(bibtex([PAGE, OTHER]))
    assert (page.entry_type, page.key) == ("misc", PAGE.key)
    found = values(page)
    assert str(found["title"]).strip("{}") == PAGE.title
    assert "author = {{Ada Example} and {B \\& C Schools, Inc.}}" in bibtex([PAGE])
    assert (found["year"], found["month"], found["day"]) == ("2026", 11, "4")
    assert [found[name] for name in ("howpublished", "version", "publisher")] == ["Test Library", "1.0.0", "Test Press"]
    assert found["copyright"] == "CC-BY-4.0"
    assert "url = {https://example.org/a_b/?c=1&d=%7B#e}" in bibtex([PAGE])
    assert values(other)["note"] == OTHER.citation
    assert set(values(other)) == {"note", "doi", "url"}


def test_braces_are_written_as_commands() -> None:
    """BibTeX counts braces behind a backslash, too."""
    assert "  title = {{a \\textbraceleft{} b^\\textbraceright{}}},\n".replace("^", "\\textasciicircum{}") in bibtex(
        [CitedWork("key", title="a { b^}")]
    )


@given(st.text(min_size=1).map(line).filter(bool))
def test_any_text_stays_within_its_value(text: str) -> None:
    authors = (Author(text, whole=True), Author(text, whole=True))
    work = CitedWork("key", title=text, authors=authors, day="2026-01-31", container=text, url=text, doi=text)
    (entry,) = entries(bibtex([work]))
    assert set(values(entry)) == {"author", "title", "year", "month", "day", "howpublished", "doi", "url"}
    assert bibtex([work]).count("{") == bibtex([work]).count("}")
    (read,) = rispy.loads(ris([work]))
    assert (read["title"], read["authors"]) == (text, [text, text])
    assert json.loads(csl_json([work]))[0]["title"] == text


def test_ris_is_read_as_it_was_meant() -> None:
    text = ris([PAGE, OTHER])
    assert text.count("\n") == text.count("\r\n")
    page, other = rispy.loads(text)
    assert page["type_of_reference"] == "ELEC"
    assert page["title"] == PAGE.title
    assert page["authors"] == [author.name for author in PAGE.authors]
    assert (page["year"], page["date"]) == ("2026", "2026/11/04/")
    assert page["secondary_title"] == "Test Library"
    assert page["urls"] == [PAGE.url]
    assert (other["type_of_reference"], other["notes"], other["doi"]) == ("GEN", [OTHER.citation], "10.1/a_b")


def test_csl_json_holds_what_is_known_and_no_more() -> None:
    page, other = json.loads(csl_json([PAGE, OTHER]))
    for item in (page, other):
        assert all(isinstance(value, VARIABLES[name]) for name, value in item.items())
    assert page["type"] == "webpage"
    assert page["author"] == [{"literal": author.name} for author in PAGE.authors]
    assert page["issued"] == {"date-parts": [[2026, 11, 4]]}
    assert other == {
        "id": OTHER.key,
        "type": "document",
        "note": OTHER.citation,
        "DOI": OTHER.doi,
        "URL": OTHER.url,
    }


@pytest.mark.parametrize(
    ("authors", "names"),
    [
        (("Ada Example",), "Ada Example."),
        (("Ada", "Ben Inc."), "Ada & Ben Inc."),
        (("Ada", "Ben", "Cem"), "Ada, Ben, & Cem."),
        (tuple(f"A{number}" for number in range(21)), f"{', '.join(f'A{number}' for number in range(19))}, … A20."),
    ],
)
def test_apa_names_authors_as_the_style_does(authors: tuple[str, ...], names: str) -> None:
    people = tuple(Author(name, whole=True) for name in authors)
    work = CitedWork("key", title="Why?", authors=people, container="Test Library", url="https://example.org/")
    text = str(apa(work, "2026, November 4", "Version 1.0.0"))
    assert text == f"{names} (2026, November 4). Why? Test Library (Version 1.0.0). https://example.org/"


# --- in a site ---


@pytest.fixture(scope="module")
def site() -> dict[str, bytes]:
    return site_of(edition_of([EVERYTHING, library_file(base_url=BASE, language="de")]))


def test_each_page_has_its_files_and_says_the_same(site: dict[str, bytes]) -> None:
    folder = "strategies/everything"
    page = site[f"{folder}/index.html"].decode()
    before = "Ada Example &amp; Ben Example. (2026, 24. November). <i>One of Everything</i>. "
    after = f"Test Library (Version 1.0.0). Test Press. {BASE}/strategies/everything/"
    assert f'id="cite-apa">{before}{after}</p>' in page
    (read,) = rispy.loads(site[f"{folder}/cite.ris"].decode())
    assert (read["title"], read["urls"]) == ("One of Everything", [f"{BASE}/strategies/everything/"])
    assert len(json.loads(site[f"{folder}/references.csl.json"])) == len(
        entries(site[f"{folder}/references.bib"].decode())
    )
    for name in ("cite.bib", "cite.ris", "cite.csl.json", "references.bib", "references.ris", "references.csl.json"):
        assert f'href="{name}"' in page
        assert f"{folder}/{name}" in site


def test_the_publisher_is_the_author_where_nobody_is_named(site: dict[str, bytes]) -> None:
    (item,) = json.loads(site["strategies/student-voice/cite.csl.json"])
    assert item["author"] == [{"literal": "Test Press"}]
    assert "publisher" not in item


def test_nothing_is_said_of_references_where_there_are_none(site: dict[str, bytes]) -> None:
    folder = "strategies/building-trust"
    assert f"{folder}/cite.bib" in site
    assert f"{folder}/references.bib" not in site
    assert 'href="references.bib"' not in site[f"{folder}/index.html"].decode()
