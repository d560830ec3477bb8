"""The report for a terminal."""

from collections.abc import Iterator
from itertools import groupby

from pipeline.authoring.links.reports.words import ADVICE, copy, headline, said
from pipeline.publish.schema.links import LinksV1, WebLinkV1
from pipeline.source.escapes import printable


def render(links: LinksV1) -> str:
    """All addresses by verdict, the gravest first; those that are fine are only counted."""
    return "".join(f"{line}\n" for line in _lines(links))


def _lines(links: LinksV1) -> Iterator[str]:
    for verdict, group in groupby(links.links, lambda link: link.answer.verdict):
        if verdict in ADVICE:
            yield f"{verdict}: {ADVICE[verdict]}"
            for link in group:
                yield from map(printable, _link(link))
            yield ""
    yield headline(links)


def _link(link: WebLinkV1) -> Iterator[str]:
    yield f"  {link.address}"
    yield f"    {said(link)}"
    if link.answer.moved_to:
        yield f"    moved to {link.answer.moved_to}"
    if found := copy(link):
        yield f"    copy in the web archive: {found}"
    yield from (f"    {place.path}:{place.line}:{place.column}" for place in link.places)
