"""The published shape of the relationships of the graph, one a line, as graph databases load them."""

from typing import Literal

from pydantic import ConfigDict, Field, RootModel

from pipeline.publish.schema.base import (
    PublishedModel,
)
from pipeline.publish.schema.graph_nodes import IdentifierV1


class NoPropertiesV1(PublishedModel):
    """Nothing is said about the relationship but that it is there."""


class OrderV1(PublishedModel):
    """A relationship at its place in the author's order."""

    position: int = Field(ge=1, description="place in the author's order, from 1", examples=[1])


class GroupedOrderV1(OrderV1):
    """A relationship to a factor, which stands in a group."""

    group: str = Field(description="name of the group", examples=["Learner Background"])


class FieldOrderV1(OrderV1):
    """A relationship that a field of the library's own names."""

    field: str = Field(description="id of the field", examples=["tools_used"])


class _Relationship(PublishedModel):
    type: Literal["relationship"] = Field("relationship", description="always relationship")
    identifier: IdentifierV1
    source_identifier: IdentifierV1 = Field(description="identifier of the node that it starts from")
    target_identifier: IdentifierV1 = Field(description="identifier of the node that it leads to")


class HasFactorV1(_Relationship):
    """A learner model holds a factor in a group."""

    label: Literal["hasFactor"] = Field("hasFactor", description="what kind of relationship it is")
    source_labels: tuple[Literal["LearnerModel"]] = Field(("LearnerModel",), description="labels of its start")
    target_labels: tuple[Literal["Factor"]] = Field(("Factor",), description="labels of its end")
    properties: GroupedOrderV1 = Field(description="what is said about it")


class HasStrategyV1(_Relationship):
    """A strategy is for the learners of a learner model."""

    label: Literal["hasStrategy"] = Field("hasStrategy", description="what kind of relationship it is")
    source_labels: tuple[Literal["LearnerModel"]] = Field(("LearnerModel",), description="labels of its start")
    target_labels: tuple[Literal["Strategy"]] = Field(("Strategy",), description="labels of its end")
    properties: NoPropertiesV1 = Field(NoPropertiesV1(), description="what is said about it")


class TargetsFactorV1(_Relationship):
    """A strategy supports a factor."""

    label: Literal["targetsFactor"] = Field("targetsFactor", description="what kind of relationship it is")
    source_labels: tuple[Literal["Strategy"]] = Field(("Strategy",), description="labels of its start")
    target_labels: tuple[Literal["Factor"]] = Field(("Factor",), description="labels of its end")
    properties: GroupedOrderV1 = Field(description="what is said about it")


class RelatedToV1(_Relationship):
    """A strategy names another as related."""

    label: Literal["relatedTo"] = Field("relatedTo", description="what kind of relationship it is")
    source_labels: tuple[Literal["Strategy"]] = Field(("Strategy",), description="labels of its start")
    target_labels: tuple[Literal["Strategy"]] = Field(("Strategy",), description="labels of its end")
    properties: OrderV1 = Field(description="what is said about it")


class InCategoryV1(_Relationship):
    """A strategy belongs to a category."""

    label: Literal["inCategory"] = Field("inCategory", description="what kind of relationship it is")
    source_labels: tuple[Literal["Strategy"]] = Field(("Strategy",), description="labels of the node it starts from")
    target_labels: tuple[Literal["Category"]] = Field(("Category",), description="labels of the node it leads to")
    properties: NoPropertiesV1 = Field(NoPropertiesV1(), description="what is said about it")


class NamesTermV1(_Relationship):
    """A strategy names a term of one of the library's own vocabularies in one of its fields."""

    label: Literal["namesTerm"] = Field("namesTerm", description="what kind of relationship it is")
    source_labels: tuple[Literal["Strategy"]] = Field(("Strategy",), description="labels of the node it starts from")
    target_labels: tuple[Literal["Term"]] = Field(("Term",), description="labels of the node it leads to")
    properties: FieldOrderV1 = Field(description="what is said about it")


class TermReplacedByV1(_Relationship):
    """A term is to be used in place of a deprecated one."""

    label: Literal["replacedBy"] = Field("replacedBy", description="what kind of relationship it is")
    source_labels: tuple[Literal["Term"]] = Field(("Term",), description="labels of the node it starts from")
    target_labels: tuple[Literal["Term"]] = Field(("Term",), description="labels of the node it leads to")
    properties: NoPropertiesV1 = Field(NoPropertiesV1(), description="what is said about it")


class FactorReplacedByV1(_Relationship):
    """A factor is to be used in place of a deprecated one."""

    label: Literal["replacedBy"] = Field("replacedBy", description="what kind of relationship it is")
    source_labels: tuple[Literal["Factor"]] = Field(("Factor",), description="labels of the node it starts from")
    target_labels: tuple[Literal["Factor"]] = Field(("Factor",), description="labels of the node it leads to")
    properties: NoPropertiesV1 = Field(NoPropertiesV1(), description="what is said about it")


class CategoryReplacedByV1(_Relationship):
    """A category is to be used in place of a deprecated one."""

    label: Literal["replacedBy"] = Field("replacedBy", description="what kind of relationship it is")
    source_labels: tuple[Literal["Category"]] = Field(("Category",), description="labels of the node it starts from")
    target_labels: tuple[Literal["Category"]] = Field(("Category",), description="labels of the node it leads to")
    properties: NoPropertiesV1 = Field(NoPropertiesV1(), description="what is said about it")


class LearnerModelReplacedByV1(_Relationship):
    """A learner model is to be used in place of a deprecated one."""

    label: Literal["replacedBy"] = Field("replacedBy", description="what kind of relationship it is")
    source_labels: tuple[Literal["LearnerModel"]] = Field(
        ("LearnerModel",), description="labels of the node it starts from"
    )
    target_labels: tuple[Literal["LearnerModel"]] = Field(
        ("LearnerModel",), description="labels of the node it leads to"
    )
    properties: NoPropertiesV1 = Field(NoPropertiesV1(), description="what is said about it")


class StrategyReplacedByV1(_Relationship):
    """A published strategy succeeds a retired one in the end."""

    label: Literal["replacedBy"] = Field("replacedBy", description="what kind of relationship it is")
    source_labels: tuple[Literal["RetiredStrategy"]] = Field(
        ("RetiredStrategy",), description="labels of the node it starts from"
    )
    target_labels: tuple[Literal["Strategy"]] = Field(("Strategy",), description="labels of the node it leads to")
    properties: NoPropertiesV1 = Field(NoPropertiesV1(), description="what is said about it")


AnyRelationshipV1 = (
    TargetsFactorV1
    | RelatedToV1
    | HasFactorV1
    | HasStrategyV1
    | InCategoryV1
    | FactorReplacedByV1
    | CategoryReplacedByV1
    | LearnerModelReplacedByV1
    | StrategyReplacedByV1
    | NamesTermV1
    | TermReplacedByV1
)


class RelationshipV1(RootModel[AnyRelationshipV1]):
    """A line of `json/graph/relationships.jsonl`."""

    # The most frequent shape first, because a validator tries them in order.
    model_config = ConfigDict(frozen=True)
