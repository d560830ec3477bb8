"""JSON: every id that a document names leads to something, and says of it what it says of itself."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from pipeline.publish.schema.records import (
    CategoriesV1,
    CategoryV1,
    FactorsV1,
    FactorV1,
    LearnerModelsV1,
    LearnerModelV1,
)
from pipeline.publish.strategy_summary import StrategySummary
from pipeline.publish.verify.context import VerifyContext, check
from pipeline.publish.verify.references import FACTORS, card_of, unresolved_references
from pipeline.publish.verify.view import own_document
from pipeline.publish.verify.violation import Violation

CATEGORIES, MODELS = "json/categories.json", "json/learner-models.json"
Term = FactorV1 | CategoryV1 | LearnerModelV1


@dataclass
class VocabularyIds:
    """One vocabulary document, and which strategies name each of its terms."""

    path: str
    by_id: dict[str, Term]
    users: dict[str, list[str]] = field(default_factory=dict)

    def named(self, strategy: StrategySummary, path: str, id_: str, name: str) -> Iterator[Violation]:
        """A strategy names a term: it must be listed, by this name."""
        self.users.setdefault(id_, []).append(strategy.id)
        term = self.by_id.get(id_)
        if term is None:
            yield Violation(path, strategy.id, f"`{id_}` is not in {self.path}")
        elif term.name != name:
            yield Violation(path, strategy.id, f"`{id_}` is called `{name}`; {self.path} calls it `{term.name}`")

    def unlike(self) -> Iterator[Violation]:
        """A term must list exactly the strategies that name it."""
        for id_, term in self.by_id.items():
            for strategy in sorted(set(term.strategies) ^ set(self.users.get(id_, ()))):
                yield Violation(self.path, id_, f"its strategies and the records disagree about `{strategy}`")


def _terms(context: VerifyContext) -> tuple[VocabularyIds, VocabularyIds, VocabularyIds] | None:
    factors, categories, models = (context.document(path) for path in (FACTORS, CATEGORIES, MODELS))
    if factors is None or categories is None or models is None:
        return None
    lists: tuple[Iterable[Term], ...] = (
        FactorsV1.model_validate(factors).factors,
        CategoriesV1.model_validate(categories).categories,
        LearnerModelsV1.model_validate(models).learner_models,
    )
    first, second, third = (
        VocabularyIds(path, {term.id: term for term in terms})
        for path, terms in zip((FACTORS, CATEGORIES, MODELS), lists, strict=True)
    )
    return first, second, third


@check("json")
def vocabularies(context: VerifyContext) -> Iterator[Violation]:
    """Terms are sorted, stand once, and their own references resolve."""
    terms = _terms(context)
    if terms is None:
        return
    for vocabulary in terms:
        document = context.document(vocabulary.path) or {}
        items = next(value for value in document.values() if isinstance(value, list))
        ids = [item["id"] for item in items]
        if ids != sorted(set(ids)):
            yield Violation(vocabulary.path, "", "the ids are not sorted, or one stands twice")
    factors, _, models = terms
    for term in factors.by_id.values():
        if isinstance(term, FactorV1) and term.replaced_by is not None and term.replaced_by not in factors.by_id:
            yield Violation(FACTORS, term.id, f"its successor `{term.replaced_by}` is not in {FACTORS}")
    for model in models.by_id.values():
        for factor in (id_ for group in getattr(model, "groups", ()) for id_ in group.factors):
            if factor not in factors.by_id:
                yield Violation(MODELS, model.id, f"`{factor}` is not in {FACTORS}")


@check("json")
def references(context: VerifyContext) -> Iterator[Violation]:
    """Factors, categories, learner models, related strategies and mentions of every record resolve."""
    terms = _terms(context)
    if terms is None or not context.complete:
        return
    factors, categories, models = terms
    known = {*context.manifest.published, *context.manifest.retired}
    heads = list(context.summaries.values())
    for head in heads:
        path = own_document(head.id)
        yield from categories.named(head, path, head.category.id, head.category.name)
        for factor in head.factors:
            yield from factors.named(head, path, factor.id, factor.name)
        for model in head.learner_models:
            yield from models.named(head, path, model.id, model.name)
    cards = {head.id: card_of(head) for head in heads} if context.cross_references else {}
    for leads in context.cross_references:
        yield from unresolved_references(leads, cards, known, factors.by_id.keys())
    for vocabulary in terms:
        yield from vocabulary.unlike()
