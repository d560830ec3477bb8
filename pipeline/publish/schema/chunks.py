"""The published shape of `json/chunks.jsonl`: sections as passages for embeddings and full-text search."""

from typing import Annotated

from pydantic import Field, StringConstraints

from pipeline.model.fields import ID_PATTERN
from pipeline.publish.schema.records import IdV1, PublishedModel, Sha256V1

# The ids of a strategy and of a section.
CHUNK_ID = f"{ID_PATTERN.removesuffix('$')}#{ID_PATTERN.removeprefix('^')}"


class ChunkV1(PublishedModel):
    """The text of one section of a strategy, with everything that must be named or shown with it."""

    id: Annotated[str, StringConstraints(pattern=CHUNK_ID)] = Field(
        description="ids of the strategy and of the section, such as student-voice#overview; stable like both"
    )
    identifier: str = Field(description="the same as a UUID, different from those of other libraries")
    strategy: IdV1 = Field(description="id of the strategy")
    title: str = Field(description="title of the strategy")
    section: IdV1 = Field(description="id of the section")
    heading: str = Field(description="heading of the section")
    text: str = Field(description="what a reader sees of the section, without its disclaimer")
    disclaimer: str | None = Field(description="must be shown word for word wherever the text is shown")
    language: str = Field(description="language of the text, by its BCP 47 tag")
    licence: str = Field(description="licence of the text, by its SPDX id")
    attribution: str | None = Field(description="what to name besides the publisher")
    publisher: str = Field(description="who publishes the library")
    library_version: str = Field(description="version of the library")
    url: str | None = Field(description="the section on the web; null if the library has no base URL")
    text_sha256: Sha256V1 = Field(description="of `text` as UTF-8: a chunk with the same hash needs no new embedding")
