"""CASE: the package says what the documents of factors and learner models say."""

from collections.abc import Iterator, Mapping
from itertools import zip_longest
from typing import Any

from pipeline.publish.verify.check import check
from pipeline.publish.verify.checks.documents import MODELS, items
from pipeline.publish.verify.context import VerifyContext
from pipeline.publish.verify.references import FACTORS
from pipeline.publish.verify.violation import Violation, key_differences

PATH = "json/case.json"
KINDS = {
    "Learner Model": ("1", "Factors that belong together, and what strategies may be for."),
    "Group": ("1.1", "A group of factors in a learner model."),
    "Factor": ("1.1.1", "Something that a strategy supports."),
}
Part = dict[str, Any]


@check("json")
def case_package(context: VerifyContext) -> Iterator[Violation]:
    """Each key of the document, and each item, association and definition in its place."""
    package: Part | None = context.document(PATH)
    if package is None:
        return
    expected = ExpectedPackage(context)
    yield from key_differences(PATH, "CFDocument", package["CFDocument"], expected.document(), "what the library says")
    yield from _differences("item", package["CFItems"], [*expected.items()])
    yield from _differences("association", package["CFAssociations"], [*expected.associations()])
    if package["CFDefinitions"] != expected.definitions():
        yield Violation(PATH, "CFDefinitions", "they are not the kinds of items and the licence of the library")


def _differences(what: str, found: list[Part], expected: list[Part]) -> Iterator[Violation]:
    for item, wanted in zip_longest(found, expected):
        if item != wanted:
            record = str((wanted or item)["identifier"])
            yield Violation(PATH, record, f"this {what} is not as {FACTORS} and {MODELS} say, or is not in its place")


def _named(group: Part) -> bool:
    """True for a group of factors; those in none are held by one without a name."""
    return bool(group["name"])


class ExpectedPackage:
    """The parts of the package as they must be."""

    def __init__(self, context: VerifyContext) -> None:
        self.library, self.identifiers = context.manifest.library, context.expected.identifiers
        self.base = context.expected.base if self.library.base_url else ""
        self.changed = {"lastChangeDateTime": f"{context.newest_day() or '1970-01-01'}T00:00:00Z"}
        self.factors = {factor["id"]: factor for factor in items(context, FACTORS)}
        self.models = items(context, MODELS)

    def _link(self, title: str, uri: str | None, *name: Any) -> Part:
        identifier = self.identifiers.of(*name)
        return {"title": title, "identifier": identifier, "uri": uri or f"urn:uuid:{identifier}"}

    def _page(self, path: str) -> str | None:
        return self.base + path if self.base else None

    def _whole(self) -> Part:
        return self._link(self.library.title, self.library.base_url, "vocabulary", "framework")

    def _model(self, model: Part) -> Part:
        return self._link(model["name"], self._page(f"learner-models/{model['id']}/"), "learner-model", model["id"])

    def _group(self, model: Part, group: Part) -> Part:
        return self._link(group["name"], None, "group", model["id"], group["name"])

    def _factor(self, id_: str) -> Part:
        name = self.factors[id_]["name"] if id_ in self.factors else id_
        return self._link(name, self._page(f"factors/{id_}/"), "factor", id_)

    def _kind(self, kind: str) -> Part:
        return self._link(kind, None, "vocabulary", kind.lower().replace(" ", "-"))

    def _licence(self) -> Part:
        return self._link(self.library.licence, self.library.licence_url, "vocabulary", "licence")

    def document(self) -> Part:
        """The framework as a whole."""
        library = self.library
        document = self._whole() | self.changed
        document |= {"caseVersion": "1.1", "creator": library.publisher, "publisher": library.publisher}
        document |= {"language": library.language, "version": library.version, "licenseURI": self._licence()}
        document["description"] = "Factors, in the groups of the learner models that hold them."
        optional = {"officialSourceURL": library.base_url, "notes": library.attribution}
        return document | {key: value for key, value in optional.items() if value is not None}

    def items(self) -> Iterator[Part]:
        """Learner models with their groups, then factors."""
        for model in self.models:
            grades = {"educationLevel": model["grades"]} if model["grades"] else {}
            notes = {} if model["description"] is None else {"notes": model["description"]}
            own = {"fullStatement": model["name"], "humanCodingScheme": model["id"]}
            yield self._item(self._model(model), "Learner Model") | own | notes | grades | _state(model)
            for group in filter(_named, model["groups"]):
                yield self._item(self._group(model, group), "Group") | {"fullStatement": group["name"]} | grades
        for id_, factor in self.factors.items():
            item = self._item(self._factor(id_), "Factor") | {"fullStatement": factor["definition"]}
            item |= {"abbreviatedStatement": factor["name"], "humanCodingScheme": id_}
            holding = (model for model in self.models if any(id_ in group["factors"] for group in model["groups"]))
            levels = list(dict.fromkeys(grade for model in holding for grade in model["grades"]))
            item |= {"educationLevel": levels} if levels else {}
            yield item | _state(factor)

    def _item(self, link: Part, kind: str) -> Part:
        own = {key: value for key, value in link.items() if key != "title"}
        kinds = {"CFItemType": kind, "CFItemTypeURI": self._kind(kind)}
        return own | kinds | {"language": self.library.language} | self.changed

    def associations(self) -> Iterator[Part]:
        """What stands below what, then successions."""
        held: set[str] = set()
        for place, model in enumerate(self.models, 1):
            yield self._association(self._model(model), self._whole(), place)
            held.update(factor for group in model["groups"] for factor in group["factors"])
            loose = [id_ for group in model["groups"] if not _named(group) for id_ in group["factors"]]
            for number, id_ in enumerate(loose, 1):
                yield self._association(self._factor(id_), self._model(model), number)
            for number, group in enumerate(filter(_named, model["groups"]), len(loose) + 1):
                yield self._association(self._group(model, group), self._model(model), number)
                for position, factor in enumerate(group["factors"], 1):
                    yield self._association(self._factor(factor), self._group(model, group), position)
        loose = [id_ for id_ in self.factors if id_ not in held]
        for place, id_ in enumerate(loose, len(self.models) + 1):
            yield self._association(self._factor(id_), self._whole(), place)
        for id_, factor in self.factors.items():
            if factor["replaced_by"] is not None:
                yield self._association(self._factor(id_), self._factor(factor["replaced_by"]))
        by_id = {model["id"]: model for model in self.models}
        for model in self.models:
            if model["replaced_by"] in by_id:
                yield self._association(self._model(model), self._model(by_id[model["replaced_by"]]))

    def _association(self, origin: Part, destination: Part, place: int | None = None) -> Part:
        type_: Any = "isChildOf" if place else "replacedBy"
        identifier = self.identifiers.of(type_, origin["identifier"], destination["identifier"])
        ends = {"originNodeURI": origin, "destinationNodeURI": destination}
        association: Part = {name: end | {"targetType": "CASE"} for name, end in ends.items()}
        association |= {"identifier": identifier, "uri": f"urn:uuid:{identifier}", "associationType": type_}
        return association | self.changed | ({"sequenceNumber": place} if place else {})

    def definitions(self) -> Part:
        """The licence and the kinds of items."""
        licence = self._licence() | {"licenseText": self.library.licence_url or self.library.licence} | self.changed
        kinds = [
            self._kind(kind) | {"hierarchyCode": code, "description": description} | self.changed
            for kind, (code, description) in KINDS.items()
        ]
        return {"CFLicenses": [licence], "CFItemTypes": kinds}


def _state(term: Mapping[str, Any]) -> Part:
    """Other names of a term, and whether it is still to be used."""
    state: Part = {"conceptKeywords": term["aliases"]} if term["aliases"] else {}
    return state | ({"extensions": {"deprecated": True}} if term["deprecated"] else {})
