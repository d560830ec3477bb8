"""The published shape of what the pages of a site are made of besides the records."""

from typing import Literal

from pydantic import Field

from pipeline.model.concept_words import Concept
from pipeline.publish.schema.base import AddressV1, IdV1, LanguagesV1, NameV1, OwnVocabularyIdV1, PublishedModel
from pipeline.publish.schema.records import FieldsV1


class PageSectionV1(PublishedModel):
    """A section that pages may have."""

    id: IdV1 = Field(description="the section's id in records", examples=["references"])
    heading: str = Field(description="its heading", examples=["References"])
    items: Literal["resource", "citation"] | None = Field(description="what its list items are", examples=["citation"])
    note: str | None = Field(
        description="what readers should know of every such section; it is shown with it",
        examples=["Scenes are invented to show the strategy."],
    )


class EvidenceHeadingsV1(PublishedModel):
    """Headings in sections of resources, by what is listed below them (`kind` of a resource)."""

    studies: list[str] = Field(
        description="headings above studies, and above texts about studies", examples=[["Research"]]
    )
    practice_guides: list[str] = Field(description="headings above practice guides", examples=[["Practice guides"]])
    examples: list[str] = Field(description="headings above examples", examples=[["Examples"]])
    others: list[str] = Field(
        description="headings above other things, none of them studies", examples=[["Professional development"]]
    )


class OwnFieldV1(PublishedModel):
    """A field that the library has besides those of every library."""

    id: str = Field(description="its key in `fields` of records and terms", examples=["grade_band"])
    name: NameV1
    type: Literal[
        "choice", "choices", "text", "integer", "number", "date", "boolean", "url", "reference", "references"
    ] = Field(
        description="what its values are: of `choices`, a list of texts; of `reference`, an id and a name; of "
        "`references`, a list of these"
    )
    choices: list[str] = Field(description="the values to choose from, in order", examples=[["K-2", "3-5"]])
    target: str | None = Field(
        description="what a reference names: `strategy`, `factor`, `category`, `learner_model`, or a term of the "
        "vocabulary of this id",
        examples=["strategy", "tools"],
    )
    on: str = Field(
        description="what has it: `strategy`, `factor`, `category`, `learner_model`, `library`, or the terms of the "
        "vocabulary of this id",
        examples=["strategy", "tools"],
    )
    required: bool = Field(description="true when each of these has it")
    filter: bool = Field(description="true when readers can filter strategies by it")
    column: bool = Field(description="false when tables leave it out")
    card: bool = Field(description="true when cards of strategies show it")
    description: str | None = Field(description="what it says", examples=["Grades that teachers have tried it in."])


class ConceptWordsV1(PublishedModel):
    """The library's own words for one of the things that every library has."""

    one: str = Field(description="the word for one of them", examples=["pattern"])
    many: str = Field(description="the word for several of them", examples=["patterns"])
    menu: str | None = Field(description="what the menu calls the list of them", examples=["Patterns"])


class EducationV1(PublishedModel):
    """What a library for education says of its strategies in the words of schema.org."""

    kind: str = Field(description="what kind of learning resource each is", examples=["lesson plan"])
    audience: str = Field(description="the role of those whom they are for", examples=["teacher"])


class LogoV1(PublishedModel):
    """A picture beside the name of the library."""

    image: str = Field(description="its path in the library", examples=["static/logo.svg"])
    alt: str = Field(description="what it shows; empty if it only repeats the name", examples=["An open book"])


class AnalyticsV1(PublishedModel):
    """A script on every page that counts visits."""

    script: str = Field(description="the address of the script", examples=["https://stats.example.org/count.js"])
    attributes: dict[str, str] = Field(
        description="further attributes of its tag", examples=[{"data-site": "strategies.example.org"}]
    )


class OwnPageV1(PublishedModel):
    """A page of the library besides its strategies."""

    id: IdV1 = Field(description="its address on the site is `/<id>/`; the text of `about` is in the page About")
    title: str = Field(description="its heading", examples=["How we choose strategies"])
    description: str | None = Field(description="the sentence below the heading", examples=["Who reads and decides."])
    menu: str | None = Field(description="what the menu calls it; none if it is not there", examples=["How we choose"])
    order: int = Field(description="its place in the menu", examples=[1])
    languages: LanguagesV1


class SiteV1(PublishedModel):
    """What pages are made of besides the records, so that a verifier can make them again."""

    sections: list[PageSectionV1] = Field(description="the sections of pages, in order")
    videos: bool = Field(description="true if some of them may show videos, which readers are told", examples=[True])
    fields: list[OwnFieldV1] = Field(description="the library's own fields, in order")
    library_fields: FieldsV1 = Field(description="the values of the library's own fields about itself, by their ids")
    vocabularies: list[OwnVocabularyIdV1] = Field(
        description="ids of the library's own vocabularies, in order: `json/vocabularies.json` has their terms, and "
        "folders of these names on the site have their pages"
    )
    factors_heading: str = Field(description="the heading above the list of factors", examples=["Factors"])
    related_heading: str = Field(
        description="the heading above related strategies; {category} stands for its name",
        examples=["More in {category}"],
    )
    other_related_heading: str = Field(
        description="the heading above related strategies of other categories", examples=["Related strategies"]
    )
    evidence: EvidenceHeadingsV1 = Field(description="which headings of resources say that studies are listed")
    edit_url: AddressV1 | None = Field(
        description="where pages are edited; the path of the page is added to it",
        examples=["https://example.org/edit/main"],
    )
    licence_file: str | None = Field(
        description="the library's own file that LICENSE is a copy of, by its path in the library", examples=["LICENSE"]
    )
    words: dict[Concept, ConceptWordsV1] = Field(
        description="the library's own words for what every library has, by the names of records",
        examples=[{"strategy": {"one": "pattern", "many": "patterns", "menu": "Patterns"}}],
    )
    education: EducationV1 | None = Field(
        description="what linked data says of strategies, if the library is for education"
    )
    logo: LogoV1 | None = Field(description="a picture beside the name of the library")
    csp: dict[str, list[str]] = Field(
        description="what pages may load besides the site's own files, by directive of the Content-Security-Policy; "
        "`self` is the site",
        examples=[{"img-src": ["https://images.example.org"]}],
    )
    analytics: AnalyticsV1 | None = Field(description="a script on every page that counts visits")
    pages: list[OwnPageV1] = Field(
        description="the library's own pages, in the order of the menu; their texts are beside them as `index.html.md`"
    )
    untranslated: list[str] = Field(
        description="in a further language: what is in the words of the original, as the name of a list and an id",
        examples=[["factors curiosity", "disclaimers videos"]],
    )
    theme: list[str] = Field(
        description="the library's own templates, translations and styles, by their paths in the library",
        examples=[["static/theme.css"]],
    )
    files: list[str] = Field(
        description="the library's own files at the top of the site, by their paths below `html/`",
        examples=[["CNAME", ".well-known/security.txt"]],
    )
