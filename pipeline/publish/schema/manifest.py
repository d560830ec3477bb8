"""The published shape of `manifest.json`: everything a bundle holds."""

from typing import Literal

from pydantic import Field

from pipeline.publish.schema.records import DisclaimerV1, IdV1, PublishedDocument, PublishedModel, Sha256V1
from pipeline.publish.schema.site import SiteV1


class ManifestFileV1(PublishedModel):
    """One file of the bundle."""

    path: str = Field(description="from the bundle's folder, with /")
    bytes: int = Field(ge=0)
    sha256: Sha256V1


class CountsV1(PublishedModel):
    """How many strategies the bundle has: pages = published + retired. Drafts are not counted."""

    pages: int = Field(ge=0)
    published: int = Field(ge=0)
    retired: int = Field(ge=0)
    excluded: int = Field(ge=0, description="always 0; until 1.1 the number of drafts")


class ExcludedV1(PublishedModel):
    """A page that was left out, as manifests named it until 1.1."""

    id: IdV1
    reason: Literal["draft"]


class CarriedDisclaimerV1(DisclaimerV1):
    """A disclaimer and the number of published strategies that carry it."""

    strategies: int = Field(ge=0)


class ManifestV1(PublishedDocument):
    """`manifest.json`: every other file but SHA256SUMS, which lists the manifest too."""

    schema_versions: dict[str, str] = Field(description="version of each shape in schemas/, by its name")
    formats: list[str] = Field(
        description="the formats in this bundle, sorted; each stands in a folder of its name, but for html/images"
    )
    counts: CountsV1
    published: list[IdV1] = Field(description="ids of all published strategies, sorted")
    retired: list[IdV1] = Field(description="ids of all retired strategies, sorted")
    excluded: list[ExcludedV1] = Field(description="always empty; until 1.1 the drafts that were left out")
    disclaimers: list[CarriedDisclaimerV1]
    site: SiteV1 = Field(description="what pages are made of besides the records")
    files: list[ManifestFileV1] = Field(description="sorted by path")
