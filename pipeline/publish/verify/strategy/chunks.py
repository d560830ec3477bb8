"""JSON: the chunks of a strategy are its sections, without their disclaimers, which stand beside them."""

from collections.abc import Iterator
from hashlib import sha256
from typing import Any

from pipeline.publish.schema.records import SectionV1, StrategyV1
from pipeline.publish.verify.check import check
from pipeline.publish.verify.expected import Expected
from pipeline.publish.verify.page import normalized
from pipeline.publish.verify.view import CHUNKS, StrategyView
from pipeline.publish.verify.violation import Violation, key_differences
from pipeline.publish.written_language import written_language


@check("json")
def chunks(view: StrategyView, expected: Expected) -> Iterator[Violation]:
    """There is a chunk for each section with a text of its own, in order, and no other; all of its keys are right."""
    found = view.shards.get(CHUNKS)
    if found is None:
        return
    if not isinstance(found, list) or not all(isinstance(item, dict) for item in found):
        yield Violation(CHUNKS, view.id, "a line is not JSON")
        return
    sections = [section for section in view.record.sections if _own_words(section)]
    if [item.get("section") for item in found] != [section.id for section in sections]:
        yield Violation(CHUNKS, view.id, "its chunks are not its sections, each once and in their order")
        return
    for item, section in zip(found, sections, strict=True):
        yield from _differences(item, section, view.record, expected)


def _differences(
    item: dict[str, Any], section: SectionV1, record: StrategyV1, expected: Expected
) -> Iterator[Violation]:
    text, name = str(item.get("text")), f"{record.id}#{section.id}"
    before = section.text.removesuffix(text)
    whole = before.endswith("\n\n") if section.disclaimer else not before
    if not whole or normalized(text) != _own_words(section):
        yield Violation(CHUNKS, name, "its text is not that of the section without the disclaimer")
        return
    yield from key_differences(CHUNKS, name, item, _chunk(text, section, record, expected), "what the record says")


def _own_words(section: SectionV1) -> str:
    """The text without its disclaimer, in the normal form."""
    shown = section.disclaimer.text if section.disclaimer else ""
    return normalized(section.text).removeprefix(normalized(shown))


def _chunk(text: str, section: SectionV1, record: StrategyV1, expected: Expected) -> dict[str, Any]:
    library, page = expected.library, f"{expected.base}strategies/{record.id}/"
    return {
        "id": f"{record.id}#{section.id}",
        "identifier": expected.identifiers.of("section", record.id, section.id),
        "strategy": record.id,
        "title": record.title,
        "section": section.id,
        "heading": section.heading,
        "text": text,
        "disclaimer": section.disclaimer.text if section.disclaimer else None,
        "language": written_language(library, record.languages),
        "licence": library.licence,
        "licence_url": library.licence_url,
        "attribution": library.attribution,
        "publisher": library.publisher,
        "library_version": library.version,
        "url": f"{page}#section-{section.id}" if library.base_url else None,
        "text_sha256": sha256(text.encode()).hexdigest(),
    }
