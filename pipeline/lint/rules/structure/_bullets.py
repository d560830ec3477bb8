"""Bullets and numbers of word processors and web pages, which make no list in Markdown."""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from pipeline.lint.rules.links._resources import opening
from pipeline.source.parse import Block, Inline

# Signs that are always bullets at the start of a line: dots, squares, and those of Symbol and Wingdings.
SURE = "•‣⁃◦▪▫●○■□◆◇❖➢➤►▶▸✓✔☐☑✗✘·∙\uf000-\uf0ff"
# Signs that may begin a line for another reason: dashes of dialogue, arrows, stars.
DOUBTFUL = "–→➔➜★☆✦"
# Letters that are bullets in a symbol font, with a tab after them; `o` is one in any font.
LETTERS = "o§Øüqv"
MARK = re.compile(
    rf"(?:(?P<sure>[{SURE}])\ufe0f?[^\S\n]*|(?P<tabbed>[{LETTERS}{DOUBTFUL}](?=\t)|o(?=[ \u00a0]{{2}}))[^\S\n]+"
    rf"|(?P<letter>o)[ \u00a0]|(?P<doubtful>[{DOUBTFUL}])\ufe0f?[ \u00a0]+(?!\d)"
    r"|(?P<tight>-)(?=[^\W\d_]|[*_\"“‘'(\[][^\W\d_])|(?P<number>\d{1,2})(?P<dot>[.)])(?=[^\W\d_]))(?=\S)"
)
KINDS = ("sure", "tabbed", "letter", "doubtful", "tight", "number")
# Blanks that indent a line by one level.
STEP = 3
# The levels at which word processors use these signs; others are at level 0.
DEPTHS = {"o": 1, "◦": 1, "▪": 2, "§": 2, "\uf0a7": 2}


class Bullet(NamedTuple):
    """A line that begins with such a mark: the position of the mark in its text, and its kind."""

    inline: Inline
    start: int
    end: int
    kind: str
    sign: str

    @property
    def is_sure(self) -> bool:
        """True if the sign can be nothing else."""
        return self.kind in ("sure", "tabbed")

    @property
    def family(self) -> str:
        """The same for all bullets of one list: dots, squares and letters mix, other signs do not."""
        if self.is_sure or self.kind == "letter":
            return ""
        return "number" if self.kind == "number" else self.kind + self.sign

    @property
    def indent(self) -> int:
        """Blanks before the mark on its line; a tab counts as four."""
        return len(self.inline.content[: self.start].rpartition("\n")[2].expandtabs(4))


def bullets(blocks: Iterable[Block]) -> Iterator[list[Bullet]]:
    """Group such lines of neighbouring blocks into lists."""
    group: list[Bullet] = []
    for block in blocks:
        found = list(_lines(block.inline)) if block.kind == "paragraph" and block.inline else []
        if group and not (found and found[0].start == 0 and found[0].family == group[-1].family):
            yield from _certain(group)
            group = []
        group += found
    yield from _certain(group)


def bulleted_items(block: Block) -> list[Bullet]:
    """The items of a list that begin with a bullet of their own."""
    openings = filter(None, map(opening, block.children))
    found = (next(_lines(inline), None) for inline in openings)
    return [bullet for bullet in found if bullet and bullet.start == 0 and bullet.is_sure]


def depths(group: list[Bullet]) -> list[int]:
    """The level of each line by its sign and indent, at most one level below the line before."""
    known = [(DEPTHS.get(bullet.sign, 0), bullet.indent // STEP) for bullet in group]
    ranks = {depth: rank for rank, depth in enumerate(sorted(set(known)))}
    found: list[int] = []
    for depth in known:
        found.append(min(ranks[depth], found[-1] + 1 if found else 0))
    return found


def _lines(inline: Inline) -> Iterator[Bullet]:
    start = 0
    for line in inline.prose.split("\n"):
        bare = line.lstrip(" \t")
        if match := MARK.match(bare):
            begin = start + len(line) - len(bare)
            kind = next(kind for kind in KINDS if match[kind])
            yield Bullet(inline, begin, begin + match.end(), kind, match[kind])
        start += len(line) + 1


def _certain(group: list[Bullet]) -> Iterator[list[Bullet]]:
    """The group if it is certainly a list: with one sure sign in it, or two of the others."""
    others = [bullet for bullet in group if bullet.kind != "letter"]
    if any(bullet.is_sure for bullet in group):
        yield group
    elif others and all(bullet.kind == "number" for bullet in others):
        numbers = [int(bullet.sign) for bullet in others]
        if len(others) > 1 and numbers == list(range(numbers[0], numbers[0] + len(others))):
            yield others
    elif len(others) > 1 or (others and others[0].kind == "tight"):
        yield others
