"""Edits that change the addresses of links and images in the text of a page."""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping

from pipeline.source.parse import Document, Link
from pipeline.source.parse.addresses import written_link
from pipeline.source.ranges import Ranges
from pipeline.source.text import Edit, Span

# The definition of a link by reference, its address between angle brackets or not.
DEFINITION = re.compile(
    r"^(?:[ \t]*(?:>|[-*+]|[0-9]{1,9}[.)]))*[ \t]*"  # in quotes and lists
    r"\[(?:\\.|[^\]\\\n]|\n(?!\s*\n))+\]:[ \t]*(?:\r?\n[ \t>]*)?"  # the label; the address may be on the next line
    r"(?:<([^<>\n]*)>|([^\x00-\x20\x7f<][^\x00-\x20\x7f]*))",  # it may contain a no-break space
    re.MULTILINE,
)

# Returns the new address of a link; empty for a link that stays the same.
NewAddress = Callable[[Link], str]


def link_edits(document: Document, new_address: NewAddress) -> Iterator[Edit]:
    """Edits of the addresses of links other than autolinks; they do not overlap.

    If the position of an address is not exact, its complete line is searched.
    """
    source = document.source
    links = document.body.links if document.body else ()
    changed = [(link, target) for link in links if link.kind != "autolink" and (target := new_address(link))]
    written = [(link, target) for link, target in changed if link.written]
    lines = {link.target for link, _ in written if source.slice(link.target) != link.written}
    inside: dict[Span, dict[str, str]] = {line: {} for line in sorted(lines)}
    known = list(inside)
    for link, target in written:
        start = link.target.start
        line = known[max(0, bisect_right(known, start, key=lambda each: each.start) - 1)] if known else None
        if line is None or not line.start <= start < line.end:
            yield Edit(link.target, target)
        else:
            inside[line][link.written] = target
    for line, targets in inside.items():
        yield Edit(line, _readdressed(source.slice(line), targets))
    defined = {link.href: target for link, target in changed if not link.written}
    taken = Ranges((line.start, line.end) for line in lines)
    for span, href in definitions(document) if defined else ():
        if href in defined and not taken.overlap(span.start, span.end):
            yield Edit(span, defined[href])


def definitions(document: Document) -> Iterator[tuple[Span, str]]:
    """The position of the address in each definition, and the address of links that use it."""
    text = document.source.text
    found = document.body.definitions if document.body else ()
    lines = {line for definition in found for line in range(*definition.lines)}
    for match in DEFINITION.finditer(text) if "]:" in text else ():
        group = 1 if match[1] is not None else 2
        if document.source.line_index(match.start(group)) not in lines:
            continue  # it only looks like one
        yield document.source.span(*match.span(group)), written_link(match[group])


def _readdressed(line: str, targets: Mapping[str, str]) -> str:
    """A line with new addresses, the longest first, as one may be a prefix of another."""
    known = "|".join(map(re.escape, sorted(targets, key=len, reverse=True)))
    return re.sub(rf"(\]\([ \t]*<?)({known})(?=[)>\s])", lambda match: match[1] + targets[match[2]], line)
