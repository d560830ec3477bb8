"""A Model Context Protocol server that answers from one bundle: read-only, without a network."""

from collections.abc import Callable
from functools import wraps
from typing import Annotated, ParamSpec, TypeVar

from mcp.server.mcpserver import MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp_types import ToolAnnotations
from pydantic import Field

import pipeline
from pipeline.publish.bundle import Bundle
from pipeline.publish.mcp_server.answers import (
    FactorAnswer,
    ListedModel,
    ListedTerm,
    Passage,
    SectionText,
    StrategyAnswer,
    StrategyList,
    TermList,
)
from pipeline.publish.mcp_server.library_index import MOST_HITS, BundleIndex, UnknownName
from pipeline.publish.mcp_server.search import Found
from pipeline.publish.section_text import own_text

INSTRUCTIONS = (
    "Strategies of one library. Whenever you show the text of a section that has a disclaimer, show that "
    "disclaimer word for word with it. Name the library and its licence with everything you quote. Search with the "
    "words of a question; to filter, call list_terms for the factors, categories, learner models and grades there are."
)
READ_ONLY = ToolAnnotations(read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False)
Parameters = ParamSpec("Parameters")
Answer = TypeVar("Answer")
Id = Annotated[str, Field(description="an id, or a name")]
OptionalId = Annotated[str | None, Field(description="an id, or a name")]
Limit = Annotated[int, Field(ge=1, le=MOST_HITS, description="how many results to give at most")]


class LibraryTools:
    """The tools: each public method is one, and its docstring is what clients read."""

    def __init__(self, index: BundleIndex) -> None:
        self._index = index

    def search_strategies(self, query: str, limit: Limit = 10) -> StrategyList:
        """Search all strategies by words: titles, summaries, factors and texts. Best matches first."""
        index = self._index
        return index.found(
            (index.hit(each.strategy, self._passage(each)) for each in index.search_index.search(query)), limit
        )

    def find_strategies(
        self,
        factor: OptionalId = None,
        learner_model: OptionalId = None,
        category: OptionalId = None,
        grade: Annotated[str | None, Field(description='such as "K" or "5"')] = None,
        limit: Limit = MOST_HITS,
    ) -> StrategyList:
        """List the strategies that have all of a factor, a learner model, a category and a grade, by id."""
        index, chosen = self._index, set(self._index.strategies)
        if factor is not None:
            chosen &= {*index.factor(factor).strategies}
        if learner_model is not None:
            chosen &= {*index.model(learner_model).strategies}
        if category is not None:
            chosen &= {*index.category(category).strategies}
        if grade is not None:
            chosen &= index.of_grade(grade)
        return index.found(map(index.hit, sorted(chosen)), limit)

    def get_strategy(self, id: Id) -> StrategyAnswer:  # noqa: A002 - the name of the argument in the protocol
        """Get a strategy with all sections and their disclaimers. A former id gives its successor."""
        index = self._index
        strategy, note = index.strategy(id)
        sections = [
            SectionText(
                heading=section.heading,
                disclaimer=section.disclaimer.text if section.disclaimer else None,
                text=own_text(section),
                url=index.url("strategies", strategy.id, section.id),
            )
            for section in strategy.sections
        ]
        shown = StrategyAnswer.model_fields.keys() & type(strategy).model_fields.keys()
        own = {name: getattr(strategy, name) for name in shown - {"sections", "related"}}
        return StrategyAnswer(
            credit=index.credit,
            note=note,
            sections=sections,
            related=[index.hit(each.id) for each in strategy.related],
            **own,
        )

    def get_factor(self, id: Id) -> FactorAnswer:  # noqa: A002 - the name of the argument in the protocol
        """Get a factor: its name, its definition and the strategies that support it."""
        factor = self._index.factor(id)
        return FactorAnswer(
            credit=self._index.credit,
            url=self._index.url("factors", factor.id),
            strategies=[self._index.hit(each) for each in factor.strategies],
            **factor.model_dump(exclude={"strategies"}),
        )

    def list_terms(self) -> TermList:
        """List the factors, categories and learner models with their ids, to find strategies by them."""
        index = self._index
        return TermList(
            credit=index.credit,
            factors=[
                ListedTerm(id=each.id, name=each.name, strategies=len(each.strategies))
                for each in index.factors.values()
                if not each.deprecated
            ],
            categories=[
                ListedTerm(id=each.id, name=each.name, strategies=len(each.strategies))
                for each in index.categories.values()
                if not each.deprecated
            ],
            learner_models=[
                ListedModel(id=each.id, name=each.name, strategies=len(each.strategies), grades=each.grades)
                for each in index.models.values()
                if not each.deprecated
            ],
        )

    def _passage(self, found: Found) -> Passage:
        section = found.section
        return Passage(
            heading=section.heading,
            disclaimer=section.disclaimer.text if section.disclaimer else None,
            text=found.excerpt,
            url=self._index.url("strategies", found.strategy, section.id),
        )


def serve(bundle: Bundle) -> MCPServer:
    """Build the server; `run()` serves on standard input and output."""
    index = BundleIndex(bundle)
    server = MCPServer(
        "strategy-library",
        title=index.library.title,
        instructions=INSTRUCTIONS,
        version=pipeline.__version__,
        website_url=index.library.base_url,
        log_level="WARNING",
    )
    tools = LibraryTools(index)
    for tool in (
        tools.search_strategies,
        tools.find_strategies,
        tools.get_strategy,
        tools.get_factor,
        tools.list_terms,
    ):
        server.add_tool(_telling(tool), annotations=READ_ONLY)
    return server


def _telling(tool: Callable[Parameters, Answer]) -> Callable[Parameters, Answer]:
    """A tool that tells the client what it does not know."""

    @wraps(tool)
    def told(*args: Parameters.args, **kwargs: Parameters.kwargs) -> Answer:
        try:
            return tool(*args, **kwargs)
        except UnknownName as error:
            raise ToolError(str(error)) from error

    return told
