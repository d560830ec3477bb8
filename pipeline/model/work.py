"""Works that pages cite, in the terms of CSL-JSON 1.0 (https://docs.citationstyles.org): `content/references.yaml`."""

from typing import Annotated, ClassVar, Literal
from urllib.parse import quote

from pydantic import AfterValidator, Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from pipeline.model.dates import DATE, read_date
from pipeline.model.doi import DOI_PATTERN, doi_of
from pipeline.model.fields import AuthoredModel, Id

# What links to a work begin with, and its anchor on a page.
SCHEME = "reference:"
PLACE = "reference-"
ISSUED_PATTERN = r"^[12][0-9]{3}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?$"
# The database of education research, whose records have an address by their number: https://eric.ed.gov
ERIC, ERIC_RECORD = "ERIC", "https://eric.ed.gov/?id="

WorkType = Literal[
    "article",
    "article-journal",
    "article-magazine",
    "article-newspaper",
    "book",
    "broadcast",
    "chapter",
    "dataset",
    "document",
    "motion_picture",
    "paper-conference",
    "post-weblog",
    "report",
    "speech",
    "thesis",
    "webpage",
]
# Without what would end an address in Markdown or HTML, and without a name or password before the host.
URL_PATTERN = r'^https?://[^\s<>"\\^`{|}@/?#]+([/?#][^\s<>"\\^`{|}]*)?$'
WORDS_PATTERN = r"^[^\s]([^\n]*[^\s])?$"


def _day_of_calendar(issued: str) -> str:
    if DATE.fullmatch(issued) and read_date(issued) is None:
        raise PydanticCustomError("date_calendar", "no such day in the calendar")
    return issued


def _no_doi(address: str) -> str:
    if doi_of(address) is not None:
        raise PydanticCustomError("doi_as_url", "the address of a DOI")
    return address


Words = Annotated[str, StringConstraints(max_length=500, pattern=WORDS_PATTERN)]
Issued = Annotated[str, StringConstraints(pattern=ISSUED_PATTERN), AfterValidator(_day_of_calendar)]
WorkUrl = Annotated[str, StringConstraints(max_length=2000, pattern=URL_PATTERN), AfterValidator(_no_doi)]
Doi = Annotated[str, StringConstraints(pattern=DOI_PATTERN, max_length=200)]


class Contributor(AuthoredModel):
    """A person by family name, or an organisation by its whole name."""

    family: Words | None = Field(None, description="the family name of a person")
    given: Words | None = Field(None, description="given names or their initials")
    literal: Words | None = Field(None, description="the whole name of an organisation")

    @model_validator(mode="after")
    def _is_named(self) -> "Contributor":
        if (self.family is None) == (self.literal is None) or (self.literal and self.given):
            raise PydanticCustomError("contributor", "neither a person nor an organisation")
        return self


class Work(AuthoredModel):
    """A work that pages cite. What is not known is left out."""

    # As long as a work is listed it may be cited; terms of vocabularies can be out of use.
    deprecated: ClassVar[bool] = False
    replaced_by: ClassVar[None] = None
    aliases: ClassVar[tuple[str, ...]] = ()

    id: Id = Field(description="its key in links: `reference:allen-2018`; never changes once published")
    type: WorkType = Field(description="what it is, such as article-journal, report or webpage")
    title: Words = Field(description="its title, as printed")
    author: Annotated[tuple[Contributor, ...], Field(strict=False, max_length=100)] = Field(
        (), description="who wrote it: each a `family` name, perhaps with `given`, or the `literal` name of a group"
    )
    issued: Issued | None = Field(None, description="the year, month or day it came out, such as 2018 or 2018-03-09")
    container_title: Words | None = Field(None, alias="container-title", description="the journal or book it is in")
    collection_title: Words | None = Field(None, alias="collection-title", description="the series it is in")
    volume: Words | None = Field(None, description="volume of the journal")
    issue: Words | None = Field(None, description="issue of the volume")
    page: Words | None = Field(None, description="its pages, or the number of the article")
    number: Words | None = Field(None, description="number of a report")
    genre: Words | None = Field(None, description="what kind of report or page it is, such as Practice guide")
    publisher: Words | None = Field(None, description="who published it")
    DOI: Doi | None = Field(None, description="its DOI, such as 10.1007/s10648-016-9389-8")
    URL: WorkUrl | None = Field(
        None, description="its web address if it has no DOI, without quotes, brackets, and names before the host"
    )
    archive: Words | None = Field(None, description="a database that holds it, such as ERIC")
    archive_location: Words | None = Field(None, description="its number there, such as EJ945905")
    note: Words | None = Field(None, description="what else a reader must know to find it")

    @property
    def name(self) -> str:
        """What readers know it by."""
        return self.title

    @property
    def meaning(self) -> str:
        """Who wrote it, when, and where it is: what tells it from other works of a like title."""
        people = [person.family or person.literal or "" for person in self.author]
        return ", ".join(filter(None, (*people, self.issued, self.container_title)))

    @property
    def address(self) -> str | None:
        """Where a reader finds it: by its DOI, at its own address, or in ERIC; None if none is known."""
        if self.DOI:
            return f"https://doi.org/{quote(self.DOI, safe='/:;()._-')}"
        if self.URL is None and self.archive == ERIC and self.archive_location:
            return ERIC_RECORD + quote(self.archive_location)
        return self.URL
