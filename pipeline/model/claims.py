"""Claims of a page: sentences with a link to the work that carries them."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from pipeline.model.sentences import TERMINALS
from pipeline.model.work import SCHEME
from pipeline.source.parse import Block, Inline
from pipeline.source.parse.inline import visible_text

CLOSING = "\"'’”»)\\]」』"
# The end of a sentence and the blanks behind it: none is needed in Chinese and Japanese. A small letter or a year in
# brackets goes on with the sentence: `et al. found`, `et al. (2018)`.
SENTENCE_END = re.compile(
    rf"[。！？｡]+[{CLOSING}]*\s*(?=\S)|[{re.escape(''.join(sorted(TERMINALS)))}]+[{CLOSING}]*\s+(?=[^\sa-zà-ÿ(])"
)
# What a full stop shortens, before it: initials, and words that are seldom written out.
SHORTENED = re.compile(
    r"(?:^|[\s(\[.])(?:[A-ZÀ-Þ]|al|ca|cf|Dr|ed|eds|etc|Fig|Jr|Mr|Mrs|Ms|No|Nr|pp|Prof|Sr|St|Vgl|vgl|Vol|vs)$"
)
# Most characters of a claim before and after its link; texts without full stops would be repeated for each link.
ROOM = 600

# What a link begins with; the address may stand elsewhere, in a definition.
LINK = re.compile(rf"\[|<{SCHEME}")


class Claim(NamedTuple):
    """A sentence of a section, the words in it that are a link, and the id of the work that they lead to.

    A link over the end of a sentence makes one text of both.
    """

    section: str
    text: str
    words: str
    reference: str


def claims_in(section: str, blocks: Iterable[Block]) -> Iterator[Claim]:
    """The claims in the blocks of a section, in order; a sentence with two links is two claims."""
    for block in blocks:
        for part in block.walk():
            if part.inline and LINK.search(part.inline.content):
                yield from _in_text(section, part.inline)


def _in_text(section: str, inline: Inline) -> Iterator[Claim]:
    parts, cited = list[str](), list[tuple[int, int, str]]()
    target, start, length = "", 0, 0
    for token in inline.tokens:
        if token.type == "link_open":
            target, start = str(token.attrs["href"]), length
        elif token.type == "link_close" and target.startswith(SCHEME):
            cited.append((start, length, target.removeprefix(SCHEME)))
        parts.append(visible_text((token,)))
        length += len(parts[-1])
    text = "".join(parts)
    starts = [0, *(match.end() for match in SENTENCE_END.finditer(text) if not _is_shortened(text, match))]
    for start, stop, key in cited:
        first, after = bisect_right(starts, start) - 1, bisect_left(starts, max(stop, start + 1))
        sentence = starts[first], starts[after] if after < len(starts) else len(text)
        yield Claim(section, _folded(_near(text, sentence, (start, stop))), _folded(text[start:stop]), key)


def _is_shortened(text: str, end: re.Match[str]) -> bool:
    return end[0].startswith(".") and SHORTENED.search(text, max(0, end.start() - 12), end.start()) is not None


def _near(text: str, sentence: tuple[int, int], link: tuple[int, int]) -> str:
    """The sentence around a link, or, of a very long one, whole words of it."""
    first, last = max(sentence[0], link[0] - ROOM), min(sentence[1], link[1] + ROOM)
    if first > sentence[0]:
        first = text.find(" ", first, link[0]) + 1 or link[0]
    if last < sentence[1]:
        last = max(text.rfind(" ", link[1], last), link[1])
    return text[first:last]


def _folded(text: str) -> str:
    return " ".join(text.split())
