"""JSON: every id that a document names leads to something, and says of it what it says of itself."""

from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from pipeline.model.head import Head
from pipeline.model.published import (
    CategoriesV1,
    CategoryV1,
    FactorsV1,
    FactorV1,
    LearnerModelsV1,
    LearnerModelV1,
    RelatedV1,
    StrategyV1,
)
from pipeline.publish.verify.fault import Fault
from pipeline.publish.verify.inspection import Inspection, check

FACTORS, CATEGORIES, MODELS = "json/factors.json", "json/categories.json", "json/learner-models.json"
Term = FactorV1 | CategoryV1 | LearnerModelV1


@dataclass
class Terms:
    """One vocabulary document, and which strategies name each of its terms."""

    path: str
    by_id: dict[str, Term]
    users: dict[str, list[str]] = field(default_factory=dict)

    def named(self, strategy: StrategyV1 | Head, path: str, id_: str, name: str) -> Iterator[Fault]:
        """A strategy names a term: it must be listed, by this name."""
        self.users.setdefault(id_, []).append(strategy.id)
        term = self.by_id.get(id_)
        if term is None:
            yield Fault(path, strategy.id, f"`{id_}` is not in {self.path}")
        elif term.name != name:
            yield Fault(path, strategy.id, f"`{id_}` is called `{name}`; {self.path} calls it `{term.name}`")

    def unlike(self) -> Iterator[Fault]:
        """A term must list exactly the strategies that name it."""
        for id_, term in self.by_id.items():
            for strategy in sorted(set(term.strategies) ^ set(self.users.get(id_, ()))):
                yield Fault(self.path, id_, f"its strategies and the records disagree about `{strategy}`")


def _terms(inspection: Inspection) -> tuple[Terms, Terms, Terms] | None:
    factors, categories, models = (inspection.document(path) for path in (FACTORS, CATEGORIES, MODELS))
    if factors is None or categories is None or models is None:
        return None
    lists: tuple[Iterable[Term], ...] = (
        FactorsV1.model_validate(factors).factors,
        CategoriesV1.model_validate(categories).categories,
        LearnerModelsV1.model_validate(models).learner_models,
    )
    first, second, third = (
        Terms(path, {term.id: term for term in terms})
        for path, terms in zip((FACTORS, CATEGORIES, MODELS), lists, strict=True)
    )
    return first, second, third


@check("json")
def vocabularies(inspection: Inspection) -> Iterator[Fault]:
    """Terms are sorted, stand once, and their own references resolve."""
    terms = _terms(inspection)
    if terms is None:
        return
    for vocabulary in terms:
        document = inspection.document(vocabulary.path) or {}
        items = next(value for value in document.values() if isinstance(value, list))
        ids = [item["id"] for item in items]
        if ids != sorted(set(ids)):
            yield Fault(vocabulary.path, "", "the ids are not sorted, or one stands twice")
    factors, _, models = terms
    for term in factors.by_id.values():
        if isinstance(term, FactorV1) and term.replaced_by is not None and term.replaced_by not in factors.by_id:
            yield Fault(FACTORS, term.id, f"its successor `{term.replaced_by}` is not in {FACTORS}")
    for model in models.by_id.values():
        for factor in (id_ for group in getattr(model, "groups", ()) for id_ in group.factors):
            if factor not in factors.by_id:
                yield Fault(MODELS, model.id, f"`{factor}` is not in {FACTORS}")


@check("json")
def references(inspection: Inspection) -> Iterator[Fault]:
    """Factors, categories, learner models, related strategies and mentions of every record resolve."""
    terms = _terms(inspection)
    if terms is None or not inspection.sound:
        return
    factors, categories, models = terms
    known = {*inspection.manifest.published, *inspection.manifest.retired}
    cards = {} if inspection.heads else {head.id: card_of(head) for head in inspection.outlines()}
    for strategy in inspection.heads or inspection.strategies():
        path = f"json/strategies/{strategy.id}.json"
        yield from categories.named(strategy, path, strategy.category.id, strategy.category.name)
        for factor in strategy.factors:
            yield from factors.named(strategy, path, factor.id, factor.name)
        for model in strategy.learner_models:
            yield from models.named(strategy, path, model.id, model.name)
        if isinstance(strategy, StrategyV1):
            yield from unresolved(strategy, cards, known, factors.by_id.keys())
    for vocabulary in terms:
        yield from vocabulary.unlike()


def card_of(strategy: StrategyV1 | Head) -> RelatedV1:
    """How a strategy describes itself where it is related."""
    return RelatedV1(id=strategy.id, title=strategy.title, summary=strategy.summary, category=strategy.category.id)


def unresolved(
    strategy: StrategyV1, cards: Mapping[str, RelatedV1], known: Container[str], factors: Container[str]
) -> Iterator[Fault]:
    """What the text of a strategy leads to and is not there, or is not as it is described."""
    path = f"json/strategies/{strategy.id}.json"
    for card in strategy.related:
        known_card = cards.get(card.id)
        if known_card is None or vars(known_card) != vars(card):  # a tenth of the time of models' own comparison
            yield Fault(path, strategy.id, f"related `{card.id}` is not as that strategy describes itself")
    for id_ in [id_ for id_ in strategy.mentions.strategies if id_ not in known]:
        yield Fault(path, strategy.id, f"it mentions `{id_}`, which is not in the bundle")
    for id_ in [id_ for id_ in strategy.mentions.factors if id_ not in factors]:
        yield Fault(path, strategy.id, f"it mentions `{id_}`, which is not in {FACTORS}")
