"""Changes: `changes.json` agrees with the bundle and its version, and `CHANGELOG.md` says the same."""

from collections.abc import Iterator

from pydantic import BaseModel

from pipeline.publish.changes.classes import bump_of, counts_of, sort_key
from pipeline.publish.changes.files import CHANGE_FILES, CHANGELOG, CHANGES, changelog_of
from pipeline.publish.changes.version import Version, is_honest
from pipeline.publish.manifest import MANIFEST
from pipeline.publish.schema.changes import ChangesV1
from pipeline.publish.schema.difference import ThingV1
from pipeline.publish.schema.records import CategoriesV1, FactorsV1, LearnerModelsV1, TombstonesV1
from pipeline.publish.verify.changes import BundleState, change_faults
from pipeline.publish.verify.check import check
from pipeline.publish.verify.checks.documents import CATEGORIES, MODELS, TOMBSTONES
from pipeline.publish.verify.context import VerifyContext
from pipeline.publish.verify.references import FACTORS
from pipeline.publish.verify.violation import Violation, path_differences


@check()
def changes(context: VerifyContext) -> Iterator[Violation]:
    """A bundle has both files or none. They agree with each other, with the version, and with what is published."""
    if not context.paths & CHANGE_FILES:
        return
    yield from path_differences(context.paths & CHANGE_FILES, CHANGE_FILES, "")
    yield from context.shape_violations(CHANGES) if CHANGES in context.paths else ()
    document = context.document(CHANGES)
    if document is None:
        return
    told = ChangesV1.model_validate(document)
    if CHANGELOG in context.paths and context.data(CHANGELOG) != changelog_of(told):
        yield Violation(CHANGELOG, "", f"it does not say what {CHANGES} says")
    yield from (Violation(CHANGES, "", fault) for fault in _own_faults(told, context))
    state = _state(context)
    if state is None:
        yield from _id_violations(told, context)
        return
    for change in told.changes:
        yield from (Violation(CHANGES, change.key, fault) for fault in change_faults(change, state))
    yield from _title_violations(told, state)


def _own_faults(told: ChangesV1, context: VerifyContext) -> Iterator[str]:
    """Sentences about a document that contradicts itself, or the version of the library."""
    if told.library != context.manifest.library:
        yield f"its library is not that of {MANIFEST}"
    if told.bump != bump_of(told.changes):
        yield f"the changes need another step than {told.bump}"
    if told.counts != counts_of(told.changes):
        yield "the counts are not those of the changes"
    if told.changes != sorted(told.changes, key=sort_key):
        yield "the changes are not sorted"
    try:
        if not is_honest(Version.parse(told.since), Version.parse(told.library.version), told.bump):
            yield f"version {told.library.version} says too little about what changed since {told.since}"
    except ValueError as error:
        yield str(error)
    keys = {change.key for change in told.changes}
    for cause in sorted({cause for change in told.changes for cause in change.caused_by} - keys):
        yield f"it does not list the change {cause}, which caused another one"


def _state(context: VerifyContext) -> BundleState | None:
    """What the bundle says of everything that may change; None where that is not all in JSON, or cannot be read."""
    documents = {path: context.document(path) for path in (FACTORS, CATEGORIES, MODELS, TOMBSTONES)}
    if not context.holds("json") or not context.complete or None in documents.values():
        return None
    terms: dict[ThingV1, list[BaseModel]] = {
        "factor": [*FactorsV1.model_validate(documents[FACTORS]).factors],
        "category": [*CategoriesV1.model_validate(documents[CATEGORIES]).categories],
        "learner-model": [*LearnerModelsV1.model_validate(documents[MODELS]).learner_models],
        "disclaimer": [*context.manifest.disclaimers],
    }
    by_id = {thing: {str(getattr(term, "id", "")): term for term in found} for thing, found in terms.items()}
    by_id["library"] = {"library": context.manifest.library}
    tombstones = TombstonesV1.model_validate(documents[TOMBSTONES]).tombstones
    return BundleState(context.summaries, {each.id: each for each in tombstones}, by_id, context.record)


def _id_violations(told: ChangesV1, context: VerifyContext) -> Iterator[Violation]:
    """Without JSON, only the manifest says which strategies there are."""
    published = set(context.manifest.published)
    for change in told.changes:
        is_there = {"added": True, "restored": True, "retired": False, "moved": False}.get(change.kind)
        if change.thing == "strategy" and is_there is not None and is_there != (change.id in published):
            yield Violation(CHANGES, change.key, f"it was {change.kind}, which is not what {MANIFEST} says")


def _title_violations(told: ChangesV1, state: BundleState) -> Iterator[Violation]:
    """Titles of the strategies that changes refer to. The last title of a former id is nowhere else."""
    ids = {id_ for each in told.changes for id_ in (*each.strategies, each.leads_to, each.renamed_to) if id_}
    for id_ in sorted({*ids, *told.titles}):
        title = state.title(id_)
        if id_ not in ids or (title is not None and told.titles.get(id_) != title):
            yield Violation(CHANGES, "titles", f"that of {id_} is missing, superfluous or another one")
