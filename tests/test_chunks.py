"""`json/chunks.jsonl`, read as those do who embed it: one section a line, with all that must go with it."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pandas as pd
import pytest
from conftest import LIBRARY
from releases import edition_of, files_of, page, published, read_json
from sites import BASE, library_file

from pipeline.publish.schema.records import DisclaimerV1, SectionV1
from pipeline.publish.section_text import own_text

NOTICE = "Videos are “examples”. They are no endorsements."


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return published(tmp_path_factory.mktemp("out"), ("json",)).release


def test_each_section_is_a_line_that_stands_alone(bundle: Path) -> None:
    chunks = pd.read_json(bundle / "json/chunks.jsonl", lines=True)
    document = read_json(bundle / "json/strategies.json")
    sections = [(strategy, section) for strategy in document["strategies"] for section in strategy["sections"]]
    assert list(chunks["id"]) == [f"{strategy['id']}#{section['id']}" for strategy, section in sections]
    assert chunks["id"].is_unique
    assert chunks["identifier"].is_unique
    assert set(chunks["licence"]) == {document["library"]["licence"]}
    assert list(chunks["title"]) == [strategy["title"] for strategy, _ in sections]
    due = [section["disclaimer"]["text"] if section["disclaimer"] else None for _, section in sections]
    assert [None if pd.isna(value) else value for value in chunks["disclaimer"]] == due
    assert not any(text in chunk for chunk in chunks["text"] for text in filter(None, due))
    assert all(section["text"].endswith(chunk) for chunk, (_, section) in zip(chunks["text"], sections, strict=True))
    hashes = [hashlib.sha256(text.encode()).hexdigest() for text in chunks["text"]]
    assert list(chunks["text_sha256"]) == hashes


def test_addresses_lead_to_the_section_on_its_page() -> None:
    files = files_of(edition_of(changed=[library_file(LIBRARY, base_url=BASE)]))
    lines = json.loads(files["json/chunks.jsonl"].splitlines()[0])
    assert lines["url"] == f"{BASE}/strategies/building-trust/#section-overview"
    assert b'id="section-overview"' in files["html/strategies/building-trust/index.html"]


def test_a_chunk_changes_only_with_its_own_text() -> None:
    before, after = (
        files_of(edition_of(changed=changed), ["json"])["json/chunks.jsonl"].decode().splitlines()
        for changed in ([], [page("student-voice", lambda text: text.replace("The class votes", "The group votes"))])
    )
    changed = [old for old, new in zip(before, after, strict=True) if old != new]
    assert len(changed) == 1
    assert '"id":"student-voice#classroom-example"' in changed[0]


@pytest.mark.parametrize(
    ("text", "own"),
    [
        (f"{NOTICE}\n\nFirst.\n\nSecond.", "First.\n\nSecond."),
        ('Videos are "examples".\n\nThey are no\nendorsements.\n\nFirst.', "First."),
        (NOTICE, ""),
        (f"{NOTICE} First.", f"{NOTICE} First."),
    ],
    ids=["one paragraph", "two, other quotes", "nothing else", "words of its own in it, which are refused"],
)
def test_the_disclaimer_is_taken_off_whole(text: str, own: str) -> None:
    disclaimer = DisclaimerV1(id="videos", text=NOTICE)
    assert own_text(SectionV1(id="a", heading="A", markdown="", html="", text=text, disclaimer=disclaimer)) == own
