"""The images and videos of a record."""

from collections.abc import Iterator

from pipeline.model.images import shown_in
from pipeline.model.rendition import VIDEO, Rendition
from pipeline.model.video import video_of
from pipeline.publish.schema.media import ImageV1, VideoV1
from pipeline.publish.section_addresses import image_url


def images_of(rendition: Rendition, base_url: str | None) -> Iterator[ImageV1]:
    """The images of each section, in the order of the text."""
    for section in rendition.sections:
        for path, alt in shown_in(section.html):
            yield ImageV1(section=section.id, path=path, url=image_url(path, base_url), alt=alt)


def videos_of(rendition: Rendition) -> Iterator[VideoV1]:
    """The videos of each section, in the order of the text."""
    for section in rendition.sections:
        for block in section.blocks:
            video = video_of(block.address) if block.kind == VIDEO else None
            if video:
                yield VideoV1.model_validate({"section": section.id, "title": block.title} | video._asdict())
