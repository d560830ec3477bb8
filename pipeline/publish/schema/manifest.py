"""The published shape of `manifest.json`: everything a bundle holds, and what was left out of it and why."""

from typing import Literal

from pydantic import Field

from pipeline.publish.schema.records import DisclaimerV1, IdV1, PublishedDocument, PublishedModel, Sha256V1


class ManifestFileV1(PublishedModel):
    """One file of the bundle."""

    path: str = Field(description="from the bundle's folder, with /")
    bytes: int = Field(ge=0)
    sha256: Sha256V1


class CountsV1(PublishedModel):
    """How many pages the library has, and what became of them: pages = published + retired + excluded."""

    pages: int = Field(ge=0)
    published: int = Field(ge=0)
    retired: int = Field(ge=0)
    excluded: int = Field(ge=0)


class ExcludedV1(PublishedModel):
    """A page that was left out."""

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
    excluded: list[ExcludedV1] = Field(description="the pages that were left out, sorted by id")
    disclaimers: list[CarriedDisclaimerV1]
    files: list[ManifestFileV1] = Field(description="sorted by path")
