"""The published shapes of videos and images."""

from typing import Literal

from pydantic import Field

from pipeline.publish.schema.base import IdV1, PublishedModel, UriV1


class VideoV1(PublishedModel):
    """A video chosen as an example; nothing of it is to be loaded before a reader asks."""

    section: IdV1 = Field(description="id of the section it stands in", examples=["product-design"])
    title: str = Field(description="its title", examples=["A class reads laterally"])
    provider: Literal["youtube", "vimeo"] = Field(description="youtube or vimeo")
    video_id: str = Field(description="its id at the provider", examples=["123456789"])
    url: UriV1 = Field(description="its address")
    embed_url: UriV1 = Field(
        description="the address to embed", examples=["https://player.vimeo.com/video/123456789?dnt=1"]
    )


class ImageV1(PublishedModel):
    """An image of a section. Its address in html and markdown is the path, with percent-escapes."""

    section: IdV1 = Field(description="id of the section it stands in", examples=["overview"])
    path: str = Field(
        description="a file of the bundle, from its folder; manifest.json has its size and SHA-256",
        examples=["html/images/circle.png"],
    )
    url: UriV1 | None = Field(
        description="its address on the site, if the library has a base URL",
        examples=["https://strategies.example/images/circle.png"],
    )
    alt: str = Field(description="what it shows, for those who do not see it", examples=["A circle"])
