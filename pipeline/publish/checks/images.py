"""HTML: the images of a site are images, and some page shows each."""

from collections.abc import Container, Iterator

from pipeline.model.image_file import image_of
from pipeline.places import image_kind
from pipeline.publish.bundle import Unreadable
from pipeline.publish.fault import Fault
from pipeline.publish.inspection import Inspection, check

IMAGES = "html/images/"


def is_image(path: str) -> bool:
    """True for a file of a bundle that stands where images do."""
    return path.startswith(IMAGES)


def content_faults(path: str, data: bytes) -> Iterator[Fault]:
    """What is wrong with an image by itself."""
    kind = image_kind(path)
    if not kind:
        yield Fault(path, "", "its name is not that of an image")
    elif image_of(data).kind != kind:
        yield Fault(path, "", "it is not the image that its name says")


@check("html")
def images(inspection: Inspection) -> Iterator[Fault]:
    """Each image is what its name says."""
    for path in _unproved(inspection):
        try:
            yield from content_faults(path, inspection.bundle.read(path))
        except Unreadable:  # the check of all files says so
            continue


def unshown(inspection: Inspection, shown: Container[str]) -> Iterator[Fault]:
    """Which images no page shows; `shown` are files that pages lead to."""
    return (Fault(path, "", "no page shows it") for path in _unproved(inspection) if path not in shown)


def _unproved(inspection: Inspection) -> Iterator[str]:
    """Images that were not proved while they were made."""
    return (path for path in inspection.below("html/images") if path not in inspection.proved)
