"""JSON: every document exists, has its shape, and refers to what exists by the right name."""

from collections.abc import Iterator, Mapping
from typing import Any

from pipeline.publish.manifest import MANIFEST
from pipeline.publish.schema.records import FactorOfStrategyV1, LibraryV1, NamedV1
from pipeline.publish.strategy_summary import StrategySummary
from pipeline.publish.verify.check import check
from pipeline.publish.verify.context import LEARNER_MODELS, TOMBSTONES, VerifyContext
from pipeline.publish.verify.references import FACTORS, card_of, unresolved_references
from pipeline.publish.verify.view import AGGREGATES, RECORDS, own_document
from pipeline.publish.verify.violation import Violation, path_differences, unsorted_ids

CATEGORIES, MODELS = "json/categories.json", LEARNER_MODELS
VOCABULARIES = (FACTORS, CATEGORIES, MODELS)
# What a reference of an own field names, and where that stands.
TARGETS = {"factor": FACTORS, "category": CATEGORIES, "learner_model": MODELS}
DOCUMENTS = (*AGGREGATES, *VOCABULARIES, TOMBSTONES, "json/case.json")


@check("json")
def documents(context: VerifyContext) -> Iterator[Violation]:
    """Every document exists and has its shape; there is none of a strategy that is not published."""
    own = {own_document(id_) for id_ in context.manifest.published}
    found = {*context.below("json/strategies"), *(context.paths & {*DOCUMENTS})}
    yield from path_differences(found, {*DOCUMENTS, *own}, f"{MANIFEST} names no such published strategy")
    for path in context.below("json"):
        if path in context.verified:
            continue
        yield from context.shape_violations(path)
        document = (path.endswith(".json") and context.document(path)) or {}
        if "library" in document and LibraryV1.model_validate(document["library"]) != context.manifest.library:
            yield Violation(path, "library", f"it is not the library of {MANIFEST}")


@check("json", sharded=True)
def disclaimers_of_records(context: VerifyContext) -> Iterator[Violation]:
    """`strategies.json` holds the disclaimers; its records are compared strategy by strategy."""
    document = context.document(RECORDS)
    disclaimers = [item.model_dump(exclude={"strategies"}) for item in context.manifest.disclaimers]
    if document is not None and document["disclaimers"] != disclaimers:
        yield Violation(RECORDS, "disclaimers", f"they are not those of {MANIFEST}")


def items(context: VerifyContext, path: str) -> list[dict[str, Any]]:
    """The items that a vocabulary document lists; none when its shape is wrong."""
    document = context.document(path) or {}
    return next((value for value in document.values() if isinstance(value, list)), [])


def grouped_factors(model: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Each factor of a learner model after the name of its group, in their order."""
    return [(group["name"], factor) for group in model["groups"] for factor in group["factors"]]


def _terms(context: VerifyContext) -> Mapping[str, Mapping[str, dict[str, Any]]]:
    """The terms of each vocabulary document by their ids; nothing when the shape of any is wrong."""
    if any(context.document(path) is None for path in VOCABULARIES):
        return {}
    return {path: {term["id"]: term for term in items(context, path)} for path in VOCABULARIES}


@check("json")
def vocabularies(context: VerifyContext) -> Iterator[Violation]:
    """Terms are sorted and unique, and their own references resolve."""
    terms = _terms(context)
    for path in terms:
        ids = [item["id"] for item in items(context, path)]
        if ids != sorted(set(ids)):
            yield unsorted_ids(path, "")
        yield from _wrong_successors(path, terms[path])
    factors = terms.get(FACTORS, {})
    for id_, model in terms.get(MODELS, {}).items():
        for _, factor in grouped_factors(model):
            if factor not in factors:
                yield Violation(MODELS, id_, f"`{factor}` is not in {FACTORS}")


def _wrong_successors(path: str, terms: Mapping[str, dict[str, Any]]) -> Iterator[Violation]:
    """Successors of terms in use, and those that are deprecated themselves or do not exist."""
    for id_, term in terms.items():
        successor = term["replaced_by"]
        if successor is None:
            continue
        if successor not in terms:
            yield Violation(path, id_, f"its successor `{successor}` is not in {path}")
        elif terms[successor]["deprecated"] or not term["deprecated"]:
            yield Violation(path, id_, f"it is still to be used, or its successor `{successor}` is not")


@check("json")
def references(context: VerifyContext) -> Iterator[Violation]:
    """Related strategies and mentions of every record resolve."""
    terms = _terms(context)
    if terms and context.complete and context.cross_references:
        known = {*context.manifest.published, *context.manifest.retired}
        cards = {summary.id: card_of(summary) for summary in context.summaries.values()}
        for strategy in context.cross_references:
            yield from unresolved_references(strategy, cards, known, terms[FACTORS].keys())


def _wrong_groups(id_: str, summary: StrategySummary, models: Mapping[str, dict[str, Any]]) -> Iterator[Violation]:
    """Factors in another group than in the first of the strategy's learner models that holds them."""
    groups: dict[str, str] = {}
    for model in summary.learner_models:
        for group, id_of_factor in grouped_factors(models[model.id]) if model.id in models else ():
            groups.setdefault(id_of_factor, group)
    for factor in summary.factors:
        if groups.get(factor.id, "") != factor.group:
            message = f"`{factor.id}` is in the group `{factor.group}`, which {MODELS} does not say"
            yield Violation(own_document(id_), id_, message)


def _wrong_references(
    context: VerifyContext, summary: StrategySummary, terms: Mapping[str, Mapping[str, dict[str, Any]]]
) -> Iterator[Violation]:
    """References in own fields of a strategy to what does not exist, or has another name."""
    for field in context.manifest.site.fields:
        named = summary.fields.get(field.id)
        if field.target is None or not isinstance(named, NamedV1):
            continue
        if field.target == "strategy":
            other = context.summaries.get(named.id)
            name = other and other.title
        else:
            name = terms[TARGETS[field.target]].get(named.id, {}).get("name")
        if name != named.name:
            message = f"its `{field.id}` names `{named.id}` as `{named.name}`, which is not in the bundle"
            yield Violation(own_document(summary.id), summary.id, message)


@check("json")
def terms_of_records(context: VerifyContext) -> Iterator[Violation]:
    """Factors, categories and learner models of every record exist by these names, and list its strategy."""
    terms = _terms(context) if context.complete else {}
    users: dict[tuple[str, str], set[str]] = {}
    for id_, summary in context.summaries.items() if terms else ():
        named: list[tuple[str, NamedV1 | FactorOfStrategyV1]] = [(CATEGORIES, summary.category)]
        named += [(FACTORS, factor) for factor in summary.factors]
        named += [(MODELS, model) for model in summary.learner_models]
        for path, item in named:
            users.setdefault((path, item.id), set()).add(id_)
            term = terms[path].get(item.id)
            if term is None:
                yield Violation(own_document(id_), id_, f"`{item.id}` is not in {path}")
            elif term["name"] != item.name:
                message = f"`{item.id}` is called `{item.name}`; {path} calls it `{term['name']}`"
                yield Violation(own_document(id_), id_, message)
            if term is not None and term["deprecated"]:
                yield Violation(own_document(id_), id_, f"it names `{item.id}`, which {path} calls deprecated")
        yield from _wrong_groups(id_, summary, terms[MODELS])
        yield from _wrong_references(context, summary, terms)
    for path, by_id in terms.items():
        for id_, term in by_id.items():
            for strategy_id in sorted(set(term["strategies"]) ^ users.get((path, id_), set())):
                yield Violation(path, id_, f"its strategies and the records disagree about `{strategy_id}`")
