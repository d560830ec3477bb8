"""The words that an author wrote in the body of a page, and those that readers get.

A *word* is a run of letters, digits and combining marks, in NFC and without regard to capitals. Marks that Markdown
puts inside words (``* _ ~ ` \\``) part no words, and a character reference is the character that it stands for; where
the text holds the reference itself (in code), it may be published as written.

Every word of the body counts as often as it stands there, but for those that are no text:

- addresses and titles of links and images, and addresses in angle brackets,
- labels of references, and the definition of each label that is used: the first one, its address and its title,
- what stands behind the opening of a code fence,
- comments that ignore a rule,
- numbers of list items, which are counted anew; but for one of 1000 or more that a list begins with, which is a year.

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
from difflib import SequenceMatcher
from functools import lru_cache
from html.parser import HTMLParser
from typing import NamedTuple

from pipeline.parse.ignores import BODY_COMMENT

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
    OPENING + r"\[((?:[^\[\]\\]|\\.)+)\]:[ \t]*(?:\n[ \t>]*)?(?:<[^<>\n]*>|[^\s<][^\s]*)"
    r"""(?:(?:[ \t]+|[ \t]*\n[ \t>]*)("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|\((?:[^()\\]|\\.)*\)))?[ \t]*$""",
    re.MULTILINE,
)
BRACKETED = re.compile(r"\[((?:[^\[\]\\]|\\.)*)\]")
INFO = re.compile(OPENING + r"(?:`{3,}([^`\n]*)|~{3,}(.*))$", re.MULTILINE)
NUMBER = re.compile(r"(?:^|(?<=[>\-*+.) \t]))0*([0-9]{1,3})[.)](?=\s|$)", re.MULTILINE)
LONG_NUMBER = re.compile(r"[ \t>*+-]*([0-9]{4,9})[.)](?=\s|$)")
COMMENT = re.compile(rf"^(?:[ \t>]|[-*+][ \t])*{BODY_COMMENT.pattern}$", re.MULTILINE)
# What stands between a word and a letter before or behind it with which it grows together: brackets, and ends of code
# with their blanks. Behind an address, and before one, there may be anything.
BEFORE = re.compile(r"(?:[^\W_][\u0300-\u036f]*(?:[\[\]!<>\\*_~&;|]| ?` ?)+|\)[\[*_~`\\]*)$")
BEHIND = re.compile(r"(?:[\[\]!<>\\*_~&;|]| ?` ?)+[^\W_]|[*_~`]*\][(\[]")
BLOCKS = frozenset(["p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "ul", "ol", "table", "tr", "td", "th", "blockquote"])
BLOCKS |= {"pre", "div", "section", "br", "hr", "figcaption"}

# Attributes that readers see: the number that a list begins with, and what stands for an image.
SHOWN = {("ol", "start"), ("img", "alt")}


class Place(NamedTuple):
    """A word where it stands in the source."""

    text: str
    start: int
    end: int


class Word(NamedTuple):
    """A word and the places in the source where it is lost."""

    text: str
    at: tuple[int, ...]


def runs(text: str) -> Iterator[str]:
    """The words of a text that readers see."""
    folded = unicodedata.normalize("NFC", text).translate(MARKS).casefold()
    return (match.group() for match in RUN.finditer(unicodedata.normalize("NFC", folded)))


def missing(body: str, shown: str) -> list[Word]:
    """Words of a body that the text shown to readers holds less often than the body does, places that count only."""
    body = body.replace("\r\n", " \n").replace("\r", "\n")  # as long as before
    published = Counter(runs(shown))
    written = Counter(runs(REFERENCE.sub(lambda match: html.unescape(match.group()), body)))
    short = {text for text, times in written.items() if published[text] < times}
    if not short:
        return []
    exempt = exemptions(body)
    found: dict[str, list[Place]] = {}
    for place in places_of(body):
        if place.text in short and not exempt(place.start):
            found.setdefault(place.text, []).append(place)
    glued = "\n".join(published)
    lost = {}
    for text, places in sorted(found.items()):
        lacking = len(places) - published[text]
        if lacking > 0 and sum(_reads_otherwise(body, place, glued) for place in places) < lacking:
            lost[text] = places
    return _singled_out(body, shown, lost, exempt) if lost else []


def _singled_out(body: str, shown: str, lost: dict[str, list[Place]], exempt: Callable[[int], bool]) -> list[Word]:
    """Which of the places of a word are not published: those that fall out when both texts are laid side by side."""
    counted = [place for place in places_of(body) if not exempt(place.start)]
    beside = SequenceMatcher(None, [place.text for place in counted], list(runs(shown)), autojunk=False)
    matched = {place for start, _, size in beside.get_matching_blocks() for place in counted[start : start + size]}
    found = []
    for text, places in lost.items():
        alone = [place for place in places if place not in matched]
        found.append(Word(text, tuple(place.start for place in alone or places)))
    return found


def places_of(body: str) -> Iterator[Place]:
    """The words of a body, each with its place: marks inside it left out, references decoded."""
    kept: list[str] = []
    begins: list[int] = []  # where each part begins in the text without marks
    spans: list[tuple[int, int]] = []
    length = 0
    for match in PART.finditer(body):
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
    definitions = list(DEFINITION.finditer(body))
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


def _later_numbers(body: str) -> Iterator[tuple[int, int]]:
    """Long numbers of items that another item with one stands above."""
    begin, counting, after_blank = 0, False, False
    for line in body.split("\n"):
        if match := LONG_NUMBER.match(line):
            if counting:
                yield begin + match.start(1), begin + match.end(1)
            counting = True
        elif after_blank and line.strip() and not line[0].isspace():
            counting = False
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
