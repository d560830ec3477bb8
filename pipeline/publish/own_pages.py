"""A library's own pages as Markdown beside them, and made again from that."""

from dataclasses import replace

from pipeline.model.clean_text import MARKDOWN_PAGE, written_address
from pipeline.model.images import FOLDER, SITE, shown_in
from pipeline.model.link_edits import link_edits
from pipeline.model.own_page import OwnPage, OwnPageFront, own_page_of
from pipeline.model.plain_markdown import plain
from pipeline.publish.schema.site import OwnPageV1
from pipeline.source.parse import NO_LIMITS, Link, parse_page
from pipeline.source.paths import IMAGES_FOLDER, OWN_PAGES_FOLDER
from pipeline.source.text import Source, apply

# The top of the site as seen from such a page.
TOP = "../"
FRONT = "---\nid: page\n---\n"


def own_source_path(id_: str) -> str:
    """The path of a page in the library."""
    return f"{OWN_PAGES_FOLDER}/{id_}.md"


def own_page_path(id_: str) -> str:
    """The path of a page in a bundle."""
    return f"{SITE}/{id_}/index.html"


def own_markdown_of(id_: str) -> str:
    """The path of its Markdown."""
    return f"{SITE}/{id_}/{MARKDOWN_PAGE}"


def markdown_of_page(page: OwnPage) -> str:
    """The Markdown beside a page."""
    return f"{_head(page.title, page.description)}{TOP.join(page.body)}".rstrip() + "\n"


def _head(title: str, description: str | None) -> str:
    return f"# {plain(title)}\n\n" + (f"{plain(description)}\n\n" if description else "")


def authored_body(item: OwnPageV1, text: str) -> str:
    """What stood below the front matter, from the Markdown beside a page; raises ValueError if its title is another."""
    head = _head(item.title, item.description)
    if not f"{text}\n".startswith(head):
        raise ValueError(f"the Markdown of {item.id} does not begin with its title")
    document = parse_page(Source(own_source_path(item.id), FRONT + text[len(head) :]), NO_LIMITS)
    return apply(document.source.text, set(link_edits(document, _as_written))).removeprefix(FRONT)


def page_from_markdown(item: OwnPageV1, text: str) -> OwnPage:
    """A page from what the manifest says of it and from its Markdown; raises ValueError if these contradict."""
    document = parse_page(Source(own_source_path(item.id), FRONT + authored_body(item, text)), NO_LIMITS)
    if not document.readable or document.problems:
        raise ValueError(f"the Markdown of {item.id} is no page of a library")
    front = OwnPageFront.model_construct(
        None, title=item.title, description=item.description, menu=item.menu, order=item.order
    )
    return replace(own_page_of(item.id, front, document), languages=tuple(item.languages))


def _as_written(link: Link) -> str:
    """The address as the author wrote it; that of a strategy's page has one folder more above it."""
    return written_address(link.kind, f"{TOP}{link.href}") if link.href.startswith(TOP) else ""


def pictures_of(page: OwnPage) -> list[str]:
    """The images that a page shows, by their paths in the library."""
    return [f"{IMAGES_FOLDER}{path.removeprefix(FOLDER)}" for path, _ in shown_in(page.html)]
