"""The library's own fields in the manifest: each has an id of its own, and says what its values are."""

import re
from collections.abc import Iterator

from pipeline.model.own_fields import CHOICES, FIELD_ID_PATTERN, HOLDERS, LONGEST_FIELD_ID, REFERENCES, TARGETS
from pipeline.publish.manifest import MANIFEST
from pipeline.publish.verify.check import check
from pipeline.publish.verify.context import VerifyContext
from pipeline.publish.verify.violation import Violation


@check()
def own_fields(context: VerifyContext) -> Iterator[Violation]:
    """Own fields have ids of their own; a choice has values, a reference names something, and nothing else does."""
    seen: set[str] = set()
    targets = (*TARGETS, *context.manifest.site.vocabularies)
    for field in context.manifest.site.fields:
        where = f"the field `{field.id}`"
        if not re.fullmatch(FIELD_ID_PATTERN[1:-1], field.id) or len(field.id) > LONGEST_FIELD_ID:
            yield Violation(MANIFEST, field.id, f"{where} has an id that no field may have")
        if field.on not in (*HOLDERS, *context.manifest.site.vocabularies):
            yield Violation(MANIFEST, field.id, f"{where} is one of nothing")
        if field.on != "strategy" and (field.filter or field.card):
            yield Violation(MANIFEST, field.id, f"{where} can be no filter and on no card")
        if field.id in seen:
            yield Violation(MANIFEST, field.id, f"{where} stands there twice")
        seen.add(field.id)
        if bool(field.choices) != (field.type in CHOICES) or len(set(field.choices)) < len(field.choices):
            yield Violation(MANIFEST, field.id, f"{where} has other choices than a field of type {field.type}")
        wanted = field.type in REFERENCES
        if (field.target is not None) != wanted or (wanted and field.target not in targets):
            yield Violation(MANIFEST, field.id, f"{where} has another target than a field of type {field.type}")
