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
    description: str


class StrategyPropertiesV1(Properties):
    """What the graph says about a strategy; the whole of it is in strategies.json."""

    category: IdV1
    date_modified: DayV1
    in_language: str
    license: str
    provider: str
    disclaimers: list[str] = Field(description="must be shown word for word wherever the strategy is shown")


class FactorPropertiesV1(Properties):
    """What the graph says about a factor."""

    deprecated: bool


class LearnerModelPropertiesV1(Properties):
    """What the graph says about a learner model. Graph databases know no null: no description is an empty one."""

    grades: list[str]


class _Node(PublishedModel):
    type: Literal["node"] = "node"
    identifier: IdentifierV1


class StrategyNodeV1(_Node):
    """A strategy as a node."""

    labels: tuple[Literal["Strategy"]] = ("Strategy",)
    properties: StrategyPropertiesV1


class FactorNodeV1(_Node):
    """A factor as a node."""

    labels: tuple[Literal["Factor"]] = ("Factor",)
    properties: FactorPropertiesV1


class LearnerModelNodeV1(_Node):
    """A learner model as a node."""

    labels: tuple[Literal["LearnerModel"]] = ("LearnerModel",)
    properties: LearnerModelPropertiesV1


class NodeV1(RootModel[StrategyNodeV1 | FactorNodeV1 | LearnerModelNodeV1]):
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


class RelationshipV1(RootModel[TargetsFactorV1 | RelatedToV1 | HasFactorV1 | HasStrategyV1]):
    """A line of `json/graph/relationships.jsonl`."""

    # The most frequent shape first, because a validator tries them in order.
    model_config = ConfigDict(frozen=True)
