"""The published shape of `v/index.json`: the versions of a library that are on the web."""

from pydantic import Field

from pipeline.publish.schema.base import PublishedModel, Sha256V1, VersionV1
from pipeline.publish.schema.records import PublishedDocument


class PublishedVersionV1(PublishedModel):
    """One version of the data."""

    version: VersionV1 = Field(description="version of the library")
    path: str = Field(
        description="its folder, relative to this document; a bundle with manifest.json and SHA256SUMS",
        examples=["1.4.0/"],
    )
    schema_version: VersionV1 = Field(description="version of the shapes of its documents")
    formats: list[str] = Field(description="the formats in it, sorted", examples=[["csv", "json"]])
    strategies: int = Field(ge=0, description="number of published strategies", examples=[30])
    manifest_sha256: Sha256V1 = Field(description="of its manifest.json, which has the SHA-256 of each other file")
    latest: bool = Field(description="true for the version that is at the top of the site, too", examples=[True])


class VersionsV1(PublishedDocument):
    """`v/index.json`: all versions, the highest first."""

    versions: list[PublishedVersionV1] = Field(description="all versions, the highest first")
