"""The kind of a file of `content/images`, by its size and first bytes."""

import codecs
import re
from typing import NamedTuple

# Bytes that are read of each file. Signatures of images and Git LFS are in the first hundred; browsers search some five
# hundred for the tags of a web page.
HEAD = 512
PNG, PNG_HEADER = b"\x89PNG\r\n\x1a\n", b"\x00\x00\x00\x0dIHDR"
# Signatures of images and the size of the header of each. WebP and AVIF share theirs with other formats.
SIGNATURES = (("png", PNG, 33), ("jpg", b"\xff\xd8\xff", 20), ("gif", b"GIF89a", 13), ("gif", b"GIF87a", 13))
WEBP_HEADER = 20
# Signatures of other files that often have the name of an image.
OTHERS = (
    *(("pdf", b"%PDF-"), ("photoshop", b"8BPS"), ("zip", b"PK\x03\x04"), ("tiff", b"II*\x00"), ("tiff", b"MM\x00*")),
    *(("jxl", b"\x00\x00\x00\x0cJXL "), ("jxl", b"\xff\x0a"), ("icon", b"\x00\x00\x01\x00")),
)
# https://github.com/git-lfs/git-lfs/blob/main/docs/spec.md; a pointer is never longer.
LFS, LFS_LONGEST = b"version https://git-lfs.github.com/spec/", 1024
# Brands of a `ftyp` box, which AVIF shares with photos of phones and with videos.
AVIF_BRANDS = frozenset({b"avif", b"avis"})
HEIC_BRANDS = frozenset({b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1"})
# The start of a web page or an SVG.
MARKUP = re.compile(rb"(?:\xef\xbb\xbf)?\s*<(?:!doctype|!--|\?|[a-z])", re.IGNORECASE)
SVG = re.compile(rb"<svg[\s>]", re.IGNORECASE)
# Tags of a web page or a program, which are not in the first bytes of an image.
WEB_PAGE = re.compile(rb"<(?:!doctype\s+html|html|head|body|script|iframe|\?php)\b", re.IGNORECASE)
# The kind of a file that is not read; `unreadable-file` or `over-limit` reports why.
REFUSED = "refused"


class ImageFile(NamedTuple):
    """A file of `content/images`: its size in bytes, and its kind.

    The kind is that of an image (see `IMAGE_KINDS`), or `empty`, `git-lfs`, `html`, `svg`, `cut-off`, `converted` (its
    line ends were changed), `mixed` (an image, then a web page), `text`, `heic` and the like, `unknown` or `refused`.
    """

    size: int
    kind: str


def image_of(data: bytes) -> ImageFile:
    """The size and kind of a file with these bytes."""
    return ImageFile(len(data), kind_of(data[:HEAD], len(data)))


def kind_of(head: bytes, size: int) -> str:
    """The kind of a file by its first bytes and its size (see `ImageFile`)."""
    if not size:
        return "empty"
    if head.startswith(LFS) and size <= LFS_LONGEST:
        return "git-lfs"
    if kind := _image_kind(head, size):
        return "mixed" if WEB_PAGE.search(head) else kind
    return next((other for other, start in OTHERS if head.startswith(start)), "") or _text_kind(head)


def _image_kind(head: bytes, size: int) -> str:
    """The kind of an image or of a damaged one; empty for other files."""
    for kind, signature, header in SIGNATURES:
        if head.startswith(signature):
            complete = size >= header and (kind != "png" or head.startswith(PNG_HEADER, len(PNG)))
            return kind if complete else "cut-off"
    if PNG.startswith(head):
        return "cut-off"
    if head.startswith(PNG[:4]):
        return "converted"
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":  # its header has its length
        return "webp" if size >= max(WEBP_HEADER, int.from_bytes(head[4:8], "little") + 8) else "cut-off"
    return _boxed_kind(head, size) if head[4:8] == b"ftyp" else ""


def _boxed_kind(head: bytes, size: int) -> str:
    end = int.from_bytes(head[:4], "big")
    brands = {head[start : start + 4] for start in (8, *range(16, min(end, len(head)), 4))}
    if brands & AVIF_BRANDS:
        return "avif" if size > end else "cut-off"
    return "heic" if brands & HEIC_BRANDS else "video"


def _text_kind(head: bytes) -> str:
    if MARKUP.match(head):
        return "svg" if SVG.search(head) else "html"
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head)  # the last character may be cut in two
    except UnicodeDecodeError:
        return "unknown"
    return "unknown" if b"\x00" in head else "text"
