"""The package of CASE 1.1: judged by the classes of the standard, and walked as an importer does."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import networkx as nx
import pytest
from jsonschema import Draft202012Validator
from releases import files_of
from sites import edition_of, library_file

# The classes of CFPackage in the binding of CASE 1.1 as JSON, as far as a package without rubrics may use them: for
# each its attributes, those that are required with an exclamation mark. None has any other.
CLASSES = {
    "CFPackage": "CFDocument!CFPckgDocument CFItems*CFPckgItem CFAssociations*CFPckgAssociation "
    "CFDefinitions:CFDefinition extensions:open",
    "CFPckgDocument": "identifier!uuid uri!text frameworkType:text caseVersion:version creator!text title!text "
    "lastChangeDateTime!instant officialSourceURL:text publisher:text description:text subject*text "
    "subjectURI*LinkURI language:text version:text adoptionStatus:text statusStartDate:day statusEndDate:day "
    "licenseURI:LinkURI notes:text extensions:open",
    "CFPckgItem": "identifier!uuid fullStatement!text alternativeLabel:text CFItemType:text uri!text "
    "humanCodingScheme:text listEnumeration:text abbreviatedStatement:text conceptKeywords*text "
    "conceptKeywordsURI:LinkURI notes:text subject*text subjectURI*LinkURI language:text educationLevel*text "
    "CFItemTypeURI:LinkURI licenseURI:LinkURI statusStartDate:day statusEndDate:day lastChangeDateTime!instant "
    "extensions:open",
    "CFPckgAssociation": "identifier!uuid associationType!association sequenceNumber:integer uri!text "
    "originNodeURI!LinkGenURI destinationNodeURI!LinkGenURI CFAssociationGroupingURI:LinkURI "
    "lastChangeDateTime!instant notes:text extensions:open",
    "CFDefinition": "CFConcepts*open CFSubjects*open CFLicenses*CFLicense CFItemTypes*CFItemType "
    "CFAssociationGroupings*open extensions:open",
    "CFLicense": "identifier!uuid uri!text title!text description:text licenseText!text lastChangeDateTime!instant "
    "extensions:open",
    "CFItemType": "identifier!uuid uri!text title!text description!text hierarchyCode!text typeCode:text "
    "lastChangeDateTime!instant extensions:open",
    "LinkURI": "title!text identifier!uuid uri!text",
    "LinkGenURI": "title!text identifier!text uri!text targetType:target",
}
ASSOCIATIONS = "isChildOf isPeerOf isPartOf exactMatchOf precedes isRelatedTo replacedBy exemplar hasSkillLevel"
EXTENSION = {"type": "string", "pattern": "^ext:[A-Za-z0-9._-]+$"}
TYPES: dict[str, Any] = {
    "text": {"type": "string"},
    "integer": {"type": "integer"},
    "open": {"type": "object"},
    "uuid": {"type": "string", "pattern": "^[0-9a-f]{8}-[0-9a-f]{4}-[1-5][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$"},
    "day": {"type": "string", "format": "date"},
    "instant": {
        "type": "string",
        "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(Z|[+-][0-9:]{5})$",
    },
    "version": {"enum": ["1.1"]},
    "association": {"oneOf": [{"enum": [*ASSOCIATIONS.split(), "isTranslationOf"]}, EXTENSION]},
    "target": {"oneOf": [{"enum": ["CASE"]}, EXTENSION]},
}


def class_of(attributes: str) -> dict[str, Any]:
    """The JSON Schema of a class."""
    properties: dict[str, Any] = {}
    required = []
    for attribute in attributes.split():
        mark = next(character for character in attribute if character in "!:*")
        name, _, type_ = attribute.partition(mark)
        reference = {"$ref": f"#/$defs/{type_}"}
        properties[name] = {"type": "array", "items": reference} if mark == "*" else reference
        required += [name] if mark == "!" else []
    return {"type": "object", "properties": properties, "required": required, "additionalProperties": False}


STANDARD = Draft202012Validator(
    {"$ref": "#/$defs/CFPackage", "$defs": TYPES | {name: class_of(listed) for name, listed in CLASSES.items()}},
    format_checker=Draft202012Validator.FORMAT_CHECKER,
)


def package_of(files: dict[str, bytes]) -> Any:
    return json.loads(files["json/case.json"])


@pytest.fixture(scope="module")
def files() -> dict[str, bytes]:
    """The test library with a site and somebody to credit."""
    info = library_file(base_url="https://example.org/library/", attribution="After the work of others.")
    return files_of(edition_of([info]), ["html", "json"])


@pytest.fixture(scope="module")
def package(files: dict[str, bytes]) -> Any:
    return package_of(files)


def test_it_keeps_to_the_standard(package: Any) -> None:
    assert [error.message for error in STANDARD.iter_errors(package)] == []
    bare = package_of(files_of(edition_of([library_file(licence="LicenseRef Ours")]), ["json"]))
    assert [error.message for error in STANDARD.iter_errors(bare)] == []
    assert "officialSourceURL" not in bare["CFDocument"]
    assert bare["CFDocument"]["licenseURI"]["uri"].startswith("urn:uuid:")


@pytest.mark.parametrize(
    ("part", "change"),
    [
        ("CFDocument", {"CFPackageURI": {}}),
        ("CFDocument", {"caseVersion": "1.0"}),
        ("CFItems", {"identifier": "curiosity"}),
        ("CFItems", {"notes": None}),
        ("CFAssociations", {"associationType": "isBelow"}),
        ("CFAssociations", {"lastChangeDateTime": "2026-11-01"}),
    ],
)
def test_the_standard_can_be_broken(package: Any, part: str, change: dict[str, Any]) -> None:
    broken = json.loads(json.dumps(package))
    (broken[part] if isinstance(broken[part], dict) else broken[part][0]).update(change)
    assert list(STANDARD.iter_errors(broken))


def children(package: Any) -> Iterator[tuple[str, str, int]]:
    """What stands below what, by their identifiers, and where."""
    for each in package["CFAssociations"]:
        if each["associationType"] == "isChildOf":
            ends = each["originNodeURI"]["identifier"], each["destinationNodeURI"]["identifier"]
            yield (*ends, each["sequenceNumber"])


def test_every_item_hangs_below_the_document(package: Any) -> None:
    tree, places = nx.DiGraph(), defaultdict(list)
    for origin, destination, place in children(package):
        tree.add_edge(origin, destination)
        places[destination].append(place)
    identifiers = [item["identifier"] for item in package["CFItems"]]
    assert nx.is_directed_acyclic_graph(tree)
    assert nx.ancestors(tree, package["CFDocument"]["identifier"]) == set(identifiers)
    assert len(set(identifiers)) == len(identifiers)
    assert all(numbers == list(range(1, len(numbers) + 1)) for numbers in places.values())


def test_ends_and_links_are_what_they_name(package: Any) -> None:
    names = {item["identifier"]: item.get("abbreviatedStatement", item["fullStatement"]) for item in package["CFItems"]}
    uris = {item["identifier"]: item["uri"] for item in [*package["CFItems"], package["CFDocument"]]}
    names[package["CFDocument"]["identifier"]] = package["CFDocument"]["title"]
    for each in package["CFAssociations"]:
        for end in (each["originNodeURI"], each["destinationNodeURI"]):
            assert (end["title"], end["uri"]) == (names[end["identifier"]], uris[end["identifier"]])
    kinds = {kind["identifier"]: kind["title"] for kind in package["CFDefinitions"]["CFItemTypes"]}
    assert {(kinds[item["CFItemTypeURI"]["identifier"]], item["CFItemType"]) for item in package["CFItems"]} == {
        (kind, kind) for kind in kinds.values()
    }
    (licence,) = package["CFDefinitions"]["CFLicenses"]
    assert package["CFDocument"]["licenseURI"] == {key: licence[key] for key in ("title", "identifier", "uri")}


def test_groups_hold_their_factors_in_order(package: Any) -> None:
    names = {item["identifier"]: item.get("abbreviatedStatement", item["fullStatement"]) for item in package["CFItems"]}
    held: dict[str, list[str]] = defaultdict(list)
    for origin, destination, _ in children(package):
        held[destination].append(names[origin])
    groups = [item for item in package["CFItems"] if item["CFItemType"] == "Group"]
    assert [(names[group["identifier"]], held[group["identifier"]]) for group in groups] == [
        ("Background", ["Vision"]),
        ("Feeling", ["Emotion", "Sense of Belonging"]),
        ("Feeling", ["Emotion"]),
        ("Feeling", ["Emotion", "Motivation", "Sense of Belonging"]),
        ("Thinking", ["Attention", "Civic Mindedness", "Curiosity"]),
    ]
    assert held[package["CFDocument"]["identifier"]] == ["Early Grades", "First Grades", "Middle Grades", "Focus"]


def test_deprecated_terms_name_their_successors(package: Any) -> None:
    items = {item.get("humanCodingScheme"): item for item in package["CFItems"]}
    assert items["focus"]["extensions"] == {"deprecated": True}
    assert "extensions" not in items["attention"]
    assert items["first-grades"]["extensions"] == {"deprecated": True}
    assert items["first-grades"]["conceptKeywords"] == ["the youngest"]
    links = [each for each in package["CFAssociations"] if each["associationType"] == "replacedBy"]
    ends = [(link["originNodeURI"]["title"], link["destinationNodeURI"]["title"]) for link in links]
    assert ends == [("Focus", "Attention"), ("First Grades", "Early Grades")]
    assert items["emotion"]["educationLevel"] == ["PK", "K", "1", "4", "5", "6"]
    assert "educationLevel" not in items["focus"]


def test_identifiers_are_those_of_the_graph_and_pages_exist(package: Any, files: dict[str, bytes]) -> None:
    nodes = [json.loads(line) for line in files["json/graph/nodes.jsonl"].splitlines()]
    known = {node["identifier"] for node in nodes if node["labels"][0] in ("Factor", "LearnerModel")}
    assert known == {item["identifier"] for item in package["CFItems"] if "humanCodingScheme" in item}
    pages = [item["uri"] for item in package["CFItems"] if "humanCodingScheme" in item]
    assert {f"html/{page.removeprefix('https://example.org/library/')}index.html" for page in pages} <= files.keys()
    assert package["CFDocument"]["uri"] == "https://example.org/library/"
