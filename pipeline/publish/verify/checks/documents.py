"""JSON: each document is there and has its shape, and a strategy reads the same in all of them."""

from collections.abc import Iterator

from pipeline.publish.manifest import MANIFEST
from pipeline.publish.schema.records import LibraryV1
from pipeline.publish.verify.context import VerifyContext, check
from pipeline.publish.verify.shapes import SHAPES
from pipeline.publish.verify.violation import Violation

NAMES = ("strategies", "factors", "categories", "learner-models", "tombstones")
LINES = "json/strategies.jsonl"
WHOLE = "json/strategies.json"
DOCUMENTS = (*(f"json/{name}.json" for name in NAMES), *SHAPES)
ENDINGS = (".json", ".jsonl", ".jsonld")


@check("json")
def documents(context: VerifyContext) -> Iterator[Violation]:
    """Every document is there, none is of a strategy that is not published, each has its shape."""
    wanted = {path for path in DOCUMENTS if path.endswith(ENDINGS)}
    wanted |= {f"json/strategies/{id_}.json" for id_ in context.manifest.published}
    for path in sorted(wanted - context.paths):
        yield Violation(path, "", "it is missing")
    for path in sorted(set(context.below("json/strategies")) - wanted):
        yield Violation(path, "", f"{MANIFEST} names no such published strategy")
    for path in context.below("json"):
        if path in context.verified:
            continue
        yield from context.shape_violations(path)
        document = (path.endswith(".json") and context.document(path)) or {}
        if "library" in document and LibraryV1.model_validate(document["library"]) != context.manifest.library:
            yield Violation(path, "library", f"it is not the library of {MANIFEST}")


@check("json", each=True)
def whole_document(context: VerifyContext) -> Iterator[Violation]:
    """`strategies.json` holds the disclaimers; of its records the check of each strategy tells."""
    document = context.document(WHOLE)
    carried = [{"id": item.id, "text": item.text} for item in context.manifest.disclaimers]
    if document is not None and document["disclaimers"] != carried:
        yield Violation(WHOLE, "disclaimers", f"they are not those of {MANIFEST}")
