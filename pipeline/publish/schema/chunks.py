"""The published shape of `json/chunks.jsonl`: sections as passages for embeddings and full-text search."""

from typing import Annotated

from pydantic import Field, StringConstraints

from pipeline.model.fields import ID_PATTERN
from pipeline.publish.schema.base import (
    AddressV1,
    IdV1,
    LanguageV1,
    PublishedModel,
    Sha256V1,
    UriV1,
    VersionV1,
)

# The ids of a strategy and of a section.
CHUNK_ID = f"{ID_PATTERN.removesuffix('$')}#{ID_PATTERN.removeprefix('^')}"


class ChunkV1(PublishedModel):
    """The text of one section of a strategy, with everything that must be named or shown with it."""

    id: Annotated[str, StringConstraints(pattern=CHUNK_ID)] = Field(
        description="ids of the strategy and of the section; stable like both", examples=["student-voice#overview"]
    )
    identifier: str = Field(
        description="the same as a UUID, different from those of other libraries",
        json_schema_extra={"format": "uuid"},
        examples=["648ce5d1-84dc-5ac9-ac2f-6de805301d83"],
    )
    strategy: IdV1 = Field(description="id of the strategy")
    title: str = Field(description="title of the strategy", examples=["Student Voice"])
    section: IdV1 = Field(description="id of the section")
    heading: str = Field(description="heading of the section", examples=["Overview"])
    text: str = Field(
        description="plain text of the section, without its disclaimer",
        examples=["Trust grows in small, daily moments."],
    )
    disclaimer: str | None = Field(
        description="must be shown word for word wherever the text is shown",
        examples=["Videos are chosen as examples of strategies in action."],
    )
    language: LanguageV1
    licence: str = Field(description="its licence, an SPDX expression where there is one", examples=["CC-BY-4.0"])
    licence_url: UriV1 | None = Field(description="address of the licence; null when it is not one of the SPDX list")
    attribution: str | None = Field(
        description="whom readers should credit besides the publisher", examples=["After a framework of Example Labs."]
    )
    publisher: str = Field(description="who publishes the library", examples=["Example Press"])
    library_version: VersionV1 = Field(description="version of the library that it is from")
    url: AddressV1 | None = Field(
        description="the section on its page; null when the library has no base_url",
        examples=["https://example.org/strategies/student-voice/#section-overview"],
    )
    text_sha256: Sha256V1 = Field(description="of `text` as UTF-8: a chunk with the same hash needs no new embedding")
