"""The images that published pages show, as files of a bundle."""

from collections.abc import Iterable, Iterator

from pipeline.model.image_file import image_of
from pipeline.model.images import bundle_path
from pipeline.publish.exporter import ExportFault, File
from pipeline.publish.site_options import SiteOptions
from pipeline.source.paths import image_kind


def images(options: SiteOptions, pictures: Iterable[str]) -> Iterator[File]:
    """The files of images, given by their paths in the library; raises ExportFault for one that is none any more."""
    for path in pictures:
        if path in options.files:
            data = options.files[path]()
            if image_of(data).kind != image_kind(path):
                raise ExportFault(f"{path} was changed while it was read; run the command again")
            yield File(bundle_path(path), data)
