"""The JSON documents of a bundle, by id and by name."""

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import TypeVar

from pydantic import ValidationError

from pipeline.publish.bundle import Bundle
from pipeline.publish.mcp_server.answers import Attribution, Passage, StrategyHit, StrategyList
from pipeline.publish.mcp_server.search import SearchIndex
from pipeline.publish.schema import records
from pipeline.publish.web_address import web_address
from pipeline.source.environment import EnvironmentFault
from pipeline.source.names import Names

MOST_HITS = 50

AnyTerm = records.FactorV1 | records.CategoryV1 | records.LearnerModelV1
Document = TypeVar("Document", bound=records.PublishedDocument)


class UnknownName(LookupError):  # noqa: N818 - names what was asked for
    """Nothing has the id or name that was asked for; the message says what was probably meant."""


class BundleIndex:
    """What a bundle holds; raises EnvironmentFault if it has no JSON, or JSON of another version."""

    def __init__(self, bundle: Bundle) -> None:
        document = _read(bundle, "strategies", records.StrategiesV1)
        self.library = document.library
        self.strategies = {strategy.id: strategy for strategy in document.strategies}
        self.factors = {each.id: each for each in _read(bundle, "factors", records.FactorsV1).factors}
        self.categories = {each.id: each for each in _read(bundle, "categories", records.CategoriesV1).categories}
        models = _read(bundle, "learner-models", records.LearnerModelsV1).learner_models
        self.models = {model.id: model for model in models}
        self.tombstones = _read(bundle, "tombstones", records.TombstonesV1).tombstones

    @cached_property
    def credit(self) -> Attribution:
        """What to name with every answer."""
        own = self.library
        return Attribution(
            library=own.title,
            version=own.version,
            publisher=own.publisher,
            licence=own.licence,
            licence_url=own.licence_url,
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
    def grades(self) -> tuple[str, ...]:
        """Every grade of a learner model, in their order."""
        used = (model for model in self.models.values() if not model.deprecated)
        return tuple(dict.fromkeys(grade for model in used for grade in model.grades))

    @cached_property
    def search_index(self) -> SearchIndex:
        """Full-text search. The other names of factors and their definitions are found, too."""
        terms = {each.id: " ".join((*each.aliases, each.definition)) for each in self.factors.values()}
        return SearchIndex(self.strategies.values(), self.library.language, terms)

    def factor(self, wanted: str) -> records.FactorV1:
        """The factor with an id, a name or another name."""
        return self.factors[_resolved("factor", wanted, _forms(self.factors))]

    def model(self, wanted: str) -> records.LearnerModelV1:
        """The learner model with an id, a name or another name."""
        return self.models[_resolved("learner model", wanted, _forms(self.models))]

    def category(self, wanted: str) -> records.CategoryV1:
        """The category with an id, a name or another name."""
        return self.categories[_resolved("category", wanted, _forms(self.categories))]

    def of_grade(self, grade: str) -> set[str]:
        """Ids of the strategies for learner models with a grade."""
        if grade not in self.grades:
            raise UnknownName(f"there is no grade {grade}; the grades are {', '.join(self.grades)}")
        return {id_ for model in self.models.values() if grade in model.grades for id_ in model.strategies}

    def strategy(self, wanted: str) -> tuple[records.StrategyV1, str | None]:
        """The strategy with an id or a title, and a note if the id is a former one."""
        if wanted in self.strategies:
            return self.strategies[wanted], None
        if wanted in self.current_ids:
            id_ = self.current_ids[wanted]
            if id_ is None:
                raise UnknownName(f"the strategy {wanted} was retired and has no successor")
            return self.strategies[id_], f"{wanted} is a former id of {id_}"
        forms = {id_: (strategy.title,) for id_, strategy in self.strategies.items()}
        return self.strategies[_resolved("strategy", wanted, forms)], None

    def hit(self, id_: str, passage: Passage | None = None) -> StrategyHit:
        """A strategy in a list of results."""
        own = self.strategies[id_]
        return StrategyHit(
            id=id_, title=own.title, summary=own.summary, url=self.url("strategies", id_), passage=passage
        )

    def url(self, folder: str, id_: str, anchor: str = "") -> str | None:
        """The address of a page, or of a section on it."""
        return web_address(self.library.base_url, f"{folder}/{id_}/" + (f"#section-{anchor}" if anchor else ""))

    def found(self, hits: Iterable[StrategyHit], limit: int) -> StrategyList:
        """A list of results."""
        all_hits = list(hits)
        return StrategyList(
            credit=self.credit, total=len(all_hits), strategies=all_hits[: max(1, min(limit, MOST_HITS))]
        )


def _forms(terms: Mapping[str, AnyTerm]) -> Mapping[str, Iterable[str]]:
    """The names of each term by its id."""
    return {id_: (term.name, *term.aliases) for id_, term in terms.items()}


def _resolved(kind: str, wanted: str, forms: Mapping[str, Iterable[str]]) -> str:
    """The one id that is meant by an id or a name."""
    if wanted in forms:
        return wanted
    names = Names()
    for id_, others in forms.items():
        names.add(id_, id_, *others)
    meant = names.suggest(wanted)
    if meant and meant.certain:
        return meant.id
    raise UnknownName(f"there is no {kind} {wanted}" + (f"; did you mean {meant.id}?" if meant else ""))


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
