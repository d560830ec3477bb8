"""Changes: `changes.json` agrees with the bundle and its version, and `CHANGELOG.md` says the same."""

from collections.abc import Iterator

from pydantic import BaseModel

from pipeline.publish.changes.files import CHANGE_FILES, CHANGELOG, CHANGES, changelog_of
from pipeline.publish.manifest import MANIFEST
from pipeline.publish.schema.changes import ChangesV1
from pipeline.publish.schema.difference import ThingV1
from pipeline.publish.schema.records import CategoriesV1, FactorsV1, LearnerModelsV1, TombstonesV1
from pipeline.publish.schema.vocabularies import VocabulariesV1, terms_by_key
from pipeline.publish.verify.changes import BundleState, changes_faults, library_with
from pipeline.publish.verify.check import check
from pipeline.publish.verify.checks.documents import CATEGORIES, MODELS, OWN_VOCABULARIES
from pipeline.publish.verify.context import TOMBSTONES, VerifyContext
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
    state = _state(context)
    for record, fault in changes_faults(told, context.manifest.library, state):
        yield Violation(CHANGES, record, fault)
    if state is None:
        yield from _id_violations(told, context)


def _state(context: VerifyContext) -> BundleState | None:
    """What the bundle says of everything that may change; None where that is not all in JSON, or cannot be read."""
    documents = {path: context.document(path) for path in (FACTORS, CATEGORIES, MODELS, TOMBSTONES)}
    if not context.holds("json") or not context.complete or None in documents.values():
        return None
    own = context.document(OWN_VOCABULARIES)
    vocabularies = VocabulariesV1.model_validate(own).vocabularies if own else []
    terms: dict[ThingV1, list[BaseModel]] = {
        "factor": [*FactorsV1.model_validate(documents[FACTORS]).factors],
        "category": [*CategoriesV1.model_validate(documents[CATEGORIES]).categories],
        "learner-model": [*LearnerModelsV1.model_validate(documents[MODELS]).learner_models],
        "section": [*context.manifest.site.sections],
        "field": [*context.manifest.site.fields],
        "disclaimer": [*context.manifest.disclaimers],
        "vocabulary": [*vocabularies],
        "term": [*terms_by_key(vocabularies).values()],
    }
    by_id = {thing: {str(getattr(term, "id", "")): term for term in found} for thing, found in terms.items()}
    by_id["library"] = {"library": library_with(context.manifest.library, context.manifest.site.library_fields)}
    tombstones = TombstonesV1.model_validate(documents[TOMBSTONES]).tombstones
    return BundleState(context.summaries, {each.id: each for each in tombstones}, by_id, context.record)


def _id_violations(told: ChangesV1, context: VerifyContext) -> Iterator[Violation]:
    """Without JSON, only the manifest says which strategies there are."""
    published = set(context.manifest.published)
    for change in told.changes:
        is_there = {"added": True, "restored": True, "retired": False, "moved": False}.get(change.kind)
        if change.thing == "strategy" and is_there is not None and is_there != (change.id in published):
            yield Violation(CHANGES, change.key, f"it was {change.kind}, which is not what {MANIFEST} says")
