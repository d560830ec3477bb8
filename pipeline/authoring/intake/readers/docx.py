"""Documents of word processors: mammoth makes HTML of their styles. Macros and linked files are never opened."""

import base64
import re
from collections.abc import Iterator
from html import unescape
from typing import TYPE_CHECKING, Any

from pipeline.authoring.archive import checked, parts
from pipeline.authoring.intake.old_file import NotImported, OldFile, without_controls
from pipeline.authoring.intake.old_page import IsHeading, OldPage

if TYPE_CHECKING:
    from collections.abc import Mapping

ENDINGS = (".docx", ".docm")
# Styles that mammoth does not know by itself.
STYLES = """
p[style-name='Title'] => h1:fresh
p[style-name='Subtitle'] => p:fresh
p[style-name='Quote'] => blockquote:fresh
p[style-name='Intense Quote'] => blockquote:fresh
p[style-name='Caption'] => p:fresh
comment-reference => sup
"""
# Parts with text, the end of their paragraphs, and the pieces of text in these. Deleted text is `w:delText`.
TEXTS = re.compile(r"word/(?:document|footnotes|endnotes|comments|header\d*|footer\d*)\.xml")
PARAGRAPH_END = "</w:p>"
PIECE = re.compile(r"<w:t(?: [^>]*)?>([^<]*)</w:t>|<w:(tab|br|cr)\b")


def read(file: OldFile, is_heading: IsHeading) -> Iterator[OldPage]:
    """The one page of a document."""
    import mammoth  # part of the extra `import`

    from pipeline.authoring.intake.html_text import page_of_html

    archive = checked(file.data)
    try:
        html = mammoth.convert_to_html(
            archive,
            style_map=STYLES,
            include_embedded_style_map=False,
            external_file_access=False,
            convert_image=mammoth.images.img_element(_image),
        ).value
    except RecursionError:
        raise
    except Exception as error:  # noqa: BLE001 - a damaged document can fail anywhere in the library
        raise NotImported(file.name, f"it is damaged, or no document of this kind ({type(error).__name__})") from None
    page = page_of_html(file, html, file.name)
    plain = "\n".join(text for part in parts(file.data, TEXTS) for text in _paragraphs(part))
    yield OldPage(page.name, page.stem, page.text, plain, page.title, page.fields, page.left_out, page.pictures)


def _image(image: Any) -> "Mapping[str, str]":
    """The address of an image: its bytes, or only its kind if they are in a file elsewhere, which is not opened."""
    try:
        with image.open() as opened:
            data = base64.b64encode(opened.read()).decode("ascii")
    except Exception:  # noqa: BLE001 - mammoth's own fault for a file elsewhere, or a damaged archive
        return {"src": f"data:{image.content_type},"}
    return {"src": f"data:{image.content_type};base64,{data}"}


def _paragraphs(xml: str) -> Iterator[str]:
    for paragraph in xml.split(PARAGRAPH_END):
        pieces = (" " if match[2] else unescape(match[1]) for match in PIECE.finditer(paragraph))
        if text := without_controls("".join(pieces)).strip():
            yield text
