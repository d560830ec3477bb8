"""The published shape of `json/case.json`: a CFPackage of CASE 1.1, in the parts of the standard that are used.

Competencies and Academic Standards Exchange is a standard of 1EdTech: https://www.imsglobal.org/spec/case/v1p1
"""

from typing import Annotated, Literal

from pydantic import ConfigDict, Field, StringConstraints
from pydantic.alias_generators import to_camel

from pipeline.publish.schema.base import PublishedModel
from pipeline.publish.schema.graph_nodes import IdentifierV1

# Every shape has these two.
OwnUriV1 = Annotated[
    str,
    Field(description="address of its page, or a URN of its identifier", examples=["https://example.org/factors/a/"]),
]
ChangeV1 = Annotated[
    str,
    StringConstraints(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T00:00:00Z$"),
    Field(
        alias="lastChangeDateTime",
        description="the newest day on which a strategy changed, as terms have no days of their own",
        examples=["2026-11-01T00:00:00Z"],
    ),
]


class CasePart(PublishedModel):
    """Base of everything in the package. What has no value is left out."""

    model_config = ConfigDict(
        alias_generator=to_camel,
        serialize_by_alias=True,
        validate_by_name=True,
        json_schema_serialization_defaults_required=False,
    )


class CaseLinkV1(CasePart):
    """A link to a part of the package (LinkURI)."""

    title: str = Field(description="name of the part", examples=["Factor"])
    identifier: IdentifierV1
    uri: OwnUriV1


class CaseNodeLinkV1(CaseLinkV1):
    """A link to an item or the document at one end of an association (LinkGenURI)."""

    target_type: Literal["CASE"] = Field(description="always CASE")


class CaseDocumentV1(CasePart):
    """The framework as a whole (CFPckgDocument)."""

    identifier: IdentifierV1
    uri: OwnUriV1
    case_version: Literal["1.1"] = Field(description="version of the standard")
    creator: str = Field(description="who publishes the library", examples=["Example Press"])
    title: str = Field(description="title of the library", examples=["Example Library"])
    last_change_date_time: ChangeV1
    official_source_url: str | None = Field(
        None, alias="officialSourceURL", description="address of the site", examples=["https://example.org/library/"]
    )
    publisher: str = Field(description="who publishes the library", examples=["Example Press"])
    description: str = Field(description="what it holds, in one sentence", examples=["Factors of learners."])
    language: str = Field(description="language of the texts", examples=["en"])
    version: str = Field(description="version of the library", examples=["1.4.0"])
    license_uri: CaseLinkV1 = Field(alias="licenseURI", description="the licence, which is among the definitions")
    notes: str | None = Field(None, description="whom readers should credit", examples=["After a framework."])


class CaseStateV1(CasePart):
    """What the standard has no field for."""

    deprecated: Literal[True] = Field(description="always true: it is no longer to be used")


class CaseItemV1(CasePart):
    """A learner model, a group of its factors, or a factor (CFPckgItem)."""

    identifier: IdentifierV1
    full_statement: str = Field(
        description="definition of a factor, or the name of what has none", examples=["The wish to know more."]
    )
    abbreviated_statement: str | None = Field(None, description="name of a factor", examples=["Curiosity"])
    cf_item_type: Literal["Learner Model", "Group", "Factor"] = Field(alias="CFItemType", description="what it is")
    cf_item_type_uri: CaseLinkV1 = Field(alias="CFItemTypeURI", description="what it is, among the definitions")
    uri: OwnUriV1
    human_coding_scheme: str | None = Field(
        None, description="id of the learner model or factor", examples=["curiosity"]
    )
    concept_keywords: list[str] | None = Field(None, description="other forms of the name of a factor or learner model")
    notes: str | None = Field(
        None, description="description of a learner model", examples=["Factors that shape learning."]
    )
    language: str = Field(description="language of its texts", examples=["en"])
    education_level: list[str] | None = Field(None, description="grades of the learner models that it belongs to")
    last_change_date_time: ChangeV1
    extensions: CaseStateV1 | None = Field(None, description="on a deprecated factor or learner model")


class CaseAssociationV1(CasePart):
    """A part below another, or a factor or learner model in place of a deprecated one (CFPckgAssociation)."""

    identifier: IdentifierV1
    association_type: Literal["isChildOf", "replacedBy"] = Field(description="how the two are related")
    sequence_number: int | None = Field(None, ge=1, description="place below the destination, from 1", examples=[1])
    uri: OwnUriV1
    origin_node_uri: CaseNodeLinkV1 = Field(alias="originNodeURI", description="the part below, or the deprecated one")
    destination_node_uri: CaseNodeLinkV1 = Field(
        alias="destinationNodeURI", description="the part above, or the one to use"
    )
    last_change_date_time: ChangeV1


class CaseItemTypeV1(CasePart):
    """A kind of items (CFItemType)."""

    identifier: IdentifierV1
    uri: OwnUriV1
    title: str = Field(description="its name", examples=["Factor"])
    description: str = Field(description="what it is, in one sentence", examples=["A group of factors."])
    hierarchy_code: str = Field(description="its place among the kinds", examples=["1.1.1"])
    last_change_date_time: ChangeV1


class CaseLicenceV1(CasePart):
    """The licence of the library (CFLicense)."""

    identifier: IdentifierV1
    uri: OwnUriV1
    title: str = Field(description="its name", examples=["CC-BY-4.0"])
    license_text: str = Field(description="address of its text, or its name", examples=["CC-BY-4.0"])
    last_change_date_time: ChangeV1


class CaseDefinitionsV1(CasePart):
    """What items and the document refer to (CFDefinition)."""

    cf_licenses: list[CaseLicenceV1] = Field(alias="CFLicenses", description="the licence of the library")
    cf_item_types: list[CaseItemTypeV1] = Field(alias="CFItemTypes", description="the kinds of items")


class CasePackageV1(CasePart):
    """`json/case.json`: the factors and learner models as a framework, a CFPackage of CASE 1.1."""

    cf_document: CaseDocumentV1 = Field(alias="CFDocument", description="the framework as a whole")
    cf_items: list[CaseItemV1] = Field(
        alias="CFItems", description="learner models, each before its groups, then all factors by id"
    )
    cf_associations: list[CaseAssociationV1] = Field(alias="CFAssociations", description="what stands below what")
    cf_definitions: CaseDefinitionsV1 = Field(alias="CFDefinitions", description="kinds of items, and the licence")
