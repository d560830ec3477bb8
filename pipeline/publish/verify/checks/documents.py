"""JSON: every document exists and has its shape."""

from collections.abc import Iterator

from pipeline.publish.manifest import MANIFEST
from pipeline.publish.schema.records import LibraryV1
from pipeline.publish.verify.check import check
from pipeline.publish.verify.context import VerifyContext
from pipeline.publish.verify.view import AGGREGATES, RECORDS, own_document
from pipeline.publish.verify.violation import Violation, path_differences

NAMES = ("factors", "categories", "learner-models", "tombstones")
DOCUMENTS = (*AGGREGATES, *(f"json/{name}.json" for name in NAMES))


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
    disclaimers = [{"id": item.id, "text": item.text} for item in context.manifest.disclaimers]
    if document is not None and document["disclaimers"] != disclaimers:
        yield Violation(RECORDS, "disclaimers", f"they are not those of {MANIFEST}")
