"""What a file of `content/images` is, by its size and first bytes."""

import codecs
import re
from typing import NamedTuple

# Bytes that are read of each file. Signatures of images and of Git LFS stand in the first hundred; browsers that sniff
# look at some five hundred for the marks of a web page.
HEAD = 512
PNG, PNG_HEADER = b"\x89PNG\r\n\x1a\n", b"\x00\x00\x00\x0dIHDR"
# How images begin, and the bytes that the header of each kind takes. WebP and AVIF share their first bytes with others.
SIGNATURES = (("png", PNG, 33), ("jpg", b"\xff\xd8\xff", 20), ("gif", b"GIF89a", 13), ("gif", b"GIF87a", 13))
WEBP_HEADER = 20
# How other files begin that are often given the name of an image.
OTHERS = (
    *(("pdf", b"%PDF-"), ("photoshop", b"8BPS"), ("zip", b"PK\x03\x04"), ("tiff", b"II*\x00"), ("tiff", b"MM\x00*")),
    *(("jxl", b"\x00\x00\x00\x0cJXL "), ("jxl", b"\xff\x0a"), ("icon", b"\x00\x00\x01\x00")),
)
# https://github.com/git-lfs/git-lfs/blob/main/docs/spec.md; a pointer is never longer.
LFS, LFS_LONGEST = b"version https://git-lfs.github.com/spec/", 1024
# Brands of a `ftyp` box, the form that AVIF shares with photographs of phones and with videos.
AVIF_BRANDS = frozenset({b"avif", b"avis"})
HEIC_BRANDS = frozenset({b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1"})
# How a web page or a drawing begins.
MARKUP = re.compile(rb"(?:\xef\xbb\xbf)?\s*<(?:!doctype|!--|\?|[a-z])", re.IGNORECASE)
SVG = re.compile(rb"<svg[\s>]", re.IGNORECASE)
# Marks of a web page or a program, which the first bytes of no image hold.
WEB_PAGE = re.compile(rb"<(?:!doctype\s+html|html|head|body|script|iframe|\?php)\b", re.IGNORECASE)


# The kind of a file that is not read; `unreadable-file` or `over-limit` tells why.
REFUSED = "refused"


class ImageFile(NamedTuple):
    """A file of `content/images`: its size in bytes, and its kind.

    The kind is that of an image (see `IMAGE_KINDS`), or says what the file is instead: `empty`, `git-lfs`, `html`,
    `svg`, `cut-off`, `converted` (its line ends were changed), `mixed` (an image, then a web page), `text`, `unknown`,
    `heic` and the like, or that it is `refused`.
    """

    size: int
    kind: str


def image_of(data: bytes) -> ImageFile:
    """What a file with these bytes is."""
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
    """The kind of image that a file begins as, or what became of it; empty for any other file."""
    for kind, signature, header in SIGNATURES:
        if head.startswith(signature):
            whole = size >= header and (kind != "png" or head.startswith(PNG_HEADER, len(PNG)))
            return kind if whole else "cut-off"
    if PNG.startswith(head):
        return "cut-off"
    if head.startswith(PNG[:4]):
        return "converted"
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":  # it says itself how long it is
        return "webp" if size >= max(WEBP_HEADER, int.from_bytes(head[4:8], "little") + 8) else "cut-off"
    return _boxed_kind(head, size) if head[4:8] == b"ftyp" else ""


def _boxed_kind(head: bytes, size: int) -> str:
    end = int.from_bytes(head[:4], "big")
    brands = {head[place : place + 4] for place in (8, *range(16, min(end, len(head)), 4))}
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
