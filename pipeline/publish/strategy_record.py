"""The published record of a strategy: its summary, the cards of related strategies, and what its page shows."""

from collections.abc import Iterable, Iterator, Sequence

from pipeline.model.images import shown_in
from pipeline.model.policy import Disclaimer, PagePolicy
from pipeline.model.rendition import VIDEO, RenderedSection, Rendition
from pipeline.model.video import video_of
from pipeline.model.work import SCHEME
from pipeline.publish.record_digest import KEY, digest_of_record
from pipeline.publish.schema.media import ImageV1, VideoV1
from pipeline.publish.schema.records import (
    ClaimV1,
    DisclaimerV1,
    MentionsV1,
    ReferenceV1,
    RelatedV1,
    ResourceV1,
    SectionV1,
    StrategyV1,
)
from pipeline.publish.section_addresses import cross_address, image_url, with_cross_links
from pipeline.publish.strategy_summary import IN_RECORD, StrategySummary
from pipeline.publish.web_address import site_base, web_address

# What stands in place of the digest of a record until that is known.
NO_DIGEST = "0" * 64


def record_of(
    summary: StrategySummary,
    related: Iterable[RelatedV1],
    rendition: Rendition,
    *,
    sources: Sequence[ReferenceV1],
    policy: PagePolicy,
    base_url: str | None,
) -> StrategyV1:
    """The record of a strategy: its summary, the cards of related strategies, and what its page shows.

    `sources` are the works that the page names.
    """
    values = {name: getattr(summary, name) for name in IN_RECORD}
    values |= {
        "status": "published",
        "related": list(related),
        "sections": [_section(summary.id, section, policy, base_url) for section in rendition.sections],
        "images": list(_images(rendition, base_url)),
        "videos": list(_videos(rendition)),
        "resources": list(_resources(summary.id, rendition, sources, base_url)),
        "references": [*(ReferenceV1(**each._asdict(), id=None, csl=None) for each in rendition.references), *sources],
        "claims": [ClaimV1(**claim._asdict()) for claim in rendition.claims],
        "mentions": MentionsV1(factors=list(rendition.factors), strategies=list(rendition.strategies)),
        "url": page_url(base_url, summary.id),
        "content_sha256": rendition.sha256,
        "record_sha256": NO_DIGEST,
    }
    record = StrategyV1(**values)
    return record.model_copy(update={KEY: digest_of_record(record.model_dump(mode="json"))})


def page_url(base_url: str | None, id_: str) -> str | None:
    """The address of a strategy's page; None when that of the site is not known."""
    return web_address(base_url, f"strategies/{id_}/")


def _resources(
    page: str, rendition: Rendition, sources: Sequence[ReferenceV1], base_url: str | None
) -> Iterator[ResourceV1]:
    """Resources with their own address, that of the work that they are, or else the place of this work on the page."""
    base, urls = site_base(base_url), {source.id: source.url for source in sources}
    for resource in rendition.resources:
        key = resource.url.removeprefix(SCHEME) if resource.url.startswith(SCHEME) else None
        place = cross_address(base, "reference", key, page) if key and base else resource.url
        yield ResourceV1(**resource._asdict() | {"url": urls.get(key) or place, "reference": key})


def _section(page: str, section: RenderedSection, policy: PagePolicy, base_url: str | None) -> SectionV1:
    rules = policy.by_id[section.id]
    disclaimer = policy.disclaimer_of(rules)
    return SectionV1(
        id=rules.id,
        heading=rules.heading,
        markdown=section.markdown,
        html=with_cross_links(section.html, base_url, page),
        text=section.text,
        disclaimer=disclaimer_of(disclaimer) if disclaimer else None,
    )


def disclaimer_of(disclaimer: Disclaimer) -> DisclaimerV1:
    """The published form of a disclaimer."""
    return DisclaimerV1(id=disclaimer.id, text=disclaimer.words, markdown=disclaimer.markdown)


def _images(rendition: Rendition, base_url: str | None) -> Iterator[ImageV1]:
    for section in rendition.sections:
        for path, alt in shown_in(section.html):
            yield ImageV1(section=section.id, path=path, url=image_url(path, base_url), alt=alt)


def _videos(rendition: Rendition) -> Iterator[VideoV1]:
    for section in rendition.sections:
        for block in section.blocks:
            video = video_of(block.address) if block.kind == VIDEO else None
            if video:
                yield VideoV1.model_validate({"section": section.id, "title": block.title} | video._asdict())
