"""The shape of `strategies links --format json`, version 1."""

from typing import Annotated, Literal

from pydantic import Field

from pipeline.publish.schema.base import PublishedModel
from pipeline.publish.schema.report import Count, PathInLibrary, Place

# What an address turned out to be, the gravest first.
VerdictV1 = Literal["dead", "circle", "private", "moved", "unreachable", "refused", "not-asked", "ok"]
TimeV1 = Annotated[
    str, Field(json_schema_extra={"format": "date-time"}, examples=["2026-11-24T08:15:00Z"], description="in UTC")
]
WebAddressV1 = Annotated[str, Field(examples=["https://example.org/lesson-plans/"])]


class LinkAnswerV1(PublishedModel):
    """What an address answered, and when."""

    verdict: VerdictV1 = Field(
        description="dead: there is no such page or host; circle: it redirects for ever; private: it leads into a "
        "private network, which is not asked; moved: it redirects for good; unreachable: no answer, or an error of the "
        "server; refused: the server answers no programs, so nothing can be said; not-asked: nothing is known; ok: "
        "there is a page"
    )
    said: str = Field(description="what the server answered, or what went wrong", examples=["404 Not Found"])
    status: int | None = Field(description="the last status of HTTP; null if nothing answered", examples=[404])
    moved_to: WebAddressV1 | None = Field(description="where it redirects for good, if it does")
    archived: WebAddressV1 | None = Field(
        description="a copy of a dead page in the web archive, if it has one",
        examples=["https://web.archive.org/web/20240131000000/https://example.org/lesson-plans/"],
    )
    archive_asked: bool = Field(description="true if the web archive said whether it has a copy")
    asked: TimeV1 | None = Field(description="when it was asked, in UTC; null if it never was")


class LinkPlaceV1(PublishedModel):
    """Where an address stands in the library."""

    path: PathInLibrary
    line: Place
    column: Place


class WebLinkV1(PublishedModel):
    """One address, with all its places."""

    address: WebAddressV1 = Field(description="as it was asked: normalised, and without what follows a #")
    places: list[LinkPlaceV1] = Field(description="where it stands, sorted")
    answer: LinkAnswerV1 = Field(description="the newest answer")
    days: int | None = Field(ge=0, description="full days since it was asked; null if it never was", examples=[3])
    remembered: bool = Field(description="true if an earlier run asked it, and this one did not")


class LinkCountsV1(PublishedModel):
    """How many addresses of each verdict."""

    dead: Count
    circle: Count
    private: Count
    moved: Count
    unreachable: Count
    refused: Count
    not_asked: Count
    ok: Count


class LinksV1(PublishedModel):
    """All addresses of a library that lead out of it, the gravest verdict first, then by address."""

    version: Literal[1] = Field(description="version of this shape")
    links: list[WebLinkV1] = Field(description="all of them, the gravest verdict first, then by address")
    counts: LinkCountsV1 = Field(description="how many addresses of each verdict")
