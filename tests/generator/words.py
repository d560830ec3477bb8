"""The words that an author wrote in the body of a page, and those that readers get.

A *word* is a run of letters, digits and combining marks, in NFC and without regard to capitals. Marks that Markdown
puts inside words (``* _ ~ ` \\``) part no words, and a character reference is the character that it stands for; where
the text holds the reference itself (in code), it may be published as written.

Every word of the body counts as often as it stands there, but for those that are no text:

- addresses and titles of links and images, and addresses in angle brackets,
- labels of references, and the definition of each label that is used: the first one, its address and its title,
- what stands behind the opening of a code fence,
- comments that ignore a rule,
- numbers of list items below 1000, which are counted anew; a longer one is a year.

The alternative text of an image counts as text, in HTML too, where it is an attribute. A word may be published as part
of a longer one only where a bracket or a mark stood beside it (`foo[bar](/)`).
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator
from difflib import SequenceMatcher
from html.parser import HTMLParser
from typing import NamedTuple

from pipeline.parse.ignores import BODY_COMMENT

# Letters and digits with the marks above and below them; joiners stand inside words of some scripts.
RUN = re.compile(
    r"[^\W_](?:[^\W_]|[\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0900-\u0903\u093a-\u094f\u00ad\u200b-\u200d\u2060])*"
)
MARKS = str.maketrans("", "", "*_~`\\\u00ad\u200b\u200c\u200d\u2060\ufeff")
REFERENCE = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
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
FULL_REFERENCE = re.compile(r"\]\[([^\[\]]*)\]")
OPENING = r"^(?:[ \t]*(?:>|[-*+]|[0-9]{1,9}[.)]))*[ \t]*"
DEFINITION = re.compile(
    OPENING + r"\[((?:[^\[\]\\]|\\.)+)\]:[ \t]*(?:\n[ \t>]*)?(?:<[^<>\n]*>|[^\s<][^\s]*)"
    r"""(?:(?:[ \t]+|[ \t]*\n[ \t>]*)("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|\((?:[^()\\]|\\.)*\)))?[ \t]*$""",
    re.MULTILINE,
)
BRACKETED = re.compile(r"\[((?:[^\[\]\\]|\\.)*)\]")
INFO = re.compile(OPENING + r"(?:`{3,}([^`\n]*)|~{3,}(.*))$", re.MULTILINE)
NUMBER = re.compile(r"(?:^|(?<=[>\-*+.) \t]))0*([0-9]{1,3})[.)](?=\s|$)", re.MULTILINE)
COMMENT = re.compile(rf"^(?:[ \t>]|[-*+][ \t])*{BODY_COMMENT.pattern}$", re.MULTILINE)
# Beside which characters a word may have grown together with its neighbour.
GLUE = frozenset("[]()!<>\\*_~`&;|")
BLOCKS = frozenset(["p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "ul", "ol", "table", "tr", "td", "th", "blockquote"])
BLOCKS |= {"pre", "div", "section", "br", "hr", "figcaption"}

# Attributes that readers see: the number that a list begins with, and what stands for an image.
SHOWN = {("ol", "start"), ("img", "alt")}


class Word(NamedTuple):
    """A word and its places in the source."""

    text: str
    at: tuple[int, ...]


def runs(text: str) -> Iterator[str]:
    """The words of a text that readers see."""
    folded = unicodedata.normalize("NFC", text).translate(MARKS).casefold()
    return (match.group() for match in RUN.finditer(unicodedata.normalize("NFC", folded)))


def missing(body: str, shown: str) -> list[Word]:
    """Words of a body that the text shown to readers holds less often than the body does, places that count only."""
    published = Counter(runs(shown))
    written: dict[str, list[int]] = {}
    for text, place in _placed(body):
        written.setdefault(text, []).append(place)
    short = {text: places for text, places in written.items() if published[text] < len(places)}
    if not short:
        return []
    exempt = exemptions(body)
    glued = "\n".join(published)
    lost: dict[str, list[int]] = {}
    for text, places in short.items():
        counted = [at for at in places if not exempt(at)]
        lacking = len(counted) - published[text]
        if lacking > 0 and not _otherwise(body, text, counted, glued, lacking):
            lost[text] = counted
    return _singled_out(body, shown, lost, exempt) if lost else []


def _singled_out(body: str, shown: str, lost: dict[str, list[int]], exempt: Callable[[int], bool]) -> list[Word]:
    """Which of the places of a word are not published: those that fall out when both texts are laid side by side."""
    written = [(text, at) for text, at in _placed(body) if not exempt(at)]
    beside = SequenceMatcher(None, [text for text, _ in written], list(runs(shown)), autojunk=False)
    matched = {at for start, _, size in beside.get_matching_blocks() for _, at in written[start : start + size]}
    found = []
    for text, places in lost.items():
        alone = tuple(at for at in places if at not in matched)
        found.append(Word(text, alone or tuple(places)))
    return found


def _placed(body: str) -> Iterator[tuple[str, int]]:
    """The words of a body, each with its place: marks inside it left out, references decoded."""
    kept, places = [], []
    position = 0
    for match in REFERENCE.finditer(body):
        _keep(body, position, match.start(), kept, places)
        for character in html.unescape(match.group()):
            kept.append(character)
            places.append(match.start())
        position = match.end()
    _keep(body, position, len(body), kept, places)
    text = "".join(kept)
    for match in RUN.finditer(text):
        words = list(runs(match.group()))
        yield from ((word, places[match.start()]) for word in words)


def _keep(body: str, start: int, end: int, kept: list[str], places: list[int]) -> None:
    for at in range(start, end):
        if body[at] not in "*_~`\\":
            kept.append(body[at])
            places.append(at)


def _otherwise(body: str, text: str, places: list[int], glued: str, lacking: int) -> bool:
    """True when enough of the places read otherwise: grown together with a neighbour, or a reference as written."""
    excused = 0
    for at in places:
        end = at + len(text)
        # Blanks at the ends of code are not part of it.
        beside = body[max(0, at - 3) : at].rstrip(" ")[-1:] + body[end : end + 3].lstrip(" ")[:1]
        near = body[max(0, at - 12) : end + 12]
        if (set(beside) & GLUE and text in glued) or (
            "&" in near and all(run in glued for run in runs(near[near.find("&") :][:8]))
        ):
            excused += 1
    return excused >= lacking


def exemptions(body: str) -> Callable[[int], bool]:
    """Tells whether a place in a body is no text (see the head of this module)."""
    spans = [
        match.span() for pattern in (TITLED, ANGLED, DESTINATION, AUTOLINK, COMMENT) for match in pattern.finditer(body)
    ]
    spans += [match.span(1) for match in FULL_REFERENCE.finditer(body)]
    spans += [match.span(group) for match in INFO.finditer(body) for group in (1, 2) if match[group]]
    spans += [match.span(1) for match in NUMBER.finditer(body)]
    seen: set[str] = set()
    definitions = list(DEFINITION.finditer(body))
    used = Counter(_label(label) for label in BRACKETED.findall(body))
    used.subtract(_label(match[1]) for match in definitions)
    for match in definitions:
        label = _label(match[1])
        if used[label] > 0 and label not in seen:
            spans.append(match.span())
        seen.add(label)
    return lambda at: any(start <= at < end for start, end in spans)


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
