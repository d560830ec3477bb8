"""The images that published pages show, as files of a bundle."""

from collections.abc import Iterator

from pipeline.model.image_file import image_of
from pipeline.model.images import bundle_path
from pipeline.publish.exporter import Exporter, ExportFault, File, WrittenFiles
from pipeline.publish.records import Records
from pipeline.source.paths import image_kind


class JsonImages(Exporter):
    """Images for a bundle without the site: at the same paths, so that their addresses work in every bundle."""

    format = "json"
    unless = "html"

    def render_last(self, records: Records, written: WrittenFiles) -> Iterator[File]:
        """Every image that a record names."""
        return images(records)


def images(records: Records) -> Iterator[File]:
    """The images that published strategies show; raises ExportFault for a file that is no longer an image."""
    files = records.site.files
    for path in records.pictures:
        if path in files:
            data = files[path]()
            if image_of(data).kind != image_kind(path):
                raise ExportFault(f"{path} was changed while it was read; run the command again")
            yield File(bundle_path(path), data)
