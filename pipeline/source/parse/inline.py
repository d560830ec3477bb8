"""Text inside a block: what a reader sees of it, its links, and where each stands in the file."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final, NamedTuple

from markdown_it.helpers import parseLinkDestination
from markdown_it.token import Token

from pipeline.source.parse.definitions import label_of
from pipeline.source.parse.inline_rules import AT, LABEL_END, MARK
from pipeline.source.text import Source, Span

# The closing run of hashes of a heading such as `## Title ##`.
CLOSING_HASHES = re.compile(r"[ \t]+#+[ \t]*$")
# What stands in `Inline.prose` for a character that is not prose.
MASK = "\ufffc"


# Frozen for the type checker alone, as are blocks: frozen at run time, each takes four times as long to make.
@dataclass
class Link:
    """A link, an image or an autolink. `href` is normalised, `text` what a reader sees (an image's alternative)."""

    inline: Final["Inline"]
    kind: Final[str]  # link, image, autolink
    href: Final[str]
    title: Final[str]
    text: Final[str]
    at: Final[tuple[int, int]]  # in the block's inline text
    label_end: Final[int | None] = None

    @property
    def span(self) -> Span:
        """The whole link, or its whole line where that cannot be told."""
        return self.inline.locate(*self.at)

    @property
    def target(self) -> Span:
        """The address as written; the whole link where the address stands elsewhere (reference links)."""
        place = self._destination
        return self.inline.locate(*place) if place else self.span

    @property
    def written(self) -> str:
        """The address as it stands in the text, escapes and all; empty where it stands elsewhere."""
        place = self._destination
        return self.inline.content[slice(*place)] if place else ""

    @property
    def label(self) -> str | None:
        """The label of the definition that holds the address; None where the address stands in the link itself."""
        start, end = self.at
        if self.kind == "autolink" or self.label_end is None:
            return None
        if self.inline.content.startswith("(", self.label_end + 1, end):
            return None
        words = self.inline.content[start + (2 if self.kind == "image" else 1) : self.label_end]
        return label_of(self.inline.content[self.label_end + 2 : end - 1] or words)

    @cached_property
    def _destination(self) -> tuple[int, int] | None:
        """Where the address stands in the block's inline text."""
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
    """The inline text of one paragraph, heading or table cell. `content` is it without its block's markers."""

    source: Final[Source]
    content: Final[str]
    first_line: Final[int]  # index of the source line on which it starts
    kind: Final[str]  # paragraph, heading, th, td
    tokens: Final[Sequence[Token]]

    @cached_property
    def text(self) -> str:
        """What a reader sees, white space folded."""
        return " ".join(visible_text(self.tokens).split())

    @cached_property
    def links(self) -> tuple[Link, ...]:
        """Links and images in order; those inside an image's alternative text are not links."""
        # Most blocks are one text, in which there is none.
        return () if len(self.tokens) == 1 and self.tokens[0].type == "text" else tuple(self._links())

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
        """The link that is all there is, if so: a lone link to a video host is a video."""
        if len(self.links) != 1 or self.links[0].kind == "image":
            return None
        return self.links[0] if self.links[0].at == (0, len(self.content)) else None

    @cached_property
    def html(self) -> tuple[tuple[int, int], ...]:
        """Places of raw HTML tags and comments in the inline text."""
        if "<" not in self.content:
            return ()
        found = [token.meta[AT] for token in self.tokens if token.type == "html_inline"]
        # A comment that is never closed in its paragraph is no tag to CommonMark; it would be published as text.
        found += [match.span() for match in re.finditer("<!--", self.prose)]
        return tuple(sorted(found))

    @cached_property
    def prose(self) -> str:
        """The inline text with code, addresses, images and HTML masked; offsets stay those of `content`."""
        parts, done = [], 0
        for start, end in sorted(self._not_prose()):
            if end > done:  # code inside a link's text lies between two places of the link; nothing counts twice
                begin = max(start, done)
                parts += [self.content[done:begin], MASK * (end - begin)]
                done = end
        return "".join([*parts, self.content[done:]]) if parts else self.content

    @cached_property
    def marks(self) -> tuple[tuple[int, int], ...]:
        """Places of the asterisks, underscores and tildes that make emphasis; others are text."""
        found: list[tuple[int, int]] = []
        for token in self.tokens if len(self.tokens) > 1 else ():
            if MARK in token.meta and token.type.endswith(("_open", "_close")):
                # Strong text is made of two neighbours: its opening notes the second, its closing the first.
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
        """Span in the file of a range of `content`: exact, or the whole lines it stands on; never a guess."""
        span = self.exact(start, end)
        if span is not None:
            return span
        first, last = self._line_of(start), self._line_of(max(start, end - 1))
        begin = self.source.line_span(self.first_line + first)
        return Span(begin.path, begin.start, self.source.line_span(self.first_line + last).end)

    def exact(self, start: int, end: int) -> Span | None:
        """Span in the file of a range of `content`, or None where that cannot be told: what an edit needs."""
        a = self._offset(self._line_of(start), start)
        b = self._offset(self._line_of(max(start, end - 1)), end)
        return None if a is None or b is None else self.source.span(a, b)

    def _line_of(self, offset: int) -> int:
        return bisect_right(self._lines, offset, key=lambda line: line.begin) - 1

    def _offset(self, line: int, offset: int) -> int | None:
        """File offset of an offset on the given line of `content`, or None where it cannot be told."""
        place = self._lines[line]
        return None if place.start is None else place.start + max(0, offset - place.begin - place.indent)

    @cached_property
    def _lines(self) -> list["_Line"]:
        lines, begin = [], 0
        for index, text in enumerate(self.content.split("\n")):
            indent = len(text) - len(text.lstrip())
            lines.append(_Line(begin, indent, self._start_of(text.strip(), self.first_line + index)))
            begin += len(text) + 1
        return lines

    def _start_of(self, bare: str, index: int) -> int | None:
        """Where the text of a line, without the blanks around it, begins in the file."""
        span = self.source.line_span(index)
        written = self.source.slice(span).rstrip()
        if self.kind in ("th", "td"):
            if not bare or written.count(bare) != 1:
                return None  # a cell that has a twin on its line
            return span.start + written.index(bare)
        if self.kind == "heading" and not written.endswith(bare):
            written = CLOSING_HASHES.sub("", written)
        if not written.endswith(bare):
            return None  # an escaped tab or pipe: the text is not on the line letter by letter
        return span.start + len(written) - len(bare)


class _Line(NamedTuple):
    """A line of `content`: where it begins there, its indent, and where the rest begins in the file if known."""

    begin: int
    indent: int
    start: int | None


def visible_text(tokens: Sequence[Token]) -> str:
    """Text that a reader sees of inline tokens; an image counts with its alternative text."""
    if len(tokens) == 1 and tokens[0].type == "text":
        return tokens[0].content
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
    for start, end in ranges:
        text = text[:start] + MASK * (end - start) + text[end:]
    return text
