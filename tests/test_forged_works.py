"""Forgeries of works and claims: digests made anew, so that only what a bundle says elsewhere can refuse them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from forgeries.bundles import MemoryBundle, forged, is_refused
from forgeries.changes import Forgery
from forgeries.library import forgeable

from pipeline.publish.record_digest import KEY, digest_of_record
from pipeline.publish.schema.records import StrategyV1
from pipeline.publish.verify import verify

Files = dict[str, bytes]
Change = Callable[[dict[str, Any]], object]
PAGE = "html/strategies/lateral-reading"
STUDY, GUIDE = "reyes-2022", "ito-2021"


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Files:
    return forgeable(tmp_path_factory.mktemp("forgeable"), ("json",))


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Files:
    return forgeable(tmp_path_factory.mktemp("whole"), ("csv", "html", "json"))


def changed(files: Files, change: Change) -> Files:
    """The bundle with every record of the page changed in one way."""
    made = files
    for path in ("json/strategies.json", "json/strategies/lateral-reading.json", "json/strategies.jsonl"):
        lines = path.endswith(".jsonl")
        documents = [json.loads(text) for text in (files[path].splitlines() if lines else [files[path]])]
        for record in (record for document in documents for record in document.get("strategies", [document])):
            if record["id"] == "lateral-reading":
                change(record)
                record[KEY] = digest_of_record({name: record[name] for name in StrategyV1.model_fields})
        indent, separators = (None, (",", ":")) if lines else (2, None)
        texts = [json.dumps(each, ensure_ascii=False, indent=indent, separators=separators) for each in documents]
        made = forged(made, Forgery(path, "", "".join(f"{text}\n" for text in texts).encode()))
    assert made != files
    return made


def work(record: dict[str, Any], id_: str) -> dict[str, Any]:
    (found,) = (reference for reference in record["references"] if reference["id"] == id_)
    assert isinstance(found, dict)
    return found


def resource(record: dict[str, Any]) -> dict[str, Any]:
    (found,) = (each for each in record["resources"] if each["reference"])
    assert isinstance(found, dict)
    return found


def claim(record: dict[str, Any]) -> dict[str, Any]:
    (found,) = record["claims"]
    assert isinstance(found, dict)
    return found


FACTS, LINKS = f"the reference `{STUDY}` does not say what its facts say", "the claims of `overview` are not its links"
CHANGES: dict[str, tuple[Change, str]] = {
    "sentence": (lambda record: claim(record).update(text="Readers read a study of two classes."), "a claim is no sen"),
    "words": (lambda record: claim(record).update(words="two classes"), LINKS),
    "words of nowhere": (lambda record: claim(record).update(words="ten classes"), "a claim is no sentence of"),
    "section": (lambda record: claim(record).update(section="classroom-example"), "a claim is no sentence of"),
    "key": (lambda record: claim(record).update(reference=GUIDE), LINKS),
    "unknown key": (lambda record: claim(record).update(reference="doe-2020"), "a claim cites `doe-2020`, which is no"),
    "dropped claim": (lambda record: record["claims"].clear(), LINKS),
    "claim twice": (lambda record: record["claims"].append(claim(record)), LINKS),
    "text of a work": (lambda record: work(record, STUDY).update(text="Doe, J. (2020)."), FACTS),
    "title in the facts": (lambda record: work(record, STUDY)["csl"].update(title="Other"), FACTS),
    "an author more": (lambda record: work(record, STUDY)["csl"]["author"].append({"family": "Doe"}), FACTS),
    "year in the facts": (lambda record: work(record, STUDY)["csl"].update(issued={"date-parts": [[2023, 3]]}), FACTS),
    "no year in the facts": (lambda record: work(record, STUDY)["csl"].update(issued={"date-parts": [[]]}), FACTS),
    "no kind in the facts": (lambda record: work(record, STUDY)["csl"].pop("type"), FACTS),
    "facts of other shapes": (lambda record: work(record, STUDY)["csl"].update(issued="2020", author=[{}]), FACTS),
    "unknown fact": (lambda record: work(record, STUDY)["csl"].update(mood="x"), FACTS),
    "a fact less": (lambda record: work(record, STUDY)["csl"].pop("volume"), FACTS),
    "address of a work": (lambda record: work(record, STUDY).update(url="https://example.com/buy"), FACTS),
    "no address of a work": (lambda record: work(record, STUDY).update(url=None), FACTS),
    "DOI of a work": (lambda record: work(record, STUDY).update(doi="10.5555/other"), FACTS),
    "id of a work": (lambda record: work(record, STUDY).update(id="doe-2020"), "a claim cites `reyes-2022`, which is"),
    "no facts": (lambda record: work(record, STUDY).update(csl=None), f"the reference `{STUDY}` has no facts"),
    "a work less": (lambda record: record["references"].remove(work(record, STUDY)), "a claim cites `reyes-2022`"),
    "a work more": (lambda record: record["references"].append(work(record, GUIDE) | {"id": "b"}), "the reference `b`"),
    "work of a resource": (lambda record: resource(record).update(reference=STUDY), "a resource is `reyes-2022`, and"),
    "unknown work of a resource": (lambda record: resource(record).update(reference="doe"), "a resource is `doe`, whi"),
    "address of a resource": (
        lambda record: resource(record).update(url="https://example.com/buy"),
        "a resource is `ito",
    ),
}


@pytest.mark.parametrize("name", CHANGES)
def test_a_forged_record_of_works_is_refused(name: str, files: Files) -> None:
    change, message = CHANGES[name]
    found = [str(fault) for fault in verify(MemoryBundle(changed(files, change)))]
    assert any(fault.partition(": lateral-reading: ")[2].startswith(message) for fault in found), found


@pytest.mark.parametrize("name", CHANGES)
def test_a_whole_bundle_with_a_forged_record_is_refused_without_a_crash(name: str, whole: Files) -> None:
    assert next(verify(MemoryBundle(changed(whole, CHANGES[name][0]))), None) is not None


def test_a_resource_that_is_said_to_be_no_work_is_refused(files: Files) -> None:
    found = verify(MemoryBundle(changed(files, lambda record: resource(record).update(reference=None))))
    assert next(found, None) is not None


def edits(files: Files) -> Iterator[tuple[str, str, str]]:
    """Places of works in files of the site and in linked data: path, what stands there, what is written instead."""
    page, markdown = f"{PAGE}/index.html", f"{PAGE}/index.html.md"
    yield page, f'<li id="reference-{STUDY}">', '<li id="reference-doe">'
    yield page, f'<li id="reference-{STUDY}">', f'<li id="reference-{STUDY}"> No: '
    yield page, f'href="#reference-{STUDY}"', f'href="#reference-{GUIDE}"'
    yield page, "https://eric.ed.gov/?id=ED600001", "https://example.com/?id=ED600001"
    yield page, "https://doi.org/10.5555/", "https://doi.org/10.5556/"
    yield page, '<section id="sources"', '<section hidden id="sources"'
    yield markdown, f'<a id="lateral-reading.reference-{STUDY}"></a>', f'<a id="reference-{STUDY}"></a>'
    yield markdown, f"(#lateral-reading.reference-{STUDY})", f"(#lateral-reading.reference-{GUIDE})"
    yield markdown, "Journal of", "Annals of"
    for path in ("json/strategies.jsonld", "json/strategies/lateral-reading.jsonld"):
        if path in files:
            yield path, '"@type": "Claim"', '"@type": "CreativeWork"'
            yield path, "readers who left a page judged it better", "readers who left a page judged it worse"
    for name in ("references.bib", "references.ris", "references.csl.json"):
        yield f"{PAGE}/{name}", "O’Neil", "Neil"
    yield "csv/claims.csv", STUDY, GUIDE
    yield "csv/citations.csv", STUDY, "doe"
    yield "csv/resources.csv", GUIDE, STUDY


def test_a_forged_place_of_works_is_refused(whole: Files) -> None:
    tried = list(edits(whole))
    assert len(tried) > 15
    for path, old, new in tried:
        assert old.encode() in whole[path], f"{path}: {old}"
        data = whole[path].replace(old.encode(), new.encode(), 1)
        assert is_refused(whole, Forgery(path, "", data)), f"{path}: {old}"


def test_a_row_of_a_work_less_is_refused(whole: Files) -> None:
    path = f"{PAGE}/index.html"
    row = next(line for line in whole[path].decode().splitlines() if f'<li id="reference-{GUIDE}">' in line)
    assert is_refused(whole, Forgery(path, "", whole[path].replace(row.encode() + b"\n", b"")))
