"""The page policy: `schemas/strategy-page.yaml`."""

from collections.abc import Iterator
from functools import cached_property
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from pipeline.model.disclaimer_text import html_of, is_plain, paragraphs_in, words_in
from pipeline.model.fields import AuthoredModel, Flag, Id, Line, Name, Names, WholeNumber
from pipeline.model.own_fields import STRATEGY, OwnField
from pipeline.model.own_vocabulary import OwnVocabulary
from pipeline.source.names import composed

Items = Literal["resource", "citation"]
VideoHost = Literal["youtube", "vimeo"]
FEWER = "fewer characters than this bring a finding; those of Chinese, Japanese and Korean count twice"
MORE = "more characters than this bring a finding"


def same_words(text: str) -> str:
    """A text with white space, quotation marks and accents normalised, to compare its words."""
    plain = text if text.isascii() else composed(text).translate(QUOTES)
    return " ".join(plain.split())


QUOTES = str.maketrans({"“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "‘": "'", "’": "'", "‚": "'"})


class SectionPolicy(AuthoredModel):
    """One level-2 section of a page."""

    id: Id = Field(description="the section's name in bundles; never changes once published")
    heading: Line = Field(description="the exact words of its heading")
    former_headings: Names = Field((), description="headings it had before; they are recognised and can be mended")
    required: Flag = Field(False, description="true when every page must have it")
    min_words: WholeNumber = Field(0, description="fewer words than this bring a warning")
    max_words: WholeNumber | None = Field(None, description="more words than this bring a warning")
    video: Flag = Field(False, description="true when a paragraph that is one link to a video host is a video")
    disclaimer: Id | None = Field(None, description="id of the disclaimer it must open with")
    items: Items | None = Field(None, description="resource or citation: what its list items are")
    min_items: WholeNumber = Field(0, description="fewer list items than this bring a warning")
    max_items: WholeNumber | None = Field(None, description="more list items than this bring a warning")
    subheadings: Names = Field((), description="the level-3 headings that it may have; without this line, any")
    required_subheadings: Names = Field((), description="level-3 headings that it must have")

    @property
    def known_subheadings(self) -> tuple[str, ...]:
        """The level-3 headings that it may have; none if any will do."""
        return tuple(dict.fromkeys((*self.subheadings, *self.required_subheadings))) if self.subheadings else ()


class TitleLength(AuthoredModel):
    """How long a title must be to say something, and may be to fit where it is shown."""

    min_characters: WholeNumber = Field(3, description=FEWER)
    max_characters: WholeNumber = Field(90, description=MORE)


class SummaryLength(AuthoredModel):
    """The same for a summary."""

    min_characters: WholeNumber = Field(40, description=FEWER)
    max_characters: WholeNumber = Field(300, description=MORE)


class Disclaimer(AuthoredModel):
    """A managed text that must stand word for word."""

    id: Id = Field(description="the disclaimer's name; never changes once published")
    text: Annotated[str, StringConstraints(min_length=10, max_length=1000)] = Field(
        description="its exact words; links, bold, italics and several paragraphs are written as in a page"
    )

    @property
    def words(self) -> str:
        """Its words as readers see them, on one line; plain words are as they were written."""
        return words_in(self.text)

    @property
    def markdown(self) -> str | None:
        """Its Markdown; None for plain words."""
        return None if is_plain(self.text) else "\n\n".join(paragraphs_in(self.text))

    @property
    def html(self) -> str | None:
        """Its Markdown as safe HTML; None for plain words."""
        return None if is_plain(self.text) else html_of(self.text)


class WordRule(AuthoredModel):
    """A word of the library's language that authors must not write, and what to write instead."""

    write: Name | None = Field(None, description="the word to write")
    not_: Annotated[Names, Field(min_length=1)] = Field(alias="not", description="the words not to write")
    message: Line | None = Field(None, description="the reason, for the author")


class GeneratedHeadings(AuthoredModel):
    """Headings that exporters write; authors must not."""

    factors: Line = Field("Factors Supported by this Strategy", description="above the list of factors")
    related: Line = Field("More {category} Strategies", description="above related strategies; {category} is filled in")
    other_related: Line = Field(
        "Related Strategies in Other Categories", description="above related strategies of other categories"
    )


class EvidenceHeadings(AuthoredModel):
    """Headings in sections of resources, by what is listed below them.

    Nothing is said of a kind without headings. Below a heading in none of these lists, anything may stand.
    """

    studies: Names = Field((), description="headings above studies, and above texts about studies")
    practice_guides: Names = Field((), description="headings above practice guides")
    examples: Names = Field((), description="headings above examples")
    others: Names = Field((), description="headings above other things, none of them studies")


class PagePolicy(AuthoredModel):
    """Sections in their order, disclaimers, generated headings."""

    sections: Annotated[tuple[SectionPolicy, ...], Field(strict=False, min_length=1, max_length=50)] = Field(
        description="the sections of a page, in order"
    )
    disclaimers: Annotated[tuple[Disclaimer, ...], Field(strict=False, max_length=20)] = Field(
        (), description="texts that must stand word for word"
    )
    all_fields: Annotated[tuple[OwnField, ...], Field(strict=False, max_length=60)] = Field(
        (),
        alias="fields",
        description="fields that pages, terms and the library have besides those of every library",
    )
    vocabularies: Annotated[tuple[OwnVocabulary, ...], Field(strict=False, max_length=20)] = Field(
        (), description="closed lists of terms besides factors, categories and learner models"
    )
    title: TitleLength = Field(default_factory=TitleLength, description="how long a title may be")
    summary: SummaryLength = Field(default_factory=SummaryLength, description="how long a summary may be")
    terms: Annotated[tuple[WordRule, ...], Field(strict=False, max_length=500)] = Field(
        (), description="words that authors must not write"
    )
    video_hosts: Annotated[tuple[VideoHost, ...], Field(strict=False, min_length=1)] = Field(
        ("youtube", "vimeo"), description="where videos may stand: youtube, vimeo"
    )
    id_pattern: Annotated[str, StringConstraints(min_length=1, max_length=200)] | None = Field(
        None, description="a regular expression that the ids of all pages match"
    )
    id_hint: Line | None = Field(None, description="the same in words, for the author")
    generated_headings: GeneratedHeadings = Field(
        default_factory=GeneratedHeadings, description="headings that exporters write"
    )
    evidence: EvidenceHeadings = Field(
        default_factory=EvidenceHeadings, description="which headings of resources say that studies are listed"
    )

    @cached_property
    def fields(self) -> tuple[OwnField, ...]:
        """The library's own fields of pages."""
        return self.fields_on(STRATEGY)

    def fields_on(self, holder: str) -> tuple[OwnField, ...]:
        """The library's own fields of one kind of thing: `strategy`, `factor`, `library`, `tools`."""
        return tuple(field for field in self.all_fields if field.on == holder)

    @cached_property
    def _by_heading(self) -> dict[str, SectionPolicy]:
        return {same_words(section.heading): section for section in self.sections}

    @cached_property
    def _by_former_heading(self) -> dict[str, SectionPolicy]:
        return {
            same_words(heading).casefold(): section for section in self.sections for heading in section.former_headings
        }

    @cached_property
    def by_id(self) -> dict[str, SectionPolicy]:
        """Every section by its id."""
        return {section.id: section for section in self.sections}

    def section_of(self, heading: str) -> SectionPolicy | None:
        """The section with this heading, or None."""
        return self._by_heading.get(same_words(heading))

    def formerly(self, heading: str) -> SectionPolicy | None:
        """The section with this former heading, or None."""
        return self._by_former_heading.get(same_words(heading).casefold())

    def disclaimer_of(self, section: SectionPolicy) -> Disclaimer | None:
        """The disclaimer that a section must start with, or None."""
        return next((disclaimer for disclaimer in self.disclaimers if disclaimer.id == section.disclaimer), None)

    @property
    def required(self) -> Iterator[SectionPolicy]:
        """Sections that every page must have, in order."""
        return (section for section in self.sections if section.required)
