from collections.abc import Iterator

from pipeline.lint.rule import Finding, rule
from pipeline.lint.rules.links._images import image_finding, readable_images
from pipeline.model.context import Context
from pipeline.model.library import Library


@rule(Library, required=True)
def oversized_image(library: Library, context: Context) -> Iterator[Finding]:
    """An image is far larger than one on a page can be.

    It would keep readers waiting for minutes, and every copy of the library would carry it for ever.

    Bad:
        # path: strategies.toml
        [limits]
        image_size = 20

    Good:
        # path: strategies.toml
        [limits]
        image_size = 20000000
    """
    limit = context.settings.limits.image_size
    for path, image in readable_images(library):
        if image.size > limit:
            yield image_finding(
                library,
                path,
                f"this image has {image.size:,} bytes; no image may have more than {limit:,}",
                "save it with fewer pixels or stronger compression; a video belongs on a host of videos",
            )
