"""`strategies import BUNDLE`: the library again, which exports the same bundle."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from command import TODAY, Run
from conftest import HERE, LIBRARY
from own_fields import FIELDS, RULES
from own_vocabularies import extended
from releases import edition_of, publication_of, read_json, resign, state, write_json
from releases import page as changed
from sites import EVERYTHING, OWN_PAGE, library_file

from pipeline.publish.release.publication import publish
from pipeline.source.paths import POLICY_PATH, REFERENCES_PATH
from pipeline.source.text import Source

# A field that no bundle has, and one in another form than the house writes it in.
NOTES = '{resources: "What is below Research was read: all of it."}'
OWN_VALUES = """grade_band: [3-5, K-2]
mode: On one’s own
minutes: -20
cost: 2.5
tried_on: 2020-02-29
outdoors: false
next_step: building-trust
main_factor: motivation
"""
# What a library in several languages may say besides, by the file to add it to.
SETTINGS = {
    "content/library.yaml": """description: Strategies for calm days.
education: {kind: instructional strategy, audience: teacher}
words: {strategy: {one: practice, many: practices, menu: All practices}}
logo: {image: content/images/mark.png, alt: A circle}
csp: {img-src: ["https://img.example.org"], font-src: [self]}
analytics: {script: "https://stats.example.org/a.js", attributes: {data-site: small}}
contact: Ask us
""",
    "content/library.es.yaml": """description: Estrategias para días tranquilos.
words: {strategy: {one: práctica, many: prácticas}}
logo_alt: Un círculo
""",
    "schemas/strategy-page.yaml": """  - {id: contact, on: library, name: Contact, type: text}
  - {id: tools_used, name: Tools, type: references, of: tools, filter: true}
  - {id: kind, on: tools, name: Kind, type: choice, of: [paper, screen]}
vocabularies:
  - {id: tools, one: tool, many: tools, menu: Tools}
""",
    "schemas/strategy-page.es.yaml": """  kind: {name: Tipo, of: {paper: papel}}
vocabularies:
  tools: {one: herramienta, many: herramientas, menu: Herramientas}
""",
    "content/vocabulary/tools.yaml": """- {id: cards, name: Cards, aliases: [slips], kind: paper}
- {id: timer, name: Timer, definition: It rings.}
""",
    "content/vocabulary/tools.es.yaml": """cards: {name: Tarjetas, aliases: [fichas]}
timer: {}
""",
    "content/pages/about.ar.md": """---
title: من نحن
translates: {title: ee672480, text: 72404cb0}
---

معلمان من مدرسة واحدة.
""",
}
UNPUBLISHED = re.compile("review_by:|source:")


def bundle_of(library: Path, out: Path, *formats: str) -> Path:
    return publish(publication_of(edition_of(library), formats), out).release


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library with one of everything, own fields, a page of its own, styles and an address where it is edited."""
    library = Path(shutil.copytree(LIBRARY, tmp_path_factory.mktemp("full") / "library"))
    info = library_file(base_url="https://example.org/a/", edit_url="https://example.org/edit/main", notes=NOTES)
    everything = "".join(line for line in EVERYTHING.text.splitlines(keepends=True) if not UNPUBLISHED.match(line))
    everything = everything.replace("authors:", "published: 2025-03-04\nauthors:", 1)
    everything = everything.replace("\n---\n", f"\n{OWN_VALUES}---\n", 1)
    rules = Source(POLICY_PATH, RULES + FIELDS.replace("required: true, ", ""))
    (library / "content/pages").mkdir()
    (library / "schemas").mkdir(exist_ok=True)
    for source in (Source(EVERYTHING.path, everything), info, rules, OWN_PAGE):
        (library / source.path).write_bytes(source.encode())
    nested = library / "content/strategies/calm"
    nested.mkdir()
    (library / "content/strategies/student-voice.md").rename(nested / "student-voice.md")
    (library / "static").mkdir()
    (library / "static/theme.css").write_text("p { color: teal; }\n", encoding="utf-8")
    (library / "LICENSE").write_text("Share it.\n", encoding="utf-8")
    return library


@pytest.fixture(scope="module")
def bundle(full: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return bundle_of(full, tmp_path_factory.mktemp("out"), "csv", "html", "json")


@pytest.fixture
def empty(tmp_path: Path) -> Path:
    (tmp_path / "empty").mkdir()
    return tmp_path / "empty"


@pytest.mark.parametrize("inside", ["", "json/strategies.json"])
def test_the_same_bundle_byte_for_byte(run: Run, full: Path, bundle: Path, empty: Path, inside: str) -> None:
    done = run("import", bundle / inside, TODAY, folder=empty)
    assert done.code == 0
    assert state(bundle_of(empty, empty.parent / "out", "csv", "html", "json")) == state(bundle)
    retired = [line.split()[0] for line in done.out.splitlines() if "is retired" in line]
    rebuilt = {path for path in state(empty) if path.startswith("content/strategies/")}
    assert {f"content/strategies/{id_}.md" for id_ in retired} < rebuilt
    for path in rebuilt - {f"content/strategies/{id_}.md" for id_ in retired}:
        assert (empty / path).read_bytes() == (full / path).read_bytes()
    assert (empty / OWN_PAGE.path).read_bytes() == OWN_PAGE.encode()


def test_a_bundle_of_json_alone(run: Run, empty: Path) -> None:
    """A field that no bundle has is told of."""
    edition = edition_of(LIBRARY, [EVERYTHING])
    alone = publish(publication_of(edition, ("json",)), empty.parent / "out").release
    done = run("import", alone, TODAY, folder=empty)
    assert done.code == 0
    assert done.out.startswith("everything: its text is the same, but not every blank, comment and field is known\n")
    assert run("check", TODAY, folder=empty).code == 0
    page = "content/strategies/building-trust.md"
    assert (empty / page).read_bytes() == (LIBRARY / page).read_bytes()


def test_works_are_listed_again(run: Run, empty: Path) -> None:
    """What pages cite, and the sentences that do, are the same after a second export."""
    hard = """- id: ruiz-2024
  type: article-journal
  title: "Looking Back: “Why?” & #1 - {a}"
  author: [{family: Ruiz, given: "null"}, {literal: "Team: Reading"}]
  issued: "2024"
  container-title: "yes"
  volume: "007"
  page: 1-2
  DOI: 10.1002/(SICI)1097<1::AID>3.0;2-X
"""
    works = Source(REFERENCES_PATH, (LIBRARY / REFERENCES_PATH).read_text("utf-8") + hard)
    citing = changed(
        "student-voice", lambda text: text.replace("begins.\n", "begins. [It](reference:ruiz-2024) is.\n", 1)
    )
    edition = edition_of(LIBRARY, [works, citing])
    before = publish(publication_of(edition, ("json",)), empty.parent / "out").release
    assert run("import", before, TODAY, folder=empty).code == 0
    assert run("check", TODAY, folder=empty).code == 0
    after = bundle_of(empty, empty.parent / "again", "json")
    for path in (path for path in state(before) if path.startswith("json/strategies/")):
        old, new = read_json(before / path), read_json(after / path)
        assert (new["references"], new["claims"]) == (old["references"], old["claims"])
    assert {item["id"] for item in works_in(before)} == {"ito-2021", "reyes-2022", "ruiz-2024"}
    assert (empty / REFERENCES_PATH).read_bytes().startswith(b"- id: ito-2021\n")


def works_in(bundle: Path) -> list[dict[str, str]]:
    strategies = read_json(bundle / "json/strategies.json")["strategies"]
    return [item for each in strategies for item in each["references"] if item["id"]]


def test_own_vocabularies_and_fields_of_terms(run: Run, empty: Path) -> None:
    """What the library lists besides, and what its terms and the library itself say, are rebuilt, too."""
    before = publish(publication_of(edition_of(LIBRARY, extended()), ("csv", "json")), empty.parent / "out").release
    done = run("import", before, TODAY, folder=empty)
    assert done.code == 0, done.err
    after = bundle_of(empty, empty.parent / "again", "csv", "json")
    documents = ("vocabularies", "factors", "categories", "learner-models", "graph/nodes", "graph/relationships")
    for name in (path for path in state(before) if path.endswith(".csv") or path[5:].partition(".")[0] in documents):
        if name != "csv/strategies.csv":  # one of the pages has its fields in another order
            assert (after / name).read_bytes() == (before / name).read_bytes()
    assert read_json(after / "manifest.json")["site"] == read_json(before / "manifest.json")["site"]


def exported(run: Run, library: Path, out: Path, formats: str) -> Path:
    done = run("export", "--formats", formats, "--no-search", "--out", out, TODAY, folder=library)
    assert done.code == 0, done.out
    return (out / "latest").resolve()


@pytest.fixture
def several(run: Run, tmp_path: Path) -> Path:
    """A library in three languages with all that it can say of itself, and no outdated translation."""
    library = Path(shutil.copytree(HERE / "bilingual", tmp_path / "several"))
    assert run("translate", "lateral-reading", "es", "--done", TODAY, folder=library).code == 0
    rules = library / POLICY_PATH
    rules.write_bytes(b"evidence: {studies: [Research]}\n" + rules.read_bytes().partition(b"evidence:")[0])
    for path, text in SETTINGS.items():
        with (library / path).open("a", encoding="utf-8", newline="") as file:
            file.write(text)
    page = library / "content/strategies/quiet-start.md"
    page.write_text(page.read_text("utf-8").replace("\n---\n", "\ntools_used: [cards, timer]\n---\n", 1), "utf-8")
    (library / "content/images").mkdir()
    shutil.copy(LIBRARY / "content/images/circle.png", library / "content/images/mark.png")
    return library


def test_a_library_in_several_languages(run: Run, several: Path, empty: Path) -> None:
    before = exported(run, several, empty.parent / "before", "csv,html,json")
    done = run("import", before, TODAY, folder=empty)
    assert done.code == 0, done.err
    assert len(done.out.splitlines()) == 1  # nothing is unknown
    assert state(exported(run, empty, empty.parent / "out", "csv,html,json")) == state(before)
    for page in (path for path in state(empty) if path.endswith(".md")):
        assert (empty / page).read_bytes() == (several / page).read_bytes()
    assert run("check", TODAY, folder=empty).code == 0


def test_which_parts_are_outdated_is_not_known(run: Run, empty: Path) -> None:
    before = exported(run, HERE / "bilingual", empty.parent / "before", "json")
    done = run("import", before, TODAY, folder=empty)
    assert "lateral-reading.es.md: it is outdated, and no bundle says in which parts" in done.out
    assert "about is a page of the library's own: its text is only in the site" in done.out
    assert run("check", TODAY, folder=empty).rules.count("stale-translation") == 1
    after = exported(run, empty, empty.parent / "out", "json")
    document = "json/es/factors.json"
    assert (after / document).read_bytes() == (before / document).read_bytes()


def test_a_bundle_that_was_changed_is_refused(run: Run, bundle: Path, empty: Path) -> None:
    copy = Path(shutil.copytree(bundle, empty.parent / "copy"))
    document = read_json(copy / "json/strategies.json")
    document["strategies"][0]["title"] = "Forged"
    write_json(copy / "json/strategies.json", document)
    resign(copy)
    done = run("import", copy, TODAY, folder=empty)
    assert done.code == 2
    assert "it is not whole" in done.err
    assert state(empty) == {}


def test_a_library_that_is_there_is_left_alone(run: Run, library: Path, bundle: Path) -> None:
    before = state(library)
    done = run("import", bundle, TODAY, folder=library)
    assert done.code == 2
    assert "already; a bundle becomes one of its own" in done.err
    assert state(library) == before
