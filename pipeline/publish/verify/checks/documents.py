"""JSON: every document exists, has its shape, and refers to what exists by the right name."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from pydantic import TypeAdapter

from pipeline.model.own_vocabulary_faults import is_taken_vocabulary
from pipeline.publish.manifest import MANIFEST
from pipeline.publish.schema.records import FactorOfStrategyV1, FieldValueV1, LibraryV1, NamedV1
from pipeline.publish.schema.site import OwnFieldV1
from pipeline.publish.strategy_summary import StrategySummary, named_in
from pipeline.publish.verify.check import check
from pipeline.publish.verify.context import LEARNER_MODELS, TOMBSTONES, VerifyContext
from pipeline.publish.verify.references import FACTORS, card_of, unresolved_references
from pipeline.publish.verify.strategy.own_values import value_faults
from pipeline.publish.verify.view import AGGREGATES, RECORDS, own_document
from pipeline.publish.verify.violation import Violation, path_differences, unsorted_ids

CATEGORIES, MODELS = "json/categories.json", LEARNER_MODELS
VOCABULARIES = (FACTORS, CATEGORIES, MODELS)
# The library's own vocabularies; a library without any has no such document.
OWN_VOCABULARIES = "json/vocabularies.json"
# What a reference of an own field names, and where that stands.
TARGETS = {"factor": FACTORS, "category": CATEGORIES, "learner_model": MODELS}
# Terms by their ids, by the path of their document or the id of their vocabulary.
Terms = Mapping[str, Mapping[str, dict[str, Any]]]
OWN_VALUES = TypeAdapter(dict[str, FieldValueV1])
DOCUMENTS = (*AGGREGATES, *VOCABULARIES, TOMBSTONES, "json/case.json")


@check("json")
def documents(context: VerifyContext) -> Iterator[Violation]:
    """Every document exists and has its shape; there is none of a strategy that is not published."""
    own = {own_document(id_) for id_ in context.manifest.published}
    found = {*context.below("json/strategies"), *(context.paths & {*DOCUMENTS})}
    yield from path_differences(found, {*DOCUMENTS, *own}, f"{MANIFEST} names no such published strategy")
    yield from path_differences(
        context.paths & {OWN_VOCABULARIES}, {OWN_VOCABULARIES} if context.manifest.site.vocabularies else (), MANIFEST
    )
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


def own_terms(context: VerifyContext) -> list[tuple[str, dict[str, Any]]]:
    """The terms of the library's own vocabularies, each after the id of its vocabulary."""
    found = items(context, OWN_VOCABULARIES)
    return [(vocabulary["id"], term) for vocabulary in found for term in vocabulary["terms"]]


def grouped_factors(model: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Each factor of a learner model after the name of its group, in their order."""
    return [(group["name"], factor) for group in model["groups"] for factor in group["factors"]]


def _terms(context: VerifyContext) -> Terms:
    """The terms of each vocabulary by their ids; nothing when the shape of any is wrong.

    The keys are the paths of the documents, and the ids of the library's own vocabularies.
    """
    if any(context.document(path) is None for path in VOCABULARIES):
        return {}
    listed = {path: items(context, path) for path in VOCABULARIES}
    listed |= {vocabulary["id"]: vocabulary["terms"] for vocabulary in items(context, OWN_VOCABULARIES)}
    return {name: {term["id"]: term for term in found} for name, found in listed.items()}


@check("json")
def vocabularies(context: VerifyContext) -> Iterator[Violation]:
    """Terms are sorted and unique, and their own references resolve."""
    terms = _terms(context)
    for path in VOCABULARIES if terms else ():
        ids = [item["id"] for item in items(context, path)]
        if ids != sorted(set(ids)):
            yield unsorted_ids(path, "")
        yield from _wrong_successors(path, terms[path])
    factors = terms.get(FACTORS, {})
    for id_, model in terms.get(MODELS, {}).items():
        for _, factor in grouped_factors(model):
            if factor not in factors:
                yield Violation(MODELS, id_, f"`{factor}` is not in {FACTORS}")


def _wrong_successors(path: str, terms: Mapping[str, dict[str, Any]], scope: str = "") -> Iterator[Violation]:
    """Successors of terms in use, and those that are deprecated themselves or do not exist.

    `scope` stands before the ids of terms in violations.
    """
    for id_, term in terms.items():
        successor = term["replaced_by"]
        if successor is None:
            continue
        if successor not in terms:
            yield Violation(path, scope + id_, f"its successor `{successor}` is not in {path}")
        elif terms[successor]["deprecated"] or not term["deprecated"]:
            yield Violation(path, scope + id_, f"it is still to be used, or its successor `{successor}` is not")


@check("json")
def own_vocabularies(context: VerifyContext) -> Iterator[Violation]:
    """The library's own vocabularies have ids of their own, and terms that are sorted, unique and resolve."""
    ids = [vocabulary["id"] for vocabulary in items(context, OWN_VOCABULARIES)]
    for vocabulary in items(context, OWN_VOCABULARIES):
        id_, terms = vocabulary["id"], {term["id"]: term for term in vocabulary["terms"]}
        if ids.count(id_) > 1 or is_taken_vocabulary(id_):
            yield Violation(OWN_VOCABULARIES, id_, "its id stands twice, or is that of something else")
        if [term["id"] for term in vocabulary["terms"]] != sorted(terms):
            yield unsorted_ids(OWN_VOCABULARIES, id_)
        yield from _wrong_successors(OWN_VOCABULARIES, terms, f"{id_}/")
    if ids != context.manifest.site.vocabularies and not context.shape_violations(OWN_VOCABULARIES):
        yield Violation(OWN_VOCABULARIES, "", f"its vocabularies are not those of {MANIFEST}")


@check("json")
def own_values_of_terms(context: VerifyContext) -> Iterator[Violation]:
    """The values of own fields of terms and of the library fit their fields, and what they name exists."""
    fields, terms = context.manifest.site.fields, _terms(context) if context.complete else {}
    holders = {FACTORS: "factor", CATEGORIES: "category", MODELS: "learner_model"}
    for name, by_id in terms.items():
        path = name if name in holders else OWN_VOCABULARIES
        own = [field for field in fields if field.on == holders.get(name, name)]
        for id_, term in by_id.items():
            values = OWN_VALUES.validate_python(term["fields"])
            for fault in (*value_faults(values, own), *_unnamed(context, values, own, terms)):
                yield Violation(path, id_ if name in holders else f"{name}/{id_}", fault)
    own = [field for field in fields if field.on == "library"]
    values = context.manifest.site.library_fields
    for fault in (*value_faults(values, own), *(_unnamed(context, values, own, terms) if terms else ())):
        yield Violation(MANIFEST, "library_fields", fault)


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


def _wrong_references(context: VerifyContext, summary: StrategySummary, terms: Terms) -> Iterator[Violation]:
    """References in own fields of a strategy to what does not exist, or has another name."""
    for fault in _unnamed(context, summary.fields, context.expected.own, terms):
        yield Violation(own_document(summary.id), summary.id, fault)


def _unnamed(
    context: VerifyContext, values: Mapping[str, FieldValueV1], own: Iterable[OwnFieldV1], terms: Terms
) -> Iterator[str]:
    """What is wrong with the references among the values of own fields."""
    for field in own:
        value = values.get(field.id)
        for named in value if isinstance(value, list) else [value]:
            if field.target is None or not isinstance(named, NamedV1):
                continue
            if field.target == "strategy":
                other = context.summaries.get(named.id)
                name = other and other.title
            else:
                name = terms.get(TARGETS.get(field.target, field.target), {}).get(named.id, {}).get("name")
            if name != named.name:
                yield f"its `{field.id}` names `{named.id}` as `{named.name}`, which is not in the bundle"


def _term_faults(path: str, item: NamedV1 | FactorOfStrategyV1, term: Mapping[str, Any] | None) -> Iterator[str]:
    """What is wrong with the name of a term on a page."""
    if term is None:
        yield f"`{item.id}` is not in {path}"
        return
    if term["name"] != item.name:
        yield f"`{item.id}` is called `{item.name}`; {path} calls it `{term['name']}`"
    if term["deprecated"]:
        yield f"it names `{item.id}`, which {path} calls deprecated"


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
            for fault in _term_faults(path, item, terms[path].get(item.id)):
                yield Violation(own_document(id_), id_, fault)
        yield from _wrong_groups(id_, summary, terms[MODELS])
        yield from _wrong_references(context, summary, terms)
        for field in context.expected.own:
            for term_id in named_in(summary.fields, field.id) if field.target in terms else ():
                users.setdefault((str(field.target), term_id), set()).add(id_)
    for path, by_id in terms.items():
        for id_, term in by_id.items():
            for strategy_id in sorted(set(term["strategies"]) ^ users.get((path, id_), set())):
                yield Violation(path, id_, f"its strategies and the records disagree about `{strategy_id}`")
