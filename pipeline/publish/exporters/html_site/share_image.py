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

from PIL import Image, ImageChops, ImageDraw, ImageFont, ImageOps

from pipeline.publish.exporters.html_site.arabic import drawn, is_arabic, is_simple
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
# The fonts, the first that has a letter counts; and the room above and below their line, as parts of their size.
FONTS = ("NotoSerif-SemiBold.ttf", "NotoSansArabic-SemiBold.ttf")
ASCENT, DESCENT = 1.07, 0.55
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
        title, above, below = map(shown, (self.title, self.above, self.below))
        mirrored = is_arabic(title or below)
        width, beside_mark = WIDTH - LEFT - RIGHT, MARK + GAP
        pixels = _shapes(mirrored) | _placed(_cut(above, SMALL, width), SMALL, (LEFT, TOP), mirrored)
        foot = _cut(below, SMALL, width - beside_mark)
        pixels |= _placed(foot, SMALL, (LEFT + beside_mark, FOOT - 1), mirrored)
        size, lines = _fitted(title, width)
        for number, line in enumerate(lines):
            pixels |= _placed(line, size, (LEFT, TITLE_TOP + round(number * size * LEADING)), mirrored)
        return _png(pixels, self.hue)


def shown(text: str) -> str:
    """A text as it is drawn; empty if the font lacks any letter of it."""
    composed = normalize("NFC", " ".join(text.split()))
    if is_arabic(composed) and not is_simple(composed):
        return ""
    return composed if all(map(_has_glyph, _drawn(composed))) else ""


@lru_cache(maxsize=4096)
def _drawn(text: str) -> str:
    """The characters of a line as they are drawn, from left to right."""
    return drawn(text) if is_arabic(text) else text


@lru_cache(maxsize=4096)
def _has_glyph(character: str) -> bool:
    return _font_of(character) is not None


@lru_cache(maxsize=4096)
def _font_of(character: str) -> str | None:
    """The first font that has a glyph for a character."""
    fonts = ((name, _font(name, SMALL)) for name in FONTS)
    return next((name for name, font in fonts if bytes(font.getmask(character)) != bytes(font.getmask(NOTHING))), None)


@cache
def _font(name: str, size: int) -> ImageFont.FreeTypeFont:
    with as_file(files("pipeline.publish.exporters.html_site") / "fonts" / name) as path:
        return ImageFont.truetype(path, size, layout_engine=ImageFont.Layout.BASIC)


@lru_cache(maxsize=4096)
def _advance(character: str, size: int) -> float:
    return _font(_font_of(character) or FONTS[0], size).getlength(character)


def _width(text: str, size: int) -> float:
    return sum(_advance(character, size) for character in _drawn(text))


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
def _placed(text: str, size: int, place: tuple[int, int], mirrored: bool) -> int:
    """The pixels of a line of text at a place from the left and the top; in a mirrored picture, from the right."""
    left, top = place
    pen, line = (WIDTH - left - _width(text, size) if mirrored else float(left)), 0
    for character in _drawn(text):
        line |= _letter(character, size) >> BITS * (round(pen) - MARGIN)
        pen += _advance(character, size)
    rows_below = HEIGHT - top - _line_height(size)
    return line << ROW_BITS * rows_below if rows_below > 0 else line >> ROW_BITS * -rows_below


def _line_height(size: int) -> int:
    return round(size * (ASCENT + DESCENT))


@lru_cache(maxsize=2048)
def _letter(character: str, size: int) -> int:
    """The pixels of a letter, as wide as the picture and as high as a line."""
    letter = Image.new("L", (WIDTH, _line_height(size)))
    font = _font(_font_of(character) or FONTS[0], size)
    ImageDraw.Draw(letter).text((MARGIN, round(size * ASCENT)), character, fill=255, font=font, anchor="ls")
    return _packed(letter.point(SHADES))


@cache
def _shapes(mirrored: bool) -> int:
    """The band of the category's colour, and the mark of the site: an open book, as in its icon."""
    shapes = Image.new("L", (WIDTH, HEIGHT))
    draw = ImageDraw.Draw(shapes)
    draw.rectangle((0, 0, BAND - 1, HEIGHT), fill=HUE)
    draw.rounded_rectangle((LEFT, FOOT, LEFT + MARK - 1, FOOT + MARK - 1), radius=9, fill=HUE)
    middle, top, bottom = LEFT + MARK // 2, FOOT + 12, FOOT + MARK - 12
    draw.rectangle((LEFT + 10, top, middle - 2, bottom), fill=GROUND)
    draw.rectangle((middle + 1, top, LEFT + MARK - 11, bottom), fill=GROUND)
    return _packed(ImageOps.mirror(shapes) if mirrored else shapes)


def _packed(drawing: Image.Image) -> int:
    """The pixels of a drawing in which each is the number of a colour."""
    data, packed, count = drawing.tobytes(), 0, 8 // BITS
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
