from collections.abc import Iterator

from pipeline.lint.rule import Finding, rule
from pipeline.lint.rules.links._images import image_finding, pages_by_image, readable_images
from pipeline.model.context import Context
from pipeline.model.diagnostics import Severity
from pipeline.model.library import Library


@rule(Library, severity=Severity.WARNING)
def large_image(library: Library, context: Context) -> Iterator[Finding]:
    """An image on a page is a very large file.

    Readers with a slow or costly connection wait for it, or never see it.

    Bad:
        # path: strategies.toml
        [limits]
        large_image_size = 20
        +++
        ![Eight chairs in a circle](../images/circle.png)

    Good:
        # path: strategies.toml
        [limits]
        large_image_size = 1000000
        +++
        ![Eight chairs in a circle](../images/circle.png)
    """
    limits = context.settings.limits
    for path, image in readable_images(library):
        if limits.large_image_size < image.size <= limits.image_size and path in pages_by_image(library):
            yield image_finding(
                library,
                path,
                f"this image has {image.size:,} bytes, more than {limits.large_image_size:,}",
                "save it with fewer pixels or stronger compression; few screens are wider than 2,000 pixels",
            )
