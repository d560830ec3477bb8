"""The published shape of what the pages of a site are made of besides the records."""

from typing import Literal

from pydantic import Field

from pipeline.publish.schema.records import IdV1, PublishedModel


class PageSectionV1(PublishedModel):
    """A section that pages may have."""

    id: IdV1 = Field(description="the section's id in records")
    heading: str = Field(description="its heading")
    items: Literal["resource", "citation"] | None = Field(description="what its list items are")


class SiteV1(PublishedModel):
    """What pages are made of besides the records, so that a verifier can make them again."""

    sections: list[PageSectionV1] = Field(description="the sections of pages, in order")
    factors_heading: str = Field(description="the heading above the list of factors")
    related_heading: str = Field(description="the heading above related strategies; {category} stands for its name")
    other_related_heading: str = Field(description="the heading above related strategies of other categories")
    edit_url: str | None = Field(description="where pages are edited; the path of the page is added to it")
    theme: list[str] = Field(description="the library's own templates and styles, by their paths in the library")
