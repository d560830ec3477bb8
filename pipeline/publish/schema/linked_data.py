"""The published shape of `json/strategies.jsonld`: the library in the words of schema.org.

The document holds its context, so that no reader needs the network. It gives every term the same meaning as
schema.org's own context does.
"""

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Field, StringConstraints
from pydantic.alias_generators import to_camel

from pipeline.publish.schema.base import DayV1, IdV1, PublishedModel
from pipeline.publish.schema.linked_words import describe

VOCABULARY = "http://schema.org/"
CONTEXT: Mapping[str, str | dict[str, str]] = {
    "@vocab": VOCABULARY,
    "dateModified": {"@type": "Date"},
    "embedUrl": {"@type": "@id"},
    "license": {"@type": "@id"},
    "url": {"@type": "@id"},
}
IriV1 = Annotated[str, StringConstraints(pattern="^[A-Za-z][A-Za-z0-9+.-]*:[^\\s]+$")]


def _alias(name: str) -> str:
    """`id_` is `@id`, `in_language` is `inLanguage`."""
    return "@" + name[:-1] if name.endswith("_") else to_camel(name)


class Linked(PublishedModel):
    """Base of things in linked data. What has no value is left out."""

    model_config = ConfigDict(
        alias_generator=_alias,
        serialize_by_alias=True,
        validate_by_name=True,
        json_schema_serialization_defaults_required=False,
        json_schema_extra=describe,
    )


class LinkV1(Linked):
    """A thing that is described elsewhere, in this document unless its address says otherwise."""

    id_: IriV1


class OrganizationV1(Linked):
    """Who publishes."""

    type_: Literal["Organization"]
    name: str


class PersonV1(Linked):
    """Who wrote."""

    type_: Literal["Person"]
    name: str


class AudienceV1(Linked):
    """Whom it is for."""

    type_: Literal["EducationalAudience"]
    educational_role: Literal["teacher"]


class NoticeV1(Linked):
    """A disclaimer: a text that must be shown word for word wherever its section is shown."""

    type_: Literal["CreativeWork"]
    identifier: IdV1
    text: str


class PartV1(Linked):
    """One section of a page."""

    type_: Literal["CreativeWork"]
    identifier: IdV1
    name: str
    position: int
    text: str
    usage_info: NoticeV1 | None = None


class VideoObjectV1(Linked):
    """A video chosen as an example."""

    type_: Literal["VideoObject"]
    name: str
    url: IriV1
    embed_url: IriV1


class CitationV1(Linked):
    """An additional resource, or a citation."""

    type_: Literal["CreativeWork"]
    name: str
    description: str | None = None
    identifier: str | None = Field(None, description="a DOI, written doi:10.…")
    url: str | None = None


class DefinedTermV1(Linked):
    """A factor, as far as a strategy that is about it says."""

    id_: IriV1
    type_: Literal["DefinedTerm"]
    term_code: IdV1
    name: str
    in_defined_term_set: LinkV1


class DescribedTermV1(DefinedTermV1):
    """A factor in the set of all."""

    description: str
    alternate_name: list[str] | None = None


class DefinedTermSetV1(Linked):
    """The factors as a whole."""

    id_: IriV1
    type_: Literal["DefinedTermSet"]
    name: str
    in_language: str
    has_defined_term: list[DescribedTermV1]


class CollectionV1(Linked):
    """The library as a whole."""

    id_: IriV1
    type_: Literal["Collection"]
    name: str
    in_language: str
    license: IriV1 | None = None
    credit_text: str | None = None
    publisher: OrganizationV1
    version: str
    url: IriV1 | None = None


class ArticleV1(Linked):
    """One strategy."""

    id_: IriV1
    type_: tuple[Literal["Article"], Literal["LearningResource"]]
    identifier: IdV1
    name: str
    headline: str
    abstract: str
    date_modified: DayV1
    in_language: str
    license: IriV1 | None = None
    url: IriV1 | None = None
    author: list[PersonV1] | None = None
    publisher: OrganizationV1
    is_part_of: LinkV1
    audience: AudienceV1
    learning_resource_type: Literal["instructional strategy"]
    educational_level: list[str] = Field(description="names of the learner models whose learners it is for")
    article_section: str = Field(description="name of its category")
    about: list[DefinedTermV1] = Field(description="its factors")
    has_part: list[PartV1]
    video: list[VideoObjectV1]
    citation: list[CitationV1]
    mentions: list[LinkV1] = Field(description="related strategies")
    is_based_on: CitationV1 | None = None


class LinkedDataV1(Linked):
    """`json/strategies.jsonld`: the library, its factors and all published strategies."""

    context_: dict[str, Any] = Field(description="the meaning of every term; nothing is to be fetched")
    graph_: list[CollectionV1 | DefinedTermSetV1 | ArticleV1] = Field(
        description="the library, its factors, and all published strategies"
    )
