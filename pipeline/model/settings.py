"""Configuration of a library: `strategies.toml`, or `[tool.strategies]` in `pyproject.toml`."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from pipeline.source.parse import Limits

Level = Literal["error", "warning", "info", "off"]
DEFAULT = Limits()
Count = Annotated[int, Field(ge=1, le=100_000_000)]

# TOML has lists; a tuple is immutable.
Texts = Annotated[tuple[Annotated[str, Field(min_length=1, max_length=200)], ...], Field(strict=False, max_length=500)]


class _Table(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, defer_build=True)


class LimitSettings(_Table):
    """Sizes above which a file is refused, in characters; those of images are in bytes."""

    file_size: Count = DEFAULT.file_size
    large_file_size: Count = DEFAULT.large_file_size
    front_matter_size: Count = DEFAULT.front_matter_size
    data_file_size: Count = DEFAULT.data_file_size
    yaml_depth: Annotated[int, Field(ge=2, le=64)] = DEFAULT.yaml_depth
    yaml_nodes: Count = DEFAULT.yaml_nodes
    yaml_keys: Count = DEFAULT.yaml_keys
    image_size: Count = DEFAULT.image_size
    large_image_size: Count = DEFAULT.large_image_size
    data_file_nodes: Count = DEFAULT.data_file_nodes
    markdown_depth: Annotated[int, Field(ge=1, le=40)] = DEFAULT.markdown_depth
    sections: Count = DEFAULT.sections
    links: Count = DEFAULT.links
    images: Count = DEFAULT.images
    repeated_addresses: Count = DEFAULT.repeated_addresses
    site_file_bytes: Count = DEFAULT.site_file_bytes
    path_length: Count = DEFAULT.path_length
    pages: Count = DEFAULT.pages
    findings: Count = DEFAULT.findings

    def to_limits(self) -> Limits:
        """The same numbers as the parser takes them."""
        return Limits(**self.model_dump())


class Thresholds(_Table):
    """Numbers that rules go by and that no page policy holds."""

    altered_disclaimer_similarity: Annotated[int, Field(ge=1, le=100)] = 80
    future_date_grace_days: Annotated[int, Field(ge=0, le=366)] = 1


class Words(_Table):
    """Word lists that rules go by; upper and lower case are the same.

    But for a placeholder in capitals only: `TODO` is one, `todo` a word of Spanish.
    """

    vague_link_texts: Texts = (
        "here", "click here", "link", "this link", "more", "read more", "learn more", "this", "this page",
        "this article", "this video", "this website", "website", "page", "article", "video", "click",
    )  # fmt: skip
    placeholders: Texts = (
        "TODO", "TBD", "FIXME", "XXX", "lorem ipsum", "Loading…", "Loading...", "[placeholder]",
        "Replace this text", "Describe the strategy here",
    )  # fmt: skip
    cut_off_endings: Texts = (
        "e.g.", "i.e.", "such as", "for example", "including", "and", "or", "the", "a", "an", "of",
    )  # fmt: skip
    contradictions: Texts = (
        "proven", "guaranteed", "guarantees", "we recommend", "we endorse", "best product", "clinically",
    )  # fmt: skip
    allowed_doubles: Texts = ("had", "that", "bye", "no", "so", "very", "can", "is")


class Settings(_Table):
    """How the check runs. Required rules stay errors whatever stands here."""

    severity: dict[str, Level] = Field({}, description="rule = error, warning, info or off")
    fail_on: Literal["error", "warning", "info"] = "error"
    rules_url: str = Field("docs/rules.md", min_length=1, max_length=500, description="where the rules are explained")
    # Defaults need no validation, which is slow to set up.
    limits: LimitSettings = LimitSettings.model_construct()
    thresholds: Thresholds = Thresholds.model_construct()
    words: Words = Words.model_construct()
