"""Edits that make the links and images of a page lead elsewhere in its text."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping

from pipeline.source.parse import Document, Link
from pipeline.source.parse.addresses import written_link
from pipeline.source.text import Edit, Span

# The definition of a link by reference, its address between angle brackets or not.
DEFINITION = re.compile(
    r"^(?:[ \t]*(?:>|[-*+]|[0-9]{1,9}[.)]))*[ \t]*"  # within quotations and lists
    r"\[(?:\\.|[^\]\\\n]|\n(?!\s*\n))+\]:[ \t]*(?:\r?\n[ \t>]*)?"  # words in brackets; the address may stand below
    r"(?:<([^<>\n]*)>|([^\x00-\x20\x7f<][^\x00-\x20\x7f]*))",  # a no-break space may stand in it
    re.MULTILINE,
)

# Where a link is to lead, as text; empty for one that stays.
Lead = Callable[[Link], str]


def link_edits(document: Document, lead: Lead) -> Iterator[Edit]:
    """Edits for every link that is to lead elsewhere, but for autolinks; they do not overlap.

    Where the place of an address is not exact, its whole line is looked through.
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
    defined = {link.href: target for link, target in led if not link.written}
    for span, href in definitions(document) if defined else ():
        if href in defined and not touches(span, lines):
            yield Edit(span, defined[href])


def definitions(document: Document) -> Iterator[tuple[Span, str]]:
    """Where the address of each definition stands, and what links by it have as theirs."""
    for match in DEFINITION.finditer(document.source.text):
        group = 1 if match[1] is not None else 2
        yield document.source.span(*match.span(group)), written_link(match[group])


def touches(span: Span, others: Iterable[Span]) -> bool:
    """True when a span has a part in common with another."""
    return any(other.start < span.end and span.start < other.end for other in others)


def _readdressed(line: str, targets: Mapping[str, str]) -> str:
    """A line with other addresses, the longest first: one may be the beginning of another."""
    known = "|".join(map(re.escape, sorted(targets, key=len, reverse=True)))
    return re.sub(rf"(\]\([ \t]*<?)({known})(?=[)>\s])", lambda match: match[1] + targets[match[2]], line)
