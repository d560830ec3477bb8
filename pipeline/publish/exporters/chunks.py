"""Chunks: one section a line, for embeddings and full-text search."""

from collections.abc import Iterator
from hashlib import sha256
from typing import ClassVar

from pipeline.publish.exporter import Aggregate, Exporter, Shard
from pipeline.publish.exporters._documents import json_line
from pipeline.publish.inputs import StrategyInputs
from pipeline.publish.records import Records
from pipeline.publish.schema.chunks import ChunkV1
from pipeline.publish.section_text import own_text
from pipeline.publish.written_language import written_language

PATH = "json/chunks.jsonl"


class Chunks(Exporter):
    """The sections of each strategy, in the order of its page. A section without a text of its own is left out."""

    format = "json"
    data_files: ClassVar = {PATH: "application/jsonl"}

    def aggregates(self, records: Records) -> Iterator[Aggregate]:
        """The lines."""
        yield Aggregate(PATH)

    def render(self, strategy: StrategyInputs) -> Iterator[Shard]:
        """The lines of a strategy."""
        yield Shard(PATH, b"".join(map(json_line, chunks_of(strategy))))


def chunks_of(strategy: StrategyInputs) -> Iterator[ChunkV1]:
    """Each section as a chunk."""
    library, record, identifiers = strategy.shared.library, strategy.record, strategy.shared.identifiers
    for section in record.sections:
        text = own_text(section)
        if not text:
            continue
        yield ChunkV1(
            id=f"{record.id}#{section.id}",
            identifier=identifiers.of("section", record.id, section.id),
            strategy=record.id,
            title=record.title,
            section=section.id,
            heading=section.heading,
            text=text,
            disclaimer=section.disclaimer.text if section.disclaimer else None,
            language=written_language(library, record.languages),
            licence=library.licence,
            licence_url=library.licence_url,
            attribution=library.attribution,
            publisher=library.publisher,
            library_version=library.version,
            url=f"{record.url}#section-{section.id}" if record.url else None,
            text_sha256=sha256(text.encode()).hexdigest(),
        )
