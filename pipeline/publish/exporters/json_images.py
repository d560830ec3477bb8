"""JSON: the images that records name, for a bundle without the site that they stand in."""

from collections.abc import Iterator

from pipeline.publish.exporter import Exporter, File, WrittenFiles
from pipeline.publish.exporters._images import images
from pipeline.publish.records import Records


class JsonImages(Exporter):
    """The same files at the same paths as the site has them, so that an address leads there in every bundle."""

    format = "json"
    unless = "html"

    def render_last(self, site: Records, written: WrittenFiles) -> Iterator[File]:
        """Every image that a record names."""
        yield from images(site.site, site.pictures)
