"""Markdown of other generators, such as Hugo, Jekyll, Astro and MkDocs."""

import re
from collections.abc import Iterator
from urllib.parse import unquote

from pipeline.authoring.intake.old_file import OldFile
from pipeline.authoring.intake.old_page import IsHeading, OldPage, fields_of, picture_name
from pipeline.authoring.intake.passages import FRONT, passages_of
from pipeline.model.image_file import image_of
from pipeline.model.images import ELSEWHERE
from pipeline.model.link_edits import link_edits
from pipeline.source.parse import Limits, parse_page
from pipeline.source.parse.foreign import foreign_page, html_of_raw
from pipeline.source.parse.inline import Link
from pipeline.source.parse.yaml_tree import Plain
from pipeline.source.paths import IMAGE_KINDS, MARKDOWN_ENDINGS
from pipeline.source.text import Source, apply

ENDINGS = (*sorted(MARKDOWN_ENDINGS), ".mdx")
# A film in a shortcode of Hugo, and as the house writes it.
FILM = re.compile(r"\{\{[<%]\s*(?P<host>youtube|vimeo)\s+(?:id=)?\"?(?P<id>[\w-]{1,30})\"?\s*[>%]\}\}")
FILMS = {
    "youtube": "\n\n[Video](https://www.youtube.com/watch?v={})\n\n",
    "vimeo": "\n\n[Video](https://vimeo.com/{})\n\n",
}
LARGEST_IMAGE = 20_000_000


def read(file: OldFile, is_heading: IsHeading) -> Iterator[OldPage]:
    """The one page of a file."""
    text = file.text
    page = foreign_page(text)
    page = page._replace(text=FILM.sub(lambda match: FILMS[match["host"]].format(match["id"]), page.text))
    fields = fields_of(_flat(page.fields))
    if page.unread:
        fields["front matter"] = (page.unread,)
    values = "\n".join(value for values in fields.values() for value in values)
    title = fields.pop("title", ("",))[0]
    readable = "<" in page.text and passages_of(page.text) is not None
    if readable and (html := html_of_raw(page.text)):
        from pipeline.authoring.intake.html_text import page_of_html  # needs the extra `import`

        found = page_of_html(file, html, file.name)
        both = {**found.fields, **fields}
        plain = f"{values}\n{found.plain}"
        yield OldPage(file.name, file.stem, found.text, plain, title, both, found.left_out, found.pictures)
        return
    body, pictures = _with_pictures(file, page.text)
    plain = body
    for name in pictures:  # an address that we made has no words
        plain = plain.replace(name, "")
    yield OldPage(file.name, file.stem, body, f"{values}\n{plain}", title, fields, (), pictures)


def _flat(fields: dict[str, Plain], before: str = "") -> Iterator[tuple[str, object]]:
    """Fields inside fields, with dots between their names."""
    for name, value in fields.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{before}{name}.")
        else:
            yield before + name, value


def _with_pictures(file: OldFile, text: str) -> tuple[str, dict[str, bytes]]:
    """The text with new addresses for images in files beside it, and these images."""
    taken: dict[str, bytes] = {}

    def address(link: Link) -> str:
        if link.kind != "image" or ELSEWHERE.match(link.href):
            return ""
        data = file.beside(unquote(link.href), LARGEST_IMAGE)
        kind = image_of(data).kind if data else ""
        if data is None or kind not in IMAGE_KINDS.values():
            return ""
        name = picture_name(data, kind)
        taken[name] = data
        return name

    document = parse_page(Source("page.md", FRONT + text), Limits())
    if not document.readable or document.problems:
        return text, {}
    return apply(document.source.text, set(link_edits(document, address))).removeprefix(FRONT), taken
