"""The version of the published shapes, their base class, and the types that many fields share."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from pipeline.model.fields import ID_PATTERN
from pipeline.source.paths import VOCABULARY_ID_PATTERN

SchemaVersion = Annotated[
    Literal["1.5.0"],
    Field(description="version of the shapes; later ones that begin with the same number only add fields"),
]
SCHEMA_VERSION: Literal["1.5.0"] = "1.5.0"
IdV1 = Annotated[
    str, StringConstraints(pattern=ID_PATTERN, max_length=80), Field(examples=["lateral-reading", "curiosity"])
]
OwnVocabularyIdV1 = Annotated[
    str, StringConstraints(pattern=VOCABULARY_ID_PATTERN, max_length=22), Field(examples=["tools", "time-frames"])
]
DayV1 = Annotated[str, Field(json_schema_extra={"format": "date"}, examples=["2026-11-01"])]
# An address that the pipeline builds, so it is a URI by RFC 3986. Those of authors may hold other characters.
UriV1 = Annotated[str, Field(json_schema_extra={"format": "uri"}, examples=["https://vimeo.com/123456789"])]
AddressV1 = Annotated[str, Field(examples=["https://example.org/lesson-plans/"])]
Sha256V1 = Annotated[
    str,
    StringConstraints(pattern="^[0-9a-f]{64}$"),
    Field(examples=["e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"]),
]
VersionV1 = Annotated[str, Field(examples=["1.4.0"])]
LanguageV1 = Annotated[str, Field(description="language of the texts as a BCP 47 tag", examples=["en", "pt-BR"])]
LanguagesV1 = Annotated[
    list[LanguageV1],
    Field(
        description="the languages that its text is in, that of the original first; empty if the library has only one. "
        "In any other language of the library, the original text stands in its place",
        examples=[["en", "es"]],
    ),
]
EditionsV1 = Annotated[
    list[LanguageV1],
    Field(
        description="all languages that it is published in, that of the originals first; empty if there is only one. "
        "The files of each further language stand in a folder of its name: `json/es/strategies.json`",
        examples=[["en", "es"]],
    ),
]
SchemaAddressV1 = Annotated[
    str,
    Field(
        alias="$schema",
        description="where its schema is, as seen from this file",
        examples=["../schemas/published-strategies.schema.json"],
    ),
]
OwnIdV1 = Annotated[IdV1, Field(description="never changes once published")]
NameV1 = Annotated[str, Field(description="the name readers see", examples=["Curiosity", "Active Learning"])]
AliasesV1 = Annotated[list[str], Field(description="other forms of its name")]
DeprecatedV1 = Annotated[bool, Field(description="true when it is no longer to be used")]
SuccessorV1 = Annotated[
    IdV1 | None, Field(description="id of the one to use in its place", examples=["lateral-reading", "curiosity"])
]
StrategyIdsV1 = Annotated[list[IdV1], Field(description="ids of its published strategies, sorted")]


class PublishedModel(BaseModel):
    """Base of published shapes: every field is always there, nothing else is."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", strict=True, json_schema_serialization_defaults_required=True
    )
