"""The published shape of the graph: nodes and relationships, one a line, as graph databases load them."""

from typing import Annotated, Literal

from pydantic import ConfigDict, Field, RootModel, StringConstraints
from pydantic.alias_generators import to_camel

from pipeline.publish.schema.base import (
    AliasesV1,
    DayV1,
    DeprecatedV1,
    IdV1,
    LanguageV1,
    NameV1,
    OwnIdV1,
    PublishedModel,
)

IdentifierV1 = Annotated[
    str,
    StringConstraints(pattern="^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$"),
    Field(
        description="a UUID made from the id; it never changes while the id does not",
        examples=["9f1c1f0e-5d5b-5b6f-8a53-0d2f6c8a4f11"],
        json_schema_extra={"format": "uuid"},
    ),
]


class Properties(PublishedModel):
    """Base of what is said about a node, in the names that the sector's graphs and schema.org use."""

    model_config = ConfigDict(alias_generator=to_camel, serialize_by_alias=True, validate_by_name=True)

    id: OwnIdV1
    name: NameV1


class DescribedProperties(Properties):
    """Base of what is said about a node that has a description."""

    description: str = Field(
        description="its summary, definition or description", examples=["The wish to know more.", ""]
    )


class FormerIdsV1(PublishedModel):
    """Earlier ids of a strategy, and the identifiers that its node had under them, in the same order."""

    model_config = ConfigDict(alias_generator=to_camel, serialize_by_alias=True, validate_by_name=True)

    former_ids: list[IdV1] = Field(description="earlier ids of the strategy")
    former_identifiers: list[IdentifierV1] = Field(description="identifiers made from the earlier ids, in their order")


class StrategyPropertiesV1(FormerIdsV1, DescribedProperties):
    """What the graph says about a strategy; the whole of it is in strategies.json."""

    category: IdV1 = Field(description="id of its category", examples=["active-learning"])
    date_modified: DayV1 = Field(description="the day of the last change")
    in_language: LanguageV1
    license: str = Field(description="the library's licence", examples=["CC-BY-4.0"])
    provider: str = Field(description="who publishes the library", examples=["Example Press"])
    disclaimers: list[str] = Field(description="must be shown word for word wherever the strategy is shown")


class RetiredStrategyPropertiesV1(FormerIdsV1, Properties):
    """What the graph says about a strategy that was published and is no more."""

    date_modified: DayV1 = Field(description="the day it was retired or last changed")


class TermProperties(DescribedProperties):
    """Base of what is said about a term of the vocabulary."""

    deprecated: DeprecatedV1
    alternate_names: AliasesV1


class FactorPropertiesV1(TermProperties):
    """What the graph says about a factor."""


class CategoryPropertiesV1(TermProperties):
    """What the graph says about a category."""


class LearnerModelPropertiesV1(TermProperties):
    """What the graph says about a learner model. Graph databases know no null: no description is an empty one."""

    grades: list[str] = Field(description="grades of its learners, as text")


class _Node(PublishedModel):
    type: Literal["node"] = Field("node", description="always node")
    identifier: IdentifierV1


class StrategyNodeV1(_Node):
    """A strategy as a node."""

    labels: tuple[Literal["Strategy"]] = Field(("Strategy",), description="what kind of node it is")
    properties: StrategyPropertiesV1 = Field(description="what is said about it")


class RetiredStrategyNodeV1(_Node):
    """A retired strategy as a node. Its identifier is the one that it had while it was published."""

    labels: tuple[Literal["RetiredStrategy"]] = Field(("RetiredStrategy",), description="what kind of node it is")
    properties: RetiredStrategyPropertiesV1 = Field(description="what is said about it")


class CategoryNodeV1(_Node):
    """A category as a node."""

    labels: tuple[Literal["Category"]] = Field(("Category",), description="what kind of node it is")
    properties: CategoryPropertiesV1 = Field(description="what is said about it")


class FactorNodeV1(_Node):
    """A factor as a node."""

    labels: tuple[Literal["Factor"]] = Field(("Factor",), description="what kind of node it is")
    properties: FactorPropertiesV1 = Field(description="what is said about it")


class LearnerModelNodeV1(_Node):
    """A learner model as a node."""

    labels: tuple[Literal["LearnerModel"]] = Field(("LearnerModel",), description="what kind of node it is")
    properties: LearnerModelPropertiesV1 = Field(description="what is said about it")


AnyNodeV1 = StrategyNodeV1 | FactorNodeV1 | LearnerModelNodeV1 | CategoryNodeV1 | RetiredStrategyNodeV1


class NodeV1(RootModel[AnyNodeV1]):
    """A line of `json/graph/nodes.jsonl`."""

    model_config = ConfigDict(frozen=True)


class NoPropertiesV1(PublishedModel):
    """Nothing is said about the relationship but that it is there."""


class OrderV1(PublishedModel):
    """A relationship at its place in the author's order."""

    position: int = Field(ge=1, description="place in the author's order, from 1", examples=[1])


class GroupedOrderV1(OrderV1):
    """A relationship to a factor, which stands in a group."""

    group: str = Field(description="name of the group", examples=["Learner Background"])


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
)


class RelationshipV1(RootModel[AnyRelationshipV1]):
    """A line of `json/graph/relationships.jsonl`."""

    # The most frequent shape first, because a validator tries them in order.
    model_config = ConfigDict(frozen=True)
