"""CASE: the factors and learner models as a competency framework, for the catalogues of learning platforms."""

from collections.abc import Iterator
from typing import Any, ClassVar, Literal, NamedTuple

from pipeline.model.vocabulary import Factor, LearnerModel
from pipeline.model.vocabulary_term import VocabularyTerm
from pipeline.publish.exporter import Exporter, File
from pipeline.publish.records import Records
from pipeline.publish.schema import case as shape
from pipeline.publish.web_address import web_address

PATH = "json/case.json"
ItemType = Literal["Learner Model", "Group", "Factor"]
# Each kind of items with its place among the kinds and what it is.
ITEM_TYPES: tuple[tuple[ItemType, str, str], ...] = (
    ("Learner Model", "1", "Factors that belong together, and what strategies may be for."),
    ("Group", "1.1", "A group of factors in a learner model."),
    ("Factor", "1.1.1", "Something that a strategy supports."),
)


class CasePackage(Exporter):
    """One document. Nothing in it is about a single strategy."""

    format = "json"
    data_files: ClassVar = {PATH: "application/json"}

    def render_site(self, records: Records) -> Iterator[File]:
        """The package."""
        package = Framework(records).package()
        # On one line: indented, the many associations take twice the room.
        yield File(PATH, (package.model_dump_json(exclude_none=True) + "\n").encode())


class Node(NamedTuple):
    """An end of an association: an item, or the document."""

    title: str
    identifier: str
    uri: str

    def link(self) -> shape.CaseLinkV1:
        """A link to it."""
        return shape.CaseLinkV1(**self._asdict())

    def end(self) -> shape.CaseNodeLinkV1:
        """A link to it from an association."""
        return shape.CaseNodeLinkV1(**self._asdict(), target_type="CASE")


class Framework:
    """The vocabulary of a library in the words of CASE."""

    def __init__(self, records: Records) -> None:
        self.records, self.library, self.vocabulary = records, records.library, records.vocabulary
        self.identifier_of = records.identifiers.of
        # A required field; terms have no days of their own, and a library without strategies has none at all.
        self.changed = f"{records.updated or '1970-01-01'}T00:00:00Z"

    def package(self) -> shape.CasePackageV1:
        """The complete package."""
        return shape.CasePackageV1(
            cf_document=self._document(),
            cf_items=[*self._items()],
            cf_associations=[*self._children(), *self._successions()],
            cf_definitions=shape.CaseDefinitionsV1(cf_licenses=[self._licence()], cf_item_types=[*self._item_types()]),
        )

    def _node(self, title: str, identifier: str, page: str = "") -> Node:
        address = web_address(self.library.base_url, page) if page else None
        return Node(title, identifier, address or f"urn:uuid:{identifier}")

    def _whole(self) -> Node:
        node = self._node(self.library.title, self.identifier_of("vocabulary", "framework"))
        return node._replace(uri=self.library.base_url or node.uri)

    def _model(self, model: LearnerModel) -> Node:
        page = f"learner-models/{model.id}/"
        return self._node(model.name, self.identifier_of("learner-model", model.id), page)

    def _group(self, model: LearnerModel, name: str) -> Node:
        return self._node(name, self.identifier_of("group", model.id, name))

    def _factor(self, factor: Factor) -> Node:
        return self._node(factor.name, self.identifier_of("factor", factor.id), f"factors/{factor.id}/")

    def _type(self, name: ItemType) -> Node:
        return self._node(name, self.identifier_of("vocabulary", name.lower().replace(" ", "-")))

    def _licence_node(self) -> Node:
        node = self._node(self.library.licence, self.identifier_of("vocabulary", "licence"))
        return node._replace(uri=self.library.licence_url or node.uri)

    def _document(self) -> shape.CaseDocumentV1:
        library, whole = self.library, self._whole()
        return shape.CaseDocumentV1(
            identifier=whole.identifier,
            uri=whole.uri,
            case_version="1.1",
            creator=library.publisher,
            title=library.title,
            last_change_date_time=self.changed,
            official_source_url=library.base_url,
            publisher=library.publisher,
            description="Factors, in the groups of the learner models that hold them.",
            language=library.language,
            version=library.version,
            license_uri=self._licence_node().link(),
            notes=library.attribution,
        )

    def _items(self) -> Iterator[shape.CaseItemV1]:
        for model in self.vocabulary.learner_models:
            yield self._item(
                "Learner Model",
                self._model(model),
                human_coding_scheme=model.id,
                notes=model.description,
                education_level=list(model.grades) or None,
                **_state(model),
            )
            for name in model.groups:
                yield self._item("Group", self._group(model, name), education_level=list(model.grades) or None)
        for factor in self.vocabulary.factors:
            yield self._item(
                "Factor",
                self._factor(factor),
                full_statement=factor.definition,
                abbreviated_statement=factor.name,
                human_coding_scheme=factor.id,
                education_level=self._grades(factor.id) or None,
                **_state(factor),
            )

    def _item(self, type_: ItemType, node: Node, **values: Any) -> shape.CaseItemV1:
        """An item with the name of its node as the statement, unless `values` have another."""
        own: dict[str, Any] = {
            "identifier": node.identifier,
            "uri": node.uri,
            "full_statement": node.title,
            "cf_item_type": type_,
            "cf_item_type_uri": self._type(type_).link(),
            "language": self.library.language,
            "last_change_date_time": self.changed,
        }
        return shape.CaseItemV1(**own | values)

    def _grades(self, factor: str) -> list[str]:
        """The grades of all learner models that hold a factor, each once."""
        models = (model for model in self.vocabulary.learner_models if factor in model.factors)
        return list(dict.fromkeys(grade for model in models for grade in model.grades))

    def _children(self) -> Iterator[shape.CaseAssociationV1]:
        """What stands below what. A factor of several groups stands below each, and one of none below the document."""
        factors, whole, held = self.vocabulary.factors.items, self._whole(), set[str]()
        top = 0
        for top, model in enumerate(self.vocabulary.learner_models, 1):
            yield self._association("isChildOf", self._model(model), whole, top)
            held.update(model.ungrouped)
            for place, id_ in enumerate(model.ungrouped, 1):
                yield self._association("isChildOf", self._factor(factors[id_]), self._model(model), place)
            for place, (name, members) in enumerate(model.groups.items(), len(model.ungrouped) + 1):
                yield self._association("isChildOf", self._group(model, name), self._model(model), place)
                held.update(members)
                for position, id_ in enumerate(members, 1):
                    yield self._association("isChildOf", self._factor(factors[id_]), self._group(model, name), position)
        loose = (factor for factor in self.vocabulary.factors if factor.id not in held)
        for position, factor in enumerate(loose, top + 1):
            yield self._association("isChildOf", self._factor(factor), whole, position)

    def _successions(self) -> Iterator[shape.CaseAssociationV1]:
        factors, models = self.vocabulary.factors.items, self.vocabulary.learner_models.items
        for factor in factors.values():
            if factor.replaced_by:
                yield self._association("replacedBy", self._factor(factor), self._factor(factors[factor.replaced_by]))
        for model in models.values():
            if model.replaced_by:
                yield self._association("replacedBy", self._model(model), self._model(models[model.replaced_by]))

    def _association(
        self, type_: Literal["isChildOf", "replacedBy"], origin: Node, destination: Node, place: int | None = None
    ) -> shape.CaseAssociationV1:
        identifier = self.identifier_of(type_, origin.identifier, destination.identifier)
        return shape.CaseAssociationV1(
            identifier=identifier,
            association_type=type_,
            sequence_number=place,
            uri=f"urn:uuid:{identifier}",
            origin_node_uri=origin.end(),
            destination_node_uri=destination.end(),
            last_change_date_time=self.changed,
        )

    def _licence(self) -> shape.CaseLicenceV1:
        return shape.CaseLicenceV1(
            **self._licence_node()._asdict(),
            license_text=self.library.licence_url or self.library.licence,
            last_change_date_time=self.changed,
        )

    def _item_types(self) -> Iterator[shape.CaseItemTypeV1]:
        for name, code, description in ITEM_TYPES:
            yield shape.CaseItemTypeV1(
                **self._type(name)._asdict(),
                description=description,
                hierarchy_code=code,
                last_change_date_time=self.changed,
            )


def _state(term: VocabularyTerm) -> dict[str, Any]:
    """Other names of a term, and whether it is still to be used."""
    return {
        "concept_keywords": list(term.aliases) or None,
        "extensions": shape.CaseStateV1(deprecated=True) if term.deprecated else None,
    }
