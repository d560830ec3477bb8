"""HTML and JSON: the images of a bundle are images, and a page of the site or a record shows each."""

from collections.abc import Container, Iterator

from pipeline.model.image_file import image_of
from pipeline.model.images import FOLDER, SITE
from pipeline.publish.bundle import Unreadable
from pipeline.publish.verify.checks.links import wanted_faults
from pipeline.publish.verify.context import VerifyContext, check
from pipeline.publish.verify.view import OWN
from pipeline.publish.verify.violation import Violation
from pipeline.source.paths import image_kind


def is_image(path: str) -> bool:
    """True for a file of a bundle that stands where images do."""
    return path.startswith(f"{FOLDER}/")


def content_faults(path: str, data: bytes) -> Iterator[Violation]:
    """What is wrong with an image by itself."""
    kind = image_kind(path)
    if not kind:
        yield Violation(path, "", "its name is not that of an image")
    elif image_of(data).kind != kind:
        yield Violation(path, "", "it is not the image that its name says")


@check(SITE)
def images(inspection: VerifyContext) -> Iterator[Violation]:
    """Each image of a site is what its name says."""
    for path in _unproved(inspection):
        try:
            yield from content_faults(path, inspection.bundle.read(path))
        except Unreadable:  # the check of all files says so
            continue


@check("json")
def images_without_site(inspection: VerifyContext) -> Iterator[Violation]:
    """The same where no site holds them; then a record shows each."""
    unproved = [] if inspection.holds(SITE) else list(_unproved(inspection))
    yield from images.function(inspection) if unproved else ()
    named = {place: first for place, first in inspection.wanted.items() if first[1].startswith(OWN)}
    if not inspection.holds(SITE):  # else they are looked at with the links
        yield from wanted_faults(inspection, named)
    shown = {target for target, _ in named}
    yield from (Violation(path, "", "no record shows it") for path in unproved if path not in shown)


def unshown(inspection: VerifyContext, shown: Container[str]) -> Iterator[Violation]:
    """Which images no page shows; `shown` are files that pages lead to."""
    return (Violation(path, "", "no page shows it") for path in _unproved(inspection) if path not in shown)


def _unproved(inspection: VerifyContext) -> Iterator[str]:
    """Images that were not proved while they were made."""
    return (path for path in inspection.below(FOLDER) if path not in inspection.proved)
