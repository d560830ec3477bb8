"""The quick validator of JSON Schema (Rust) and the reference (`jsonschema`) give the same verdicts on bundles."""

from __future__ import annotations

import copy
import json
import random
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import own_vocabularies
import pytest
from conftest import HERE, LIBRARY
from effort import tries
from jsonschema import Draft202012Validator
from releases import FORMATS, compared, edition_of, files_of, publication_of
from sites import BASE, EVERYTHING, library_file

from pipeline.publish.release.publication import publish
from pipeline.publish.schema.json_schema import BUNDLED, all_fit, fits, validator
from pipeline.publish.verify.shapes import LINES, lines_of, shape_of

ROOT = HERE.parent
# Corrupted documents of each shape, and how many items of a list are kept before: the reference takes its time.
MUTATIONS = tries(250)
KEPT_ITEMS = 2
# What a value becomes: another type, text that breaks a pattern or a format, or only nearly does.
REPLACEMENTS: tuple[object, ...] = (
    *(None, True, False, 0, 1, -1, 1.0, 1.5, 10**30, "", [], {}, [None], {"id": "a"}),
    *(
        "2026-02-30",
        "2026-2-1",
        "20260101",
        "2026-W01-1",
        "2026-01-01T00:00:00",
        "٢٠٢٦-01-01",
        "0000-01-01",
        "2026-01-01\n",
    ),
    *("A", "a--b", "-a", "a-", "ä", "a" * 80, "a" * 81, "published", "retired", "1.0.0", "1.0.1", "https://x y", "x:y"),
    *("0" * 64, "0" * 63 + "A", "00000000-0000-5000-8000-000000000000", "00000000-0000-4000-8000-000000000000"),
)
# Only libraries with vocabularies of their own have it.
VOCABULARIES = "json/vocabularies.json"
ENDINGS = ("\n", "\r", " ", "\u2028", "\x00", "x")

Document = dict[str, Any]


@pytest.fixture(scope="module")
def documents(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[str, Document]]:
    """Every JSON document of the bundles of several libraries, with the name of its shape."""
    test = edition_of(LIBRARY, (EVERYTHING, library_file(base_url=BASE, version="2.0.0")))
    folders = [
        publish(publication_of(edition, FORMATS), tmp_path_factory.mktemp("bundle")).release
        for edition in (compared(edition_of(LIBRARY), test), edition_of(ROOT))
    ]
    own = files_of(edition_of(changed=own_vocabularies.sources()), ("json",))[VOCABULARIES]
    found = [found for folder in folders for found in documents_of(folder)]
    return [*found, (shape_of(VOCABULARIES), json.loads(own))]


def documents_of(folder: Path) -> Iterator[tuple[str, Document]]:
    for path in sorted((*folder.glob("json/**/*"), *folder.glob("*.json"))):
        if path.is_file():
            name, data = path.relative_to(folder).as_posix(), path.read_bytes()
            for part in lines_of(data) if name.endswith(LINES) else (data,):
                yield shape_of(name), json.loads(part)


@cache
def reference(name: str, part: str = "") -> Draft202012Validator:
    whole = validator(name)
    return whole.evolve(schema={"$ref": f"#/$defs/{part}", "$defs": whole.schema["$defs"]}) if part else whole


def agreed(name: str, document: object, part: str = "") -> bool:
    """The verdict of both, which must be one."""
    quick, slow = fits(name, document, part), reference(name, part).is_valid(document)
    assert quick == slow, f"{name} {part}: quick {quick}, reference {slow}: {json.dumps(document)[:2000]}"
    assert part or all_fit(name, [document, document]) == quick
    return quick


def test_both_take_every_document_of_a_bundle(documents: list[tuple[str, Document]]) -> None:
    assert {name for name, _ in documents} == set(BUNDLED)
    assert all(agreed(name, document) for name, document in documents)


def shortened(value: Any) -> Any:
    """A document with the first items of each list only."""
    if isinstance(value, dict):
        return {key: shortened(inner) for key, inner in value.items()}
    return [shortened(item) for item in value[:KEPT_ITEMS]] if isinstance(value, list) else value


def places(value: Any, steps: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The way to every value inside a document."""
    for step, inner in (
        value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    ):
        yield (*steps, step)
        yield from places(inner, (*steps, step))


def corrupted(document: Document, chance: random.Random) -> Iterator[Document]:
    """A document with one thing changed, again and again."""
    ways = list(places(document))
    for number in range(MUTATIONS):
        changed = copy.deepcopy(document)
        *before, last = chance.choice(ways)
        inner: Any = changed
        for step in before:
            inner = inner[step]
        old = inner[last]
        if number % 5 == 0:
            del inner[last]
        elif number % 5 == 1 and isinstance(inner, dict):
            inner[chance.choice(("more", "id", "$schema", f"{last} ", str(last).upper()))] = old
        elif number % 5 == 2 and isinstance(old, str):
            inner[last] = old + chance.choice(ENDINGS)
        elif number % 5 == 3 and isinstance(old, list):
            inner[last] = old * 2
        else:
            inner[last] = chance.choice(REPLACEMENTS)
        yield changed


def one_of_each(documents: list[tuple[str, Document]]) -> Iterator[tuple[str, Document]]:
    """The longest document of each shape, and of each label of nodes and relationships, shortened."""
    longest: dict[tuple[str, str], Document] = {}
    for name, document in documents:
        key = name, str(document.get("labels", document.get("label")))
        if key not in longest or len(str(document)) > len(str(longest[key])):
            longest[key] = document
    return ((name, shortened(document)) for (name, _), document in longest.items())


def test_both_agree_on_corrupted_documents(documents: list[tuple[str, Document]]) -> None:
    chance, taken = random.Random(20261125), 0
    for name, document in one_of_each(documents):
        verdicts = [agreed(name, changed) for changed in corrupted(document, chance)]
        assert verdicts.count(False) > MUTATIONS / 3, name
        taken += verdicts.count(True)
    assert taken > MUTATIONS


def test_both_agree_on_parts(documents: list[tuple[str, Document]]) -> None:
    """Of linked data, whose articles are judged one by one while a bundle is made."""
    chance = random.Random(20261125)
    graphs = [document["@graph"] for name, document in documents if name == "published-linked-data"]
    parts = {
        "CollectionV1": next(part for part in graphs[0] if part["@type"] == "Collection"),
        "DefinedTermSetV1": next(part for part in graphs[0] if part["@type"] == "DefinedTermSet"),
        "ArticleV1": next(part for part in graphs[0] if "Article" in part["@type"]),
    }
    for graph in graphs:
        articles = [part for part in graph if "Article" in part["@type"]]
        assert all(agreed("published-linked-data", article, "ArticleV1") for article in articles)
    for part, thing in parts.items():
        for other in parts:
            assert agreed("published-linked-data", thing, other) == (other == part)
        verdicts = [agreed("published-linked-data", changed, part) for changed in corrupted(shortened(thing), chance)]
        assert verdicts.count(False) > MUTATIONS / 3


def test_both_agree_on_what_is_no_document() -> None:
    for name in BUNDLED:
        for value in REPLACEMENTS:
            agreed(name, value)


def test_both_agree_on_every_part_of_every_schema() -> None:
    """The same simple values, held against each definition of each schema."""
    texts = [value + ending for value in REPLACEMENTS if isinstance(value, str) for ending in ("", *ENDINGS)]
    for name in BUNDLED:
        for part in reference(name).schema.get("$defs", {}):
            for value in (*REPLACEMENTS, *texts[:20]):
                agreed(name, value, part)
