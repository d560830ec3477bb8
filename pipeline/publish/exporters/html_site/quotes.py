"""Curly quotes and apostrophes on the pages of a site, as the library's language has them.

They are set in the finished page, on the text between tags: so titles, definitions and the site's own words get them
like the author's text does. Disclaimers, code and addresses stay as they are, and so does everything that is not shown.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from html import escape, unescape

from pipeline.model.policy import same_words
from pipeline.source.parse.quotes import Piece, curled

# A comment, an element whose content stays as it is, or a tag; values of attributes may hold brackets.
MARKUP = re.compile(
    r"(<!--.*?-->|<(head|script|style|template|textarea|pre|code|kbd|samp|svg|math)(?=[\s>]).*?</\2\s*>"
    r"""|<[^<>"']*(?:"[^"]*"[^<>"']*|'[^']*'[^<>"']*)*>)""",
    re.DOTALL,
)
NAME = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)")
# Tags within running text; any other ends a block.
INLINE = frozenset({"a", "abbr", "b", "bdi", "bdo", "cite", "code", "data", "del", "dfn", "em", "i", "ins", "kbd"})
INLINE |= {"mark", "q", "s", "samp", "small", "span", "strong", "sub", "sup", "time", "u", "var"}
# A straight mark as HTML may write it.
STRAIGHT = re.compile("[\"']|&(?:quot|apos|#0*3[49]|#[xX]0*2[27]);")
# An address, without what a sentence puts behind it.
ADDRESS = re.compile(r"""((?:\bhttps?://|\bwww\.)[^\s"<>]*[^\s"'<>.,;:!?)])""")
# CLDR 48.2, `delimiters`: opening, closing, and both for a quote within a quote. French has a narrow space inside them.
MARKS = {
    **dict.fromkeys(("en", "es", "pt", "da", "tr", "zh", "ko", "vi", "id", "ms", "gl", "lv", "ga", "cy", "sw"), "“”‘’"),
    **dict.fromkeys(("hi", "bn", "ta", "fil"), "“”‘’"),
    **dict.fromkeys(("de", "cs", "sk", "sl", "hr", "et", "is"), "„“‚‘"),
    **dict.fromkeys(("it", "el", "ca", "eu", "pt-PT"), "«»“”"),
    **dict.fromkeys(("nb", "nn", "no"), "«»‘’"),
    **dict.fromkeys(("ru", "uk"), "«»„“"),
    **dict.fromkeys(("bg", "lt"), "„“„“"),
    **dict.fromkeys(("pl", "ro"), "„”«»"),
    **dict.fromkeys(("fa", "fr-CH"), "«»‹›"),
    **dict.fromkeys(("ar", "ur"), "”“’‘"),
    **dict.fromkeys(("sv", "fi"), "””’’"),
    "nl": "‘’‘’",
    "hu": "„”»«",
}
# Within running text, without content.
VOID = frozenset({"br", "img", "wbr"})
# From one text to the next in the parts of a page, and the owner of what is no text.
STEP, NOBODY = 3, -1
FRENCH = ("«\u202f", "\u202f»", "«\u202f", "\u202f»")


def marks_of(language: str) -> tuple[str, ...]:
    """The marks of a language by its tag; none where they are not known, and everything stays straight."""
    primary = language.partition("-")[0]
    if primary == "fr" and language != "fr-CH":
        return FRENCH
    return tuple(MARKS.get(language) or MARKS.get(primary) or ())


@dataclass(frozen=True)
class Quotes:
    """The marks of a site. `fixed` are texts that must stand word for word."""

    marks: tuple[str, ...]
    fixed: tuple[str, ...] = ()

    @classmethod
    def of(cls, language: str, disclaimers: Iterable[str]) -> "Quotes":
        """The marks of a language, and the paragraphs of disclaimers that hold any."""
        return cls(marks_of(language), tuple(same_words(text) for text in disclaimers if STRAIGHT.search(text)))

    def page(self, html: str) -> str:
        """A page with curly marks."""
        if not self.marks:
            return html
        parts = MARKUP.split(html)  # a text, the markup behind it, the name of its element, the next text, …
        done = 0
        for at in range(0, len(parts), STEP):
            if at >= done and STRAIGHT.search(parts[at]):
                block = _block_around(parts, at)
                self._set(parts, block)
                done = block.stop
        del parts[2::STEP]
        return "".join(parts)

    def text(self, text: str) -> str:
        """A text that is no HTML with curly marks."""
        if not self.marks or not STRAIGHT.search(text):
            return text
        return "".join(curled(list(_pieces(text, 0)), self.marks))

    def _set(self, parts: list[str], block: range) -> None:
        """Set the marks in the texts of one block."""
        texts = {at: unescape(parts[at]) for at in block}
        if self.fixed and any(fixed in same_words("".join(texts.values())) for fixed in self.fixed):
            return
        depth, owners, pieces = 0, list[int](), list[Piece]()
        for at, text in texts.items():
            found = list(_pieces(text, depth))
            owners += [at] * len(found)
            pieces += found
            if at != block[-1]:
                owners.append(NOBODY)
                pieces.append(Piece(_words_of(parts[at + 1]), depth, fixed=True))
                depth += _step(parts[at + 1], parts[at + 2]) or 0
        new = dict.fromkeys(texts, "")
        for at, text in zip(owners, curled(pieces, self.marks), strict=True):
            if at != NOBODY:
                new[at] += text
        for at, text in new.items():
            if text != texts[at]:
                parts[at] = escape(text, quote=False)


def _block_around(parts: list[str], at: int) -> range:
    """The places of the texts of the block with a text."""
    first = last = at
    while first and _step(parts[first - 2], parts[first - 1]) is not None:
        first -= STEP
    while last + 1 < len(parts) and _step(parts[last + 1], parts[last + 2]) is not None:
        last += STEP
    return range(first, last + 1, STEP)


@lru_cache(maxsize=8192)
def _step(markup: str, element: str | None) -> int | None:
    """By how much a tag changes the depth of running text; None if it ends the block."""
    found = NAME.match(markup)
    if found is None:
        return 0  # a comment
    name = found[2].lower()
    if name in VOID:
        return 0
    if name not in INLINE:
        return None
    return 0 if element else -1 if found[1] else 1


def _words_of(markup: str) -> str:
    """What markup shows in the middle of running text: the content of code, or the end of a line."""
    if markup.startswith("<br"):
        return "\n"
    return unescape(MARKUP.sub("", markup[markup.index(">") + 1 : markup.rindex("<")])) if "</" in markup[1:] else ""


def _pieces(text: str, depth: int) -> Iterator[Piece]:
    """A text in pieces: addresses, and what stands between them."""
    for number, piece in enumerate(ADDRESS.split(text)):
        yield Piece(piece, depth, fixed=bool(number % 2))
