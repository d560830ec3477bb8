"""Text inside a block: its visible words, its links, and the position of each in the file."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from markdown_it.helpers import parseLinkDestination
from markdown_it.token import Token

from pipeline.source.memoise import cached_property
from pipeline.source.parse.addresses import label_of
from pipeline.source.parse.recording import AT, LABEL_END, MARK
from pipeline.source.text import Source, Span

# The closing run of hashes of a heading such as `## Title ##`.
CLOSING_HASHES = re.compile(r"[ \t]+#+[ \t]*$")
# Replaces each character that is not prose in `Inline.prose`.
MASK = "\ufffc"


# `Final` is for the type checker: a frozen dataclass takes four times as long to build.
@dataclass
class Link:
    """A link, an image or an autolink. `href` is normalised, `text` is visible (of an image: the alternative)."""

    inline: Final["Inline"]
    kind: Final[str]  # link, image, autolink
    href: Final[str]
    title: Final[str]
    text: Final[str]
    at: Final[tuple[int, int]]  # in the block's inline text
    label_end: Final[int | None] = None

    @property
    def span(self) -> Span:
        """The complete link, or its complete lines if its exact position is unknown."""
        return self.inline.locate(*self.at)

    @property
    def target(self) -> Span:
        """The address as written; the complete link if the address is elsewhere (reference links)."""
        position = self.destination
        return self.inline.locate(*position) if position else self.span

    @property
    def written(self) -> str:
        """The address as written, with its escapes; empty if it is elsewhere."""
        position = self.destination
        return self.inline.content[slice(*position)] if position else ""

    @property
    def label(self) -> str | None:
        """The label of the definition that holds the address; None if the link itself holds it."""
        start, end = self.at
        if self.kind == "autolink" or self.label_end is None:
            return None
        if self.inline.content.startswith("(", self.label_end + 1, end):
            return None
        words = self.inline.content[start + (2 if self.kind == "image" else 1) : self.label_end]
        return label_of(self.inline.content[self.label_end + 2 : end - 1] or words)

    @cached_property
    def destination(self) -> tuple[int, int] | None:
        """Position of the address in the block's inline text; None if it is elsewhere."""
        start, end = self.at
        if self.kind == "autolink":
            return start + 1, end - 1
        after = end if self.label_end is None else self.label_end + 1
        content = self.inline.content
        if after >= end or content[after] != "(":
            return None
        inside = content[after + 1 : end]
        first = end - len(inside.lstrip(" \t\n"))
        found = parseLinkDestination(content, first, end)
        if not found.ok or found.pos == first:
            return None
        angled = int(content[first] == "<")
        return first + angled, found.pos - angled


@dataclass
class Inline:
    """The inline text of a paragraph, heading or table cell. `content` is the text without the block's markers."""

    source: Final[Source]
    content: Final[str]
    first_line: Final[int]  # index of its first source line
    kind: Final[str]  # paragraph, heading, th, td
    tokens: Final[Sequence[Token]]

    @property
    def _is_plain(self) -> bool:
        """True for text without markup and line breaks."""
        return len(self.tokens) == 1 and self.tokens[0].type == "text"

    @cached_property
    def text(self) -> str:
        """The visible text, with white space folded."""
        return " ".join(visible_text(self.tokens).split())

    @cached_property
    def links(self) -> tuple[Link, ...]:
        """Links and images in order, without those inside an image's alternative text."""
        return () if self._is_plain else tuple(self._links())

    def _links(self) -> Iterator[Link]:
        for index, token in enumerate(self.tokens):
            if token.type == "link_open":
                end = next(i for i in range(index, len(self.tokens)) if self.tokens[i].type == "link_close")
                text = visible_text(self.tokens[index + 1 : end])
                kind = "autolink" if token.markup == "autolink" else "link"
                yield self._link(token, kind, str(token.attrs["href"]), text)
            elif token.type == "image":
                yield self._link(token, "image", str(token.attrs["src"]), visible_text(token.children or ()))

    def _link(self, token: Token, kind: str, href: str, text: str) -> Link:
        title = str(token.attrGet("title") or "")
        return Link(self, kind, href, title, " ".join(text.split()), token.meta[AT], token.meta.get(LABEL_END))

    @property
    def sole_link(self) -> Link | None:
        """The link, if the text is nothing else: a lone link to a video host is a video."""
        if len(self.links) != 1 or self.links[0].kind == "image":
            return None
        return self.links[0] if self.links[0].at == (0, len(self.content)) else None

    @cached_property
    def html(self) -> tuple[tuple[int, int], ...]:
        """Positions of raw HTML tags and comments in the inline text."""
        if "<" not in self.content:
            return ()
        found = [token.meta[AT] for token in self.tokens if token.type == "html_inline"]
        # A comment that its paragraph does not close is not a tag in CommonMark; it would be published as text.
        found += [match.span() for match in re.finditer("<!--", self.prose)]
        return tuple(sorted(found))

    @cached_property
    def prose(self) -> str:
        """The inline text with code, addresses, images and HTML masked; offsets are those of `content`."""
        if self._is_plain:
            return self.content
        parts, copied = [], 0
        for start, end in sorted(self._not_prose()):
            if end > copied:  # the text of a link may hold code
                begin = max(start, copied)
                parts += [self.content[copied:begin], MASK * (end - begin)]
                copied = end
        return "".join([*parts, self.content[copied:]])

    @cached_property
    def marks(self) -> tuple[tuple[int, int], ...]:
        """Positions of the asterisks, underscores and tildes that make emphasis."""
        found: list[tuple[int, int]] = []
        for token in self.tokens:
            if MARK in token.meta and token.type.endswith(("_open", "_close")):
                # Strong text has two marks at each end. Its opening token records the second, its closing the first.
                start = token.meta[MARK] - (token.type == "strong_open")
                found.append((start, start + len(token.markup)))
        return tuple(found)

    def _not_prose(self) -> Iterator[tuple[int, int]]:
        for token in self.tokens:
            if AT not in token.meta:
                continue
            start, end = token.meta[AT]
            if token.type == "link_open" and token.markup != "autolink":
                yield start, start + 1
                yield token.meta[LABEL_END], end
            else:
                yield start, end

    def locate(self, start: int, end: int) -> Span:
        """Span in the file of a range of `content`: exact, or else the complete lines of the range."""
        span = self.exact(start, end)
        if span is not None:
            return span
        first, last = self._line_of(start), self._line_of(max(start, end - 1))
        begin = self.source.line_span(self.first_line + first)
        return Span(begin.path, begin.start, self.source.line_span(self.first_line + last).end)

    def exact(self, start: int, end: int) -> Span | None:
        """Exact span in the file of a range of `content`, as edits need it; None if it is unknown."""
        a = self._offset(self._line_of(start), start)
        b = self._offset(self._line_of(max(start, end - 1)), end)
        return None if a is None or b is None else self.source.span(a, b)

    def _line_of(self, offset: int) -> int:
        return bisect_right(self._lines, offset, key=lambda line: line.begin) - 1

    def _offset(self, line: int, offset: int) -> int | None:
        """File offset of an offset on a line of `content`, or None if it is unknown."""
        found = self._lines[line]
        return None if found.start is None else found.start + max(0, offset - found.begin - found.indent)

    @cached_property
    def _lines(self) -> list["_Line"]:
        lines, begin = [], 0
        for index, text in enumerate(self.content.split("\n")):
            indent = len(text) - len(text.lstrip())
            lines.append(_Line(begin, indent, self._start_of(text.strip(), self.first_line + index)))
            begin += len(text) + 1
        return lines

    def _start_of(self, bare: str, index: int) -> int | None:
        """File offset of the text of a line, without the blanks around it; None if it is unknown."""
        span = self.source.line_span(index)
        written = self.source.slice(span).rstrip()
        if self.kind in ("th", "td"):
            if not bare or written.count(bare) != 1:
                return None  # another cell of the row has the same text
            return span.start + written.index(bare)
        if self.kind == "heading" and not written.endswith(bare):
            written = CLOSING_HASHES.sub("", written)
        if not written.endswith(bare):
            return None  # an escaped tab or pipe: the line does not hold the text literally
        return span.start + len(written) - len(bare)


class _Line(NamedTuple):
    """A line of `content`: its offset there, its indent, and the file offset of the remaining text if known."""

    begin: int
    indent: int
    start: int | None


def visible_text(tokens: Sequence[Token]) -> str:
    """The visible text of inline tokens; of an image the alternative text."""
    parts = []
    for token in tokens:
        if token.type in ("text", "code_inline", "html_inline"):
            parts.append(token.content)
        elif token.type in ("softbreak", "hardbreak"):
            parts.append(" ")
        elif token.type == "image":
            parts.append(visible_text(token.children or ()))
    return "".join(parts)


def masked(text: str, ranges: Iterable[tuple[int, int]]) -> str:
    """Text with a mask for each character of some ranges, so that offsets stay the same."""
    letters = list(text)
    for start, end in ranges:
        letters[start:end] = MASK * (end - start)
    return "".join(letters)
