"""The published shape of `json/coverage.json`: how many strategies support each factor, and where the gaps are."""

from typing import Annotated

from pydantic import Field

from pipeline.publish.schema.base import IdV1, LanguageV1, PublishedModel
from pipeline.publish.schema.records import PublishedDocument

StrategyCountV1 = Annotated[int, Field(ge=0, description="how many strategies there are", examples=[3])]


class CategoryCountV1(PublishedModel):
    """How many strategies of a category."""

    category: IdV1 = Field(description="id of the category", examples=["active-learning"])
    strategies: StrategyCountV1


class FactorCoverageV1(PublishedModel):
    """How many strategies support a factor: in all, and by category, those with none included."""

    factor: IdV1 = Field(description="id of the factor")
    group: str = Field(description="its group in the learner model", examples=["Learner Background"])
    strategies: StrategyCountV1
    categories: list[CategoryCountV1] = Field(description="the same by category")


class ModelCoverageV1(PublishedModel):
    """The coverage of a learner model's factors by strategies for this model."""

    learner_model: IdV1 = Field(description="id of the learner model", examples=["middle-grades"])
    factors: list[FactorCoverageV1] = Field(description="group by group, in the order of the model")


class OneWayRelationV1(PublishedModel):
    """A relation that the other strategy does not return."""

    source: IdV1 = Field(description="id of the strategy that names the other")
    target: IdV1 = Field(description="id of the other")


class TranslationCoverageV1(PublishedModel):
    """How many strategies are translated into a language."""

    language: LanguageV1
    translated: StrategyCountV1
    outdated: list[IdV1] = Field(description="those that were made from an earlier text of the original")
    missing: list[IdV1] = Field(description="strategies that are not translated; readers get the original")


class CoverageV1(PublishedDocument):
    """`json/coverage.json`: where the library is full and where it is thin."""

    learner_models: list[ModelCoverageV1] = Field(description="the coverage of each learner model")
    unused_factors: list[IdV1] = Field(description="factors that no strategy supports")
    thin_factors: list[IdV1] = Field(description="factors that one or two strategies support")
    islands: list[list[IdV1]] = Field(description="strategies that no relation joins to the largest part")
    one_way_relations: list[OneWayRelationV1] = Field(description="relations that are not returned")
    translations: list[TranslationCoverageV1] = Field(
        description="by further language of the library; empty if it has only one"
    )
