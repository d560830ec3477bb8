"""The published shape of the nodes of the graph, in the words of LPG JSON."""

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


class TermPropertiesV1(TermProperties):
    """What the graph says about a term of one of the library's own vocabularies. No definition is an empty one."""

    vocabulary: IdV1 = Field(description="id of its vocabulary", examples=["tools"])


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


class TermNodeV1(_Node):
    """A term of one of the library's own vocabularies as a node."""

    labels: tuple[Literal["Term"]] = Field(("Term",), description="what kind of node it is")
    properties: TermPropertiesV1 = Field(description="what is said about it")


AnyNodeV1 = StrategyNodeV1 | FactorNodeV1 | LearnerModelNodeV1 | CategoryNodeV1 | RetiredStrategyNodeV1 | TermNodeV1


class NodeV1(RootModel[AnyNodeV1]):
    """A line of `json/graph/nodes.jsonl`."""

    model_config = ConfigDict(frozen=True)
