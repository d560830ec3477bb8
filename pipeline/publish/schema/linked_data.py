"""The published shape of `json/strategies.jsonld`: the library in the words of schema.org.

The document holds its context, so that no reader needs the network. It gives every term the same meaning as
schema.org's own context does, but that days are typed as XML Schema does it, which query languages can compare. What
schema.org has no words for is said in those of Dublin Core and OWL, under the prefixes that its context has for them.
"""

from typing import Any, Literal

from pydantic import Field

from pipeline.publish.schema.base import DayV1, IdV1
from pipeline.publish.schema.linked import IriV1 as IriV1
from pipeline.publish.schema.linked import Linked as Linked
from pipeline.publish.schema.linked import LinkV1 as LinkV1
from pipeline.publish.schema.linked_parts import AlignmentV1 as AlignmentV1
from pipeline.publish.schema.linked_parts import AudienceV1 as AudienceV1
from pipeline.publish.schema.linked_parts import CitationV1 as CitationV1
from pipeline.publish.schema.linked_parts import FormerV1 as FormerV1
from pipeline.publish.schema.linked_parts import NoticeV1 as NoticeV1
from pipeline.publish.schema.linked_parts import OrganizationV1 as OrganizationV1
from pipeline.publish.schema.linked_parts import PartV1 as PartV1
from pipeline.publish.schema.linked_parts import PersonV1 as PersonV1
from pipeline.publish.schema.linked_parts import PropertyV1 as PropertyV1
from pipeline.publish.schema.linked_parts import VideoObjectV1 as VideoObjectV1
from pipeline.publish.schema.linked_words import CONTEXT as CONTEXT


class DefinedTermV1(Linked):
    """A factor or category, as far as a strategy says that names it."""

    id_: IriV1
    type_: Literal["DefinedTerm"]
    term_code: IdV1
    name: str
    in_defined_term_set: LinkV1


class OwnDefinedTermV1(DefinedTermV1):
    """A term of one of the library's own vocabularies, which need not say what it means."""

    description: str | None = None
    alternate_name: list[str] | None = None
    deprecated: Literal[True] | None = Field(
        None, alias="owl:deprecated", description="true when it is no longer to be used"
    )
    replaced_by: LinkV1 | None = Field(None, alias="dcterms:isReplacedBy", description="the one to use in its place")
    additional_property: list[PropertyV1] | None = None


class DescribedTermV1(OwnDefinedTermV1):
    """A factor or category in the set of all."""

    description: str


class TermGroupV1(Linked):
    """A group of factors in a learner model."""

    id_: IriV1
    type_: Literal["DefinedTermSet"] = Field(description="always DefinedTermSet")
    name: str
    position: int = Field(ge=1, description="its place in the learner model, from 1")
    has_defined_term: list[LinkV1] = Field(description="its factors")


class LearnerTermsV1(Linked):
    """A learner model: its factors, in groups."""

    id_: IriV1
    type_: Literal["DefinedTermSet"] = Field(description="always DefinedTermSet")
    identifier: IdV1 = Field(description="id of the learner model")
    name: str
    alternate_name: list[str] | None = Field(None, description="other forms of its name")
    description: str | None = Field(None, description="one or two plain sentences")
    deprecated: Literal[True] | None = Field(
        None, alias="owl:deprecated", description="true when it is no longer to be used"
    )
    replaced_by: LinkV1 | None = Field(None, alias="dcterms:isReplacedBy", description="the one to use in its place")
    in_language: str = Field(description="language of its texts")
    educational_level: list[str] = Field(description="grades of its learners; none if the library is not for education")
    has_part: list[TermGroupV1] = Field(description="its groups")
    has_defined_term: list[LinkV1] | None = Field(None, description="its factors that are in no group")
    additional_property: list[PropertyV1] | None = None


class RetiredStrategyV1(Linked):
    """A strategy that was published and is no more."""

    id_: IriV1 = Field(description="what identified it while it was published")
    type_: Literal["LearningResource", "CreativeWork"] = Field(
        description="LearningResource in a library for education"
    )
    identifier: IdV1 = Field(description="its id")
    name: str = Field(description="its last title")
    creative_work_status: Literal["Obsolete"] = Field(description="always Obsolete")
    deprecated: Literal[True] = Field(alias="owl:deprecated", description="always true")
    date_modified: DayV1 = Field(description="the day it was retired or last changed")
    is_part_of: LinkV1 = Field(description="the library")
    replaced_by: LinkV1 | None = Field(
        None, alias="dcterms:isReplacedBy", description="the published strategy that succeeds it in the end"
    )
    replaces: list[FormerV1] | None = Field(None, alias="dcterms:replaces", description="its earlier ids")


class DefinedTermSetV1(Linked):
    """The factors or the categories as a whole."""

    id_: IriV1
    type_: Literal["DefinedTermSet"]
    name: str
    in_language: str
    has_defined_term: list[DescribedTermV1]


class OwnTermSetV1(Linked):
    """One of the library's own vocabularies as a whole."""

    id_: IriV1
    type_: Literal["DefinedTermSet"]
    name: str
    description: str | None = Field(None, description="what it lists")
    in_language: str
    has_defined_term: list[OwnDefinedTermV1]


class CollectionV1(Linked):
    """The library as a whole."""

    id_: IriV1
    type_: Literal["Collection"]
    name: str
    description: str | None = Field(None, description="what it holds and for whom, in its own words")
    in_language: str
    license: IriV1 | None = None
    credit_text: str | None = None
    publisher: OrganizationV1
    version: str
    url: IriV1 | None = None
    additional_property: list[PropertyV1] | None = None


class DataDownloadV1(Linked):
    """A file of the data."""

    type_: Literal["DataDownload"] = Field(description="always DataDownload")
    name: str = Field(description="its path in a bundle")
    encoding_format: str = Field(description="its media type", examples=["application/json"])
    content_url: IriV1 | None = Field(
        None,
        description="its address, when that of the site is known",
        examples=["https://example.org/library/json/factors.json"],
    )


class DatasetV1(Linked):
    """The data about the library as a whole."""

    id_: IriV1
    type_: Literal["Dataset"] = Field(description="always Dataset")
    name: str = Field(description="title of the library")
    description: str = Field(description="what the library holds, in its own words; without these, its title")
    in_language: str = Field(description="language of the texts")
    license: IriV1 | None = Field(None, description="address of the licence")
    credit_text: str | None = Field(None, description="whom readers should credit")
    creator: OrganizationV1 = Field(description="who publishes it")
    version: str = Field(description="version of the library")
    date_modified: DayV1 | None = Field(None, description="the day of the newest change of a strategy")
    url: IriV1 | None = Field(None, description="address of the site")
    main_entity: LinkV1 = Field(description="the library")
    distribution: list[DataDownloadV1] = Field(description="the files with all of it")


class WorkV1(Linked):
    """What every strategy has."""

    id_: IriV1
    identifier: IdV1
    name: str
    headline: str
    abstract: str
    date_modified: DayV1
    date_published: DayV1 | None = Field(None, description="the day it was first published")
    in_language: str
    license: IriV1 | None = None
    url: IriV1 | None = None
    author: list[PersonV1] | None = None
    publisher: OrganizationV1
    is_part_of: LinkV1
    article_section: str = Field(description="name of its category")
    keywords: list[DefinedTermV1] = Field(description="its category")
    about: list[DefinedTermV1] = Field(description="its factors")
    has_part: list[PartV1]
    video: list[VideoObjectV1]
    citation: list[CitationV1]
    mentions: list[LinkV1] = Field(description="related strategies")
    is_based_on: CitationV1 | None = None
    replaces: list[FormerV1] | None = Field(None, alias="dcterms:replaces", description="its earlier ids")
    additional_property: list[PropertyV1] | None = None


class PlainArticleV1(WorkV1):
    """One strategy of a library that does not say that it is for education."""

    type_: Literal["Article"]


class ArticleV1(WorkV1):
    """One strategy of a library for education."""

    type_: tuple[Literal["Article"], Literal["LearningResource"]]
    audience: AudienceV1 = Field(description="whom the library says that it is for")
    learning_resource_type: str = Field(
        description="what the library calls its strategies", examples=["instructional strategy"]
    )
    educational_level: list[str] = Field(description="grades of its learners")
    educational_alignment: list[AlignmentV1] = Field(description="its learner models")
    teaches: list[LinkV1] = Field(description="its factors once more")


AnyTermSetV1 = DefinedTermSetV1 | OwnTermSetV1 | LearnerTermsV1
AnyThingV1 = CollectionV1 | DatasetV1 | AnyTermSetV1 | RetiredStrategyV1 | ArticleV1 | PlainArticleV1


class LinkedDataV1(Linked):
    """`json/strategies.jsonld`: the library, its vocabulary, and all strategies, published or retired."""

    context_: dict[str, Any] = Field(description="the meaning of every term; nothing is to be fetched")
    graph_: list[AnyThingV1] = Field(description="everything that is described")
