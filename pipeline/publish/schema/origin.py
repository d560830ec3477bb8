"""The published shape of where a page was taken over from."""

from pydantic import Field

from pipeline.publish.schema.base import AddressV1, DayV1, PublishedModel


class OriginV1(PublishedModel):
    """Where a page was taken over from."""

    title: str = Field(description="the page it was taken over from", examples=["Lateral Reading"])
    url: AddressV1 = Field(description="the address of that page")
    retrieved: DayV1 = Field(description="the day that page was read")
