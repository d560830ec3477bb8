from collections.abc import Iterator

from pipeline.lint.rule import Finding, rule
from pipeline.lint.rules.links._images import pages_by_image, readable_images
from pipeline.model.context import Context
from pipeline.model.diagnostics import Severity
from pipeline.model.library import Library
from pipeline.source.paths import image_kind
from pipeline.source.text import Span


@rule(Library, severity=Severity.INFO, enabled=False)
def unused_image(library: Library, context: Context) -> Iterator[Finding]:
    """No page shows an image.

    It is not published, which its author may not have noticed.

    Bad:
        # path: content/images/timeline.gif
        GIF89a and so on

    Good:
        ![A line with six weeks](../images/timeline.gif)

        ![Eight chairs in a circle](../images/circle.png)
        +++
        # path: content/images/timeline.gif
        GIF89a and so on
    """
    if not all(entry.readable for entry in library.entries):
        return  # a page that cannot be read may be the one that shows it
    for path, image in readable_images(library):
        logo = library.info.logo.image if library.info and library.info.logo else ""
        if path != logo and path not in pages_by_image(library) and image.kind == image_kind(path):
            yield Finding(
                Span(path, 0, 0),
                "no page shows this image, so it is not published",
                "show it on a page, or take it away; a picture for the site's templates belongs in `static`",
            )
