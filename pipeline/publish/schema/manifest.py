"""The published shape of `manifest.json`: everything a bundle holds."""

from typing import Literal

from pydantic import Field

from pipeline.publish.schema.base import IdV1, PublishedModel, Sha256V1
from pipeline.publish.schema.records import DisclaimerV1, LibraryV1, PublishedDocument
from pipeline.publish.schema.site import SiteV1


class ManifestFileV1(PublishedModel):
    """One file of the bundle."""

    path: str = Field(description="from the bundle's folder, with /", examples=["json/strategies.json"])
    bytes: int = Field(ge=0, description="its size", examples=[4096])
    sha256: Sha256V1 = Field(description="its SHA-256 in hex digits")


class CountsV1(PublishedModel):
    """How many strategies the bundle has: pages = published + retired. Drafts are not counted."""

    pages: int = Field(ge=0, description="strategies that are published or retired", examples=[31])
    published: int = Field(ge=0, description="strategies in this bundle", examples=[30])
    retired: int = Field(ge=0, description="strategies that were published and are no more", examples=[1])
    excluded: int = Field(ge=0, description="always 0; until 1.1 the number of drafts", examples=[0])


class ExcludedV1(PublishedModel):
    """A page that was left out, as manifests named it until 1.1."""

    id: IdV1 = Field(description="its id")
    reason: Literal["draft"] = Field(description="why; always draft")


class CarriedDisclaimerV1(DisclaimerV1):
    """A disclaimer and the number of published strategies that carry it."""

    strategies: int = Field(ge=0, description="how many carry it", examples=[30])


class EditionV1(PublishedModel):
    """The library in a further language. Its files stand in a folder of that name below that of each format."""

    library: LibraryV1 = Field(description="what the library says of itself in this language")
    disclaimers: list[CarriedDisclaimerV1] = Field(description="all disclaimers in this language")
    site: SiteV1 = Field(description="what pages in this language are made of besides the records")


class ManifestV1(PublishedDocument):
    """`manifest.json`: every other file but SHA256SUMS, which lists the manifest too."""

    schema_versions: dict[str, str] = Field(description="version of each shape in schemas/, by its name")
    formats: list[str] = Field(
        description="the formats in this bundle, sorted; each stands in a folder of its name, but for html/images"
    )
    counts: CountsV1 = Field(description="how many pages there are")
    published: list[IdV1] = Field(description="ids of all published strategies, sorted")
    retired: list[IdV1] = Field(description="ids of all retired strategies, sorted")
    excluded: list[ExcludedV1] = Field(description="always empty; until 1.1 the drafts that were left out")
    disclaimers: list[CarriedDisclaimerV1] = Field(description="all disclaimers, in the order of the page policy")
    site: SiteV1 = Field(description="what pages are made of besides the records")
    languages: list[EditionV1] = Field(description="the further languages of the library, in its order")
    files: list[ManifestFileV1] = Field(description="sorted by path")
