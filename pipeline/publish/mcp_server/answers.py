"""The results of the tools, as the Model Context Protocol describes them to clients."""

from pydantic import BaseModel, Field

from pipeline.publish.schema import records

SHOW = "show it word for word wherever you show the text"


class Attribution(BaseModel):
    """What to name with everything that is quoted."""

    library: str
    version: str
    publisher: str
    licence: str = Field(description="SPDX id")
    licence_url: str | None
    attribution: str | None


class Passage(BaseModel):
    """The part of a section that matches a search best."""

    heading: str
    disclaimer: str | None = Field(description=SHOW)
    text: str = Field(description="an excerpt; an ellipsis stands for what is left out")
    url: str | None


class StrategyHit(BaseModel):
    """A strategy in a list of results."""

    id: str
    title: str
    summary: str
    url: str | None = Field(description="address of its page; null if the library has no base URL")
    passage: Passage | None = Field(None, description="only in results of a search")


class StrategyList(BaseModel):
    """Strategies that match: those of a search best first, others by id."""

    credit: Attribution
    total: int = Field(description="number of all matches; `strategies` may hold fewer")
    strategies: list[StrategyHit]


class SectionText(BaseModel):
    """A section of a strategy."""

    heading: str
    disclaimer: str | None = Field(description=SHOW)
    text: str
    url: str | None


class StrategyAnswer(BaseModel):
    """A strategy with all of its text."""

    credit: Attribution
    id: str
    title: str
    summary: str
    url: str | None
    updated: str
    note: str | None = Field(description="why the id is not the one that was asked for")
    category: records.NamedV1
    learner_models: list[records.NamedV1]
    factors: list[records.FactorOfStrategyV1]
    sections: list[SectionText]
    resources: list[records.ResourceV1]
    references: list[records.ReferenceV1]
    related: list[StrategyHit]


class FactorAnswer(BaseModel):
    """A factor and the strategies that support it."""

    credit: Attribution
    id: str
    name: str
    definition: str
    aliases: list[str]
    deprecated: bool
    replaced_by: str | None
    url: str | None
    strategies: list[StrategyHit]


class ListedTerm(BaseModel):
    """A factor or category that strategies can be found by."""

    id: str
    name: str
    strategies: int = Field(description="how many strategies have it")


class ListedModel(ListedTerm):
    """A learner model that strategies can be found by."""

    grades: list[str]


class TermList(BaseModel):
    """Everything that strategies can be found by."""

    credit: Attribution
    factors: list[ListedTerm]
    categories: list[ListedTerm]
    learner_models: list[ListedModel]
