"""The published shapes, version 1: what consumers may rely on, whatever fields are called in the models inside."""

from typing import Literal

from pydantic import ConfigDict, Field

from pipeline.publish.schema.base import (
    AddressV1,
    AliasesV1,
    DayV1,
    DeprecatedV1,
    EditionsV1,
    IdV1,
    LanguagesV1,
    LanguageV1,
    NameV1,
    OwnIdV1,
    PublishedModel,
    SchemaAddressV1,
    SchemaVersion,
    Sha256V1,
    StrategyIdsV1,
    SuccessorV1,
    UriV1,
    VersionV1,
)
from pipeline.publish.schema.media import ImageV1, VideoV1
from pipeline.publish.schema.origin import OriginV1 as OriginV1
from pipeline.publish.schema.own_values import FieldsV1 as FieldsV1
from pipeline.publish.schema.own_values import FieldValueV1 as FieldValueV1
from pipeline.publish.schema.own_values import NamedV1 as NamedV1
from pipeline.publish.schema.sources import ClaimV1 as ClaimV1
from pipeline.publish.schema.sources import ReferenceV1 as ReferenceV1
from pipeline.publish.schema.sources import WorkIdV1


class FactorOfStrategyV1(PublishedModel):
    """A factor that a strategy supports."""

    id: OwnIdV1
    name: NameV1
    group: str = Field(
        description="the factor's group in the first of the strategy's learner models that holds it; empty in none",
        examples=["Social and Emotional Learning"],
    )


class RelatedV1(PublishedModel):
    """A related strategy as it stands on a card."""

    id: OwnIdV1
    title: str = Field(description="its title", examples=["Lateral Reading"])
    summary: str = Field(description="its summary", examples=["Learners leave a page to see what others say of it."])
    category: IdV1 = Field(description="id of its category")
    languages: LanguagesV1


class DisclaimerV1(PublishedModel):
    """A text that must be shown word for word wherever its section is shown."""

    id: OwnIdV1
    text: str = Field(description="the words to show", examples=["Videos are chosen as examples."])
    markdown: str | None = Field(
        None,
        description="the same with its links, emphasis and paragraphs, as Markdown; null when it is plain words",
        examples=["Videos are *chosen* as [examples](https://example.org/choice)."],
    )


class SectionV1(PublishedModel):
    """One section of a page."""

    id: IdV1 = Field(description="its id in the page policy", examples=["overview"])
    heading: str = Field(description="its heading", examples=["Overview"])
    markdown: str = Field(
        description="Markdown that gives `html`; with links `factor:<id>`, `strategy:<id>` and `reference:<id>`",
        examples=["Readers *leave* the page."],
    )
    html: str = Field(
        description="safe HTML; links in the library have an id in `data-factor`, `data-strategy` or `data-reference`, "
        "and addresses if it has a base URL; those of images lead from the bundle's folder",
        examples=["<p>Readers <em>leave</em> the page.</p>"],
    )
    text: str = Field(
        description="plain text with list marks, numbers, indentation and the columns of tables",
        examples=["Readers leave the page."],
    )
    disclaimer: DisclaimerV1 | None = Field(description="what must be shown with it")


class ResourceV1(PublishedModel):
    """An additional resource."""

    title: str = Field(description="its title", examples=["Lesson plans"])
    url: AddressV1 = Field(
        description="its address; of a work without one, its place on the strategy's page, `reference:<id>` as long as "
        "the library has no base URL"
    )
    description: str = Field(description="what it offers", examples=["Ten lessons with handouts."])
    kind: str = Field(description="the level-3 heading it stands under, or empty", examples=["Lessons", ""])
    reference: WorkIdV1 = Field(description="id of the work among the references; null for an address of its own")


class MentionsV1(PublishedModel):
    """What the prose links to."""

    factors: list[IdV1] = Field(description="ids of factors, in the order of the links")
    strategies: list[IdV1] = Field(description="ids of strategies, in the order of the links")


class StrategyV1(PublishedModel):
    """One published strategy."""

    id: OwnIdV1
    title: str = Field(description="its title", examples=["Lateral Reading"])
    summary: str = Field(description="one whole sentence", examples=["Learners leave a page to see what others say."])
    status: Literal["published"] = Field(description="always published; the others are in tombstones")
    updated: DayV1 = Field(description="the day of the last change")
    published: DayV1 | None = Field(description="the day it was first published; null when its authors do not say it")
    category: NamedV1 = Field(description="its category")
    learner_models: list[NamedV1] = Field(description="the learner models whose learners it is for")
    factors: list[FactorOfStrategyV1] = Field(description="the factors it supports")
    related: list[RelatedV1] = Field(description="related strategies")
    sections: list[SectionV1] = Field(description="its text, in the order of the page")
    images: list[ImageV1] = Field(description="images of the sections, in the order of the text")
    videos: list[VideoV1] = Field(description="videos in the sections, in the order of the text")
    resources: list[ResourceV1] = Field(description="additional resources")
    references: list[ReferenceV1] = Field(description="citations that the page holds, then works that it names")
    claims: list[ClaimV1] = Field(description="sentences that cite works, in the order of the text")
    mentions: MentionsV1 = Field(description="what its texts link to")
    aliases: list[IdV1] = Field(description="ids that it had before and that lead to it")
    source: OriginV1 | None = Field(description="where it was taken over from")
    authors: list[str] = Field(description="who wrote it")
    fields: dict[str, FieldValueV1] = Field(
        description="what the library says besides, by the ids of its own fields, which `site.fields` of the manifest "
        "describes; a field without a value is left out",
        examples=[{"grade_band": ["K-2", "3-5"], "minutes": 20, "materials": "cards and a timer"}],
    )
    languages: LanguagesV1
    outdated_languages: list[LanguageV1] = Field(description="those made from an earlier text of the original")
    url: AddressV1 | None = Field(
        description="address of its page; null when the library has no base_url",
        examples=["https://example.org/strategies/lateral-reading/"],
    )
    content_sha256: Sha256V1 = Field(description="of the page's text with LF line ends and no byte-order mark")
    record_sha256: Sha256V1 = Field(
        description="of all other fields of the record as canonical JSON (RFC 8785), without `$schema`, "
        "`schema_version` and `library`"
    )


class FactorV1(PublishedModel):
    """A factor and the strategies that support it."""

    id: OwnIdV1
    name: NameV1
    aliases: AliasesV1
    definition: str = Field(description="one plain sentence", examples=["The wish to know more."])
    deprecated: DeprecatedV1
    replaced_by: SuccessorV1
    fields: FieldsV1
    strategies: StrategyIdsV1


class CategoryV1(PublishedModel):
    """A category and its strategies."""

    id: OwnIdV1
    name: NameV1
    aliases: AliasesV1
    description: str = Field(
        description="one or two plain sentences", examples=["Learners do things and think about what they do."]
    )
    deprecated: DeprecatedV1
    replaced_by: SuccessorV1
    fields: FieldsV1
    strategies: StrategyIdsV1


class GroupV1(PublishedModel):
    """A group of factors in a learner model."""

    name: str = Field(description="its name; empty for factors in no group", examples=["Learner Background"])
    factors: list[IdV1] = Field(description="ids of its factors, in the order of the model")


class LearnerModelV1(PublishedModel):
    """A learner model and its strategies."""

    id: OwnIdV1
    name: NameV1
    aliases: AliasesV1
    description: str | None = Field(
        description="one or two plain sentences", examples=["Learners of the grades four to six."]
    )
    deprecated: DeprecatedV1
    replaced_by: SuccessorV1
    grades: list[str] = Field(description="grades of its learners, as text")
    groups: list[GroupV1] = Field(description="its factors by group")
    fields: FieldsV1
    strategies: StrategyIdsV1


class TombstoneV1(PublishedModel):
    """A strategy that was published and is no more."""

    id: OwnIdV1
    title: str = Field(description="its last title", examples=["Reading Circles"])
    status: Literal["retired"] = Field(description="always retired")
    updated: DayV1 = Field(description="the day it was retired or last changed")
    retired: DayV1 = Field(description="the day it was retired; that of its last change, if its page does not say")
    replaced_by: IdV1 | None = Field(description="the published strategy that succeeds it in the end")
    aliases: list[IdV1] = Field(description="ids that it had before")


class LibraryV1(PublishedModel):
    """The library as a whole."""

    id: str = Field(
        description="a URN or a web address that tells it from other libraries; all its UUIDs are made with it",
        examples=["urn:uuid:0b75c194-b976-4c4d-a94b-d79638dd3d16", "https://example.org/library"],
    )
    title: str = Field(description="its name", examples=["Instructional Strategies Starter Library"])
    description: str | None = Field(
        description="what it holds and for whom, in its own words", examples=["Patterns for people on call."]
    )
    language: LanguageV1
    publisher: str = Field(description="who publishes it", examples=["Example Press"])
    licence: str = Field(
        description="its licence, an SPDX expression where there is one", examples=["CC-BY-4.0", "CC0-1.0"]
    )
    licence_url: UriV1 | None = Field(
        description="address of the licence; null when it is not a single one of the SPDX list",
        examples=["https://creativecommons.org/licenses/by/4.0/", "https://spdx.org/licenses/GFDL-1.3-only.html"],
    )
    version: VersionV1 = Field(description="version of the content, following semantic versioning")
    attribution: str | None = Field(
        description="whom readers should credit besides the publisher", examples=["After a framework of Example Labs."]
    )
    base_url: AddressV1 | None = Field(description="where the site stands", examples=["https://example.org/library/"])
    languages: EditionsV1


class PublishedDocument(PublishedModel):
    """Envelope of every JSON document."""

    model_config = ConfigDict(serialize_by_alias=True, validate_by_name=True)

    schema_: SchemaAddressV1
    schema_version: SchemaVersion
    library: LibraryV1 = Field(description="the library that it is from")


class StrategiesV1(PublishedDocument):
    """`json/strategies.json`: all published strategies, sorted by id."""

    disclaimers: list[DisclaimerV1] = Field(description="all disclaimers, in the order of the page policy")
    strategies: list[StrategyV1] = Field(description="all published strategies, sorted by id")


class FactorsV1(PublishedDocument):
    """`json/factors.json`: all factors, sorted by id."""

    factors: list[FactorV1] = Field(description="all factors, sorted by id")


class CategoriesV1(PublishedDocument):
    """`json/categories.json`: all categories, sorted by id."""

    categories: list[CategoryV1] = Field(description="all categories, sorted by id")


class LearnerModelsV1(PublishedDocument):
    """`json/learner-models.json`: all learner models, sorted by id."""

    learner_models: list[LearnerModelV1] = Field(description="all learner models, sorted by id")


class TombstonesV1(PublishedDocument):
    """`json/tombstones.json`: all retired strategies, sorted by id."""

    tombstones: list[TombstoneV1] = Field(description="all retired strategies, sorted by id")


class StrategyLineV1(StrategyV1):
    """A line of `json/strategies.jsonl`: one strategy, the same record, with the library it is from."""

    schema_version: SchemaVersion
    library: LibraryV1 = Field(description="the library that it is from")


class StrategyDocumentV1(StrategyLineV1):
    """`json/strategies/<id>.json`: one strategy, the same record, with the library it is from."""

    model_config = ConfigDict(serialize_by_alias=True, validate_by_name=True)

    schema_: SchemaAddressV1
