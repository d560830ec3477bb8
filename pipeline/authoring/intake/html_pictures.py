"""Images of HTML that can be taken along: inside the file, or in a file beside it."""

import base64
import binascii
from typing import TYPE_CHECKING
from urllib.parse import unquote

from pipeline.authoring.intake.old_file import OldFile
from pipeline.authoring.intake.old_page import picture_name
from pipeline.model.image_file import image_of
from pipeline.model.images import ELSEWHERE
from pipeline.source.paths import IMAGE_KINDS

if TYPE_CHECKING:
    from bs4 import BeautifulSoup

# Most bytes of an image, and most images of a page.
LARGEST, MOST = 20_000_000, 100
KINDS = frozenset(IMAGE_KINDS.values())
DATA = "data:"


def pictures_of(file: OldFile, soup: "BeautifulSoup") -> tuple[dict[str, bytes], list[str]]:
    """Images by their address in the text, and those that were left out in words; their tags become their words.

    The address of an image that is taken along stands for its bytes. One on the web keeps its address.
    """
    taken: dict[str, bytes] = {}
    lost: list[str] = []
    for tag in soup.find_all("img"):
        address, words = str(tag.get("src") or "").strip(), " ".join(str(tag.get("alt") or "").split())
        if address and ELSEWHERE.match(address) and not address.startswith(DATA):
            continue
        data = _inside(address) if address.startswith(DATA) else file.beside(unquote(address), LARGEST)
        if (kind := image_of(data).kind if data else "") in KINDS and data and len(taken) < MOST:
            name = picture_name(data, kind)
            taken[name], tag["src"] = data, name
        else:
            shown = address.partition(",")[0] if address.startswith(DATA) else address
            lost.append(f"image {shown or 'without an address'}{f': {words}' if words else ''}")
            tag.replace_with(f" {words} " if words else " ")
    return taken, lost


def _inside(address: str) -> bytes | None:
    """The bytes in a `data:` address; None if they are no base64 or too many."""
    head, _, body = address.partition(",")
    if not head.endswith(";base64") or len(body) > LARGEST * 4 // 3 + 4:
        return None
    try:
        return base64.b64decode(unquote(body), validate=False)
    except (binascii.Error, ValueError):
        return None
