"""A Model Context Protocol server that answers from one bundle: read-only, without a network."""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import TypeVar

from mcp.server.mcpserver import MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp_types import ToolAnnotations
from pydantic import BaseModel, Field, ValidationError

import pipeline
from pipeline.publish.bundle import Bundle
from pipeline.publish.schema import records
from pipeline.source.environment import EnvironmentFault
from pipeline.source.names import Names, folded

INSTRUCTIONS = (
    "Instructional strategies of one library. Whenever you show the text of a section that has a disclaimer, show that "
    "disclaimer word for word with it. Name the library and its licence with everything you quote."
)
READ_ONLY = ToolAnnotations(read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False)
WORD = re.compile(r"[^\W_]+")
# The weight of a word in a search, by where it is found.
TITLE, TERM, SUMMARY, TEXT = 8, 5, 3, 1
MOST_HITS = 50

Document = TypeVar("Document", bound=records.PublishedDocument)


class Attribution(BaseModel):
    """What to name with every answer."""

    library: str
    version: str
    publisher: str
    licence: str
    attribution: str | None


class StrategyHit(BaseModel):
    """A strategy in a list of results."""

    id: str
    title: str
    summary: str
    url: str | None = Field(description="address of its page; null if the library has no base address")


class StrategyList(BaseModel):
    """Strategies that match, best first or by id."""

    credit: Attribution
    total: int = Field(description="number of all matches; `strategies` may hold fewer")
    strategies: list[StrategyHit]


class SectionText(BaseModel):
    """A section of a strategy. Show its disclaimer, if it has one, word for word wherever you show its text."""

    heading: str
    disclaimer: str | None
    text: str


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
    strategies: list[StrategyHit]


class BundleIndex:
    """The JSON documents of a bundle, by id; raises EnvironmentFault if the bundle has none."""

    def __init__(self, bundle: Bundle) -> None:
        document = _read(bundle, "strategies", records.StrategiesV1)
        self.library = document.library
        self.strategies = {strategy.id: strategy for strategy in document.strategies}
        self.factors = {factor.id: factor for factor in _read(bundle, "factors", records.FactorsV1).factors}
        models = _read(bundle, "learner-models", records.LearnerModelsV1).learner_models
        self.grades = {model.id: model.grades for model in models}
        self.tombstones = _read(bundle, "tombstones", records.TombstonesV1).tombstones

    @property
    def credit(self) -> Attribution:
        """What to name with every answer."""
        own = self.library
        return Attribution(
            library=own.title,
            version=own.version,
            publisher=own.publisher,
            licence=own.licence,
            attribution=own.attribution,
        )

    @cached_property
    def current_ids(self) -> Mapping[str, str | None]:
        """For each former id the id to use now; None if it was retired without a successor."""
        found: dict[str, str | None] = {}
        for strategy in self.strategies.values():
            found |= dict.fromkeys(strategy.aliases, strategy.id)
        for tombstone in self.tombstones:
            found |= dict.fromkeys((tombstone.id, *tombstone.aliases), tombstone.replaced_by)
        return found

    @cached_property
    def words(self) -> Mapping[str, Mapping[str, int]]:
        """For each strategy its words, each with its highest weight."""
        return {id_: _weights(strategy) for id_, strategy in self.strategies.items()}

    def hit(self, strategy: records.StrategyV1) -> StrategyHit:
        """A strategy as a search result."""
        return StrategyHit(id=strategy.id, title=strategy.title, summary=strategy.summary, url=self.url(strategy.id))

    def url(self, id_: str) -> str | None:
        """The address of a strategy's page."""
        base = self.library.base_url
        return f"{base.rstrip('/')}/strategies/{id_}/" if base else None

    def found(self, strategies: Iterable[records.StrategyV1], limit: int) -> StrategyList:
        """A list of results."""
        hits = [self.hit(strategy) for strategy in strategies]
        return StrategyList(credit=self.credit, total=len(hits), strategies=hits[: max(1, min(limit, MOST_HITS))])

    def search(self, query: str) -> list[records.StrategyV1]:
        """Strategies that contain all words of a query, or else as many as possible; best first."""
        wanted = set(_words(query))
        scores = {id_: _score(wanted, words) for id_, words in self.words.items()}
        most = max((matched for matched, _ in scores.values()), default=0)
        best = [id_ for id_, (matched, _) in scores.items() if matched == most and matched]
        return [self.strategies[id_] for id_ in sorted(best, key=lambda id_: (-scores[id_][1], id_))]


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

    @server.tool(annotations=READ_ONLY)
    def search_strategies(query: str, limit: int = 10) -> StrategyList:
        """Search titles, summaries, factors and texts of all strategies; best matches first."""
        return index.found(index.search(query), limit)

    @server.tool(annotations=READ_ONLY)
    def find_strategies(
        factor: str | None = None,
        learner_model: str | None = None,
        category: str | None = None,
        grade: str | None = None,
        limit: int = MOST_HITS,
    ) -> StrategyList:
        """List the strategies with a factor, learner model, category (ids) and grade (such as "K" or "5"), by id."""
        for kind, id_, known in (("factor", factor, index.factors), ("learner model", learner_model, index.grades)):
            if id_ is not None and id_ not in known:
                raise ToolError(_unknown(kind, id_, known))
        chosen = (
            strategy
            for strategy in index.strategies.values()
            if (factor is None or factor in {each.id for each in strategy.factors})
            and (learner_model is None or learner_model in {each.id for each in strategy.learner_models})
            and (category is None or category == strategy.category.id)
            and (grade is None or any(grade in index.grades[each.id] for each in strategy.learner_models))
        )
        return index.found(chosen, limit)

    @server.tool(annotations=READ_ONLY)
    def get_strategy(id: str) -> StrategyAnswer:  # noqa: A002 - the name of the argument in the protocol
        """Get a strategy with all sections and their disclaimers. A former id gives its successor."""
        return _strategy_answer(index, id)

    @server.tool(annotations=READ_ONLY)
    def get_factor(id: str) -> FactorAnswer:  # noqa: A002 - the name of the argument in the protocol
        """Get a factor: its name, its definition and the strategies that support it."""
        if id not in index.factors:
            raise ToolError(_unknown("factor", id, index.factors))
        factor = index.factors[id]
        return FactorAnswer(
            credit=index.credit,
            strategies=[index.hit(index.strategies[each]) for each in factor.strategies],
            **factor.model_dump(exclude={"strategies"}),
        )

    return server


def _strategy_answer(index: BundleIndex, wanted: str) -> StrategyAnswer:
    id_: str | None = wanted
    note = None
    if wanted not in index.strategies:
        if wanted not in index.current_ids:
            raise ToolError(_unknown("strategy", wanted, index.strategies))
        id_ = index.current_ids[wanted]
        note = f"{wanted} is a former id of {id_}" if id_ else None
    if id_ is None:
        raise ToolError(f"the strategy {wanted} was retired and has no successor")
    strategy = index.strategies[id_]
    return StrategyAnswer(
        credit=index.credit,
        url=index.url(id_),
        updated=str(strategy.updated),
        note=note,
        sections=[_section_text(section) for section in strategy.sections],
        related=[index.hit(index.strategies[each.id]) for each in strategy.related],
        id=id_,
        title=strategy.title,
        summary=strategy.summary,
        category=strategy.category,
        learner_models=strategy.learner_models,
        factors=strategy.factors,
        resources=strategy.resources,
        references=strategy.references,
    )


def _section_text(section: records.SectionV1) -> SectionText:
    """A section without the disclaimer in its text: it has a field of its own."""
    disclaimer = section.disclaimer.text if section.disclaimer else None
    text = section.text.removeprefix(disclaimer).lstrip("\n") if disclaimer else section.text
    return SectionText(heading=section.heading, disclaimer=disclaimer, text=text)


def _read(bundle: Bundle, name: str, shape: type[Document]) -> Document:
    path = f"json/{name}.json"
    if path not in bundle.paths:
        raise EnvironmentFault(f"{bundle.name} has no {path}; export the format json")
    try:
        return shape.model_validate_json(bundle.read(path))
    except ValidationError as error:
        raise EnvironmentFault(
            f"{path} of {bundle.name} is not what this version of the tool reads; `strategies verify` says more"
        ) from error


def _unknown(kind: str, id_: str, known: Iterable[str]) -> str:
    meant = Names.of(known).suggest(id_)
    return f"there is no {kind} {id_}" + (f"; did you mean {meant.id}?" if meant else "")


def _words(text: str) -> Iterator[str]:
    return (match.group() for match in WORD.finditer(folded(text)))


def _weights(strategy: records.StrategyV1) -> dict[str, int]:
    factors, models = [each.name for each in strategy.factors], [each.name for each in strategy.learner_models]
    texts = {TEXT: [section.text for section in strategy.sections], SUMMARY: [strategy.summary]}
    texts |= {TERM: [strategy.category.name, *factors, *models], TITLE: [strategy.title, *strategy.aliases]}
    return {word: weight for weight, parts in texts.items() for part in parts for word in _words(part)}


def _score(wanted: set[str], words: Mapping[str, int]) -> tuple[int, int]:
    """How many words of a query a strategy contains, at least as beginnings, and the sum of their weights."""
    found = [max((weight for word, weight in words.items() if word.startswith(each)), default=0) for each in wanted]
    return sum(1 for weight in found if weight), sum(found)
