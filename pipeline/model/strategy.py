"""The typed front matter of a strategy page."""

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from pipeline.model.fields import AuthoredModel, Date, Ids, Name, Names, Reference, References, WebAddress

Status = Literal["idea", "draft", "published", "retired"]
# The limits of a library are in its page policy; those of `Title` and `Summary` are what no library can exceed.
LONGEST_TITLE, LONGEST_SUMMARY = 200, 1000
Title = Annotated[str, StringConstraints(min_length=1, max_length=LONGEST_TITLE, pattern=r"^[^\n]*$")]
Summary = Annotated[str, StringConstraints(min_length=1, max_length=LONGEST_SUMMARY, pattern=r"^[^\n]*$")]


class Origin(AuthoredModel):
    """Where a page was taken over from."""

    title: Name = Field(description="the name of the page or publication it came from")
    url: WebAddress = Field(description="its web address, starting with https://")
    retrieved: Date = Field(description="the day it was read, as YYYY-MM-DD")


# Digests of a name or title, and of the definition or summary below it: always a text, never a number, in YAML.
MeaningDigest = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{8}-[0-9a-f]{8}$")]
# By id. An id that is gone stays until the next review, so any text can be one.
MeaningDigests = Annotated[dict[str, MeaningDigest], Field(max_length=1000)]


class LastReview(AuthoredModel):
    """When somebody last looked at a page, and what the strategies and factors that it names meant then."""

    date: Date = Field(description="the day of the review, as YYYY-MM-DD")
    strategies: MeaningDigests = Field(
        default_factory=dict, description="digests of title and summary of each strategy that the page named"
    )
    factors: MeaningDigests = Field(
        default_factory=dict, description="digests of name and definition of each factor that the page named"
    )


class Strategy(AuthoredModel):
    """Front matter of a strategy page; descriptions say what an author may write."""

    title: Title = Field(description="the strategy's name")
    summary: Summary = Field(description="one whole sentence for other pages' cards")
    category: Reference = Field(description="one category id from content/vocabulary/categories.yaml")
    learner_models: References = Field(
        (), description="one or more learner-model ids from content/vocabulary/learner-models.yaml"
    )
    factors: References = Field((), description="one or more factor ids from content/vocabulary/factors.yaml")
    related: References = Field((), description="ids of related strategies; `[]` when there are none")
    status: Status = Field(description="idea, draft, published or retired")
    updated: Date = Field(description="the day of the last change, as YYYY-MM-DD")
    published: Date | None = Field(
        None, description="the day on which it was first published, as YYYY-MM-DD, if it is known"
    )
    authors: Names = Field((), description="names of the people who wrote the page")
    aliases: Ids = Field((), description="ids this strategy had before, so that old links still lead here")
    replaced_by: Reference | None = Field(None, description="the strategy that succeeds a retired one")
    publish_on: Date | None = Field(None, description="the day from which the page is published, as YYYY-MM-DD")
    retired: Date | None = Field(None, description="the day on which the page was retired, as YYYY-MM-DD")
    review_by: Date | None = Field(
        None, description="the day by which the page should be looked at again, as YYYY-MM-DD"
    )
    reviewed: LastReview | None = Field(
        None, description="date, strategies and factors: the last review, which `strategies review` writes"
    )
    source: Origin | None = Field(None, description="title, url and retrieved: where the page was taken over from")


# What each field that holds ids names: the same words as `of` in the fields of a library's own.
REFERENCE_FIELDS: Mapping[str, str] = {
    "category": "category",
    "learner_models": "learner_model",
    "factors": "factor",
    "related": "strategy",
    "replaced_by": "strategy",
}
