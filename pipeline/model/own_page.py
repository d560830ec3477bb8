"""Pages of a library besides its strategies: `content/pages/<id>.md`, each at `/<id>/` on the site."""

from dataclasses import dataclass
from functools import partial

from pydantic import Field

from pipeline.model.clean_text import clean_text
from pipeline.model.entry import Entry
from pipeline.model.facts import Facts, facts_of
from pipeline.model.fields import AuthoredModel, Line, Name, WholeNumber
from pipeline.model.images import with_bundle_addresses
from pipeline.source.memoise import cached_property
from pipeline.source.parse import Document, Problem

# The page whose text is put into About.
ABOUT = "about"
# Where pages without an order stand in the menu, after those with one.
LAST = 999_999


class OwnPageFront(AuthoredModel):
    """The front matter of such a page."""

    title: Name = Field(description="its heading")
    description: Line | None = Field(None, description="one sentence below the heading, also for search engines")
    menu: Name | None = Field(None, description="what the menu calls it; without it, the menu leaves it out")
    order: WholeNumber = Field(LAST, description="its place among the library's own pages in the menu, a number")


class OwnPageEntry(Entry):
    """Such a page to check. It holds no strategy."""

    strategy = None

    @cached_property
    def _front(self) -> tuple[OwnPageFront | None, tuple[Problem, ...]]:
        return self.front_as(OwnPageFront)

    @property
    def front(self) -> OwnPageFront | None:
        """The front matter, if it is valid."""
        return self._front[0]

    @property
    def problems(self) -> tuple[Problem, ...]:
        """The problems of the front matter."""
        return self._front[1]

    @cached_property
    def facts(self) -> Facts:
        """Data for rules that compare pages."""
        return facts_of(self.document, ("description", "menu"), valid=False)


@dataclass(frozen=True)
class OwnPage:
    """Such a page as it is published.

    `html` has addresses of images relative to the bundle; `body` are the parts of its Markdown (see `clean_text`).
    `languages` are those it is in, if the library has several.
    """

    id: str
    title: str
    description: str | None
    menu: str | None
    order: int
    html: str
    body: tuple[str, ...]
    languages: tuple[str, ...] = ()


def own_page_entry(document: Document) -> OwnPageEntry:
    """The entry of a parsed page."""
    return OwnPageEntry(document.path, partial(_same, document))


def own_page_of(id_: str, front: OwnPageFront, document: Document) -> OwnPage:
    """A page without errors as it is published."""
    tokens = len(document.body.tokens) if document.body else 0
    html = with_bundle_addresses(document.path, document.html(0, tokens, lambda address: address)).strip()
    return OwnPage(id_, front.title, front.description, front.menu, front.order, html, clean_text(document))


def _same(document: Document) -> Document:
    return document
