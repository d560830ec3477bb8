"""The head of pages: titles of a length that search engines show, and pictures and paths for those who share a page."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from pipeline.publish.exporters.html_site.words import msgid
from pipeline.publish.share import HEIGHT, WIDTH, share_of

# Folders with pages whose titles may be those of strategies.
OF_TERMS = frozenset({"categories", "factors", "learner-models"})
# Characters of a title that search engines show.
LONGEST = 60
ELLIPSIS = " … "
JOIN = " · "
# The part of a title that is too long which comes from its beginning; its end often tells it from others.
BEGINNING = 0.6


# Names of the parts of the site, by their folders.
PARTS: Mapping[str, str] = {
    "a-z": msgid("A–Z"),
    "categories": msgid("Categories"),
    "coverage": msgid("Coverage map"),
    "factors": msgid("Factors"),
    "grades": msgid("Grades"),
    "learner-models": msgid("Learner models"),
    "relations": msgid("Relations"),
}
# The folder of pages about a section, whose heading is the name of that part.
OF_SECTION = "product-design"


class Crumb(NamedTuple):
    """A page above another one: its name, and its path below html/."""

    name: str
    path: str


@dataclass(frozen=True)
class Picture:
    """The picture of a page for sharing: its full address, and its words."""

    address: str
    words: str
    width: int = WIDTH
    height: int = HEIGHT


def page_title(title: str, library: str, part: str = "") -> str:
    """The text of `<title>`: the page's own title, and as far as there is room the part of the site, and the library.

    The part comes first, because pages of two parts may have the same title.
    """
    shown = _shortened(title)
    for more in (part, library):
        if more and more not in shown and len(shown + JOIN + more) <= LONGEST:
            shown += JOIN + more
    return shown


def _shortened(title: str) -> str:
    """A title without words in its middle, if it is too long."""
    if len(title) <= LONGEST:
        return title
    room = LONGEST - len(ELLIPSIS)
    first = round(room * BEGINNING)
    start, end = title[: first + 1], title[len(title) - (room - first) - 1 :]
    start = start.rpartition(" ")[0] or start[:-1]
    end = end.partition(" ")[2] or end[1:]
    return f"{start.rstrip()}{ELLIPSIS}{end.lstrip()}"


def picture_path(id_: str) -> str:
    """Path below html/ of the picture of a strategy."""
    return share_of(id_).removeprefix("html/")


def breadcrumbs(crumbs: Iterable[tuple[str, str]], title: str) -> dict[str, Any]:
    """Linked data about the pages above a page, each by name and full address; the page itself is the last."""
    items: list[dict[str, Any]] = [{"name": name, "item": address} for name, address in crumbs]
    numbered = enumerate([*items, {"name": title}], 1)
    elements = [{"@type": "ListItem", "position": position} | item for position, item in numbered]
    return {"@context": "https://schema.org", "@type": "BreadcrumbList", "itemListElement": elements}
