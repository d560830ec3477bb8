"""The published shapes, version 1: what consumers may rely on, whatever fields are called in the models inside."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from pipeline.model.fields import ID_PATTERN

SchemaVersion = Literal["1.1.0"]
SCHEMA_VERSION: SchemaVersion = "1.1.0"
IdV1 = Annotated[str, StringConstraints(pattern=ID_PATTERN, max_length=80)]
DayV1 = Annotated[str, Field(json_schema_extra={"format": "date"})]
OwnIdV1 = Annotated[IdV1, Field(description="never changes once published")]
NameV1 = Annotated[str, Field(description="the name readers see")]
Sha256V1 = Annotated[str, StringConstraints(pattern="^[0-9a-f]{64}$")]


class PublishedModel(BaseModel):
    """Base of published shapes: every field is always there, nothing else is."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", strict=True, json_schema_serialization_defaults_required=True
    )


class NamedV1(PublishedModel):
    """Something of a closed list, by id and name."""

    id: IdV1
    name: str


class FactorOfStrategyV1(PublishedModel):
    """A factor that a strategy supports."""

    id: IdV1
    name: str
    group: str = Field(description="the factor's group in the first of the strategy's learner models that holds it")


class RelatedV1(PublishedModel):
    """A related strategy as it stands on a card."""

    id: IdV1
    title: str
    summary: str
    category: IdV1


class DisclaimerV1(PublishedModel):
    """A text that must be shown word for word wherever its section is shown."""

    id: IdV1
    text: str


class SectionV1(PublishedModel):
    """One section of a page."""

    id: IdV1
    heading: str
    markdown: str = Field(description="Markdown that gives `html`; with links `factor:<id>` and `strategy:<id>`")
    html: str = Field(
        description="safe HTML; links in the library have an id in `data-factor` or `data-strategy`, and addresses if "
        "it has a base URL; those of images lead from the bundle's folder"
    )
    text: str = Field(description="plain text with list marks, numbers, indentation and the columns of tables")
    disclaimer: DisclaimerV1 | None


class VideoV1(PublishedModel):
    """A video chosen as an example; nothing of it is to be loaded before a reader asks."""

    section: IdV1 = Field(description="id of the section it stands in")
    title: str = Field(description="its title")
    provider: Literal["youtube", "vimeo"] = Field(description="youtube or vimeo")
    video_id: str = Field(description="its id at the provider")
    url: str = Field(description="its address")
    embed_url: str = Field(description="the address to embed")


class ImageV1(PublishedModel):
    """An image of a section. Its address in html and markdown is the path, with percent-escapes."""

    section: IdV1
    path: str = Field(description="a file of the bundle, from its folder; manifest.json has its size and SHA-256")
    url: str | None = Field(description="its address on the site, if the library has a base URL")
    alt: str = Field(description="what it shows, for those who do not see it")


class ResourceV1(PublishedModel):
    """An additional resource."""

    title: str = Field(description="its title")
    url: str = Field(description="its address")
    description: str = Field(description="what it offers")
    kind: str = Field(description="the level-3 heading it stands under, or empty")


class ReferenceV1(PublishedModel):
    """A citation."""

    text: str = Field(description="the citation")
    url: str | None = Field(description="its address")
    doi: str | None = Field(description="its DOI, without an address before it")


class MentionsV1(PublishedModel):
    """What the prose links to."""

    factors: list[IdV1]
    strategies: list[IdV1]


class OriginV1(PublishedModel):
    """Where a page was taken over from."""

    title: str = Field(description="the page it was taken over from")
    url: str = Field(description="the address of that page")
    retrieved: DayV1 = Field(description="the day that page was read")


class StrategyV1(PublishedModel):
    """One published strategy."""

    id: OwnIdV1
    title: str = Field(description="its title")
    summary: str = Field(description="one whole sentence")
    status: Literal["published"] = Field(description="always published; the others are in tombstones")
    updated: DayV1 = Field(description="the day of the last change")
    category: NamedV1
    learner_models: list[NamedV1]
    factors: list[FactorOfStrategyV1]
    related: list[RelatedV1]
    sections: list[SectionV1]
    images: list[ImageV1]
    videos: list[VideoV1]
    resources: list[ResourceV1]
    references: list[ReferenceV1]
    mentions: MentionsV1
    aliases: list[IdV1]
    source: OriginV1 | None
    authors: list[str]
    content_sha256: Sha256V1 = Field(description="of the page's text with LF line ends and no byte-order mark")


class FactorV1(PublishedModel):
    """A factor and the strategies that support it."""

    id: OwnIdV1
    name: NameV1
    aliases: list[str]
    definition: str = Field(description="one plain sentence")
    deprecated: bool = Field(description="true when it is no longer to be used")
    replaced_by: IdV1 | None = Field(description="id of the factor to use in its place")
    strategies: list[IdV1]


class CategoryV1(PublishedModel):
    """A category and its strategies."""

    id: OwnIdV1
    name: NameV1
    description: str = Field(description="one or two plain sentences")
    strategies: list[IdV1]


class GroupV1(PublishedModel):
    """A group of factors in a learner model."""

    name: str
    factors: list[IdV1]


class LearnerModelV1(PublishedModel):
    """A learner model and its strategies."""

    id: OwnIdV1
    name: NameV1
    description: str | None = Field(description="one or two plain sentences")
    grades: list[str]
    groups: list[GroupV1]
    strategies: list[IdV1]


class TombstoneV1(PublishedModel):
    """A strategy that was published and is no more."""

    id: OwnIdV1
    title: str = Field(description="its last title")
    status: Literal["retired"]
    updated: DayV1 = Field(description="the day it was retired or last changed")
    replaced_by: IdV1 | None = Field(description="the published strategy that succeeds it in the end")
    aliases: list[IdV1]


class CategoryCountV1(PublishedModel):
    """How many strategies of a category."""

    category: IdV1
    strategies: Annotated[int, Field(ge=0)]


class FactorCoverageV1(PublishedModel):
    """How many strategies support a factor: in all, and by category, those with none included."""

    factor: IdV1
    group: str
    strategies: Annotated[int, Field(ge=0)]
    categories: list[CategoryCountV1]


class ModelCoverageV1(PublishedModel):
    """The coverage of a learner model's factors by strategies for this model."""

    learner_model: IdV1
    factors: list[FactorCoverageV1] = Field(description="group by group, in the order of the model")


class OneWayRelationV1(PublishedModel):
    """A relation that the other strategy does not return."""

    source: IdV1
    target: IdV1


class LibraryV1(PublishedModel):
    """The library as a whole."""

    id: str = Field(
        description="a URN or a web address that tells it from other libraries; all its UUIDs are made with it"
    )
    title: str
    language: str
    publisher: str
    licence: str
    version: str
    attribution: str | None
    base_url: str | None


class PublishedDocument(PublishedModel):
    """Envelope of every JSON document."""

    model_config = ConfigDict(serialize_by_alias=True, validate_by_name=True)

    schema_: str = Field(alias="$schema")
    schema_version: SchemaVersion
    library: LibraryV1


class StrategiesV1(PublishedDocument):
    """`json/strategies.json`: all published strategies, sorted by id."""

    disclaimers: list[DisclaimerV1]
    strategies: list[StrategyV1]


class FactorsV1(PublishedDocument):
    """`json/factors.json`: all factors, sorted by id."""

    factors: list[FactorV1]


class CategoriesV1(PublishedDocument):
    """`json/categories.json`: all categories, sorted by id."""

    categories: list[CategoryV1]


class LearnerModelsV1(PublishedDocument):
    """`json/learner-models.json`: all learner models, sorted by id."""

    learner_models: list[LearnerModelV1]


class TombstonesV1(PublishedDocument):
    """`json/tombstones.json`: all retired strategies, sorted by id."""

    tombstones: list[TombstoneV1]


class CoverageV1(PublishedDocument):
    """`json/coverage.json`: where the library is full and where it is thin."""

    learner_models: list[ModelCoverageV1]
    unused_factors: list[IdV1] = Field(description="factors that no strategy supports")
    thin_factors: list[IdV1] = Field(description="factors that one or two strategies support")
    islands: list[list[IdV1]] = Field(description="strategies that no relation joins to the largest part")
    one_way_relations: list[OneWayRelationV1]


class StrategyDocumentV1(StrategyV1):
    """`json/strategies/<id>.json`: one strategy, the same record."""

    model_config = ConfigDict(serialize_by_alias=True, validate_by_name=True)

    schema_: str = Field(alias="$schema")
    schema_version: SchemaVersion
