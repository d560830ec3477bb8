"""Edits that make the links and images of a page lead elsewhere in its text."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from html import unescape
from urllib.parse import unquote

from pipeline.parse import Document, Link
from pipeline.text import Edit, Span

# The definition of a link by reference: `[b]: ../images/board.png`, or with the address in angle brackets.
DEFINITION = re.compile(r"^[ >]*\[[^\]\n]+\]:[ \t]*(?:<([^<>\n]+)>|([^\s<]\S*))", re.MULTILINE)

# Where a link is to lead, as text; None for one that stays.
Lead = Callable[[Link], str | None]


def link_edits(document: Document, lead: Lead) -> Iterator[Edit]:
    """Edits for every link that is to lead elsewhere; they do not overlap.

    Where the place of an address is not exact, its whole line is looked through. Autolinks are left out, and so are
    definitions of links that are no relative addresses.
    """
    source = document.source
    links = document.body.links if document.body else ()
    led = [(link, target) for link in links if link.kind != "autolink" and (target := lead(link))]
    written = [(link, target) for link, target in led if link.written]
    lines = {link.target for link, _ in written if source.slice(link.target) != link.written}
    inside: dict[Span, dict[str, str]] = {line: {} for line in lines}
    for link, target in written:
        line = next((line for line in lines if line.start <= link.target.start < line.end), None)
        if line is None:
            yield Edit(link.target, target)
        else:
            inside[line][link.written] = target
    for line, targets in inside.items():
        yield Edit(line, _readdressed(source.slice(line), targets))
    defined = {unquote(link.href): target for link, target in led if not link.written and ":" not in link.href}
    yield from _definitions(document, defined, lines)


def _readdressed(line: str, targets: Mapping[str, str]) -> str:
    """A line with other addresses, the longest first: one may be the beginning of another."""
    known = "|".join(map(re.escape, sorted(targets, key=len, reverse=True)))
    return re.sub(rf"(?<=\]\()(<?)({known})(?=[)>\s])", lambda match: match[1] + targets[match[2]], line)


def _definitions(document: Document, targets: Mapping[str, str], lines: Iterable[Span]) -> Iterator[Edit]:
    """Edits for the definitions of links by reference."""
    for match in DEFINITION.finditer(document.source.text) if targets else ():
        group = 1 if match[1] else 2
        target, (start, end) = targets.get(unquote(unescape(match[group]))), match.span(group)
        if target and not any(line.start <= start < line.end for line in lines):
            yield Edit(document.source.span(start, end), target)
