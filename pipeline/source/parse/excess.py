"""More in the text of a page than the limits allow."""

from collections import Counter
from collections.abc import Iterator, Sequence

from markdown_it.token import Token

from pipeline.source.parse.blocks import Body
from pipeline.source.parse.limits import Limits
from pipeline.source.parse.problem import Problem
from pipeline.source.parse.recording import LABEL_END
from pipeline.source.text import Source

# Tokens that count, by what they are.
KINDS = {"link_open": "links", "image": "images"}


def find_excess(source: Source, body: Body, limits: Limits) -> Problem | None:
    """The first limit on sections, links, images or repeated addresses that a page breaks, or None."""
    if len(body.sections) > limits.sections and (heading := body.sections[limits.sections].heading):
        return _problem(source, heading.lines[0], "sections", len(body.sections), limits.sections)
    most = {"links": limits.links, "images": limits.images, "addresses": limits.repeated_addresses}
    # Each of them needs a character like these, which are faster to count.
    if not body.definitions and source.text.count("[") + source.text.count("<") <= min(limits.links, limits.images):
        return None
    found: Counter[str] = Counter()
    lines: dict[str, int] = {}
    for what, number, line in _counts(body):
        found[what] += number
        if found[what] > most[what]:
            lines.setdefault(what, line)
    broken = next(iter(lines), None)
    return _problem(source, lines[broken], broken, found[broken], most[broken]) if broken else None


def _counts(body: Body) -> Iterator[tuple[str, int, int]]:
    """What each link and image adds: of what, how much, and the line of its paragraph."""
    for block in body.tokens:
        line = block.map[0] if block.map else 0
        pending: list[tuple[str, Sequence[Token]]] = [(block.content, block.children or ())]
        while pending:
            content, tokens = pending.pop()
            for token in tokens:
                if token.type not in KINDS:
                    continue
                yield KINDS[token.type], 1, line
                label_end = token.meta.get(LABEL_END)
                if label_end is not None and not content.startswith("(", label_end + 1):
                    address = token.attrs.get("href") or token.attrs.get("src") or ""
                    yield "addresses", len(str(address)) + len(str(token.attrs.get("title") or "")), line
                if token.children:
                    pending.append((token.content, token.children))


def _problem(source: Source, line: int, what: str, found: int, limit: int) -> Problem:
    span = source.line_span(min(line, len(source.line_starts) - 1))
    return Problem("over-limit", span, {"what": what, "found": str(found), "limit": str(limit)})
