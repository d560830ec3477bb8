"""The schemas: equal to what the models give, of one mind with them, and kept by everything that is written."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from conftest import HERE, LIBRARY, view_of
from examples import GOOD_PAGE, sources_of
from jsonschema import Draft202012Validator
from pydantic import TypeAdapter, ValidationError
from referencing.exceptions import Unresolvable
from shapes import SchemaMismatch, validate
from test_cases import PAGE, PAGES, TREES

from pipeline.lint.reporters import json as json_reporter
from pipeline.lint.rule import all_rules
from pipeline.lint.rules.frontmatter._empty import is_empty
from pipeline.model.build import build
from pipeline.model.entry import UNFINISHED
from pipeline.model.strategy import Strategy
from pipeline.publish.schema.json_schema import (
    BUNDLED,
    PUBLISHED,
    WRITTEN,
    consumer_schema,
    generate,
    schema_files,
    schema_folder,
    validator,
)
from pipeline.publish.schema.strictness import closed
from pipeline.source.parse import Limits, parse_data, parse_page
from pipeline.source.parse.yaml_tree import Mapping, Node, Scalar, Sequence, to_plain
from pipeline.source.text import Source

ROOT = HERE.parent
VOCABULARIES = {
    "library": "content/library.yaml",
    "factors": "content/vocabulary/factors.yaml",
    "categories": "content/vocabulary/categories.yaml",
    "learner-models": "content/vocabulary/learner-models.yaml",
    "references": "content/references.yaml",
    "strategy-page": "schemas/strategy-page.yaml",
}


@pytest.mark.parametrize(("name", "text"), list(generate()), ids=lambda value: value if value.endswith(".json") else "")
def test_committed_schema_is_the_generated_one(name: str, text: str) -> None:
    assert (schema_folder() / name).read_text(encoding="utf-8") == text


def test_no_schema_is_left_over() -> None:
    assert {path.name for path in schema_folder().glob("*.schema.json")} == {name for name, _ in generate()}


@pytest.mark.parametrize("path", sorted(schema_folder().glob("*.schema.json")), ids=lambda path: path.name)
def test_schema_is_one(path: Path) -> None:
    """Of the draft it names, and without a pattern that backtracks or a reference that leads outside."""
    schema = json.loads(path.read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(schema)
    references = [value for key, value in _pairs(schema) if key == "$ref"]
    assert all(isinstance(value, str) and value.startswith("#/") for value in references)


def _pairs(value: object) -> Iterator[tuple[str, object]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield key, inner
            yield from _pairs(inner)
    elif isinstance(value, list):
        for item in value:
            yield from _pairs(item)


# --- jsonschema and pydantic read what people write, and must agree ---


def front_matter(source: Source) -> Node | None:
    document = parse_page(source, Limits())
    return document.front if document.readable and isinstance(document.front, Mapping) else None


def page_sources() -> Iterator[tuple[str, Source]]:
    """Every page there is: of the cases, of the test library, of the real one, of the rules' examples."""
    for path in PAGES:
        yield f"{path.parent.name}/{path.stem}", Source.decode(PAGE, path.read_bytes())
    for folder in (*TREES, LIBRARY, ROOT):
        for path in sorted((folder / "content" / "strategies").rglob("*.md")):
            yield f"{folder.name}/{path.stem}", Source.decode(PAGE, path.read_bytes())
    for rule in all_rules():
        for example in (*rule.documentation.bad, *rule.documentation.good):
            for source in sources_of(example):
                if source.path.startswith("content/strategies/"):
                    yield f"example of {rule.name}", source


def data_sources(name: str) -> Iterator[Source]:
    path = VOCABULARIES[name]
    for file in (ROOT / path, LIBRARY / path, *(tree / path for tree in TREES)):
        if file.is_file():
            yield Source.decode(path, file.read_bytes())


def as_editors_read(node: Node) -> object:
    """A data file as other YAML readers have it: its schema is for them, and knows true, false and numbers."""
    match node:
        case Sequence():
            return [as_editors_read(item) for item in node.items]
        case Mapping():
            return {key.text: as_editors_read(value) for key, value in node.pairs if not is_absent(value)}
        case Scalar(plain=True, text="true" | "false" as word):
            return word == "true"
        case Scalar(plain=True, text=digits) if digits.isascii() and digits.isdigit():
            return int(digits)
        case _:
            return to_plain(node)


def is_absent(node: Node) -> bool:
    return isinstance(node, Scalar) and node.is_absent


@cache
def model_of(name: str) -> TypeAdapter[object]:
    return TypeAdapter(WRITTEN[name])


def agree(name: str, node: Node, for_schema: object) -> bool:
    """The verdict of both readers, which must be one."""
    by_schema = not list(validator(name).iter_errors(for_schema))
    by_model = accepts_page(node) if name == "strategy-front-matter" else accepts(name, node)
    assert by_schema == by_model, f"schema {by_schema}, model {by_model}: {for_schema}"
    return by_model


def accepts(name: str, node: Node) -> bool:
    try:
        model_of(name).validate_python(to_plain(node))
    except ValidationError:
        return False
    return True


def accepts_page(front: Node) -> bool:
    """What is missing on an idea or a draft is no error."""
    assert isinstance(front, Mapping)
    _, problems = build(Strategy, front)
    status = front.get("status")
    unfinished = isinstance(status, Scalar) and status.text in UNFINISHED
    return all(unfinished and (problem.kind == "missing-field" or is_empty(problem)) for problem in problems)


def agree_on_page(front: Node) -> bool:
    return agree("strategy-front-matter", front, to_plain(front))


def agree_on_data(name: str, text: str) -> bool:
    document = parse_data(Source(VOCABULARIES[name], text), Limits())
    assert document.front is not None
    return agree(name, document.front, as_editors_read(document.front))


def test_both_readers_agree_on_every_front_matter() -> None:
    fronts = [front for _, source in page_sources() if (front := front_matter(source))]
    verdicts = [agree_on_page(front) for front in fronts]
    assert verdicts.count(True) >= 10
    assert verdicts.count(False) >= 10


@pytest.mark.parametrize("name", VOCABULARIES)
def test_both_readers_agree_on_every_data_file(name: str) -> None:
    sources = [source for source in data_sources(name) if parse_data(source, Limits()).front is not None]
    assert True in [agree_on_data(name, source.text) for source in sources]


GOOD_FRONT = GOOD_PAGE.partition("\n---\n")[0] + "\n"
CHANGES = {
    "title": ["ab", "abc", "a" * 90, "a" * 91, "[a]", "{a: b}", '""', "~", "1984", '"two\\nlines"', "yes", "🧑‍🏫🧑‍🏫"],
    "summary": ["short", "a" * 39, "a" * 40, "a" * 300, "a" * 301, "[]", '"' + "a" * 40 + '\\n"'],
    "category": ["[a, b]", "Any Text", "a" * 201, "~"],
    "learner_models": ["[]", "middle-grades", "[middle-grades, middle-grades]", "[~]", "[[a]]", "{a: b}"],
    "factors": ["[]", "[a]", "[" + "a, " * 200 + "a]", "[" + "a, " * 199 + "a]", '[""]', "~"],
    "related": ["[]", "[a]", "a", "~"],
    "status": ["draft", "retired", "Published", "live", "[draft]", '"draft\\n"'],
    "updated": [
        "2026-02-28",
        "2026-02-30",
        "2024-02-29",
        "2025-02-29",
        "26-02-01",
        "2026-2-1",
        "2026-02-01T00:00",
        "x",
    ],
    "authors": ["[]", "[A, B]", "A", '["two\\nlines"]', "[" + "a" * 121 + "]"],
    "aliases": ["[old-id]", "[Old-Id]", "[a--b]", "[-a]", "[a-]", "[ä]", '["a\\n"]', "[" + "a" * 81 + "]", "[]"],
    "replaced_by": ["other", "~", "[other]", '""'],
    "published": ["2026-01-01", "2026-13-01", "~", "draft"],
    "review_by": ["2027-01-01", "2027-13-01", "0000-01-01", "9999-12-31", "~"],
    "reviewed": [
        "{date: 2026-01-01}",
        "{date: 2026-01-01, factors: {a: 00000000-11111111, B c: 0123abcd-ffffffff}, strategies: {}}",
        "{date: 2026-01-32}",
        "{factors: {a: 00000000-11111111}}",
        "{date: 2026-01-01, factors: {a: 00000000}}",
        "{date: 2026-01-01, factors: {a: 0000000G-11111111}}",
        "{date: 2026-01-01, factors: [a]}",
        "{date: 2026-01-01, strategies: ~, factors: {a: ~}}",
        "{date: 2026-01-01, by: Ada}",
        "2026-01-01",
        "~",
        "[]",
    ],
    "source": [
        "{title: A, url: https://example.org/, retrieved: 2026-01-01}",
        "{title: A, url: https://example.org/}",
        "{title: A, url: example.org, retrieved: 2026-01-01}",
        "{title: A, url: https://example.org/ x, retrieved: 2026-01-01}",
        "{title: A, url: https://example.org/, retrieved: 2026-01-32}",
        "{title: A, url: https://example.org/, retrieved: 2026-01-01, extra: b}",
        "text",
        "[]",
    ],
    "nonsense": ["a"],
}


@pytest.mark.parametrize(
    ("field", "value"), [(field, value) for field, values in CHANGES.items() for value in values], ids=lambda v: v[:20]
)
def test_both_readers_agree_at_the_edges(field: str, value: str) -> None:
    lines = [line for line in GOOD_FRONT.splitlines() if not line.startswith(f"{field}:")]
    front = front_matter(Source(PAGE, "\n".join([*lines, f"{field}: {value}", "---", ""])))
    assert front is not None
    agree_on_page(front)


@pytest.mark.parametrize("status", ["idea", "draft", "published", "retired", "unheard-of"])
@pytest.mark.parametrize(
    ("lines", "as_unfinished"),
    [
        ("", True),
        ("title: Partner Talk", True),
        ("title:\nsummary: ''\nfactors: []\nlearner_models:\ncategory: ''", True),
        ("title: Partner Talk\nsource: {title: '', url: 'https://example.org/'}", True),
        ("title: Partner Talk\nsource: {url: nowhere}", False),
        ("title: Partner Talk\nfactors: ['']", False),
        ("title: Partner Talk\nnonsense: 1", False),
        (f"title: {'x' * 300}", False),
        ("title: Partner Talk\nupdated: yesterday", False),
    ],
)
def test_an_idea_or_a_draft_may_lack_fields(status: str, lines: str, as_unfinished: bool) -> None:
    front = front_matter(Source(PAGE, f"---\nstatus: {status}\n{lines}\n---\n"))
    assert front is not None
    assert agree_on_page(front) == (as_unfinished and status in UNFINISHED)
    nulls = dict.fromkeys(("title", "summary", "related", "updated"))  # as editors read fields without a value
    plain = to_plain(front)
    assert isinstance(plain, dict)
    accepted = validator("strategy-front-matter").is_valid(nulls | plain)
    assert accepted == (as_unfinished and status in UNFINISHED)


DATA_EDGES = {
    "library": [
        "{title: A, language: en, publisher: B, licence: C, version: 1.0.0}",
        "{title: A, language: EN, publisher: B, licence: C, version: 1.0.0}",
        "{title: A, language: en, publisher: B, licence: C, version: '1.0'}",
        "{title: A, language: en, publisher: B, licence: C, version: 1.0.0-beta.1}",
        '{title: A, language: "en\\n", publisher: B, licence: C, version: 1.0.0}',
        "{title: A, language: en, publisher: B, licence: C, version: 1.0.0, base_url: ftp://example.org}",
        "[]",
    ],
    "factors": [
        "- {id: a, name: A, definition: B}",
        "- {id: a, name: A, definition: B, deprecated: true, replaced_by: b}",
        "- {id: a, name: A, definition: B, deprecated: yes}",
        "- {id: A, name: A, definition: B}",
        "- {id: a, name: A, definition: B, aliases: [x, 'y']}",
        "- {id: a, name: A}",
        "- [a]",
        "[]",
        "a: b",
    ],
    "categories": [
        "- {id: a, name: A, description: B}",
        '- {id: "a\\n", name: A, description: B}',
        "- {id: a, name: A, description: B, more: c}",
    ],
    "learner-models": [
        "- {id: a, name: A, grades: ['4'], groups: {G: [a]}}",
        "- {id: a, name: A, grades: [], groups: {G: [a]}}",
        "- {id: a, name: A, grades: ['4'], groups: {}}",
        "- {id: a, name: A, grades: ['4'], groups: {G: [A b]}}",
        '- {id: a, name: A, grades: ["4"], groups: {"G\\n": [a]}}',
        '- {id: a, name: A, grades: ["4"], groups: {"G\\nH": [a]}}',
        "- {id: a, name: A, grades: ['4'], groups: {'': [a]}}",
        "- {id: a, name: A, grades: ['4'], groups: [a]}",
    ],
    "references": [
        "- {id: a, type: book, title: A}",
        "- {id: a, type: novel, title: A}",
        "- {id: a, type: book}",
        "- {id: A b, type: book, title: A}",
        "- {id: a, type: book, title: A, issued: '2018'}",
        "- {id: a, type: book, title: A, issued: 2018-03-09, container-title: B}",
        "- {id: a, type: book, title: A, issued: March 2018}",
        "- {id: a, type: book, title: A, container_title: B}",
        "- {id: a, type: book, title: A, DOI: 10.1000/182}",
        "- {id: a, type: book, title: A, DOI: https://doi.org/10.1000/182}",
        "- {id: a, type: book, title: A, author: []}",
        "- {id: a, type: book, title: A, author: [{family: B, given: C}, {literal: D}]}",
        "- {id: a, type: book, title: A, author: [{literal: D, given: C}]}",
        "- {id: a, type: book, title: A, author: [{family: B, literal: D}]}",
        "- {id: a, type: book, title: A, author: [{family: B, literal: D, given: C}]}",
        "- {id: a, type: book, title: A, author: [{given: C}]}",
        "- {id: a, type: book, title: A, author: [B]}",
    ],
    "strategy-page": [
        "sections: [{id: a, heading: A}]",
        "sections: []",
        "sections: [{id: a, heading: A, min_words: 40, required: true, items: citation}]",
        "sections: [{id: a, heading: A, min_words: -1}]",
        "sections: [{id: a, heading: A, required: maybe}]",
        "sections: [{id: a, heading: A, items: other}]",
        "{sections: [{id: a, heading: A}], disclaimers: [{id: d, text: short}]}",
        "{sections: [{id: a, heading: A}], generated_headings: {factors: F, other: G}}",
    ],
}


@pytest.mark.parametrize(("name", "text"), [(name, text) for name, texts in DATA_EDGES.items() for text in texts])
def test_both_readers_agree_at_the_edges_of_data_files(name: str, text: str) -> None:
    agree_on_data(name, text)


def test_both_readers_refuse_a_missing_field() -> None:
    """Of a page of any library: whether it needs factors or learner models depends on the vocabulary."""
    optional = ("authors:", "factors:", "learner_models:", "related:")
    for line in GOOD_FRONT.splitlines()[1:]:
        rest = GOOD_FRONT.replace(line + "\n", "")
        front = front_matter(Source(PAGE, rest + "---\n"))
        assert front is not None
        assert agree_on_page(front) == line.startswith(optional)


# --- what the schemas promise of our own documents (of the report of every case: test_cases) ---


def test_a_document_of_another_shape_is_refused_with_its_place() -> None:
    view = view_of([Source(PAGE, GOOD_PAGE.replace("motivation", "motivatoin"))], [PAGE])
    document = json.loads(json_reporter.render(view))
    document["diagnostics"][0]["line"] = 0
    with pytest.raises(SchemaMismatch, match=r"^a report at \$\.diagnostics\[0\]\.line: 0 is less than"):
        validate("diagnostics", document, "a report")


def test_formats_are_checked() -> None:
    errors = (
        validator("published-strategy").evolve(schema={"type": "string", "format": "date"}).iter_errors("2026-02-30")
    )
    assert [error.validator for error in errors] == ["format"]


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # jsonschema's, should it fetch after all
@pytest.mark.parametrize("place", ["file", "https://example.org/schema.json", "urn:nothing:here"])
def test_the_validator_fetches_nothing(place: str, tmp_path: Path) -> None:
    """A reference that leads outside is refused, not followed, even to a schema that is there for the taking."""
    schema = tmp_path / "any.schema.json"
    schema.write_text("{}", encoding="utf-8")
    leading_out = validator("factors").evolve(schema={"$ref": schema.as_uri() if place == "file" else place})
    with pytest.raises(Unresolvable):
        list(leading_out.iter_errors({}))


@pytest.mark.parametrize(
    ("base_url", "start"),
    [
        ("https://example.org/library/", "https://example.org/library/schemas/"),
        ("https://example.org", "https://example.org/schemas/"),
        ('https://exämple.org/"a/', "https://ex%C3%A4mple.org/%22a/schemas/"),
        (None, "urn:strategy-pipeline:"),
    ],
)
def test_schemas_of_a_bundle_have_the_address_they_are_published_at(base_url: str | None, start: str) -> None:
    for name in BUNDLED:
        data = schema_files(base_url)[f"{name}.schema.json"]
        schema, committed = json.loads(data), json.loads((schema_folder() / f"{name}.schema.json").read_bytes())
        assert schema["$id"] == start + (f"{name}.schema.json" if base_url else f"{name}:1")
        assert schema | {"$id": ""} == committed | {"$id": ""}


def test_a_schema_that_is_closed_again_is_the_one_of_the_model() -> None:
    """Open where consumers need it: no object refuses a key, and only the version is wider."""
    for name, shape in PUBLISHED.items():
        exact = TypeAdapter(shape).json_schema(mode="serialization", by_alias=True)
        assert '"additionalProperties": false' not in json.dumps(consumer_schema(name))
        if exact_version := exact.get("properties", {}).get("schema_version"):
            open_version = consumer_schema(name)["properties"]["schema_version"]
            verdicts = [Draft202012Validator(each).is_valid("1.9.0") for each in (open_version, exact_version)]
            assert verdicts == [True, False]
        refused = [place for place, inner in _objects(closed(consumer_schema(name))) if inner is not False]
        assert refused == [place for place, inner in _objects(exact) if inner is not False]


def _objects(schema: object, place: str = "") -> Iterator[tuple[str, object]]:
    """Each object with named keys, and what it says of others."""
    if isinstance(schema, dict):
        if "properties" in schema and "$ref" not in schema and schema.get("type") == "object":
            yield place, schema.get("additionalProperties")
        for key, inner in schema.items():
            yield from _objects(inner, f"{place}.{key}")
