"""Parts of linked data: who, whom for, texts, sources and values."""

from typing import Literal

from pydantic import Field

from pipeline.publish.schema.base import IdV1
from pipeline.publish.schema.linked import IriV1, Linked, LinkV1


class FormerV1(LinkV1):
    """A strategy under an id that it had before."""

    identifier: IdV1 = Field(description="the earlier id")


class OrganizationV1(Linked):
    """Who publishes."""

    id_: IriV1 = Field(description="the same wherever the publisher is named")
    type_: Literal["Organization"]
    name: str


class PersonV1(Linked):
    """Who wrote."""

    type_: Literal["Person"]
    name: str


class AudienceV1(Linked):
    """Whom it is for."""

    type_: Literal["EducationalAudience"]
    educational_role: str = Field(description="their role", examples=["teacher"])


class AlignmentV1(Linked):
    """A learner model that a strategy is for."""

    type_: Literal["AlignmentObject"] = Field(description="always AlignmentObject")
    alignment_type: Literal["educationalLevel"] = Field(description="how it is aligned: with learners of some grades")
    target_name: str = Field(description="name of the learner model", examples=["Middle Grades"])
    target_url: IriV1 = Field(
        description="the learner model, as described in this document",
        examples=["urn:uuid:9f1c1f0e-5d5b-5b6f-8a53-0d2f6c8a4f11"],
    )


class NoticeV1(Linked):
    """A disclaimer: a text that must be shown word for word wherever its section is shown."""

    id_: IriV1 = Field(description="the same in every section that has it")
    type_: Literal["CreativeWork"]
    identifier: IdV1
    text: str


class LinkedClaimV1(Linked):
    """A sentence, and the work that carries it."""

    type_: Literal["Claim"]
    text: str
    citation: LinkV1


class PartV1(Linked):
    """One section of a page."""

    type_: Literal["CreativeWork"]
    identifier: IdV1
    name: str
    position: int
    text: str
    usage_info: NoticeV1 | None = None
    has_part: list[LinkedClaimV1] | None = None


class VideoObjectV1(Linked):
    """A video chosen as an example."""

    type_: Literal["VideoObject"]
    name: str
    url: IriV1
    embed_url: IriV1


class CitationV1(Linked):
    """An additional resource, or a citation. A work of the library, which may be both, has an address of its own."""

    id_: IriV1 | None = None
    type_: Literal["CreativeWork"]
    name: str
    description: str | None = None
    identifier: str | None = Field(None, description="a DOI, written doi:10.…")
    url: str | None = None


class PropertyV1(Linked):
    """The value of a field of the library's own."""

    type_: Literal["PropertyValue"]
    property_id: str = Field(alias="propertyID")
    name: str
    description: str | None = None
    value: str | bool | int | float | list[str]
    value_reference: LinkV1 | list[LinkV1] | None = None
