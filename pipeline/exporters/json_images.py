"""JSON: the images that records name, for a bundle without the site that they stand in."""

from collections.abc import Iterator

from pipeline.exporter import Exporter, File, Written
from pipeline.model.images import FOLDER
from pipeline.places import IMAGES_FOLDER


class JsonImages(Exporter):
    """The same files at the same paths as the site has them, so that an address leads there in every bundle."""

    format = "json"
    unless = "html"

    def rest(self, written: Written) -> Iterator[File]:
        """Every image."""
        for path, read in self.records.site.below(IMAGES_FOLDER).items():
            yield File(f"{FOLDER}/{path}", read())
