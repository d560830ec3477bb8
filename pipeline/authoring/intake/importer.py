"""Turns old pages into pages of the house."""

import posixpath
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import NamedTuple

from pipeline.authoring.intake.existing import keep_existing
from pipeline.authoring.intake.fields import fill_fields, place_fields
from pipeline.authoring.intake.house import House
from pipeline.authoring.intake.losses import keep_missing
from pipeline.authoring.intake.new_page import NewPage
from pipeline.authoring.intake.old_file import NotImported
from pipeline.authoring.intake.old_page import OldPage
from pipeline.authoring.intake.page_text import page_text
from pipeline.authoring.intake.placing import place_text
from pipeline.authoring.intake.relinking import relink
from pipeline.model.entry import Entry
from pipeline.model.file_name import LONGEST_ID, is_reserved
from pipeline.source.environment import EnvironmentFault
from pipeline.source.paths import IMAGES_FOLDER, STRATEGIES_FOLDER

NOT_IN_ID = re.compile(r"[^a-z0-9]+")


class ImportedPage(NamedTuple):
    """A page to write: its path in the library, its text, its images by path, and how it was made.

    `former` is the page that it updates, if there is one.
    """

    path: str
    text: str
    images: dict[str, bytes]
    page: NewPage
    former: Entry | None = None


def import_pages(olds: Sequence[OldPage], house: House, *, update: bool = False) -> list[ImportedPage]:
    """Make pages of old ones, which may name one another; raises EnvironmentFault if any may not be written."""
    first = [_with_fields(old, house) for old in olds]
    coming = {page.id: (page.title, str(page.fields.get("summary", ""))) for page in first}
    _refuse_repeated(first)
    both = replace(house, coming=coming)
    formers = [house.library.by_id.get(page.id) for page in first]
    if not update and (taken := [(page, former) for page, former in zip(first, formers, strict=True) if former]):
        lines = [f"{page.old.name}: there is a page {former.path} already" for page, former in taken]
        raise EnvironmentFault("nothing is imported", *lines, "with --update, these pages take over what is new")
    return [import_page(page.old, both, page.id, former) for page, former in zip(first, formers, strict=True)]


def import_page(old: OldPage, house: House, id_: str = "", former: Entry | None = None) -> ImportedPage:
    """Make a page of an old one, with an id if it is known; no word of the old page gets lost."""
    page = _with_fields(old, house, id_, former)
    for part in old.left_out:
        page.remark("left", part)
    path = former.path if former else f"{STRATEGIES_FOLDER}/{page.id}.md"
    images = _take_images(page, path)
    keep_missing(page)
    return ImportedPage(path, page_text(page, house), images, page, former)


def _with_fields(old: OldPage, house: House, id_: str = "", former: Entry | None = None) -> NewPage:
    """A page with its id, title, fields and sections."""
    page = NewPage(old, id_, title=old.title)
    place_fields(page, house)
    written = page.fields.pop("id", "")
    place_text(page, house)
    page.id = id_ or str(written) or slug(page.title) or slug(old.stem) or "page"
    relink(page, house)
    if not page.title:
        page.title = former.title if former else old.stem or page.id
        page.remark("guessed", f"title: the name of the file, “{page.title}”")
    if former:
        keep_existing(page, house, former)
    fill_fields(page, house)
    return page


def slug(text: str) -> str:
    """A text as an id; empty if no letter or digit of it is in ASCII."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    found = NOT_IN_ID.sub("-", plain).strip("-")[:LONGEST_ID].strip("-")
    return f"{found}-page" if is_reserved(found) else found


def _refuse_repeated(pages: Iterable[NewPage]) -> None:
    names: dict[str, str] = {}
    for page in pages:
        other = names.setdefault(page.id, page.old.name)
        if other != page.old.name:
            raise NotImported(page.old.name, f"{other} becomes the page `{page.id}` too")


def _take_images(page: NewPage, path: str) -> dict[str, bytes]:
    """Give the images names of the page, and their addresses from its path to its text."""
    taken: dict[str, bytes] = {}
    for number, (address, data) in enumerate(page.old.pictures.items(), 1):
        name = f"{page.id}-{number}.{address.rpartition('.')[2]}"
        taken[f"{IMAGES_FOLDER}/{name}"] = data
        new = posixpath.relpath(f"{IMAGES_FOLDER}/{name}", posixpath.dirname(path))
        for parts in page.sections.values():
            parts[:] = [part.replace(address, new) for part in parts]
        page.leftovers = [each._replace(text=each.text.replace(address, new)) for each in page.leftovers]
        page.remark("placed", f"image {name}")
    return taken
