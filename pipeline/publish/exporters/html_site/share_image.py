"""The picture that is shown where somebody shares a page: the title, above it the category, below it the library.

Four colours and a font of our own keep it small. The same words give the same bytes on every machine: Pillow is pinned,
letters are set without the system's libraries, and zlib uses its one strategy that leaves nothing to choose.

While it is drawn, a picture is one large number of two bits a pixel: to shift and to join numbers is much faster than
to draw each letter anew.
"""

import struct
import zlib
from collections.abc import Iterator
from functools import cache, lru_cache
from importlib.resources import as_file, files
from typing import NamedTuple
from unicodedata import normalize

from PIL import Image, ImageChops, ImageDraw, ImageFont

from pipeline.publish.share import HEIGHT, WIDTH

Colour = tuple[int, int, int]
# Numbers of the colours in the picture. An edge joined with a letter is a letter.
GROUND, EDGE, HUE, LETTER = range(4)
COLOURS: tuple[Colour, ...] = ((250, 248, 244), (142, 143, 144), (0, 0, 0), (35, 39, 44))
# Those of categories and of the library, as in the site's light styles.
HUES: tuple[Colour, ...] = (
    *((47, 127, 134), (168, 86, 42), (107, 91, 154), (77, 124, 58), (163, 61, 94), (138, 109, 18)),
)
OWN_HUE: Colour = (11, 93, 102)
# The colour of each shade of grey of a drawn letter.
SHADES = [GROUND if grey < 64 else EDGE if grey < 192 else LETTER for grey in range(256)]
BITS = 2
ROW_BITS = WIDTH * BITS
ROW_BYTES = ROW_BITS // 8
# Places and sizes in pixels.
BAND, LEFT, RIGHT = 28, 96, 80
TOP, TITLE_TOP, TITLE_HEIGHT, FOOT = 80, 150, 360, 530
TITLE_SIZES, SMALL, LEADING = (84, 72, 62, 54), 34, 1.22
MARK, GAP = 44, 20
# Room for the part of a letter that is left of its place.
MARGIN = 40
ELLIPSIS = "…"
# No font has a glyph for it.
NOTHING = "\uffff"


class ShareImage(NamedTuple):
    """The words of a picture and its colour. A text that the font cannot show is left out."""

    title: str
    above: str = ""
    below: str = ""
    hue: Colour = OWN_HUE

    def png(self) -> bytes:
        """The picture as a PNG."""
        width = WIDTH - LEFT - RIGHT
        pixels = _shapes() | _placed(_cut(shown(self.above), SMALL, width), SMALL, LEFT, TOP)
        pixels |= _placed(_cut(shown(self.below), SMALL, width - MARK - GAP), SMALL, LEFT + MARK + GAP, FOOT - 1)
        size, lines = _fitted(shown(self.title), width)
        for number, line in enumerate(lines):
            pixels |= _placed(line, size, LEFT, TITLE_TOP + round(number * size * LEADING))
        return _png(pixels, self.hue)


def shown(text: str) -> str:
    """A text as it is drawn; empty if the font lacks any letter of it."""
    composed = normalize("NFC", " ".join(text.split()))
    return composed if all(map(_has_glyph, composed)) else ""


@lru_cache(maxsize=4096)
def _has_glyph(character: str) -> bool:
    font = _font(SMALL)
    return bytes(font.getmask(character)) != bytes(font.getmask(NOTHING))


@cache
def _font(size: int) -> ImageFont.FreeTypeFont:
    with as_file(files("pipeline.publish.exporters.html_site") / "fonts" / "NotoSerif-SemiBold.ttf") as path:
        return ImageFont.truetype(path, size, layout_engine=ImageFont.Layout.BASIC)


@lru_cache(maxsize=4096)
def _advance(character: str, size: int) -> float:
    return _font(size).getlength(character)


def _width(text: str, size: int) -> float:
    return sum(_advance(character, size) for character in text)


def _fitted(title: str, width: int) -> tuple[int, list[str]]:
    """The largest size in which a title fits, and its lines."""
    for size in TITLE_SIZES:
        lines = list(_lines(title, size, width))
        if len(lines) * size * LEADING <= TITLE_HEIGHT:
            break
    return size, lines


def _lines(text: str, size: int, width: int) -> Iterator[str]:
    """A text in lines of at most this width; a word that is wider is cut off."""
    line = ""
    for word in text.split():
        longer = f"{line} {word}" if line else word
        if line and _width(longer, size) > width:
            yield _cut(line, size, width)
            longer = word
        line = longer
    if line:
        yield _cut(line, size, width)


def _cut(text: str, size: int, width: int) -> str:
    """A text with an ellipsis in place of what is too wide."""
    if _width(text, size) <= width:
        return text
    while text and _width(text + ELLIPSIS, size) > width:
        text = text[:-1]
    return text + ELLIPSIS


@lru_cache(maxsize=256)
def _placed(text: str, size: int, left: int, top: int) -> int:
    """The pixels of a line of text in a picture."""
    pen, line = float(left), 0
    for character in text:
        line |= _letter(character, size) >> BITS * (round(pen) - MARGIN)
        pen += _advance(character, size)
    rows_below = HEIGHT - top - _line_height(size)
    return line << ROW_BITS * rows_below if rows_below > 0 else line >> ROW_BITS * -rows_below


def _line_height(size: int) -> int:
    return sum(_font(size).getmetrics())


@lru_cache(maxsize=2048)
def _letter(character: str, size: int) -> int:
    """The pixels of a letter, as wide as the picture and as high as a line."""
    drawn = Image.new("L", (WIDTH, _line_height(size)))
    ImageDraw.Draw(drawn).text((MARGIN, 0), character, fill=255, font=_font(size))
    return _packed(drawn.point(SHADES))


@cache
def _shapes() -> int:
    """The band of the category's colour, and the mark of the site: an open book, as in its icon."""
    drawn = Image.new("L", (WIDTH, HEIGHT))
    draw = ImageDraw.Draw(drawn)
    draw.rectangle((0, 0, BAND - 1, HEIGHT), fill=HUE)
    draw.rounded_rectangle((LEFT, FOOT, LEFT + MARK - 1, FOOT + MARK - 1), radius=9, fill=HUE)
    middle, top, bottom = LEFT + MARK // 2, FOOT + 12, FOOT + MARK - 12
    draw.rectangle((LEFT + 10, top, middle - 2, bottom), fill=GROUND)
    draw.rectangle((middle + 1, top, LEFT + MARK - 11, bottom), fill=GROUND)
    return _packed(drawn)


def _packed(drawn: Image.Image) -> int:
    """The pixels of a drawing in which each is the number of a colour."""
    data, packed, count = drawn.tobytes(), 0, 8 // BITS
    for place in range(count):
        packed = packed << BITS | int.from_bytes(data[place::count], "big")
    return packed


def _png(pixels: int, hue: Colour) -> bytes:
    """Pixels as a PNG whose rows hold the differences from the row above."""
    rows = Image.frombytes("L", (ROW_BYTES, HEIGHT), pixels.to_bytes(ROW_BYTES * HEIGHT, "big"))
    above = Image.new("L", rows.size)
    above.paste(rows, (0, 1))
    filtered = Image.new("L", (ROW_BYTES + 1, HEIGHT), 2)  # 2 is the number of the filter, first in each row
    filtered.paste(ImageChops.subtract_modulo(rows, above), (1, 0))
    # Runs of equal bytes only: any other strategy searches for repetitions, and builds of zlib search differently.
    stream = zlib.compressobj(9, zlib.DEFLATED, zlib.MAX_WBITS, zlib.DEF_MEM_LEVEL + 1, zlib.Z_RLE)
    header = struct.pack(">IIBBBBB", WIDTH, HEIGHT, BITS, 3, 0, 0, 0)
    palette = bytes(value for colour in (*COLOURS[:HUE], hue, *COLOURS[HUE + 1 :]) for value in colour)
    data = stream.compress(filtered.tobytes()) + stream.flush()
    chunks = ((b"IHDR", header), (b"PLTE", palette), (b"IDAT", data), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, content) for kind, content in chunks)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
