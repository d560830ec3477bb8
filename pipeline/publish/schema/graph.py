"""The published shape of the graph: nodes and relationships, one a line, as graph databases load them."""

from typing import Annotated, Literal

from pydantic import ConfigDict, Field, RootModel, StringConstraints
from pydantic.alias_generators import to_camel

from pipeline.publish.schema.records import DayV1, IdV1, PublishedModel

IdentifierV1 = Annotated[
    str,
    StringConstraints(pattern="^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$"),
    Field(description="a UUID made from the id; it never changes while the id does not"),
]


class Properties(PublishedModel):
    """Base of what is said about a node, in the names that the sector's graphs and schema.org use."""

    model_config = ConfigDict(alias_generator=to_camel, serialize_by_alias=True, validate_by_name=True)

    id: IdV1
    name: str


class DescribedProperties(Properties):
    """Base of what is said about a node that has a description."""

    description: str


class FormerIdsV1(PublishedModel):
    """Earlier ids of a strategy, and the identifiers that its node had under them, in the same order."""

    model_config = ConfigDict(alias_generator=to_camel, serialize_by_alias=True, validate_by_name=True)

    former_ids: list[IdV1] = Field(description="earlier ids of the strategy")
    former_identifiers: list[IdentifierV1] = Field(description="identifiers made from the earlier ids, in their order")


class StrategyPropertiesV1(FormerIdsV1, DescribedProperties):
    """What the graph says about a strategy; the whole of it is in strategies.json."""

    category: IdV1
    date_modified: DayV1
    in_language: str
    license: str
    provider: str
    disclaimers: list[str] = Field(description="must be shown word for word wherever the strategy is shown")


class RetiredStrategyPropertiesV1(FormerIdsV1, Properties):
    """What the graph says about a strategy that was published and is no more."""

    date_modified: DayV1 = Field(description="the day it was retired or last changed")


class FactorPropertiesV1(DescribedProperties):
    """What the graph says about a factor."""

    deprecated: bool
    alternate_names: list[str] = Field(description="other forms of its name")


class CategoryPropertiesV1(DescribedProperties):
    """What the graph says about a category."""


class LearnerModelPropertiesV1(DescribedProperties):
    """What the graph says about a learner model. Graph databases know no null: no description is an empty one."""

    grades: list[str]


class _Node(PublishedModel):
    type: Literal["node"] = "node"
    identifier: IdentifierV1


class StrategyNodeV1(_Node):
    """A strategy as a node."""

    labels: tuple[Literal["Strategy"]] = ("Strategy",)
    properties: StrategyPropertiesV1


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

    labels: tuple[Literal["Factor"]] = ("Factor",)
    properties: FactorPropertiesV1


class LearnerModelNodeV1(_Node):
    """A learner model as a node."""

    labels: tuple[Literal["LearnerModel"]] = ("LearnerModel",)
    properties: LearnerModelPropertiesV1


AnyNodeV1 = StrategyNodeV1 | FactorNodeV1 | LearnerModelNodeV1 | CategoryNodeV1 | RetiredStrategyNodeV1


class NodeV1(RootModel[AnyNodeV1]):
    """A line of `json/graph/nodes.jsonl`."""

    model_config = ConfigDict(frozen=True)


class NoPropertiesV1(PublishedModel):
    """Nothing is said about the relationship but that it is there."""


class OrderV1(PublishedModel):
    """A relationship at its place in the author's order."""

    position: int = Field(ge=1)


class GroupedOrderV1(OrderV1):
    """A relationship to a factor, which stands in a group."""

    group: str


class _Relationship(PublishedModel):
    type: Literal["relationship"] = "relationship"
    identifier: IdentifierV1
    source_identifier: IdentifierV1
    target_identifier: IdentifierV1


class HasFactorV1(_Relationship):
    """A learner model holds a factor in a group."""

    label: Literal["hasFactor"] = "hasFactor"
    source_labels: tuple[Literal["LearnerModel"]] = ("LearnerModel",)
    target_labels: tuple[Literal["Factor"]] = ("Factor",)
    properties: GroupedOrderV1


class HasStrategyV1(_Relationship):
    """A strategy is for the learners of a learner model."""

    label: Literal["hasStrategy"] = "hasStrategy"
    source_labels: tuple[Literal["LearnerModel"]] = ("LearnerModel",)
    target_labels: tuple[Literal["Strategy"]] = ("Strategy",)
    properties: NoPropertiesV1 = NoPropertiesV1()


class TargetsFactorV1(_Relationship):
    """A strategy supports a factor."""

    label: Literal["targetsFactor"] = "targetsFactor"
    source_labels: tuple[Literal["Strategy"]] = ("Strategy",)
    target_labels: tuple[Literal["Factor"]] = ("Factor",)
    properties: GroupedOrderV1


class RelatedToV1(_Relationship):
    """A strategy names another as related."""

    label: Literal["relatedTo"] = "relatedTo"
    source_labels: tuple[Literal["Strategy"]] = ("Strategy",)
    target_labels: tuple[Literal["Strategy"]] = ("Strategy",)
    properties: OrderV1


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
    | StrategyReplacedByV1
)


class RelationshipV1(RootModel[AnyRelationshipV1]):
    """A line of `json/graph/relationships.jsonl`."""

    # The most frequent shape first, because a validator tries them in order.
    model_config = ConfigDict(frozen=True)
