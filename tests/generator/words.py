"""The words that an author wrote in the body of a page, and those that readers get.

A *word* is a run of letters, digits and combining marks, in NFC and without regard to capitals. Marks that Markdown
puts inside words (``* _ ~ ` \\``) part no words, and a character reference is the character that it stands for; where
the text holds the reference itself (in code), it may be published as written.

Every word of the body counts as often as it stands there, but for those that are no text:

- addresses and titles of links and images, and addresses in angle brackets,
- labels of references, and the definition of each label that is used: the first one, its address and its title,
- what stands behind the opening of a code fence,
- comments that ignore a rule,
- numbers of list items, which are counted anew; but for one of 1000 or more, which is a year: it is text where a list
  begins with it, and where it is not the next one.

The alternative text of an image counts as text, in HTML too, where it is an attribute. A word may be published as part
of a longer one only where a bracket or a mark stood beside it (`foo[bar](/)`).
"""

from __future__ import annotations

import html
import re
import unicodedata
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterator
from functools import lru_cache
from html.parser import HTMLParser
from operator import itemgetter
from typing import NamedTuple

from pipeline.source.parse.ignores import BODY_COMMENT

# Letters and digits with the marks above and below them; joiners stand inside words of some scripts.
RUN = re.compile(
    r"[^\W_](?:[^\W_]|[\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0900-\u0903\u093a-\u094f\u00ad\u200b-\u200d\u2060])*"
)
MARKS = str.maketrans("", "", "*_~`\\\u00ad\u200b\u200c\u200d\u2060\ufeff")
REFERENCE = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
# A reference, or characters that no mark is: parts of words.
PART = re.compile(rf"({REFERENCE.pattern})|[^*_~`\\&]+|&", re.DOTALL)
# `](address "title")`, over several lines but no empty one, with brackets in the address.
DESTINATION = re.compile(r"\]\(((?:[^()\n\\]|\\.|\n(?!\s*\n)|\((?:[^()\n\\]|\\.|\([^()\n]*\))*\))*)\)")
# Titles may hold any bracket.
TITLED = re.compile(
    r"\]\([ \t\n]*(?:<[^<>\n]*>|[^\s<][^\s]*)[ \t\n]+"
    r"""(?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|\((?:[^()\\]|\\.)*\))[ \t\n]*\)"""
)
ANGLED = re.compile(r"\]\([ \t\n]*<(?:[^<>\n\\]|\\.)*>[ \t\n]*\)")
AUTOLINK = re.compile(r"<[A-Za-z][A-Za-z0-9+.-]{1,31}:[^\s<>]*>")
# `[label]` behind a label, and a definition at the start of a line: label, address, title. Containers may stand before.
FULL_REFERENCE = re.compile(r"(?<=\])\[((?:[^\[\]\\]|\\.)*)\]")
OPENING = r"^(?:[ \t]*(?:>|[-*+]|[0-9]{1,9}[.)]))*[ \t]*"
DEFINITION = re.compile(
    OPENING + r"\[((?:[^\[\]\\]|\\.)+)\]:[ \t]*(?:\n[ \t>]*(?!`{3}|~{3}))?(?:<[^<>\n]*>|[^\s<][^\s]*)"
    r"""(?:(?:[ \t]+|[ \t]*\n[ \t>]*)("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|\((?:[^()\\]|\\.)*\)))?[ \t]*$""",
    re.MULTILINE,
)
# A line that begins with a word.
TEXT = re.compile(OPENING + r"[^\W_]", re.MULTILINE)
BRACKETED = re.compile(r"\[((?:[^\[\]\\]|\\.)*)\]")
INFO = re.compile(OPENING + r"(?:`{3,}([^`\n]*)|~{3,}(.*))$", re.MULTILINE)
NUMBER = re.compile(r"(?:^|(?<=[>\-*+.) \t]))0*([0-9]{1,3})[.)](?=\s|$)", re.MULTILINE)
LONG_NUMBER = re.compile(r"[ \t>*+-]*([0-9]{4,9})[.)](?=\s|$)")
COMMENT = re.compile(rf"^(?:[ \t>]|[-*+][ \t])*{BODY_COMMENT.pattern}$", re.MULTILINE)
# What stands between a word and a letter before or behind it with which it grows together: brackets, and ends of code
# with their blanks. Behind an address, and before one, there may be anything.
EDGE = "(?: ?\\n| )?"  # which Markdown takes off code
BEFORE = re.compile(rf"(?:[^\W_][\u0300-\u036f]*(?:[\[\]!<>\\*_~&;|]|{EDGE}`{EDGE})+|\)[\[*_~`\\]*)$")
BEHIND = re.compile(rf"(?:[\[\]!<>\\*_~&;|]|{EDGE}`{EDGE})+(?:(?<=&)#)?[^\W_]|[*_~`]*\][(\[]")
BLOCKS = frozenset(["p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "ul", "ol", "table", "tr", "td", "th", "blockquote"])
BLOCKS |= {"pre", "div", "section", "br", "hr", "figcaption"}

# Attributes that readers see: the number that a list begins with, and what stands for an image.
SHOWN = {("ol", "start"), ("img", "alt")}


class Place(NamedTuple):
    """A word where it stands in the source."""

    text: str
    start: int
    end: int


# Places of a text, the last of them first.
Chain = tuple[int, "Chain | None"]


class Word(NamedTuple):
    """A word and the places in the source where it is lost."""

    text: str
    at: tuple[int, ...]


def runs(text: str) -> Iterator[str]:
    """The words of a text that readers see."""
    folded = unicodedata.normalize("NFC", text).translate(MARKS).casefold()
    return (match.group() for match in RUN.finditer(unicodedata.normalize("NFC", folded)))


def missing(
    body: str, shown: str, *, within: slice = slice(None), named: Callable[[int], bool] = lambda at: False
) -> list[Word]:
    """Words of a part of a body that the text shown to readers holds less often, but for those at named places."""
    body = body.replace("\r\n", " \n").replace("\r", "\n")  # as long as before
    published = Counter(runs(shown))
    written = Counter(runs(REFERENCE.sub(lambda match: html.unescape(match.group()), body[within])))
    short = {text for text, times in written.items() if published[text] < times}
    if not short:
        return []
    exempt = exemptions(body)
    counted = [place for place in places_of(body, within) if not exempt(place.start)]
    lacking = Counter(place.text for place in counted) - published
    if not lacking:
        return []
    glued = "\n".join(published)

    def is_excused(place: Place) -> bool:
        return named(place.start) or (place.text in lacking and _reads_otherwise(body, place, glued))

    excused = [is_excused(place) for place in counted]
    weights = [1 if each else len(counted) + 1 for each in excused]
    kept = _kept([place.text for place in counted], weights, list(runs(shown)))
    found = []
    for text in sorted(lacking):
        fallen = [index for index, place in enumerate(counted) if place.text == text and index not in kept]
        spare = len(fallen) - lacking[text]  # so many of them are published, but in another order
        alone = [counted[index].start for index in fallen if not excused[index]]
        if len(alone) > spare:
            found.append(Word(text, tuple(alone)))
    return found


def _kept(written: list[str], weights: list[int], shown: list[str]) -> set[int]:
    """Which words stay when both texts are laid side by side, so that the words that stay weigh as much as can be."""
    there: dict[str, list[int]] = {}
    for at, text in enumerate(shown, 1):
        there.setdefault(text, []).insert(0, at)
    # The heaviest chain of words that ends at some place of the text shown, in a Fenwick tree of maxima.
    tree: list[tuple[int, Chain | None]] = [(0, None)] * (len(shown) + 1)
    for index, text in enumerate(written):
        for at in there.get(text, ()):
            weight, before = _heaviest(tree, at - 1)
            chain = (weight + weights[index], (index, before))
            while at < len(tree):
                tree[at] = max(tree[at], chain, key=itemgetter(0))
                at += at & -at
    kept = set()
    _, link = _heaviest(tree, len(shown))
    while link:
        kept.add(link[0])
        link = link[1]
    return kept


def _heaviest(tree: list[tuple[int, Chain | None]], last: int) -> tuple[int, Chain | None]:
    """The heaviest chain that ends no later than at a place."""
    found: tuple[int, Chain | None] = (0, None)
    while last:
        found = max(found, tree[last], key=itemgetter(0))
        last -= last & -last
    return found


def places_of(body: str, within: slice = slice(None)) -> Iterator[Place]:
    """The words of a part of a body, each with its place: marks inside it left out, references decoded."""
    kept: list[str] = []
    begins: list[int] = []  # where each part begins in the text without marks
    spans: list[tuple[int, int]] = []
    length = 0
    for match in PART.finditer(body, *within.indices(len(body))[:2]):
        part = html.unescape(match.group()) if match[1] else match.group()
        kept.append(part)
        begins.append(length)
        spans.append(match.span())
        length += len(part)

    def source_of(offset: int) -> tuple[int, int]:
        """The place in the source of a character of the text without marks."""
        index = bisect_right(begins, offset) - 1
        start, end = spans[index]
        if body[start] == "&" and len(kept[index]) != end - start:
            return start, end
        return start + offset - begins[index], start + offset - begins[index] + 1

    for match in RUN.finditer("".join(kept)):
        start, end = source_of(match.start())[0], source_of(match.end() - 1)[1]
        for word in _words_of(match.group()):
            yield Place(word, start, end)


@lru_cache(maxsize=100_000)
def _words_of(run: str) -> tuple[str, ...]:
    return tuple(runs(run))


def _reads_otherwise(body: str, place: Place, glued: str) -> bool:
    """True when a word may have grown together with a neighbour, or is a reference that is published as written."""
    before = body[max(0, place.start - 8) : place.start]
    while before and unicodedata.category(before[-1])[0] == "M":  # one above or below a letter
        before = before[:-1]
    if (BEFORE.search(before) or BEHIND.match(body, place.end)) and place.text in glued:
        return True
    written = body[place.start : place.end]
    return "&" in written and all(run in glued for run in runs(written))


def exemptions(body: str) -> Callable[[int], bool]:
    """Tells whether a place in a body is no text (see the head of this module)."""
    spans = [
        match.span() for pattern in (TITLED, ANGLED, DESTINATION, AUTOLINK, COMMENT) for match in pattern.finditer(body)
    ]
    spans += [match.span(1) for match in FULL_REFERENCE.finditer(body)]
    spans += [match.span(group) for match in INFO.finditer(body) for group in (1, 2) if match[group]]
    spans += [match.span(1) for match in NUMBER.finditer(body)]
    spans += _later_numbers(body)
    seen: set[str] = set()
    definitions = list(_definitions(body))
    used = Counter(_label(label) for label in BRACKETED.findall(body))
    used.subtract(_label(match[1]) for match in definitions)
    for match in definitions:
        label = _label(match[1])
        if used[label] > 0 and label not in seen:
            spans.append(match.span())
        if not body[: match.start()].rstrip(" \t").rpartition("\n")[0].rpartition("\n")[2].strip():
            seen.add(label)  # right below a line of text it would be text itself
    taken = bytearray(len(body) + 1)
    for start, end in spans:
        taken[start:end] = b"\1" * (end - start)
    return lambda at: bool(taken[at])


def _definitions(body: str) -> Iterator[re.Match[str]]:
    """What reads like a definition, but for what goes on with a line of text: there it is text itself."""
    end = -1
    for match in DEFINITION.finditer(body):
        above = body.rfind("\n", 0, max(0, match.start() - 1)) + 1
        if end == match.start() - 1 or not TEXT.match(body, above, match.start()):
            end = match.end()
            yield match


def _later_numbers(body: str) -> Iterator[tuple[int, int]]:
    """Long numbers of items that stand below another: those that readers see, and those that follow the one above."""
    begin, following, shown, after_blank = 0, 0, 0, False
    for line in body.split("\n"):
        if match := LONG_NUMBER.match(line):
            number = int(match[1])
            if number in (following, shown):
                yield begin + match.start(1), begin + match.end(1)
            following, shown = number + 1, (shown or number) + 1
        elif after_blank and line.strip() and not line[0].isspace():
            following = shown = 0
        begin, after_blank = begin + len(line) + 1, not line.strip()


def _label(label: str) -> str:
    return " ".join(label.split()).casefold()


class TextOf(HTMLParser):
    """The text of HTML, words of different blocks apart; alternative texts of images are text."""

    def __init__(self, inside: str = "") -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.inside = inside  # the tag in which text counts
        self.depth = 0 if inside else 1

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.depth += tag == self.inside
        if self.depth and tag in BLOCKS:
            self.parts.append("\n")
        if self.depth:
            self.parts += [
                f" {value} " if tag == "ol" else value or "" for name, value in attrs if (tag, name) in SHOWN
            ]

    def handle_endtag(self, tag: str) -> None:
        self.depth -= tag == self.inside
        if self.depth and tag in BLOCKS:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        if self.depth:
            self.parts.append(data)


def text_of_html(markup: str, inside: str = "") -> str:
    """What a reader sees of HTML, of what stands in a certain tag alone if one is named."""
    parser = TextOf(inside)
    parser.feed(markup)
    parser.close()
    return "".join(parser.parts)
