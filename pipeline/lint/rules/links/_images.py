"""Image files of a library and the pages that show them."""

from collections.abc import Iterator, Mapping, Sequence

from pipeline.lint.rule import Finding
from pipeline.model.diagnostics import Note
from pipeline.model.entry import Entry
from pipeline.model.image_file import REFUSED, ImageFile
from pipeline.model.images import image_path
from pipeline.model.library import Library
from pipeline.source.memoise import memoised
from pipeline.source.paths import image_kind
from pipeline.source.text import Span

# Most pages in the notes of a finding. Its `about` names all of them.
MOST_NOTES = 5


def readable_images(library: Library) -> Iterator[tuple[str, ImageFile]]:
    """Readable files with the name of an image, by path."""
    images = sorted(library.images.items())
    return ((path, image) for path, image in images if image_kind(path) and image.kind != REFUSED)


@memoised
def pages_by_image(library: Library) -> Mapping[str, Sequence[Entry]]:
    """Pages that show each image, by path of the image."""
    found: dict[str, list[Entry]] = {}
    for entry in library.texts:
        for path in entry.facts.pictures:
            found.setdefault(path, []).append(entry)
    return found


def image_finding(library: Library, path: str, message: str, remedy: str) -> Finding:
    """Report an image, with notes at the pages that show it."""
    pages = pages_by_image(library).get(path, ())
    notes = (Note(_link_span(page, path), "this page shows it") for page in pages[:MOST_NOTES])
    return Finding(Span(path, 0, 0), message, remedy, tuple(notes), about=tuple(page.path for page in pages))


def _link_span(page: Entry, path: str) -> Span:
    links = page.body.links
    return next(link.target for link in links if link.kind == "image" and image_path(page.path, link.href) == path)
