"""The images of a library and the pages that show them."""

from collections.abc import Iterator, Mapping, Sequence

from pipeline.lint.rule import Finding
from pipeline.model.diagnostics import Note
from pipeline.model.entry import Entry
from pipeline.model.image_file import REFUSED, ImageFile
from pipeline.model.library import Library
from pipeline.model.picture import image_path
from pipeline.source.memoise import memoised
from pipeline.source.paths import image_kind
from pipeline.source.text import Span

# Pages that a finding names; others are told of it all the same when they are checked.
MOST_NOTES = 5


def pictures(library: Library) -> Iterator[tuple[str, ImageFile]]:
    """Every file that is read and has the name of an image, by path."""
    found = ((path, image) for path, image in sorted(library.images.items()) if image_kind(path))
    return ((path, image) for path, image in found if image.kind != REFUSED)


@memoised
def showing(library: Library) -> Mapping[str, Sequence[Entry]]:
    """The pages that show each image, by the image's path."""
    found: dict[str, list[Entry]] = {}
    for entry in library.entries:
        for path in entry.facts.pictures:
            found.setdefault(path, []).append(entry)
    return found


def image_finding(library: Library, path: str, message: str, remedy: str) -> Finding:
    """A finding at an image that tells the pages which show it."""
    pages = showing(library).get(path, ())
    notes = (Note(_place(page, path), "this page shows it") for page in pages[:MOST_NOTES])
    return Finding(Span(path, 0, 0), message, remedy, tuple(notes), about=tuple(page.path for page in pages))


def _place(page: Entry, path: str) -> Span:
    links = page.body.links
    return next(link.target for link in links if link.kind == "image" and image_path(page.path, link.href) == path)
