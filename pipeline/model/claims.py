"""Claims of a page: sentences with a link to the work that carries them."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from pipeline.model.sentences import TERMINALS
from pipeline.model.work import SCHEME
from pipeline.source.parse import Block, Inline
from pipeline.source.parse.inline import visible_text

# The end of a sentence and the blanks behind it. A small letter goes on with the sentence: `et al. found`.
SENTENCE_END = re.compile(rf"[{re.escape(''.join(sorted(TERMINALS)))}]+[\"'’”»)\]]*\s+(?=[^\sa-zà-ÿ])")

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
    starts = [0, *(match.end() for match in SENTENCE_END.finditer(text))]
    for start, stop, key in cited:
        first, after = bisect_right(starts, start) - 1, bisect_left(starts, max(stop, start + 1))
        sentence = text[starts[first] : starts[after] if after < len(starts) else len(text)]
        yield Claim(section, _folded(sentence), _folded(text[start:stop]), key)


def _folded(text: str) -> str:
    return " ".join(text.split())
