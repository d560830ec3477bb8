"""Files of the site that are no pages."""

from collections.abc import Iterator

from pipeline.publish.exporter import File
from pipeline.publish.exporters._images import images
from pipeline.publish.exporters.html_site.theme import Theme
from pipeline.publish.inputs import OWN_STYLES
from pipeline.publish.records import Records
from pipeline.source.paths import STATIC_FOLDER


def assets(theme: Theme) -> Iterator[File]:
    """The stylesheet, the icon and the scripts."""
    yield from (theme.stylesheet, theme.icon, *theme.scripts.values())


def copies(records: Records) -> Iterator[File]:
    """The library's static files, and the images that its pages show."""
    for path, read in sorted(records.site.files.items()):
        if path.startswith(f"{STATIC_FOLDER}/") and path != OWN_STYLES:
            yield File(f"html/{path}", read())
    yield from images(records.site, records.pictures)
